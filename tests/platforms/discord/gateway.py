"""The gateway: what the bot hears of, and how its connection lives and breaks (documentation, Gateway)."""

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.discord.ids import shard_of
from tests.platforms.discord.objects import Guild
from tests.platforms.waiting import Pulse

Json = dict[str, Any]

# Guild members, presences, and the content of messages.
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
_COMPRESSIONS = {None, "zlib-stream"}
_LARGEST_PAYLOAD = 4096
_HEARTBEAT_MS = 41_250
_TRAVEL_SECONDS = 0.02
_GOODBYE = {1000, 1001}


class Op(IntEnum):
    """What a payload is about."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Line:
    """One connection. What is put on it goes out in order; ``None`` breaks it, a number closes it."""

    def __init__(self, socket: web.WebSocketResponse, *, compress: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        # Whether it was the service that ended it.
        self.ended = False
        self._waiting: asyncio.Queue[Json | int | None] = asyncio.Queue()
        self._compressor = zlib.compressobj() if compress else None

    def put(self, payload: Json | int | None) -> None:
        """Send this as soon as what was put before is out."""
        self.ended = self.ended or not isinstance(payload, dict)
        self._waiting.put_nowait(payload)

    def send(self, op: Op, data: object = None) -> None:
        """Send something that is no event."""
        self.put({"op": op, "d": data, "s": None, "t": None})

    async def write(self, request: web.Request) -> None:
        """Send all that is put, until the connection ends."""
        while isinstance(payload := await self._waiting.get(), dict):
            await self._write(json.dumps(payload))
        if payload is not None:
            await self.socket.close(code=payload)
        elif request.transport is not None:
            request.transport.abort()

    async def _write(self, text: str) -> None:
        if self._compressor is None:
            await self.socket.send_str(text)
        else:
            packed = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(packed)


@dataclass(slots=True, eq=False)
class Session:
    """What the bot is told from READY on, over one connection after the other."""

    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None
    events: list[Json] = field(default_factory=list)

    def tell(self, event: str, data: Json) -> None:
        """Tell of an event now, or after the connection has been resumed."""
        payload = {"op": Op.DISPATCH, "t": event, "s": len(self.events) + 1, "d": data}
        self.events.append(payload)
        if self.line is not None:
            self.line.put(payload)

    def hears_of(self, guild: Guild | None) -> bool:
        """Whether events of this server, or of direct messages, belong to this shard."""
        number, shards = self.shard
        return number == (shard_of(guild.id, shards) if guild else 0)


@dataclass(slots=True, eq=False)
class Gateway:
    """All connections of the bot. ``ready`` gives the contents of READY and then of each GUILD_CREATE."""

    token: str
    ready: Callable[[Session], tuple[Json, list[Json]]]
    pulse: Pulse
    violations: list[str] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    # Connections are refused while it is down, and get no acknowledgement of heartbeats while it is mute.
    down: bool = False
    mute: bool = False
    heartbeat_ms: int = _HEARTBEAT_MS
    identified: int = 0
    resumed: int = 0
    _lines: set[Line] = field(default_factory=set)

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a connection now."""
        return [session for session in self.sessions.values() if session.line is not None]

    def tell(self, event: str, data: Json, guild: Guild | None, *, intent: int = 0) -> None:
        """Tell the shard of this server of an event, if it wants to know such events."""
        for session in self.sessions.values():
            if session.hears_of(guild) and (not intent or session.intents & intent):
                session.tell(event, data)

    def ask_to_reconnect(self) -> None:
        """Opcode 7: the bot is to connect anew and resume."""
        self._to_all(lambda line: line.send(Op.RECONNECT))

    def invalidate(self, *, resumable: bool) -> None:
        """Opcode 9: the session is not valid now; it may be resumed, or a new one is needed."""
        self._to_all(lambda line: line.send(Op.INVALID_SESSION, resumable))
        if not resumable:
            self.forget_sessions()

    def close(self, code: int) -> None:
        """Close every connection with this code."""
        self._to_all(lambda line: line.put(code))

    def cut(self) -> None:
        """Let every connection break without a word."""
        self._to_all(lambda line: line.put(None))

    def forget_sessions(self) -> None:
        """No session can be resumed from now on."""
        self.sessions.clear()

    def _to_all(self, act: Callable[[Line], None]) -> None:
        for line in list(self._lines):
            act(line)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.down:
            raise web.HTTPServiceUnavailable
        compression = request.query.get("compress")
        if compression not in _COMPRESSIONS or request.query.get("encoding") != "json":
            self.violations.append(f"gateway: cannot speak {request.query_string}")
            raise web.HTTPBadRequest
        socket = web.WebSocketResponse(timeout=1)
        await socket.prepare(request)
        line = Line(socket, compress=compression is not None)
        self._lines.add(line)
        line.send(Op.HELLO, {"heartbeat_interval": self.heartbeat_ms})
        writer = asyncio.create_task(line.write(request))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(line, message.data)
        finally:
            writer.cancel()
            self._end(line)
        return socket

    def _end(self, line: Line) -> None:
        self._lines.discard(line)
        if (session := line.session) is not None and session.line is line:
            session.line = None
            # A client that says goodbye ends its session.
            if not line.ended and line.socket.close_code in _GOODBYE:
                self.sessions.pop(session.id, None)
        self.pulse.stir()

    def _hear(self, line: Line, text: str) -> None:
        if len(text.encode()) > _LARGEST_PAYLOAD:
            self._break(line, 4002, "a payload of more than 4096 bytes")
            return
        said = json.loads(text)
        match said["op"]:
            case Op.HEARTBEAT:
                if not self.mute:
                    # At once it would come before the library has noted when it asked.
                    asyncio.get_running_loop().call_later(_TRAVEL_SECONDS, line.send, Op.HEARTBEAT_ACK)
            case Op.IDENTIFY:
                self._identify(line, said["d"])
            case Op.RESUME:
                self._resume(line, said["d"])
            case Op.PRESENCE if line.session is not None:
                pass
            case other:
                self._break(line, 4001, f"opcode {other} is not understood now")

    def _identify(self, line: Line, asked: Json) -> None:
        number, shards = asked.get("shard") or (0, 1)
        if line.session is not None:
            self._break(line, 4005, "identified twice")
        elif asked["token"] != self.token:
            line.put(4004)
        elif asked["intents"] & PRIVILEGED:
            self._break(line, 4014, "privileged intents")
        elif not 0 <= number < shards:
            self._break(line, 4010, f"no such shard: {number} of {shards}")
        else:
            self._begin(line, asked["intents"], (number, shards))

    def _begin(self, line: Line, intents: int, shard: tuple[int, int]) -> None:
        self.identified += 1
        session = Session(f"session{self.identified}", intents, shard, line)
        line.session = self.sessions[session.id] = session
        ready, guilds = self.ready(session)
        session.tell("READY", {**ready, "session_id": session.id, "shard": list(shard)})
        for guild in guilds:
            session.tell("GUILD_CREATE", {**guild, "unavailable": False})
        self.pulse.stir()

    def _resume(self, line: Line, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if asked["token"] != self.token:
            line.put(4004)
        elif session is None:
            line.send(Op.INVALID_SESSION, data=False)
        else:
            self.resumed += 1
            line.session, session.line = session, line
            for payload in session.events[asked["seq"] :]:
                line.put(payload)
            session.tell("RESUMED", {})
            self.pulse.stir()

    def _break(self, line: Line, code: int, problem: str) -> None:
        self.violations.append(f"gateway: {problem}")
        line.put(code)
