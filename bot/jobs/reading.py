"""How far it is with reading the essays, which takes long when there are many new ones."""

from collections.abc import Callable

from bot.ports import Clock
from bot.serving.health import Health

# The part of the bot that reads them, and goes on with what is new.
ESSAYS = "essays"
_PAUSE = 10.0


class Reading:
    """Tells the operator from time to time how many essays are read, and ``health`` each time."""

    def __init__(self, health: Health, clock: Clock, tell: Callable[[str], None]) -> None:
        self._health = health
        self._clock = clock
        self._tell = tell
        self._told = clock.elapsed()
        health.expect(ESSAYS)
        health.doing = "reading the essays"

    def progress(self, done: int, total: int) -> None:
        """So many of so many are read."""
        self._health.doing = f"reading the essays: {done:,} of {total:,}"
        if (now := self._clock.elapsed()) >= self._told + _PAUSE:
            self._tell(self._health.doing)
            self._told = now

    def over(self) -> None:
        """Everything is read that can be."""
        self._health.doing = ""
        self._health.well(ESSAYS)
