"""How the bot's own calls are paced, against a server that does what a test wants."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord.calls import Calls, TooMany
from bot.discord.channels import ChannelBusy, Channels
from bot.jobs.senders import Withdrawn
from bot.settings import Secret
from tests.stories.talk import FakeClock

SPENT = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "4"}


@asynccontextmanager
async def talking(*answers: web.Response) -> AsyncGenerator[tuple[Channels, FakeClock, list[str]]]:
    """The channels, their clock, and the calls so far; each is answered so, then with an empty object."""
    came, left = list[str](), list(answers)

    async def serve(request: web.Request) -> web.Response:
        came.append(f"{request.path} {request.headers.get('Authorization')}")
        return left.pop(0) if left else web.json_response({})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    server, clock = TestServer(application), FakeClock()
    await server.start_server(access_log=None)
    async with aiohttp.ClientSession() as session:
        root = str(server.make_url("")).rstrip("/")
        yield Channels(Calls(session, root, clock, token=Secret("abc")), clock), clock, came
    await server.close()


async def leave() -> None:
    """Nothing keeps it."""


async def test_pace() -> None:
    """After the last message that a channel may have, an answer waits there, and nowhere else."""
    async with talking(web.json_response({}, headers=SPENT)) as (channels, clock, came):
        await channels.post("1", {})
        await channels.post("2", {})
        assert clock.elapsed() == 0
        await channels.post("1", {})
        assert clock.elapsed() == 4
        assert came[0] == "/channels/1/messages Bot abc"


async def test_busy() -> None:
    """What nobody waits for does not wait for a channel either, but says how long it would be."""
    async with talking(web.json_response({}, headers=SPENT)) as (channels, clock, came):
        await channels.post("1", {})
        with pytest.raises(ChannelBusy) as busy:
            await channels.post_last("1", "messages", {}, leave)
        assert busy.value.seconds == 4
        assert len(came) == 1
        await channels.post_last("2", "messages", {}, leave)
        assert clock.elapsed() == 0


async def test_flood() -> None:
    """Told that it is too much, the channel rests so long; the others do not."""
    flood = web.json_response({"retry_after": 9}, status=429, headers={"Via": "1.1 google"})
    async with talking(flood) as (channels, _, _came):
        with pytest.raises(TooMany):
            await channels.post_last("1", "messages", {}, leave)
        with pytest.raises(ChannelBusy):
            await channels.post_last("1", "messages", {}, leave)
        await channels.post_last("2", "messages", {}, leave)


async def test_ban() -> None:
    """What the firewall refuses concerns all calls, for as long as it says."""
    ban = web.Response(status=429, text="blocked", headers={"Retry-After": "77"})
    async with talking(ban) as (channels, _, _came):
        with pytest.raises(TooMany) as banned:
            await channels.ask("/channels/1")
        assert (banned.value.seconds, banned.value.everywhere, banned.value.is_ban) == (77, True, True)


async def test_called_back() -> None:
    """What is called back at the last moment does not leave, and keeps nobody from it."""

    async def leaving() -> None:
        raise Withdrawn

    async with talking() as (channels, _, came):
        with pytest.raises(Withdrawn):
            await channels.post_last("1", "messages", {}, leaving)
        assert came == []
        await channels.post_last("1", "messages", {}, leave)
        assert len(came) == 1
