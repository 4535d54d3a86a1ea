"""``make soak``: a thousand people, ten thousand digests and trouble all the time, for MINUTES (10).

What is measured comes to a verdict, and to a plot in dist/soak.png.
"""

import argparse
import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnDiscord, OnTelegram
from tests.platforms import discord, telegram
from tests.platforms.discord import Discord
from tests.platforms.telegram import Telegram
from tests.soak.measuring import Result, Sample, faults_in, sample
from tests.soak.people import Crowd
from tests.soak.plot import draw
from tests.soak.troubles import Troubles, block_some
from tests.stories.process import running

_MINUTES, _PEOPLE, _SUBSCRIPTIONS, _PER_SECOND = 10.0, 1_000, 10_000, 12.0
_TROUBLE_SECONDS = 4.0
# So much of the time does not count, but a minute at least.
_WARM_UP = 0.2
_SHOWN = 10


async def _soak(options: argparse.Namespace, folder: Path) -> tuple[Result, Troubles]:
    clock, samples = SystemClock(), list[Sample]()
    async with Telegram() as on_telegram, Discord() as on_discord:
        half = options.subscriptions // 2
        sides = OnTelegram(on_telegram, half), OnDiscord(on_discord, half)
        broadcast = Broadcast(sides, folder)
        crowd = _crowd(on_telegram, on_discord, options.people // 2)
        troubles = Troubles(on_telegram, on_discord)
        block_some(*sides, on_telegram, on_discord)
        await broadcast.prepare(max(1, int(options.minutes)))
        async with running(folder, log_format="json", **broadcast.settings) as bot:
            await on_telegram.polling()
            await on_discord.connected()
            began = clock.elapsed()
            async with (
                _meanwhile(sample(bot, lambda: _posted(on_telegram, on_discord), samples)),
                _meanwhile(troubles.go_on(_TROUBLE_SECONDS)),
            ):
                async with _meanwhile(crowd.talk(options.rate)):
                    await clock.sleep(options.minutes * 60)
                await crowd.all_answered()
            await broadcast.over()
            assert await bot.stop() == 0
        warm = began + max(60.0, _WARM_UP * 60 * options.minutes)
        faults = faults_in(bot.lines)
        return Result(began, warm, samples, crowd.waits, faults, await broadcast.account()), troubles


def _crowd(on_telegram: Telegram, on_discord: Discord, count: int) -> Crowd:
    here = [telegram.Person(on_telegram, f"读者{number}").private for number in range(count)]
    there = [discord.Person(on_discord, f"读者{number}").private for number in range(count)]
    return Crowd(here, there, Random(8))


def _posted(on_telegram: Telegram, on_discord: Discord) -> int:
    """How many messages people have got to see."""
    here = sum(len(chat.shown) for chat in on_telegram.world.chats.values())
    return here + sum(len(channel.all_messages) for channel in on_discord.world.channels.values())


@asynccontextmanager
async def _meanwhile(work: Coroutine[object, object, None]) -> AsyncGenerator[None]:
    """Do some work beside; in the end it is broken off, and fails here if it failed."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        if not task.cancel():
            task.result()
        await asyncio.wait([task])


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES") or _MINUTES))
    parser.add_argument("--people", type=int, default=_PEOPLE)
    parser.add_argument("--subscriptions", type=int, default=_SUBSCRIPTIONS)
    parser.add_argument("--rate", type=float, default=_PER_SECOND, help="questions in a second")
    parser.add_argument("--plot", type=Path, default=Path("dist") / "soak.png")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        result, troubles = asyncio.run(_soak(options, Path(folder)))
    draw(result, troubles.happened, options.plot)
    for fault in result.faults[:_SHOWN]:
        print(fault)
    for name, account in result.accounts.items():
        print(name, *(account.doubled + account.lost + account.strange)[:_SHOWN])
    unanswered = Counter(f"{wait.platform}: {wait.what}" for wait in result.waits if wait.seconds is None)
    print("without an answer:", dict(unanswered.most_common(_SHOWN)))
    verdicts = list(result.verdicts)
    for said, well in verdicts:
        print("ok  " if well else "BAD ", said)
    print(f"{len(troubles.happened)} troubles; the plot is {options.plot}")
    return 0 if all(well for _, well in verdicts) else 1


if __name__ == "__main__":
    sys.exit(_main())
