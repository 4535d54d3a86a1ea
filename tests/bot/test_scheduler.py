"""What is done again and again."""

import asyncio

import pytest

from bot.clock import SystemClock
from bot.errors import StoreUnavailable
from bot.scheduler import Job, repeating


async def test_again_and_again() -> None:
    """A job runs at once and then again, until the end; one that fails keeps neither itself nor others."""
    runs = 0
    thrice = asyncio.Event()

    async def fail() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            thrice.set()
        raise ValueError("as it happens")

    other = asyncio.Event()

    async def work() -> None:
        other.set()

    jobs = [Job("failing", 0.01, fail), Job("working", 1000, work)]
    async with repeating(jobs, SystemClock().now()):
        await thrice.wait()
        await other.wait()
    after = runs
    await asyncio.to_thread(lambda: None)
    assert runs == after


async def test_not_beside_itself() -> None:
    """A job that takes long does not run twice at the same time."""
    running = most = runs = 0
    enough = asyncio.Event()

    async def work() -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.to_thread(lambda: None)
        running -= 1
        if runs == 5:
            enough.set()

    async with repeating([Job("slow", 0.001, work)], SystemClock().now()):
        await enough.wait()
    assert most == 1


async def test_broken_off(caplog: pytest.LogCaptureFixture) -> None:
    """A job that is under way at the end is broken off, and that is no error."""
    begun: asyncio.Future[asyncio.Task[object] | None] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        begun.set_result(asyncio.current_task())
        await asyncio.Event().wait()

    async with repeating([Job("endless", 1000, work)], SystemClock().now()):
        task = await begun
    assert task is not None
    await asyncio.wait([task])
    assert caplog.records == []


async def test_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """While the same keeps a job from its work that is said once, in a line; and anew when it comes back."""
    ends = iter((True, True, False, True))

    async def work() -> None:
        if next(ends):
            raise StoreUnavailable("the disk is full")

    job = Job("working", 5, work)
    for _ in range(4):
        await job.run()
    assert ["the disk is full" in record.getMessage() for record in caplog.records] == [True, True]
    assert [record.exc_info for record in caplog.records] == [None, None]
