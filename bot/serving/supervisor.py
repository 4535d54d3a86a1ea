"""Serving several platforms at once: one in trouble does not stop the others, and is tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Protocol, TypeVar

from bot.errors import AlreadyRunning, PlatformUnavailable
from bot.logs import Tell
from bot.ports import Clock

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
# Service managers are told to wait for ten, see deploy/: what is left is for letting go of everything.
STOP_SECONDS = 3.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 300.0


class Platform(Protocol):
    """A place where people talk to the bot."""

    @property
    def name(self) -> str:
        """What the operator calls it."""
        ...

    async def serve(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Answer people until ``stopping``, then finish what runs.

        ``ready`` is called with the bot's name there, once people are answered. Raises
        ``PlatformUnavailable`` if it is worth trying again, ``AlreadyRunning`` if it is not.
        """
        ...


class Supervisor:
    """Keeps platforms served until ``stopping`` is set; ``tell`` gets what the operator should know."""

    def __init__(self, clock: Clock, tell: Tell) -> None:
        self._clock = clock
        self._tell = tell
        self.stopping = asyncio.Event()

    async def serve(self, platforms: Sequence[Platform]) -> bool:
        """Serve them all; true if that was to stop, false if there was nothing left to serve.

        What still runs ``STOP_SECONDS`` after ``stopping`` is broken off.
        """
        tasks = [asyncio.create_task(self._keep(platform)) for platform in platforms]
        try:
            await unless(self.stopping, asyncio.wait(tasks))
            if self.stopping.is_set():
                await within(self._clock, STOP_SECONDS, asyncio.wait(tasks))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return self.stopping.is_set()

    async def _keep(self, platform: Platform) -> None:
        """Serve one platform, again after each trouble, with growing pauses."""
        pause, said = _FIRST_PAUSE, ""

        def ready(name: str) -> None:
            nonlocal pause, said
            pause, said = _FIRST_PAUSE, ""
            self._tell(f"{platform.name} is ready: {name}")

        while not self.stopping.is_set():
            try:
                await platform.serve(self.stopping, ready)
            except AlreadyRunning as error:
                self._tell(f"{platform.name} has ended: {error}", logging.ERROR)
                return
            except PlatformUnavailable as error:
                if str(error) != said:
                    self._tell(
                        f"{platform.name} waits: {error}; it is tried again and again", logging.WARNING
                    )
                said = str(error)
            except Exception:  # noqa: BLE001 - whatever it is, the other platforms go on
                _log.exception("trouble in serving %s; it is tried again", platform.name)
            else:
                return
            await unless(self.stopping, self._clock.sleep(pause))
            pause = min(pause * 2, _LONGEST_PAUSE)


async def together(*works: Coroutine[object, object, None]) -> None:
    """Do all of it side by side; if one fails, the others are broken off, and what it raised is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        for task in asyncio.as_completed(tasks):
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def unless(stopping: asyncio.Event, work: Awaitable[_Result]) -> _Result | None:
    """What the work gives; ``None`` if it was broken off because of ``stopping``."""
    return await _before(stopping.wait(), work)


async def within(clock: Clock, seconds: float, work: Awaitable[_Result]) -> _Result | None:
    """What the work gives; ``None`` if it was broken off after so many seconds."""
    return await _before(clock.sleep(seconds), work)


async def _before(end: Coroutine[object, object, object], work: Awaitable[_Result]) -> _Result | None:
    working, ending = asyncio.ensure_future(work), asyncio.ensure_future(end)
    try:
        await asyncio.wait((working, ending), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        ending.cancel()
        await asyncio.gather(working, ending, return_exceptions=True)
