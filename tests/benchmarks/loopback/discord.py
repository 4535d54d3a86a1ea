"""As much of Discord as the benchmarks need, and nothing that takes time."""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.benchmarks.loopback.listening import listening
from tests.benchmarks.loopback.payloads import DOCUMENT, ME, in_menu, interaction, server

TOKEN = "MTIzNDU2.of.nobody"
_APPLICATION = {"id": "1", "name": "bench", "icon": None, "description": "", "flags": 0, "verify_key": ""}
_LIMIT = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
_PATIENCE = 60.0
_HELLO, _IDENTIFY, _HEARTBEAT, _ACK = 10, 2, 1, 11


@dataclass(slots=True)
class DiscordService:
    """People use the commands of one bot, which is on so many servers."""

    servers: int = 0
    port: int = 0
    answered: int = 0
    _number: int = 0
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _up: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: web.WebSocketResponse | None = None
    _packed: Callable[[bytes], bytes] = bytes

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen on a free port meanwhile."""
        application = web.Application()
        application.router.add_get("/gateway", self._gateway)
        application.router.add_post("/interactions/{id}/{token}/callback", self._answer)
        application.router.add_patch("/webhooks/{id}/{token}/messages/@original", self._answer)
        application.router.add_get("/document.md", self._document)
        application.router.add_route("*", "/{path:.*}", self._serve)
        async with listening(application) as self.port:
            yield

    async def up(self) -> None:
        """Return when the bot has connected and been told of all servers."""
        async with asyncio.timeout(_PATIENCE):
            await self._up.wait()

    async def ask(self, people: int, *, document: bool = False) -> float:
        """Let so many people use the command at the same moment; seconds until all are answered.

        With ``document`` one more has a long text digested, before the others ask.
        """
        await self.up()
        start, goal = time.monotonic(), self.answered + people + document
        if document:
            self._number += 1
            url = f"http://127.0.0.1:{self.port}/document.md"
            await self._tell("INTERACTION_CREATE", in_menu(self._number, url))
        for person in range(1, people + 1):
            self._number += 1
            await self._tell("INTERACTION_CREATE", interaction(self._number, person))
        async with asyncio.timeout(_PATIENCE):
            while self.answered < goal:
                await self._stirred.wait()
        return time.monotonic() - start

    async def _document(self, _: web.Request) -> web.Response:
        return web.Response(body=DOCUMENT)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse(timeout=0.1)
        await socket.prepare(request)
        self._packed = _packing()
        await self._send({"op": _HELLO, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            payload = json.loads(message.data)
            if payload["op"] == _HEARTBEAT:
                await self._send({"op": _ACK, "d": None})
            elif payload["op"] == _IDENTIFY:
                await self._begin(payload["d"].get("shard", [0, 1]))
        return socket

    async def _begin(self, shard: object) -> None:
        guilds = [{"id": str(number), "unavailable": True} for number in range(1, self.servers + 1)]
        ready = {"v": 10, "user": ME, "guilds": guilds, "session_id": "s", "shard": shard}
        ready |= {"resume_gateway_url": self.gateway, "application": _APPLICATION}
        await self._tell("READY", ready)
        for number in range(1, self.servers + 1):
            await self._tell("GUILD_CREATE", server(number))
        self._up.set()

    @property
    def gateway(self) -> str:
        """The address of the gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    async def _tell(self, event: str, data: Mapping[str, object]) -> None:
        await self._send({"op": 0, "t": event, "s": 1, "d": data})

    async def _send(self, payload: Mapping[str, object]) -> None:
        if self._socket is None:
            raise RuntimeError("nobody listens")
        await self._socket.send_bytes(self._packed(json.dumps(payload).encode()))

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("type") != 5:
            self.answered += 1
            self._stirred.set()
            self._stirred = asyncio.Event()
        return web.Response(status=204)

    async def _serve(self, request: web.Request) -> web.Response:
        answers: Mapping[str, object] = {
            "/users/@me": ME,
            "/oauth2/applications/@me": _APPLICATION
            | {"bot_public": True, "bot_require_code_grant": False, "owner": ME},
            "/gateway/bot": {"url": self.gateway, "shards": 1, "session_start_limit": _LIMIT},
        }
        body = json.dumps(answers.get(request.path, []))
        return web.Response(body=body.encode(), content_type="application/json")


def _packing() -> Callable[[bytes], bytes]:
    """What packs the messages of one connection, each so that it can be unpacked at once."""
    compressor = zlib.compressobj(level=1)
    return lambda data: compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
