"""One process serves a data folder; every other command works beside it."""

from pathlib import Path

from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnTelegram
from tests.stories import process

COMMANDS = (
    "essays list --json",
    "essays add {essay}",
    "essays check {essay} --json",
    "essays remove 6",
    "index status --json",
    "index rebuild",
    "subscriptions --json",
    "backup {backup}",
    "export {exported}",
    "import {exported}",
    "deliveries --state sent",
    "digest --json",
    "ask 1 --json",
    "chat",
)


async def test_second_run(broadcast: Broadcast) -> None:
    """A second one ends with a line that names the process in its way."""
    async with broadcast.running() as one:
        await one.tells("Telegram is ready")
        async with process.running(broadcast.data, **broadcast.settings) as two:
            assert await two.ends() == 1
        assert f"process {one.process.pid}" in two.told
        assert "Traceback" not in two.told
        assert await one.stop() == 0


async def test_another_folder(broadcast: Broadcast, tmp_path: Path) -> None:
    """Neither a second one that is refused nor a command with other essays changes the shelf of the bot."""
    (tmp_path / "kite.md").write_text("# 风筝\n\n春天来了，孩子们去放风筝。\n", encoding="utf-8")
    other = {"essays": str(tmp_path)}
    async with process.running(broadcast.data, **broadcast.settings) as one:
        await one.tells("Telegram is ready")
        before = await broadcast.digestbot("essays", "list")
        async with process.running(broadcast.data, **broadcast.settings, **other) as two:
            assert await two.ends() == 1
        assert await broadcast.digestbot("essays", "list", **other) == before
        assert "风筝" not in before
        assert await one.stop() == 0
    assert "风筝" in await broadcast.digestbot("essays", "list", **other)


async def test_beside(broadcast: Broadcast, on_telegram: OnTelegram, tmp_path: Path) -> None:
    """While a broadcast runs, each of the other commands does its work, and the broadcast its own."""
    essay = tmp_path / "essay.md"
    essay.write_text("# 风筝\n\n春天来了，孩子们去放风筝。风很大，线很长。\n", encoding="utf-8")
    async with broadcast.running(telegram_per_second="20") as bot:
        await on_telegram.until_arrived(1)
        for command in COMMANDS:
            named = command.format(essay=essay, backup=tmp_path / "b.zip", exported=tmp_path / "e")
            told = await broadcast.digestbot(*named.split())
            assert told, command
        await broadcast.over()
        assert await bot.stop() == 0
    assert (await broadcast.account())[on_telegram.name].faultless
    assert "Traceback" not in bot.told
