"""Keeping the library in line with its folder while the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Protocol

from bot.errors import BotError
from bot.jobs.reading import ESSAYS
from bot.ports import Clock
from bot.serving.health import Health
from bot.serving.supervisor import together, unless, within
from bot.shelf.stillness import Stillness

_log = logging.getLogger(__name__)
_SECONDS = 60.0
# A machine that slept, or a process that was stopped, has missed some looks.
_LONG_AGO = timedelta(seconds=2 * _SECONDS)
# To read very much that is new takes longer: that goes on meanwhile.
_PATIENCE = 10.0


class Part(Protocol):
    """What has a part in following the folder."""

    async def serve(self, stopping: asyncio.Event) -> None:
        """Do it until ``stopping``."""
        ...


async def follow(parts: Sequence[Part], stopping: asyncio.Event, clock: Clock, health: Health) -> None:
    """Have all parts do theirs until ``stopping``.

    If one breaks off, all begin anew after a pause; meanwhile the essays are not well.
    """
    while True:
        try:
            await together(*(part.serve(stopping) for part in parts))
        except Exception:  # noqa: BLE001 - whatever it is, it is tried again
            _log.exception("trouble in following the folder; it is tried again")
        if stopping.is_set():
            return
        health.ill(ESSAYS)
        await unless(stopping, clock.sleep(_SECONDS))
        health.well(ESSAYS)


class Follower:
    """Has ``refresh`` bring the library in line with the folder: when it changed, and every minute.

    ``stillness`` is that which ``refresh`` looks with: it says when the next look is worth while. What keeps
    it from looking is told once.
    """

    def __init__(
        self,
        refresh: Callable[[], Awaitable[object]],
        clock: Clock,
        tell: Callable[[str], None],
        stillness: Stillness,
    ) -> None:
        self._refresh = refresh
        self._clock = clock
        self._tell = tell
        self._stillness = stillness
        self._told = ""
        self._looked = clock.now()
        self._wanted = asyncio.Event()
        self._fresh = asyncio.Event()

    async def serve(self, stopping: asyncio.Event) -> None:
        """Look again and again until ``stopping``."""
        pause = _SECONDS
        while not stopping.is_set():
            await unless(stopping, within(self._clock, pause, self._wanted.wait()))
            if not stopping.is_set():
                self._wanted.clear()
                pause = await self._look()
                self._looked = self._clock.now()
                self._fresh.set()

    def changed(self) -> None:
        """Look as soon as may be."""
        self._wanted.set()

    async def caught_up(self) -> None:
        """Return when the folder was looked at lately, which is mostly at once; not much later anyway."""
        if self._clock.now() - self._looked < _LONG_AGO:
            return
        self._fresh.clear()
        self._wanted.set()
        await within(self._clock, _PATIENCE, self._fresh.wait())

    async def _look(self) -> float:
        """In how many seconds to look again."""
        try:
            await self._refresh()
        except BotError as error:
            if str(error) != self._told:
                self._tell(str(error))
            self._told = str(error)
        except Exception:  # noqa: BLE001 - whatever it is, it is tried again
            _log.exception("trouble in following the folder")
        else:
            self._told = ""
            soon = self._stillness.soon
            return _SECONDS if soon is None else min(soon, _SECONDS)
        return _SECONDS
