"""One lane for each chat: its messages leave one after the other, within the limits that hold there."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.pacing import Bucket, Gate, Limit, Window
from bot.ports import Clock

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, and what is known of
# the bursts that it allows.
PER_SECOND = 30
_BURST = 5
_PER_MINUTE_IN_GROUPS = 20
# Behind the longest of these limits nothing counts any more.
_REMEMBERED_SECONDS = 60
_MOST_LANES = 10_000


@dataclass(slots=True)
class Lane:
    """One chat: its messages leave one after the other; ``gate`` keeps the limits on new ones.

    ``used_at`` is when it was asked for, or something passed it, in elapsed seconds.
    """

    gate: Gate
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    used_at: float = 0


class Lanes:
    """All lanes, and what was posted on them lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lanes: OrderedDict[int, Lane] = OrderedDict()
        self._posted = deque[tuple[int, float]]()

    def of(self, chat: int) -> Lane:
        """The lane of a chat."""
        lane = self._lanes.pop(chat, None) or Lane(Gate(self._clock, *_limits(chat)))
        lane.used_at = self._clock.elapsed()
        self._lanes[chat] = lane
        while self._is_over(next(iter(self._lanes.values())), lane.used_at):
            self._lanes.popitem(last=False)
        return lane

    @property
    def kept(self) -> int:
        """How many there are."""
        return len(self._lanes)

    @asynccontextmanager
    async def passing(self, chat: int, lane: Lane) -> AsyncGenerator[None]:
        """Wait until the limits of the chat allow a new message; it is posted meanwhile."""
        async with lane.gate.passing():
            try:
                yield
            finally:
                lane.used_at = self._clock.elapsed()
                self._note(chat, lane.used_at)

    @property
    def posted(self) -> Sequence[tuple[int, float]]:
        """The chats of all messages that still count, and how many seconds ago these were posted."""
        now = self._clock.elapsed()
        return [(chat, now - moment) for chat, moment in self._posted]

    def recall(self, posted: Iterable[tuple[int, float]], seconds: float) -> None:
        """Reckon with what another process had ``posted`` so many seconds ago."""
        now = self._clock.elapsed()
        for chat, age in posted:
            moment = now - age - max(0.0, seconds)
            self.of(chat).gate.recall(moment)
            self._note(chat, moment)

    def _is_over(self, oldest: Lane, now: float) -> bool:
        """Whether nothing of a lane counts any more, or there are too many."""
        unused = oldest.used_at + _REMEMBERED_SECONDS < now and not oldest.turn.locked()
        return unused or len(self._lanes) > _MOST_LANES

    def _note(self, chat: int, moment: float) -> None:
        self._posted.append((chat, moment))
        while self._posted[0][1] < moment - _REMEMBERED_SECONDS:
            self._posted.popleft()


def _limits(chat: int) -> tuple[Limit, ...]:
    """What holds in one chat; the numbers of groups and channels are negative."""
    bucket = Bucket(_BURST, 1)
    return (bucket,) if chat > 0 else (bucket, Window(_PER_MINUTE_IN_GROUPS, 60))
