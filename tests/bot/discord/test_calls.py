"""How answers travel: against a server that does what a test wants."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.discord.calls import Calls, Lost, Refused
from bot.replies import Attachment
from tests.stories.talk import FakeClock

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
TOKEN = "key-of-an-interaction"
PATH = f"/webhooks/1/{TOKEN}"
OURS = {"Via": "1.1 google"}


@asynccontextmanager
async def talking(answer: Answer) -> AsyncGenerator[tuple[Calls, FakeClock, list[str]]]:
    """Calls, their clock, and the bodies that came so far; each call is answered so."""
    bodies = list[str]()

    async def serve(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.text())
        return await answer(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    server, clock = TestServer(application), FakeClock()
    await server.start_server(access_log=None)
    async with aiohttp.ClientSession() as session:
        yield Calls(session, str(server.make_url("")).rstrip("/"), clock), clock, bodies
    await server.close()


def answering(*answers: web.Response | int) -> Answer:
    """Answers, or statuses without a body, one for each call."""
    left = list(answers)

    async def answer(_: web.Request) -> web.StreamResponse:
        result = left.pop(0)
        return web.Response(status=result) if isinstance(result, int) else result

    return answer


def too_many(seconds: float, **headers: str) -> web.Response:
    """A refusal for so long."""
    return web.json_response({"retry_after": seconds}, status=429, headers=headers)


async def drop(request: web.Request) -> web.StreamResponse:
    """Break the connection."""
    assert request.transport
    request.transport.close()
    return web.Response()


async def test_repeatable() -> None:
    """What can be done again is done again until there is an answer."""
    async with talking(answering(502, 500, 204)) as (calls, clock, bodies):
        assert await calls.make("PATCH", PATH, {"a": 1}) == 0
        assert bodies == ['{"a":1}'] * 3
        assert clock.elapsed() > 0


@pytest.mark.parametrize("answer", [answering(500), drop], ids=["error", "broken"])
async def test_never_doubled(answer: Answer) -> None:
    """What may have been done is not done again where that would do it twice."""
    async with talking(answer) as (calls, _, bodies):
        with pytest.raises(Lost):
            await calls.make("POST", PATH, {}, repeatable=False)
        assert len(bodies) == 1


async def test_not_sent() -> None:
    """What has not left for sure is tried again in any case."""
    async with aiohttp.ClientSession() as session:
        clock = FakeClock()
        calls = Calls(session, f"http://127.0.0.1:{unused_port()}", clock)
        with pytest.raises(Lost) as lost:
            await calls.make("POST", PATH, {}, repeatable=False)
        assert clock.elapsed() > 1
        assert TOKEN not in str(lost.value)


async def test_told_to_wait() -> None:
    """Told to wait it waits so long, and calls again."""
    async with talking(answering(too_many(1.5, **OURS), 204)) as (calls, clock, bodies):
        await calls.make("POST", PATH, {}, repeatable=False)
        assert clock.elapsed() == 1.5
        assert len(bodies) == 2


async def test_firewall() -> None:
    """What the firewall has stopped was not done: it is tried again, but once only."""
    async with talking(answering(429, 204)) as (calls, clock, bodies):
        await calls.make("POST", PATH, {}, repeatable=False)
        assert (clock.elapsed() > 1, len(bodies)) == (True, 2)
    async with talking(answering(429, too_many(1))) as (calls, _, bodies):
        with pytest.raises(Refused):
            await calls.make("POST", PATH, {})
        assert len(bodies) == 2


@pytest.mark.parametrize("refusal", [too_many(3600), too_many(3600, **OURS)], ids=["ban", "too long"])
async def test_no_use_to_wait(refusal: web.Response) -> None:
    """Nobody waits for an hour."""
    async with talking(answering(refusal)) as (calls, clock, bodies):
        with pytest.raises(Refused):
            await calls.make("POST", PATH, {})
        assert len(bodies) == 1
        assert clock.elapsed() == 0


async def test_refused() -> None:
    """A refusal tells its code and why, and is not repeated."""
    refusal = web.json_response({"code": 10062, "message": "Unknown interaction"}, status=404)
    async with talking(answering(refusal)) as (calls, _, _bodies):
        with pytest.raises(Refused, match="Unknown interaction") as refused:
            await calls.make("POST", PATH, {})
        assert (refused.value.status, refused.value.code) == (404, 10062)


async def test_spent() -> None:
    """After the last call that is allowed the next has to wait as the service says."""
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "0.7"}
    async with talking(answering(web.json_response({}, headers=spent))) as (calls, _, _bodies):
        assert await calls.make("POST", PATH, {}) == 0.7


async def test_files() -> None:
    """Files travel as a form, each under its name."""
    async with talking(answering(200)) as (calls, _, bodies):
        await calls.make("POST", PATH, {"flags": 1}, [Attachment("data.json", "{}")])
        assert 'name="payload_json"' in bodies[0]
        assert 'name="files[0]"; filename="data.json"' in bodies[0]
