"""Calls of the bot itself: what they are about is a channel, and there they go one after the other.

All together keep the service's overall limit; those of one channel follow what it says of its own.
https://discord.com/developers/docs/topics/rate-limits
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from bot.discord.calls import Answered, Calls, Json, TooMany
from bot.jobs.senders import Leaving
from bot.pacing import Gate, Window
from bot.ports import Clock
from bot.replies import Attachment

_PER_SECOND = 50
_MOST_LANES = 10_000
# So long whoever was given a lane may still be about to use it.
_REMEMBERED_SECONDS = 60.0


class ChannelBusy(Exception):
    """The limits of a channel allow nothing more for some seconds, or something is being posted there."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds:g} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Lane:
    """One channel, and when (in elapsed seconds) the next message may go there, and when it was asked for."""

    free_at: float = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    used_at: float = 0


class Channels:
    """Makes the calls. All raise ``Refused`` (``TooMany``) and ``Lost`` (``NotSent``), as ``Calls``."""

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._overall = Gate(clock, Window(_PER_SECOND, 1))
        self._last = asyncio.Lock()
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    async def post(self, channel: str, body: Json, files: Sequence[Attachment] = ()) -> None:
        """Post a message with a nonce, as soon as it may be; again where it is lost: it is not doubled."""
        lane = self._lane(channel)
        async with lane.turn:
            wait = lane.free_at - self._clock.elapsed()
            if wait > 0:
                await self._clock.sleep(wait)
            async with self._overall.passing():
                pause = await self._calls.make("POST", f"/channels/{channel}/messages", body, files)
            lane.free_at = self._clock.elapsed() + pause

    async def post_last(self, channel: str, things: str, body: Json, leaving: Leaving) -> Answered:
        """Post something that nobody waits for, ``messages`` or ``threads``, once it is ``leaving``.

        It leaves behind all answers. Raises ``ChannelBusy`` rather than wait for the channel, since
        all others would have to wait too.
        """
        async with self._passing_last(channel) as lane:
            await leaving()
            try:
                answered = await self._calls.once("POST", f"/channels/{channel}/{things}", body)
            except TooMany as refusal:
                lane.free_at = self._clock.elapsed() + refusal.seconds
                raise
            lane.free_at = self._clock.elapsed() + answered.pause
            return answered

    async def ask(self, path: str, method: str = "GET") -> Answered:
        """Make a call that posts nothing, and that nobody waits for either."""
        async with self._overall.passing_last():
            return await self._calls.once(method, path)

    @asynccontextmanager
    async def _passing_last(self, channel: str) -> AsyncGenerator[_Lane]:
        async with AsyncExitStack() as passed:
            async with self._last:
                lane = self._lane(channel)
                wait = 1.0 if lane.turn.locked() else lane.free_at - self._clock.elapsed()
                if wait > 0:
                    raise ChannelBusy(wait)
                await passed.enter_async_context(lane.turn)
                await passed.enter_async_context(self._overall.passing_last())
            yield lane

    def _lane(self, channel: str) -> _Lane:
        lane = self._lanes.pop(channel, None) or _Lane()
        lane.used_at = self._clock.elapsed()
        self._lanes[channel] = lane
        while self._is_over(next(iter(self._lanes.values())), lane.used_at):
            self._lanes.popitem(last=False)
        return lane

    def _is_over(self, oldest: _Lane, now: float) -> bool:
        """Whether nothing of a lane counts any more, or there are too many."""
        unused = max(oldest.free_at, oldest.used_at + _REMEMBERED_SECONDS) < now and not oldest.turn.locked()
        return unused or len(self._lanes) > _MOST_LANES
