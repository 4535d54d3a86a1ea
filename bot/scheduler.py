"""What is to be done again and again: the one place that knows APScheduler.

Nothing of value is kept in it: a job looks at the store each time, so one that comes late or is left out
costs nothing but time.
"""

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import BotError

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """Some work, every so many seconds. It never runs beside itself: what comes meanwhile is left out."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]
    _said: str = ""

    async def run(self) -> None:
        """Do it. Whatever goes wrong is logged, once while it stays the same, and tried again in its turn."""
        try:
            await self.work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
            self._say(error)
        else:
            self._said = ""

    def _say(self, error: Exception) -> None:
        if self._said != repr(error):
            told = f"trouble with {self.name}, which is tried again every {self.seconds:g} seconds: {error}"
            _log.error(told, exc_info=None if isinstance(error, BotError) else error)
        self._said = repr(error)


@asynccontextmanager
async def repeating(jobs: Sequence[Job], now: datetime) -> AsyncGenerator[None]:
    """Do the jobs meanwhile, for the first time at once; what is under way at the end is broken off."""
    log = logging.getLogger("apscheduler")
    # It would warn of every run that is left out because the one before still goes on.
    log.setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(timezone=UTC)
    for job in jobs:
        scheduler.add_job(
            job.run,
            "interval",
            seconds=job.seconds,
            id=job.name,
            next_run_time=now,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.start()
    try:
        yield
    finally:
        # It would call what is broken off an error; those of the jobs are told by themselves.
        log.setLevel(logging.CRITICAL)
        scheduler.shutdown(wait=False)
