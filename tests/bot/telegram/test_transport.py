"""How calls travel: against a server that does what a test wants."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TimedOut

from bot.settings import Secret
from bot.telegram.transport import TOKEN, NotSent, TooManyCalls, Transport
from tests.stories.talk import FakeClock

SECRET = "7654321:AAF-of-no-bot_at-all0123456789abcde"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
ME = {"id": 7654321, "is_bot": True, "first_name": "Bot", "username": "bot"}


@asynccontextmanager
async def bot_at(root: str, clock: FakeClock, pauses: tuple[float, ...] = (1, 2)) -> AsyncGenerator[Bot]:
    """A bot of python-telegram-bot whose calls go there. It has not signed in."""
    transport = Transport(Secret(SECRET), root, clock, pauses)
    bot = Bot(TOKEN, f"{root}/bot", f"{root}/file/bot", request=transport, get_updates_request=transport)
    await transport.initialize()
    yield bot
    await transport.shutdown()


@asynccontextmanager
async def talking(answer: Answer) -> AsyncGenerator[tuple[Bot, FakeClock, list[str]]]:
    """A bot, its clock, and the paths that it called so far; each call is answered so."""
    paths = list[str]()

    async def serve(request: web.Request) -> web.StreamResponse:
        paths.append(request.path)
        return await answer(request)

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", serve)
    clock = FakeClock()
    server = TestServer(application)
    await server.start_server(access_log=None)
    try:
        async with bot_at(str(server.make_url("")).rstrip("/"), clock) as bot:
            yield bot, clock, paths
    finally:
        await server.close()


def answering(*answers: int | object) -> Answer:
    """Statuses, or results to answer with; the last one again and again."""
    left = list(answers)

    async def answer(_: web.Request) -> web.StreamResponse:
        result = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(result, int):
            return web.Response(status=result, text="<html>no JSON</html>")
        return web.json_response({"ok": True, "result": result})

    return answer


async def test_repeatable() -> None:
    """What can be done again is done again after growing pauses, until there is an answer."""
    async with talking(answering(502, 500, ME)) as (bot, clock, paths):
        assert (await bot.get_me()).username == "bot"
        assert paths == [f"/bot{SECRET}/getMe"] * 3
        assert clock.elapsed() == 1 + 2


async def test_given_up() -> None:
    """In the end a call that fails each time fails, and the answer is not logged as if it were a bug."""
    async with talking(answering(502)) as (bot, _, paths):
        with pytest.raises(NetworkError, match="502"):
            await bot.get_me()
        assert len(paths) == 3


async def test_message_is_never_doubled() -> None:
    """A message that may have been sent is not sent again: not after an error, a lost answer, or none."""

    async def drop(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    for answer in (answering(502), drop):
        async with talking(answer) as (bot, _, paths):
            with pytest.raises(NetworkError):
                await bot.send_message(1, "hello")
            assert paths == [f"/bot{SECRET}/sendMessage"]


async def test_silence() -> None:
    """A server that accepts a call and never answers is not waited for without end."""

    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        return web.Response()

    async with talking(hang) as (bot, _, paths):
        with pytest.raises(TimedOut):
            await bot.send_message(1, "hello", read_timeout=0.05)
        assert len(paths) == 1


async def test_unreachable() -> None:
    """Where nobody listens even a message is tried again, for it was certainly not sent."""
    clock = FakeClock()
    async with bot_at(f"http://127.0.0.1:{unused_port()}", clock) as bot:
        with pytest.raises(NotSent):
            await bot.send_message(1, "hello")
    assert clock.elapsed() == 1 + 2


async def test_too_many() -> None:
    """A refusal that says how long to wait is passed on, with that; without it, it is a second."""

    async def refuse(request: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
        parameters = {"parameters": {"retry_after": 7}} if request.path.endswith("sendMessage") else {}
        return web.json_response(body | parameters, status=429)

    async with talking(refuse) as (bot, _, paths):
        with pytest.raises(TooManyCalls) as refusal:
            await bot.send_message(1, "hello")
        assert refusal.value.seconds == 7
        with pytest.raises(TooManyCalls) as refusal:
            await bot.get_me()
        assert refusal.value.seconds == 1
        assert len(paths) == 2


async def test_files() -> None:
    """Files go out with what belongs to them, and come in."""
    said = dict[str, object]()

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/file/"):
            return web.Response(body=b"brought")
        form = await request.post()
        said.update(
            {
                name: part.file.read() if isinstance(part, web.FileField) else part
                for name, part in form.items()
            }
        )
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
        file = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/f 1.md"}
        return web.json_response({"ok": True, "result": file if "getFile" in request.path else message})

    async with talking(answer) as (bot, _, paths):
        await bot.send_document(1, "文件".encode(), filename="数据.json", caption="这里")
        assert said["caption"] == "这里"
        assert "文件".encode() in said.values()
        assert await (await bot.get_file("f")).download_as_bytearray() == b"brought"
        assert paths[-1] == f"/file/bot{SECRET}/documents/f 1.md"


async def test_endless() -> None:
    """An answer without end is not read to its end."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            while True:
                await response.write(bytes(1_000_000))
        return response

    async with talking(endless) as (bot, _, paths):
        with pytest.raises(NetworkError, match="larger"):
            await bot.send_message(1, "hello")
        assert len(paths) == 1


async def test_no_http() -> None:
    """What answers with something else than HTTP gets the token shown in no error."""

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example.org ESMTP\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, bot_at(f"http://127.0.0.1:{port}", FakeClock()) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.get_me()
    assert "ClientResponseError" in str(raised.value)
    assert SECRET not in repr(raised.value)


async def test_token_stays_inside(caplog: pytest.LogCaptureFixture) -> None:
    """At no level does any log, error or trace show the token, whatever goes wrong."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "telegram")
    shown = list[str]()
    for answer in (answering(502), answering(404), answering(ME), answering("nonsense")):
        async with talking(answer) as (bot, _, _):
            for call in (bot.get_me, bot.get_updates):
                try:
                    await call()
                except (NetworkError, InvalidToken, AttributeError, TypeError) as error:
                    shown += [repr(error), repr(error.__context__), repr(error.__cause__)]
            shown += [repr(bot), str(bot.request), bot.base_url]
    shown += [caplog.text]
    assert len(caplog.text) > 100
    assert not any(SECRET in text or SECRET.split(":")[1] in text for text in shown)
