"""The one web server: whoever has something to serve (a webhook, a page) puts it under a path."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.errors import SettingsError

# Reads the body of a request, once it is known that somebody may bring one.
Body = Callable[[], Awaitable[bytes]]
# Gets the headers (their names in any case) and the body of a POST request, and gives a status.
Handler = Callable[[Mapping[str, str], Body], Awaitable[int]]
# Where it listens if nothing else is said.
USUAL = ("127.0.0.1", 8080)
_LONGEST_BODY = 1_000_000
# What is still being brought then is brought again.
_STOP_SECONDS = 0.5
# What a web server adds to a request from elsewhere that it hands on.
_HANDED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown to whoever asks for a path."""

    text: str
    status: int = 200
    content_type: str = "text/plain"


# Makes a page, each time it is asked for.
Maker = Callable[[], Awaitable[Page]]


class WebServer:
    """Listens on ``(host, port)``; what is served under which path may change at any time.

    A body that is not there after so many seconds of ``patience`` is not waited for.
    """

    def __init__(self, listen: tuple[str, int], patience: float = 10.0) -> None:
        self._listen = listen
        self._patience = patience
        self._handlers: dict[str, Handler] = {}
        self._makers: dict[str, Maker] = {}

    @contextmanager
    def serving(self, paths: AbstractSet[str], handler: Handler) -> Generator[None]:
        """Give POST requests for these paths to the handler meanwhile."""
        self._handlers |= dict.fromkeys(paths, handler)
        try:
            yield
        finally:
            for path in paths:
                del self._handlers[path]

    @contextmanager
    def showing(self, makers: Mapping[str, Maker]) -> Generator[None]:
        """Show these pages under their paths meanwhile.

        They are the operator's: a request that a web server hands on from elsewhere does not get them.
        """
        self._makers |= makers
        try:
            yield
        finally:
            for path in makers:
                del self._makers[path]

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen meanwhile. Raises ``SettingsError`` where nobody can."""
        application = web.Application(client_max_size=_LONGEST_BODY)
        application.router.add_route("*", "/{path:.*}", self._serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_STOP_SECONDS)
        await runner.setup()
        try:
            host, port = self._listen
            try:
                await web.TCPSite(runner, host, port).start()
            except OSError as error:
                raise SettingsError(
                    f"DIGESTBOT_LISTEN: nothing can listen on {host}:{port} ({error.strerror or error})"
                ) from error
            yield
        finally:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        if handler := self._handlers.get(request.path):
            return await _post(request, handler, self._patience)
        maker = self._makers.get(request.path)
        if maker is None or any(name in request.headers for name in _HANDED_ON):
            return web.Response(status=404)
        return await _get(request, maker)


async def _post(request: web.Request, handler: Handler, patience: float) -> web.Response:
    if request.method != "POST":
        return web.Response(status=405, headers={"Allow": "POST"})

    async def body() -> bytes:
        try:
            async with asyncio.timeout(patience):
                # What is longer than allowed becomes a 413 in here.
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    return web.Response(status=await handler(request.headers, body))


async def _get(request: web.Request, maker: Maker) -> web.Response:
    if request.method not in {"GET", "HEAD"}:
        return web.Response(status=405, headers={"Allow": "GET, HEAD"})
    page = await maker()
    headers = {"Content-Type": f"{page.content_type}; charset=utf-8", "Cache-Control": "no-store"}
    return web.Response(status=page.status, body=page.text.encode(), headers=headers)
