"""Comparing the clock with that of a server."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web

from bot.serving.checks import State
from bot.serving.timekeeping import check, difference
from tests.essays import NOON
from tests.subscriptions import Hands

NOON_THERE = f"{NOON:%a, %d %b %Y %H:%M:%S} GMT"


@asynccontextmanager
async def server(date: str) -> AsyncGenerator[str]:
    """A web server that says it is so late."""

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(status=404, headers={"Date": date})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site.port}/api"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("seconds", [-3600, 0, 90])
async def test_difference(seconds: int) -> None:
    """It is how far the own clock is ahead, to half a second, whatever the answer is."""
    here = NOON + timedelta(seconds=seconds)
    async with server(NOON_THERE) as address:
        ahead = await difference(address, Hands(here))
    assert ahead is not None
    assert abs(ahead.total_seconds() - seconds) <= 0.5


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Mar 2026 00:00:00 GMT"])
async def test_nothing_told(date: str) -> None:
    """A server without a date, or with nonsense, tells nothing."""
    async with server(date) as address:
        assert await difference(address, Hands()) is None


async def test_nobody_there() -> None:
    """Where no server is, nothing is told."""
    async with server("") as address:
        pass
    assert await difference(address, Hands()) is None


@pytest.mark.parametrize(
    ("seconds", "state", "told"),
    [(0, State.OK, "right"), (-30, State.NOTE, "30 seconds slow"), (7200, State.FAIL, "7,200 seconds fast")],
)
async def test_wrong_clock(seconds: int, state: State, told: str) -> None:
    """A clock that is wrong is told of, and by more than a minute it is a failure."""
    async with server(NOON_THERE) as address:
        finding = await check(address, Hands(NOON + timedelta(seconds=seconds)))
    assert finding.state is state
    assert told in finding.detail
    assert bool(finding.remedy) == (state is not State.OK)
