"""Limits on sending."""

import asyncio
from bisect import bisect_left
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Bucket, Gate, Limit, Spacing, Window
from tests.stories.talk import FakeClock

# How long is waited before a message, how long it is on its way, and after which part of that it counts.
_Sent = tuple[float, float, float]
_SENT = st.lists(st.tuples(st.floats(0, 2), st.floats(0, 3), st.floats(0, 1)), max_size=60)


def counted(limit: Limit, messages: list[_Sent], *, in_turn: bool = False) -> list[float]:
    """When the platform counts messages that wait for the limit, side by side or one after the other."""
    now, under_way, times = 100.0, list[float](), list[float]()

    def go_on(until: float) -> float:
        for end in sorted(end for end in under_way if end <= until):
            under_way.remove(end)
            limit.end(end)
        return until

    for idle, length, part in messages:
        now = go_on(max([now, *under_way]) if in_turn else now)
        now = go_on(now + idle)
        while wait := limit.wait(now):
            now = go_on(min(under_way) if wait == inf else now + max(wait, 1e-6))
        limit.start(now)
        under_way.append(now + length)
        times.append(now + length * part)
    return sorted(times)


@given(_SENT, st.integers(1, 6), st.floats(0.1, 10))
def test_window(messages: list[_Sent], most: int, seconds: float) -> None:
    """In no stretch of so many seconds more are counted than allowed, however long they are on their way."""
    times = counted(Window(most, seconds), messages)
    for index, first in enumerate(times):
        assert bisect_left(times, first + seconds - 1e-5) - index <= most


@given(_SENT, st.integers(1, 6), st.floats(0.1, 10))
def test_bucket(messages: list[_Sent], burst: int, seconds: float) -> None:
    """In no stretch of time more are counted than the burst and one for each period of it."""
    times = counted(Bucket(burst, seconds), messages, in_turn=True)
    for index, first in enumerate(times):
        for count, last in enumerate(times[index:], 1):
            assert count <= burst + (last - first) / seconds + 1e-5


@given(st.integers(1, 6), st.floats(0.1, 10))
def test_at_once(most: int, seconds: float) -> None:
    """What is within the limit does not wait, and what has waited long enough neither."""
    for limit in (Window(most, seconds), Bucket(most, seconds)):
        for _ in range(most):
            assert limit.wait(100) == pytest.approx(0)
            limit.start(100)
            limit.end(100)
        assert limit.wait(100) > 0
        assert limit.wait(100 + most * seconds) == pytest.approx(0)


@given(_SENT, st.floats(0.1, 10))
def test_spacing(messages: list[_Sent], seconds: float) -> None:
    """Starts are so far apart, but for one that makes up for a late one."""
    spacing = Spacing(seconds)
    starts = counted(spacing, [(idle, length, 0) for idle, length, _ in messages])
    for index, first in enumerate(starts):
        for count, last in enumerate(starts[index:]):
            assert count <= 1 + (last - first) / seconds + 1e-5


def test_others_under_way() -> None:
    """When all that is allowed is under way, nobody knows yet how long to wait."""
    window = Window(2, 1)
    window.start(5)
    window.start(5)
    assert window.wait(5) == inf
    window.end(7)
    assert window.wait(7) == 1


async def test_gate() -> None:
    """Who waits at a gate is let through in turn, once the limit allows."""
    clock, passed = FakeClock(), list[tuple[str, float]]()
    gate = Gate(clock, Window(1, 10))
    first_is_in, first_may_go = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with gate.passing():
            first_is_in.set()
            await first_may_go.wait()
            clock.pass_time(seconds=5)

    async def other(name: str) -> None:
        async with gate.passing():
            passed.append((name, clock.elapsed()))

    async with asyncio.TaskGroup() as people:
        people.create_task(first())
        await first_is_in.wait()
        people.create_task(other("second"))
        people.create_task(other("third"))
        first_may_go.set()
    assert passed == [("second", 15), ("third", 25)]


async def test_last() -> None:
    """What nobody waits for lets all others pass before it, those too that come while it waits."""
    clock, passed = FakeClock(), list[tuple[str, float]]()
    gate = Gate(clock, Window(1, 10))
    is_there = asyncio.Event()

    async def digest(name: str) -> None:
        is_there.set()
        async with gate.passing_last():
            passed.append((name, clock.elapsed()))

    async def answer(name: str) -> None:
        async with gate.passing():
            passed.append((name, clock.elapsed()))

    async with asyncio.TaskGroup() as people, gate.passing():
        people.create_task(digest("first digest"))
        people.create_task(digest("second digest"))
        await is_there.wait()
        people.create_task(answer("first answer"))
        people.create_task(answer("second answer"))
    names = ["first answer", "second answer", "first digest", "second digest"]
    assert passed == [(name, seconds) for name, seconds in zip(names, (10, 20, 30, 40), strict=True)]
