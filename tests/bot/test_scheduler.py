"""What is done again and again."""

import asyncio

from bot.clock import SystemClock
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
