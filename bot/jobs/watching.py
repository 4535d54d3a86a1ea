"""Hearing of changes in the folder of the essays: the one place that knows watchfiles."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import aclosing
from pathlib import Path

from bot.ports import Clock
from bot.serving.supervisor import unless
from bot.shelf.folder import SUFFIXES

# The library looks for stop and news as often, in a thread of its own.
_STEP_MS = 200
_TURN_MS = 1000
# However fast files change, a look follows a look with a pause.
_BREATH = 0.3
_AGAIN = 10.0


class Watcher:
    """Calls ``changed`` when anything changes in a folder, or in one in it, until ``stopping``.

    A folder cannot be watched if the system allows no more of that, and what other machines do on a shared
    disk is not heard of: whoever wants to know has to look from time to time all the same.
    """

    def __init__(
        self, folder: Path, changed: Callable[[], None], clock: Clock, tell: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._changed = changed
        self._clock = clock
        self._tell = tell
        self._told = False

    async def serve(self, stopping: asyncio.Event) -> None:
        """Watch; anew when the folder was replaced by another. What hinders it is told once."""
        # It would log every change.
        logging.getLogger("watchfiles").setLevel(logging.WARNING)
        # The library sets what it is to end by when it is broken off: that must not be what ends the bot.
        over = asyncio.Event()
        echo = asyncio.create_task(_echo(stopping, over))
        try:
            await self._go_on(over)
        finally:
            echo.cancel()

    async def _go_on(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await self._watch(stopping)
            except FileNotFoundError:
                # Whoever looks finds that too, and says so.
                await unless(stopping, self._clock.sleep(_AGAIN))
            except (OSError, RuntimeError, ExceptionGroup) as error:
                if _is_about_a_name(error):
                    await unless(stopping, self._clock.sleep(_BREATH))
                else:
                    self._say(error)
                    await unless(stopping, self._clock.sleep(_AGAIN))

    async def _watch(self, stopping: asyncio.Event) -> None:
        from watchfiles import awatch

        watched = await asyncio.to_thread(_identity, self._folder)
        turns = awatch(
            self._folder,
            # It would be asked on the event loop, and it asks the disk.
            watch_filter=None,
            step=_STEP_MS,
            rust_timeout=_TURN_MS,
            yield_on_timeout=True,
            stop_event=stopping,
        )
        # What changed before it was watched is not heard of.
        unheard = True
        async with aclosing(turns):
            async for changes in turns:
                if unheard or await asyncio.to_thread(_concern, changes):
                    self._changed()
                    unheard = False
                    await unless(stopping, self._clock.sleep(_BREATH))
                if await asyncio.to_thread(_identity, self._folder) != watched:
                    return

    def _say(self, error: Exception) -> None:
        if not self._told:
            self._tell(
                f"{self._folder} cannot be watched ({error}); it is looked at every minute, and watched "
                "again as soon as that can be"
            )
        self._told = True


async def _echo(stopping: asyncio.Event, over: asyncio.Event) -> None:
    await stopping.wait()
    over.set()


def _is_about_a_name(error: Exception) -> bool:
    """Whether the library breaks off only since it cannot spell the name of a file that changed."""
    causes = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
    return all(isinstance(cause, RuntimeError) and "decode path" in str(cause) for cause in causes)


def _concern(changes: Iterable[tuple[object, str]]) -> bool:
    """Whether any may be one of essays: of their files, of folders, of what is not there any more."""
    places = (Path(path) for _, path in changes)
    return any(place.suffix.lower() in SUFFIXES or not place.is_file() for place in places)


def _identity(folder: Path) -> tuple[int, int]:
    look = folder.stat()
    return look.st_dev, look.st_ino
