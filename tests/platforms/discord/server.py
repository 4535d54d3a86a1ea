"""The loopback server: calls in, answers out, every call looked at, trouble where a test wants it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.platforms.discord.calls import Call, read_call
from tests.platforms.discord.gateway import Gateway, Session
from tests.platforms.discord.ids import Ids
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.objects import Account, Channel, Guild
from tests.platforms.discord.operations import OPERATIONS, Operation
from tests.platforms.discord.rates import Flood, Rates
from tests.platforms.discord.refusals import Refused, Violation
from tests.platforms.discord.spec import Spec
from tests.platforms.discord.world import World
from tests.platforms.waiting import Pulse

Json = dict[str, Any]

TOKEN = "MTIzNDU2.loop.back"
_API = "/api/v10"
_MOST = 50_000_000
# Answers of these are nobody's mistake, but too many of them and the service bans the address.
_INVALID = {401, 403, 429}


@dataclass(slots=True)
class Fault:
    """Trouble with the next ``times`` calls of an operation.

    ``answer`` is given instead of the right one, ``None`` breaks the connection; after the call was ``done``
    or before. Nothing happens before the ``gate`` opens.
    """

    operation: str
    times: int
    answer: Callable[[], web.Response] | None = None
    done: bool = False
    gate: asyncio.Event | None = None


@dataclass(slots=True, eq=False, repr=False)
class Discord:
    """Discord on 127.0.0.1, with one server that has one channel.

    ``violations`` are limits and rules that the bot broke, ``floods`` the calls that came too fast,
    ``mistakes`` what is wrong with our own answers by the official description, where that is there.
    ``invalid`` are the calls that the service counts before it bans an address.
    """

    spec: Spec | None = None
    token: str = TOKEN
    world: World = field(init=False)
    gateway: Gateway = field(init=False)
    rates: Rates = field(default_factory=Rates)
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    floods: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    # Mentions that were chosen.
    expected_pings: set[str] = field(default_factory=set)
    guild: Guild = field(init=False)
    channel: Channel = field(init=False)
    port: int = 0
    _faults: list[Fault] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        ids, pulse = Ids(), Pulse()
        self.world = World(ids, Account(ids.new(), "digest-test-bot", is_bot=True), pulse)
        self.gateway = Gateway(self.token, self._ready, pulse, self.violations)
        self.world.tell = self.gateway.tell
        self.guild = self.world.found("读书会")
        self.channel = self.guild.channels[0]

    @property
    def root(self) -> str:
        """The root of the HTTP API, as the bot's settings take it."""
        return f"http://127.0.0.1:{self.port}{_API}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway, as the bot's settings take it."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def settings(self) -> dict[str, str]:
        """The bot's settings that make it serve this Discord."""
        return {
            "discord_token": self.token,
            "discord_api_root": self.root,
            "discord_gateway": self.gateway_url,
        }

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen at a free port, or at the one from before."""
        app = web.Application(client_max_size=_MOST)
        for operation in OPERATIONS:
            app.router.add_route(operation.method, _API + operation.path, self._serve(operation))
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/attachments/{key}/{name}", self._file)
        app.router.add_route("*", "/{path:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = site.port
        self.world.root, self.world.gateway_url = f"http://127.0.0.1:{self.port}", self.gateway_url

    async def stop(self) -> None:
        """Be unreachable; ``start`` brings everything back as it was."""
        self.gateway.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    # -- the bot's places ----------------------------------------------------------------------------

    def invite(self, guild: Guild) -> None:
        """Bring the bot into a server."""
        guild.present = True
        self.gateway.tell("GUILD_CREATE", guild.json(self.world.me), guild)

    def kick(self, guild: Guild) -> None:
        """Throw the bot out of a server."""
        self.world.leave(guild)

    # -- trouble -------------------------------------------------------------------------------------

    def refuse(self, operation: str, status: int, code: int = 0, times: int = 1) -> None:
        """Refuse the next calls with this status and error code of the service."""
        refused = Refused(status, code)
        self._faults.append(Fault(operation, times, lambda: _json(refused.as_json(), status=status)))

    def break_before(self, operation: str, status: int | None = None, times: int = 1) -> None:
        """Do not do what the next calls ask: answer a bare status, or close the connection."""
        self._faults.append(Fault(operation, times, _bare(status)))

    def break_after(self, operation: str, status: int | None = None, times: int = 1) -> None:
        """Do what the next calls ask, and lose the answer."""
        self._faults.append(Fault(operation, times, _bare(status), done=True))

    def flood(self, operation: str, after: float = 0.05, times: int = 1, *, overall: bool = False) -> None:
        """Say that the next calls are too many, for their bucket or ``overall``."""
        self._faults.append(Fault(operation, times, lambda: _too_many(Flood(after, overall))))

    def ban(self, operation: str, times: int = 1, after: float = 3600) -> None:
        """Refuse the next calls as the firewall before the service does: 429 without ``Via``."""
        banned = "<html>You are being blocked from accessing our API</html>"
        self._faults.append(
            Fault(
                operation,
                times,
                lambda: web.Response(
                    status=429, text=banned, content_type="text/html", headers={"Retry-After": str(after)}
                ),
            )
        )

    def hold(self, operation: str, times: int = 1) -> asyncio.Event:
        """Do not go on with the next calls before the event is set."""
        gate = asyncio.Event()
        self._faults.append(Fault(operation, times, gate=gate))
        return gate

    # -- looking -------------------------------------------------------------------------------------

    def called(self, operation: str) -> list[Call]:
        """All calls of an operation, in their order."""
        return [call for call in self.calls if call.operation == operation]

    @property
    def missed(self) -> list[Interaction]:
        """What was not answered within the three seconds."""
        now, deadline = asyncio.get_running_loop().time(), self.world.deadline
        return [
            interaction
            for interaction in self.world.interactions.values()
            if interaction.late or (interaction.response is None and now - interaction.asked_at > deadline)
        ]

    def complaints(self) -> list[str]:
        """Everything that the bot, or this server, did not do as it should."""
        floods = [f"too fast: {flood}" for flood in self.floods]
        missed = [f"missed: {interaction}" for interaction in self.missed]
        pinged = [
            f"a ping: {message.pings}"
            for channel in self.world.channels.values()
            for message in channel.all_messages
            if set(message.pings) - self.expected_pings
        ]
        return [*self.violations, *self.mistakes, *floods, *missed, *pinged]

    async def connected(self, times: int = 1) -> None:
        """Return as soon as the bot has identified itself so often, and its commands are known."""
        await self.world.pulse.until(
            lambda: self.gateway.connected if self.gateway.identified >= times and self.world.syncs else None,
            "the bot does not come",
        )

    async def until(self, probe: Callable[[], object], what: str) -> None:
        """Return as soon as ``probe`` is true of what has happened."""
        await self.world.pulse.until(lambda: probe() or None, what)

    # -- answering -----------------------------------------------------------------------------------

    def _ready(self, session: Session) -> tuple[Json, list[Json]]:
        guilds = [g for g in self.world.guilds.values() if g.present and session.hears_of(g)]
        ready = {
            "v": 10,
            "user": self.world.me.json(),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "resume_gateway_url": self.gateway_url,
            "application": {"id": self.world.me.id, "flags": 0},
        }
        return ready, [guild.json(self.world.me) for guild in guilds]

    def _serve(self, operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            call = await read_call(operation.name, request)
            self.calls.append(call)
            self.world.pulse.stir()
            fault = self._fault(operation.name)
            if fault is not None and fault.gate is not None:
                await fault.gate.wait()
                fault = None
            if fault is not None and not fault.done:
                return self._counted(call, _trouble(fault, request))
            response = self._answer(operation, call, request)
            self.world.pulse.stir()
            return self._counted(call, response) if fault is None else _trouble(fault, request)

        return serve

    def _answer(self, operation: Operation, call: Call, request: web.Request) -> web.Response:
        if not operation.open and request.headers.get("Authorization") != f"Bot {self.token}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        major = call.path.get(operation.major, "")
        pace = self.rates.take(operation.name, major, asyncio.get_running_loop().time())
        if isinstance(pace, Flood):
            self.floods.append(f"{operation.name} {major}")
            return _too_many(pace)
        try:
            self._check(call)
            result = operation.act(self.world, call)
        except Refused as refused:
            if isinstance(refused, Violation):
                self.violations.append(f"{call.operation}: {refused.problem}")
            return _json(refused.as_json(), status=refused.status, headers=pace)
        if result is None:
            return web.Response(status=204, headers=pace)
        if self.spec is not None:
            self.mistakes += self.spec.of_answer(call.operation, operation.status, result)
        return _json(result, operation.status, pace)

    def _check(self, call: Call) -> None:
        if self.spec is None or call.content is None:
            return
        if problems := self.spec.of_call(call.operation, call.content):
            raise Violation(f"against the official description: {problems}")

    def _counted(self, call: Call, response: web.Response) -> web.Response:
        if response.status in _INVALID:
            self.invalid.append(f"{response.status} {call.operation}")
        return response

    def _fault(self, operation: str) -> Fault | None:
        for fault in self._faults:
            if fault.operation == operation and fault.times:
                fault.times -= 1
                return fault
        return None

    async def _file(self, request: web.Request) -> web.StreamResponse:
        kept = self.world.files.get(f"{request.match_info['key']}/{request.match_info['name']}")
        if kept is None:
            return web.Response(status=404)
        response = web.StreamResponse()
        await response.prepare(request)
        # Whoever asked may leave before the end.
        with suppress(ConnectionError):
            for _ in range(kept.times):
                await response.write(kept.data)
                kept.served += 1
        return response

    async def _unknown(self, request: web.Request) -> web.Response:
        self.violations.append(f"the bot has no use for {request.method} {request.path}")
        return _json({"message": "404: Not Found", "code": 0}, status=404)


def _json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON as the service sends it, which is without a charset."""
    body = json.dumps(content, ensure_ascii=False).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _bare(status: int | None) -> Callable[[], web.Response] | None:
    if status is None:
        return None
    return lambda: web.Response(status=status, text="<html>trouble</html>", content_type="text/html")


def _trouble(fault: Fault, request: web.Request) -> web.Response:
    if fault.answer is not None:
        return fault.answer()
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)


def _too_many(flood: Flood) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": flood.after, "global": flood.overall}
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(flood.after),
        "X-RateLimit-Scope": "global" if flood.overall else "user",
    }
    return _json(body, status=429, headers=headers)
