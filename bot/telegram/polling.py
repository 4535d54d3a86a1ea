"""Long polling: asking the service for updates, one question at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from math import inf

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import AlreadyRunning
from bot.ports import Clock
from bot.serving.supervisor import unless

_log = logging.getLogger(__name__)
_POLL_SECONDS = 30
# An answer that is late by as much again does not come.
_PATIENCE = 2.0 * _POLL_SECONDS
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_MOST_CONFLICTS = 5
# Conflicts that come closer together are one story, told once.
_ONE_STORY = 60.0


class Poller:
    """Asks for updates of these kinds. Trouble on the way is waited out.

    ``well`` is called with each answer; within so many seconds the next has to come.
    """

    def __init__(self, bot: Bot, clock: Clock, kinds: Sequence[str], well: Callable[[float], None]) -> None:
        self._bot = bot
        self._clock = clock
        self._kinds = list(kinds)
        self._well = well
        self._next = self._asked = 0
        self._answered = self._conflicts = 0
        self._told = -inf
        self._pause = _FIRST_PAUSE

    async def poll(self, stopping: asyncio.Event, take: Callable[[Update], Awaitable[None]]) -> None:
        """Take updates until ``stopping``. What was taken does not come again, even after a restart.

        Raises ``AlreadyRunning`` if another process asks too, ``InvalidToken`` if the token was revoked.
        """
        # It has just been reached, and may have nothing to say for as long as it is asked.
        self._well(_PATIENCE)
        while not stopping.is_set():
            for update in await unless(stopping, self._ask()) or ():
                self._next = update.update_id + 1
                await take(update)
        if self._next > self._asked:
            with suppress(TelegramError):
                await self._bot.get_updates(self._next, limit=1, timeout=0, allowed_updates=self._kinds)

    async def _ask(self) -> Sequence[Update]:
        self._asked = self._next
        try:
            updates = await self._bot.get_updates(
                self._next, timeout=_POLL_SECONDS, allowed_updates=self._kinds
            )
        except InvalidToken:
            raise
        except Conflict as error:
            await self._yield_or_wait(error)
            return ()
        except TelegramError as error:
            await self._wait(error)
            return ()
        if self._pause > _FIRST_PAUSE:
            _log.warning("Telegram can be reached again")
        self._well(_PATIENCE)
        self._answered += 1
        self._conflicts, self._pause = 0, _FIRST_PAUSE
        return updates

    async def _yield_or_wait(self, error: Conflict) -> None:
        """Of two who ask, the service breaks one off in turn: the one who came last gives up first."""
        self._conflicts += 1
        if self._conflicts > min(self._answered, _MOST_CONFLICTS):
            raise AlreadyRunning(
                f"another process uses the same token; stop one of the two ({error.message})"
            ) from error
        if self._told + _ONE_STORY < self._clock.elapsed():
            _log.warning("another process asks for this bot's updates: %s", error.message)
        self._told = self._clock.elapsed()
        await self._clock.sleep(_FIRST_PAUSE)

    async def _wait(self, error: TelegramError) -> None:
        if self._pause == _FIRST_PAUSE:
            _log.warning("Telegram cannot be reached (%s); it is tried again and again", error.message)
        await self._clock.sleep(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
