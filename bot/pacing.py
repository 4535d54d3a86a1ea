"""When the next message may leave, so that a platform's limits on sending are kept.

The platform counts a message some time between its leaving and its answer. So it takes up room from
the one on, and the limit's time runs from the other: then the limit is kept, however long messages are
on their way. All times are in seconds.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Protocol

from bot.ports import Clock


class Limit(Protocol):
    """A limit on how often something may happen."""

    def wait(self, now: float) -> float:
        """Seconds until the next may start: 0 for at once, ``inf`` if another one has to end first."""
        ...

    def start(self, now: float) -> None:
        """Note that one starts."""
        ...

    def end(self, now: float) -> None:
        """Note that one that was started has ended."""
        ...


@dataclass(slots=True)
class Window:
    """At most ``most`` in any stretch of ``seconds``."""

    most: int
    seconds: float
    _running: int = 0
    _ended: deque[float] = field(default_factory=deque[float])

    def wait(self, now: float) -> float:
        """Seconds until the next may start: 0 for at once, ``inf`` if another one has to end first."""
        while self._ended and self._ended[0] + self.seconds <= now:
            self._ended.popleft()
        if self._running + len(self._ended) < self.most:
            return 0
        return self._ended[0] + self.seconds - now if self._ended else inf

    def start(self, now: float) -> None:
        """Note that one starts."""
        del now
        self._running += 1

    def end(self, now: float) -> None:
        """Note that one that was started has ended."""
        self._running -= 1
        self._ended.append(now)


@dataclass(slots=True)
class Bucket:
    """At most ``burst`` at once, and one more every ``seconds``, for what happens one after the other.

    The generic cell rate algorithm (ITU-T I.371): ``_full_at`` is when the bucket will be full again.
    """

    burst: int
    seconds: float
    _full_at: float = 0

    def wait(self, now: float) -> float:
        """Seconds until the next may start; 0 for at once."""
        return max(0, self._full_at - (self.burst - 1) * self.seconds - now)

    def start(self, now: float) -> None:
        """Note that one starts: it counts when it ends, before which no other starts."""

    def end(self, now: float) -> None:
        """Note that the one that was started has ended."""
        self._full_at = max(self._full_at, now) + self.seconds


@dataclass(slots=True)
class Spacing:
    """One start every so many seconds, so that there is room in between; a late one may be made up for."""

    seconds: float
    _next_at: float = 0

    def wait(self, now: float) -> float:
        """Seconds until the next may start; 0 for at once."""
        return max(0, self._next_at - now)

    def start(self, now: float) -> None:
        """Note that one starts."""
        self._next_at = max(self._next_at, now - self.seconds) + self.seconds

    def end(self, now: float) -> None:
        """Note that one that was started has ended, which does not matter."""


class Gate:
    """Lets through what comes, in the order in which it comes, as soon as the limits allow.

    Behind all others, and behind those that come while it waits, it lets through what can wait.
    """

    def __init__(self, clock: Clock, *limits: Limit) -> None:
        self._clock = clock
        self._limits = limits
        self._turn = asyncio.Lock()
        self._last = asyncio.Lock()
        self._ended = asyncio.Event()

    @property
    def wait(self) -> float:
        """Seconds until the next may pass: 0 for at once, ``inf`` if another one has to end first."""
        return max((limit.wait(self._clock.elapsed()) for limit in self._limits), default=0)

    def recall(self, moment: float) -> None:
        """Reckon with something that passed elsewhere, at this moment of the clock's."""
        for limit in self._limits:
            limit.start(moment)
            limit.end(moment)

    @asynccontextmanager
    async def passing(self) -> AsyncGenerator[None]:
        """Wait to be let through; what is done meanwhile is what the limits are about."""
        await self._take()
        try:
            yield
        finally:
            for limit in self._limits:
                limit.end(self._clock.elapsed())
            self._ended.set()

    @asynccontextmanager
    async def passing_last(self) -> AsyncGenerator[None]:
        """As ``passing``, for what nobody waits for."""
        async with AsyncExitStack() as passed:
            async with self._last:
                while wait := await self._wait_for_nobody():
                    await self._pause(wait)
                await passed.enter_async_context(self.passing())
            yield

    async def _wait_for_nobody(self) -> float:
        """What is to wait for when nobody else is waiting any more."""
        async with self._turn:
            return self.wait

    async def _take(self) -> None:
        async with self._turn:
            while wait := self.wait:
                await self._pause(wait)
            for limit in self._limits:
                limit.start(self._clock.elapsed())

    async def _pause(self, wait: float) -> None:
        if wait == inf:
            self._ended.clear()
            await self._ended.wait()
        else:
            await self._clock.sleep(wait)
