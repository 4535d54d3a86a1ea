"""Killed at any moment (``kill -9``), the bot doubles nothing, and loses nothing without a word."""

from pathlib import Path
from random import Random

from tests.crash.broadcast import Account, Broadcast
from tests.crash.entry import Point
from tests.crash.sides import OnDiscord, OnTelegram, Side

KILLED = -9
MOST_IN_DOUBT = 3


async def killed_at_each_point(side: Side, data: Path) -> Account:
    """What becomes of a broadcast in which the bot dies at one point after the other."""
    broadcast = Broadcast([side], data)
    await broadcast.prepare()
    for point in Point:
        async with broadcast.running(point, times=12) as bot:
            assert await bot.ends() == KILLED
    async with broadcast.running() as bot:
        await broadcast.over()
        assert await bot.stop() == 0
    return (await broadcast.account())[side.name]


async def test_at_each_point_on_telegram(on_telegram: OnTelegram, tmp_path: Path) -> None:
    """Only what may have arrived or not is left out then, since Telegram cannot tell; it is listed."""
    found = await killed_at_each_point(on_telegram, tmp_path)
    assert found.faultless
    assert 2 <= found.in_doubt <= MOST_IN_DOUBT * len(Point)
    assert found.arrived + found.in_doubt >= len(on_telegram.places) > found.arrived


async def test_at_each_point_on_discord(on_discord: OnDiscord, tmp_path: Path) -> None:
    """Everything arrives, once: Discord knows again what was posted already."""
    found = await killed_at_each_point(on_discord, tmp_path)
    assert found.faultless
    assert (found.arrived, found.in_doubt) == (len(on_discord.places), 0)


async def test_at_random(on_telegram: OnTelegram, on_discord: OnDiscord, tmp_path: Path) -> None:
    """Nor is it otherwise at any other moment, on both platforms at once."""
    broadcast = Broadcast([on_telegram, on_discord], tmp_path)
    await broadcast.prepare()
    moments = sorted(Random(6).sample(range(1, 90), 4))
    for moment in moments:
        async with broadcast.running() as bot:
            await on_telegram.until_arrived(moment)
            await bot.kill()
    async with broadcast.running() as bot:
        await broadcast.over()
        assert await bot.stop() == 0
    found = await broadcast.account()
    assert all(account.faultless for account in found.values())
    assert found["telegram"].in_doubt <= MOST_IN_DOUBT * len(moments)
    assert (found["discord"].arrived, found["discord"].in_doubt) == (len(on_discord.places), 0)
