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

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Some work, every so many seconds. It never runs beside itself: what comes meanwhile is left out."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]

    async def run(self) -> None:
        """Do it. Whatever goes wrong is logged, and tried again in its turn."""
        try:
            await self.work()
        except Exception:  # noqa: BLE001 - whatever it is, the others go on
            _log.exception("trouble with %s; it is tried again in %g seconds", self.name, self.seconds)


@asynccontextmanager
async def repeating(jobs: Sequence[Job], now: datetime) -> AsyncGenerator[None]:
    """Do the jobs meanwhile, for the first time at once."""
    # It would warn of every run that is left out because the one before still goes on.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
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
        scheduler.shutdown(wait=False)
