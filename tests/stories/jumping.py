"""A clock for stories that last for days."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.stories.talk import START

_FASTER = 50


@dataclass(slots=True)
class JumpingClock:
    """A clock on which time goes by many times as fast as outside, and that can be set forward."""

    jumped: timedelta = timedelta()
    faster: float = _FASTER
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The instant it shows."""
        return START + self.jumped + timedelta(seconds=self._passed())

    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        return self.jumped.total_seconds() + self._passed()

    async def sleep(self, seconds: float) -> None:
        """Return when so much time has gone by."""
        await asyncio.sleep(seconds / self.faster)  # noqa: TID251 - this is a clock

    def jump(self, to: datetime) -> None:
        """Be at this instant, which is still to come."""
        assert to > self.now()
        self.jumped += to - self.now()

    def _passed(self) -> float:
        return (time.monotonic() - self._began) * self.faster
