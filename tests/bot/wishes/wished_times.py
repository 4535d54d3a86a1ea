"""The times at which a wish has digests come."""

from datetime import time

ALWAYS = range(7)
WORKDAYS = range(5)
NEVER: tuple[int, ...] = ()


def at(hour: int, minute: int = 0, *, on: tuple[int, ...] | range = ALWAYS) -> dict[int, time]:
    """The same time on some days."""
    return dict.fromkeys(on, time(hour, minute))
