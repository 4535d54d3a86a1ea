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
# Two that ask all the time break each other off every second or two; who looks once does so once.
_ONE_RIVALRY = 10.0
# Of two that ask all the time the one who came last gives up first, so that the other goes on.
_NEW = 60.0
_GIVES_UP_NEW, _GIVES_UP = 60.0, 600.0
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
        self._began = self._rivalled = 0.0
        self._conflict = self._told = -inf
        self._pause = _FIRST_PAUSE

    async def poll(self, stopping: asyncio.Event, take: Callable[[Update], Awaitable[None]]) -> None:
        """Take updates until ``stopping``. What was taken does not come again, even after a restart.

        Raises ``AlreadyRunning`` if another process asks too and does not leave off, ``InvalidToken`` if the
        token was revoked.
        """
        self._began = self._clock.elapsed()
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
            await self._give_up_or_wait(error)
            return ()
        except TelegramError as error:
            await self._wait(error)
            return ()
        if self._pause > _FIRST_PAUSE:
            _log.warning("Telegram can be reached again")
        self._well(_PATIENCE)
        self._pause = _FIRST_PAUSE
        return updates

    async def _give_up_or_wait(self, error: Conflict) -> None:
        """Ask again soon, unless somebody has asked too for a long time."""
        now = self._clock.elapsed()
        if now > self._conflict + _ONE_RIVALRY:
            self._rivalled = now
        self._conflict = now
        if now - self._rivalled >= self._stamina:
            raise AlreadyRunning(
                f"another process uses the same token; stop one of the two ({error.message})"
            ) from error
        if now > self._told + _ONE_STORY:
            _log.warning("another process asks for this bot's updates: %s", error.message)
        self._told = now
        await self._clock.sleep(_FIRST_PAUSE)

    @property
    def _stamina(self) -> float:
        """For how many seconds to put up with the rival of now."""
        return _GIVES_UP_NEW if self._rivalled < self._began + _NEW else _GIVES_UP

    async def _wait(self, error: TelegramError) -> None:
        if self._pause == _FIRST_PAUSE:
            _log.warning("Telegram cannot be reached (%s); it is tried again and again", error.message)
        await self._clock.sleep(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
