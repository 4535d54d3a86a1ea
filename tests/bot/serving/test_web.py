"""What strangers may send to the web server."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.serving.web import Body, Page, WebServer

SECRET = "of-nothing"
LARGEST = 1_000_000
BOMB = bytes(100_000_000)


@asynccontextmanager
async def listening(patience: float = 10.0) -> AsyncGenerator[tuple[int, list[int]]]:
    """The port of a server that takes bodies for whoever knows the secret, and the sizes of what it took."""
    port, taken = unused_port(), list[int]()

    async def handle(headers: Mapping[str, str], body: Body) -> int:
        if headers.get("X-Secret") != SECRET:
            return 403
        taken.append(len(await body()))
        return 200

    async def page() -> Page:
        return Page("well")

    web = WebServer(("127.0.0.1", port), patience)
    with web.serving({"/hook"}, handle), web.showing({"/healthz": page}):
        async with web.listening():
            yield port, taken


async def posted(port: int, body: bytes, **headers: str) -> int:
    """The status of what is posted to the hook by who knows the secret."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        url = f"http://127.0.0.1:{port}/hook"
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        async with session.post(url, data=body, headers={"X-Secret": SECRET} | headers) as response:
            return response.status


async def raw(port: int, request: bytes) -> bytes:
    """The first line of the answer to these bytes, after which nothing more is sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(("size", "status"), [(LARGEST, 200), (LARGEST + 1, 413)])
async def test_size(size: int, status: int) -> None:
    """A body has at most a megabyte."""
    async with listening() as (port, taken):
        assert await posted(port, bytes(size)) == status
        assert taken == [size][: status == 200]


@pytest.mark.parametrize(
    ("kind", "packed"), [("gzip", gzip.compress(BOMB)), ("deflate", zlib.compress(BOMB))]
)
async def test_packed(kind: str, packed: bytes) -> None:
    """What is small and unpacks to a hundred megabytes is as large as that."""
    assert len(packed) < LARGEST
    async with listening() as (port, taken):
        assert await posted(port, packed, Content_Encoding=kind) == 413
        assert taken == []


async def test_slow() -> None:
    """A body that does not come is not waited for."""
    async with listening(patience=0.05) as (port, taken):
        begun = b"POST /hook HTTP/1.1\r\nHost: x\r\nX-Secret: of-nothing\r\nContent-Length: 9\r\n\r\nhalf"
        assert b" 408 " in await raw(port, begun)
        assert taken == []


async def test_stopped_meanwhile() -> None:
    """A body that is still to come does not keep the server from stopping."""
    port, asked = unused_port(), asyncio.Event()

    async def handle(_: Mapping[str, str], body: Body) -> int:
        asked.set()
        await body()
        return 200

    web = WebServer(("127.0.0.1", port), patience=600)
    with web.serving({"/hook"}, handle):
        async with asyncio.timeout(30), web.listening():
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            await asked.wait()
    writer.close()


async def test_stranger() -> None:
    """Who does not know the secret is turned away before the body is there."""
    async with listening() as (port, taken):
        begun = b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n"
        assert b" 403 " in await raw(port, begun)
        assert taken == []


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n",
        b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: -9\r\n\r\n",
        b"\x16\x03\x01 no HTTP at all\r\n\r\n",
    ],
    ids=["path", "header", "two lengths", "negative length", "no HTTP"],
)
async def test_malformed(request_: bytes) -> None:
    """Lines of endless length, and what could be understood in two ways, are refused."""
    async with listening() as (port, _):
        assert b" 400 " in await raw(port, request_)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/healthz") as well,
        ):
            assert well.status == 200


@pytest.mark.parametrize(
    "path", ["/", "/metrics/", "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/hook/../healthz", "//healthz"]
)
async def test_no_such_path(path: str) -> None:
    """There is nothing under any other path: no path becomes the name of a file."""
    async with listening() as (port, _):
        first = await raw(port, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert b" 404 " in first
