"""The limits of chats, from one process to the next."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.telegram.lanes import Lanes

_PERSON, _GROUP = 501, -100


class FineClock(SystemClock):
    """A clock that stands still unless somebody waits, however short."""

    def __init__(self, at: float = 0) -> None:
        self.at = at

    def elapsed(self) -> float:
        """Where it stands."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once, by no less than a machine's clock shows."""
        self.at += max(seconds, 1e-6)


async def posted(clock: FineClock, lanes: Lanes, pauses: list[float]) -> None:
    """Post to both chats after each pause, as soon as they allow it."""
    for pause in pauses:
        clock.at += pause
        for chat in (_PERSON, _GROUP):
            async with lanes.passing(chat, lanes.of(chat)):
                clock.at += 0.1


@given(st.lists(st.floats(0, 3), max_size=50), st.floats(0, 70), st.integers(1, 3))
def test_restarted(pauses: list[float], away: float, times: int) -> None:
    """After restarts a chat waits as long as it would have waited without."""
    clock = FineClock()
    lanes = before = Lanes(clock)
    asyncio.run(posted(clock, before, pauses))
    for _ in range(times):
        left, lanes = lanes.posted, Lanes(FineClock(at=1000))
        lanes.recall(left, away)
        clock.at += away
    for chat in (_PERSON, _GROUP):
        assert lanes.of(chat).gate.wait == pytest.approx(before.of(chat).gate.wait, abs=1e-3)


def test_forgotten() -> None:
    """Of chats that nothing is sent to any more nothing is kept; what is being sent is no such."""
    clock = FineClock()
    lanes = Lanes(clock)
    asyncio.run(_broadcast(clock, lanes))
    assert lanes.kept <= 60 * 10 + 2


async def _broadcast(clock: FineClock, lanes: Lanes) -> None:
    slow = lanes.of(_GROUP)
    async with slow.turn:
        for chat in range(1, 5_000):
            clock.at += 0.1
            async with lanes.passing(chat, lanes.of(chat)):
                pass
        assert lanes.of(_GROUP) is slow
    for chat in range(1, 5_000):
        clock.at += 0.1
        async with lanes.passing(chat, lanes.of(chat)):
            pass


def test_remembered() -> None:
    """What was posted long ago does not count, and is not kept."""
    clock = FineClock()
    lanes = Lanes(clock)
    asyncio.run(posted(clock, lanes, [0.0] * 100))
    assert len(lanes.posted) <= 2 * 60 + 2
    assert {chat for chat, _ in lanes.posted} == {_PERSON, _GROUP}
