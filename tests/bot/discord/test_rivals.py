"""Another process with the same token is noticed by the answers that it gives first."""

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord.calls import Calls
from bot.discord.responding import Response
from bot.discord.rivals import Rivals
from tests.stories.talk import FakeClock

ANSWERED = {"code": 40060, "message": "Interaction has already been acknowledged."}


class Told(list[float]):
    """When it was told that there is another."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.rivals = Rivals(self.clock, lambda: self.append(self.clock.elapsed()))

    async def outrun(self, *seconds: float) -> None:
        """Another is first, each time after so many seconds."""
        for pause in seconds:
            await self.clock.sleep(pause)
            self.rivals.was_first()


async def test_often() -> None:
    """It is told the third time, and not again."""
    told = Told()
    await told.outrun(1, 1)
    assert told == []
    await told.outrun(1, 1, 1, 1)
    assert told == [3]


async def test_seldom() -> None:
    """What happens now and then may be a fault of the service: within an hour it is none."""
    told = Told()
    await told.outrun(*[2000.0] * 9)
    assert told == []
    await told.outrun(1000)
    assert len(told) == 1


@pytest.mark.parametrize(("losses", "outrun"), [(0, 1), (1, 0)])
async def test_own_answer(losses: int, outrun: int) -> None:
    """An answer that had arrived, though the service did not say so, is no other's."""
    left = [web.Response(status=500)] * losses + [web.json_response(ANSWERED, status=400)]

    async def answer(_: web.Request) -> web.Response:
        return left.pop(0)

    application = web.Application()
    application.router.add_post("/{path:.*}", answer)
    counted = list[int]()
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        clock = FakeClock()
        root = str(server.make_url("")).rstrip("/")
        calls = Calls(session, root, clock, outrun=lambda: counted.append(1))
        response = Response(calls, clock, 1, 2, "key")
        await response.acknowledge()
    assert (response.acknowledged, sum(counted)) == (True, outrun)
