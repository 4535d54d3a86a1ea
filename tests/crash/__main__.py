"""The crash test at full size: two thousand digests on each platform, and ten kills on their way."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from tests.crash.broadcast import Account, Broadcast
from tests.crash.entry import Point
from tests.crash.sides import OnDiscord, OnTelegram, Side
from tests.platforms.discord import Discord
from tests.platforms.telegram import Telegram

_PATIENCE = 900.0
# A kill comes so many seconds after some message has arrived, at most.
_LATE = 0.2
_COLUMNS = "{:10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}"


async def _crash(digests: int, kills: int, chance: Random) -> bool:
    """Do it, and print what became of it; whether it was without fault."""
    clock = SystemClock()
    began = clock.elapsed()
    with TemporaryDirectory() as folder:
        async with Telegram() as telegram, Discord() as discord:
            telegram.rates.enabled = discord.rates.enabled = False
            sides: Sequence[Side] = (OnTelegram(telegram, digests), OnDiscord(discord, digests))
            broadcast = Broadcast(sides, Path(folder))
            await broadcast.prepare()
            for kill in range(kills):
                await _kill(broadcast, kill, digests // (kills + 1), chance)
            async with broadcast.running() as bot:
                await broadcast.over(patience=_PATIENCE)
                await bot.stop()
            found = await broadcast.account()
    print(_COLUMNS.format("", "digests", "arrived", "in doubt", "doubled", "lost", "unlisted"))
    for name, one in found.items():
        faults = map(len, (one.doubled, one.lost, one.strange))
        print(_COLUMNS.format(name.title(), digests, one.arrived, one.in_doubt, *faults))
    print(f"{kills} kills, {clock.elapsed() - began:.0f} seconds")
    return all(_is_well(name, one, kills) for name, one in found.items())


async def _kill(broadcast: Broadcast, number: int, digests: int, chance: Random) -> None:
    """Let about so many more digests leave, and the bot die: in turn at each point, and at any moment."""
    points = tuple(Point)
    if number % 2:
        async with broadcast.running(
            points[number // 2 % len(points)], chance.randint(1, 2 * digests)
        ) as bot:
            await bot.ends(_PATIENCE)
        return
    telegram = broadcast.sides[0]
    before = len(telegram.arrived())
    async with broadcast.running() as bot:
        await telegram.until_arrived(before + chance.randint(1, digests), _PATIENCE)
        await SystemClock().sleep(chance.uniform(0, _LATE))
        await bot.kill()


def _is_well(name: str, account: Account, kills: int) -> bool:
    most = 3 * kills if name == "telegram" else 0
    return account.faultless and account.in_doubt <= most


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digests", type=int, default=2000, help="on each platform")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=6)
    options = parser.parse_args()
    return 0 if asyncio.run(_crash(options.digests, options.kills, Random(options.seed))) else 1


if __name__ == "__main__":
    sys.exit(_main())
