"""What tells the time, as a narrow interface."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only source of the current time, and the only way to let time go by."""

    def now(self) -> datetime:
        """The current instant, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never goes back, whatever happens to ``now``."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when so much time has gone by."""
        ...
