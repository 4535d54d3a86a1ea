"""Noticing that another process answers people with the same token, which Discord itself does not mind."""

from collections import deque
from collections.abc import Callable

from bot.ports import Clock

_MANY, _SECONDS = 3, 3600.0


class Rivals:
    """Calls ``tell``, once, when another process was often the first to answer."""

    def __init__(self, clock: Clock, tell: Callable[[], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._moments = deque[float](maxlen=_MANY)
        self._told = False

    def was_first(self) -> None:
        """Note that a question was answered already when it was to be answered here."""
        now = self._clock.elapsed()
        self._moments.append(now)
        if not self._told and len(self._moments) == _MANY and now - self._moments[0] <= _SECONDS:
            self._told = True
            self._tell()
