"""The one web server: whoever has something to serve (a webhook, say) puts it under a path."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web

from bot.errors import SettingsError

# Gets the headers (their names in any case) and the body of a POST request, and gives a status.
Handler = Callable[[Mapping[str, str], bytes], Awaitable[int]]
_LONGEST_BODY = 1_000_000


class WebServer:
    """Listens on ``(host, port)``; what is served under which path may change at any time."""

    def __init__(self, listen: tuple[str, int]) -> None:
        self._listen = listen
        self._handlers: dict[str, Handler] = {}

    @contextmanager
    def serving(self, paths: AbstractSet[str], handler: Handler) -> Generator[None]:
        """Give POST requests for these paths to the handler meanwhile."""
        self._handlers |= dict.fromkeys(paths, handler)
        try:
            yield
        finally:
            for path in paths:
                del self._handlers[path]

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen meanwhile. Raises ``SettingsError`` where nobody can."""
        application = web.Application(client_max_size=_LONGEST_BODY)
        application.router.add_route("*", "/{path:.*}", self._serve)
        runner = web.AppRunner(application, access_log=None)
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
        handler = self._handlers.get(request.path)
        if handler is None:
            return web.Response(status=404)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        # What is longer than allowed becomes a 413 in here.
        return web.Response(status=await handler(request.headers, await request.read()))
