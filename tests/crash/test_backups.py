"""Backups of a bot at work, and what it does when it goes on from one."""

from pathlib import Path

from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnTelegram


async def test_gone_back(broadcast: Broadcast, on_telegram: OnTelegram, tmp_path: Path) -> None:
    """Killed and brought back from a backup, the bot posts nothing twice, and says what is in doubt."""
    file = str(tmp_path / "b.zip")
    async with broadcast.running(telegram_per_second="20") as bot:
        await on_telegram.until_arrived(10)
        assert "checked" in await broadcast.digestbot("backup", file)
        await on_telegram.until_arrived(40)
        await bot.kill()
    assert "restored" in await broadcast.digestbot("restore", file)
    async with broadcast.running() as bot:
        await bot.tells("Telegram is ready")
        await broadcast.over()
        assert await bot.stop() == 0
    account = (await broadcast.account())[on_telegram.name]
    assert (account.doubled, account.lost) == ([], [])
    assert account.in_doubt + account.arrived >= len(on_telegram.places)


async def test_by_itself(broadcast: Broadcast) -> None:
    """The bot makes a backup a day by itself, once, and not where it is not wanted."""
    folder = broadcast.data / "backups"
    async with broadcast.running(keep_backups="0") as bot:
        await broadcast.over()
        assert await bot.stop() == 0
    assert not folder.exists()
    for _ in range(2):
        async with broadcast.running() as bot:
            await bot.tells("Telegram is ready")
            while not (folder.exists() and list(folder.glob("daily-*.zip"))):
                await broadcast.listed()
            assert await bot.stop() == 0
    (file,) = folder.iterdir()
    assert "Traceback" not in bot.told
    assert "restored" in await broadcast.digestbot("restore", str(file))
