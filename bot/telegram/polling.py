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
# Whoever else asks is back sooner: if this is answered, there is nobody any more.
_LISTEN_SECONDS = 5
# Two that ask all the time break each other off every second or two; who looks once does so once.
_ONE_RIVALRY = 10.0
# Of two that ask all the time the one who came last gives up first, so that the other goes on.
_NEW = 60.0
_GIVES_UP_NEW, _GIVES_UP = 60.0, 600.0
# Short conflicts that come closer together are one story, told once.
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
        self._conflict = -inf
        self._broken_off = self._told = False
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
        seconds = _LISTEN_SECONDS if self._broken_off else _POLL_SECONDS
        try:
            updates = await self._bot.get_updates(self._next, timeout=seconds, allowed_updates=self._kinds)
        except InvalidToken:
            raise
        except Conflict as error:
            await self._give_up_or_wait(error)
            return ()
        except TelegramError as error:
            await self._wait(error)
            return ()
        self._answered()
        return updates

    def _answered(self) -> None:
        if self._pause > _FIRST_PAUSE:
            _log.warning("Telegram can be reached again")
        if self._told:
            _log.warning("this bot gets its updates again")
        self._pause = _FIRST_PAUSE
        self._broken_off = self._told = False
        self._well(_PATIENCE)

    async def _give_up_or_wait(self, error: Conflict) -> None:
        """Ask again soon, unless somebody has asked too for a long time."""
        now, before = self._clock.elapsed(), self._conflict
        if now > before + _ONE_RIVALRY:
            self._rivalled = now
        self._conflict, self._broken_off = now, True
        if now - self._rivalled >= self._stamina:
            raise AlreadyRunning(
                f"another process uses the same token; stop one of the two ({error.message})"
            ) from error
        if not self._told and (now > before + _ONE_STORY or now >= self._rivalled + _ONE_RIVALRY):
            _log.warning("another process asks for this bot's updates: %s", error.message)
            self._told = True
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
