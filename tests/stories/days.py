"""The bot through days and restarts, on any platform."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.jobs.ticking import tick
from bot.settings import Settings
from bot.subscriptions.delivery import Delivery, Filter, State
from bot.wiring import Bot, assemble
from tests.stories.jumping import JumpingClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENDING = "要改或者退订"
_UNDER_WAY = Filter(states=frozenset({State.PENDING, State.SENDING}))


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """A moment in November, when the story begins on the 21st at noon."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Days:
    """The bot through days and restarts; ``serving`` serves it on the platform."""

    platform: str
    serving: Callable[[Bot], AbstractAsyncContextManager[None]]
    clock: JumpingClock
    settings: Settings

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Bot]:
        """The bot, from its start to its end."""
        async with await assemble(self.settings, self.clock, Random(7)) as bot:
            await bot.refresh()
            async with self.serving(bot):
                yield bot

    async def come(self, bot: Bot, moment: datetime) -> None:
        """Let this moment come, and what is due then be settled, but for what is put off."""
        self.clock.jump(moment)
        await tick(bot.desk.outbox, self.platform, self.clock)
        await self.settled(bot)

    async def settled(self, bot: Bot) -> None:
        """Return when nothing is under way, or to be tried soon."""
        async with asyncio.timeout(20):
            while any(self._is_soon(one) for one in await bot.desk.outbox.deliveries(_UNDER_WAY)):
                await self.clock.sleep(1)

    def _is_soon(self, delivery: Delivery) -> bool:
        return delivery.try_at < self.clock.now() + timedelta(seconds=10)


async def states(bot: Bot) -> list[State]:
    """What became of all deliveries, the latest first."""
    return [one.state for one in await bot.desk.outbox.deliveries(Filter())]
