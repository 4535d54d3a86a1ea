"""What cannot be written down is not sent; once it can be, it is."""

import signal
from dataclasses import replace
from pathlib import Path

from tests.crash.broadcast import Broadcast
from tests.crash.disk import (
    fill,
    inside,
    need_mounts,
    on_full_disk,
    on_small_disk,
    read_only,
    seen_from_here,
)
from tests.crash.sides import OnTelegram
from tests.platforms.telegram import Person, Telegram
from tests.stories import process

WAITS = "digests wait"


async def test_full(broadcast: Broadcast, on_telegram: OnTelegram, tmp_path: Path) -> None:
    """When the disk is full the bot says so, once, and goes on as soon as there is room."""
    need_mounts()
    data = tmp_path / "small"
    data.mkdir()
    command = on_small_disk(data, broadcast.data, process.RUN)
    async with process.running(data, command, **broadcast.settings) as bot:
        await on_telegram.until_arrived(20)
        filler = fill(seen_from_here(data, bot.process.pid))
        assert "the disk is full" in await bot.tells(WAITS)
        beside = replace(broadcast, data=data, beside=inside(bot.process.pid))
        filler.unlink()
        await beside.over()
        found = (await beside.account())[on_telegram.name]
        assert await bot.stop() == 0
    assert found.faultless
    assert (found.arrived, found.in_doubt) == (len(on_telegram.places), 0)
    assert bot.told.count(WAITS) == 1
    assert "Traceback" not in bot.told


async def test_full_from_the_start(broadcast: Broadcast, tmp_path: Path) -> None:
    """With no room on the disk of its data the bot ends with a line that says so."""
    need_mounts()
    data = tmp_path / "small"
    data.mkdir()
    command = on_full_disk(data, broadcast.data, process.RUN)
    async with process.running(data, command, **broadcast.settings) as bot:
        assert await bot.ends() == 1
    assert "the disk is full: make room" in bot.lines[-1]
    assert "Traceback" not in bot.told


async def test_asked_when_full(
    broadcast: Broadcast, on_telegram: OnTelegram, telegram: Telegram, tmp_path: Path
) -> None:
    """Who wants something kept on a full disk is told to try later, and the operator why, a line each."""
    need_mounts()
    data = tmp_path / "small"
    data.mkdir()
    command = on_small_disk(data, broadcast.data, process.RUN)
    async with process.running(data, command, **broadcast.settings) as bot:
        await on_telegram.until_arrived(20)
        fill(seen_from_here(data, bot.process.pid))
        await bot.tells(WAITS)
        ming = Person(telegram, "明")
        for _ in range(3):
            ming.private.say("/save 1")
            await ming.private.reads("过一会儿再试")
        assert "disk is full" in await bot.tells("trouble while answering")
        await bot.kill()
    assert "Traceback" not in bot.told
    assert len([line for line in bot.lines if "while answering" in line]) == 3


async def test_read_only(broadcast: Broadcast, on_telegram: OnTelegram) -> None:
    """When the database cannot be written it is the same."""
    async with broadcast.running() as bot:
        await on_telegram.until_arrived(20)
        bot.process.send_signal(signal.SIGUSR2)
        assert "writable" in await bot.tells(WAITS)
        waiting = len(await broadcast.listed("pending"))
        assert len(await broadcast.listed("pending")) == waiting > 0
        bot.process.send_signal(signal.SIGUSR2)
        await broadcast.over()
        assert await bot.stop() == 0
    found = (await broadcast.account())[on_telegram.name]
    assert found.faultless
    assert (found.arrived, found.in_doubt) == (len(on_telegram.places), 0)
    assert bot.told.count(WAITS) == 1
    assert "Traceback" not in bot.told


async def test_read_only_from_the_start(broadcast: Broadcast, on_telegram: OnTelegram) -> None:
    """With a folder that cannot be written the bot ends with a line that says what to do."""
    need_mounts()
    command = read_only(broadcast.data, process.RUN)
    async with process.running(broadcast.data, command, **broadcast.settings) as bot:
        assert await bot.ends() == 1
    assert len(bot.lines) == 1
    assert "Read-only file system" in bot.told
    assert on_telegram.arrived() == []
