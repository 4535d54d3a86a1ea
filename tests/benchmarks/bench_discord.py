"""Two hundred people use a command in Discord at once; and what a server costs that has the bot."""

import asyncio
import json
import os
import signal
import sys
import time
import zlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from aiohttp import web

from tests.benchmarks.harness import CHECKOUT, ROUNDS, Row, Skipped

_PEOPLE = 200
_SERVERS = 2000
_TOKEN = "MTIzNDU2.of.nobody"
_ME = {"id": "1", "username": "bench", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
_APPLICATION = {"id": "1", "name": "bench", "icon": None, "description": "", "flags": 0, "verify_key": ""}
_LIMIT = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
_PATIENCE = 60.0
_HELLO, _IDENTIFY, _HEARTBEAT, _ACK = 10, 2, 1, 11
# The simplest bot there can be, with the library's own ways of being asked and answering.
_ECHO = """
import os, discord, yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["DIGESTBOT_DISCORD_API_ROOT"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DIGESTBOT_DISCORD_GATEWAY"])
client = discord.Client(intents=discord.Intents(guilds=True))
tree = app_commands.CommandTree(client)

@tree.command(description="echo")
async def summary(interaction: discord.Interaction, essay: str):
    await interaction.response.send_message(essay)

client.run(os.environ["DIGESTBOT_DISCORD_TOKEN"], log_handler=None)
"""
# ``digestbot run`` beside a task that only looks at the clock, and writes down how late it comes to that.
_WATCHED = """
import asyncio, time
from bot.cli.serve import _serve
from bot.cli.session import settings

async def tick():
    last, spent = time.monotonic(), time.process_time()
    while True:
        await asyncio.sleep(0.001)
        now, cpu = time.monotonic(), time.process_time()
        print(now, min(now - last, cpu - spent))
        last, spent = now, cpu

async def watched():
    ticking = asyncio.create_task(tick())
    await _serve(settings())
    ticking.cancel()

asyncio.run(watched())
"""
# A text of 2 MB, as people may send one.
_DOCUMENT = "\n\n".join(
    f"# {n}\n\n" + f"第{n}天，灯塔的看守人照旧点灯，因为他相信一盏灯的意义不在于有多少人看见它。" * 20
    for n in range(800)
).encode()[:2_000_000]


@dataclass(slots=True)
class _Service:
    """As much of the service as the two bots need, and nothing that takes time."""

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
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = site.port
        yield
        await runner.cleanup()

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
            await self._tell("INTERACTION_CREATE", _in_menu(self._number, url))
        for person in range(1, people + 1):
            self._number += 1
            await self._tell("INTERACTION_CREATE", _interaction(self._number, person))
        async with asyncio.timeout(_PATIENCE):
            while self.answered < goal:
                await self._stirred.wait()
        return time.monotonic() - start

    async def _document(self, _: web.Request) -> web.Response:
        return web.Response(body=_DOCUMENT)

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
        ready = {"v": 10, "user": _ME, "guilds": guilds, "session_id": "s", "shard": shard}
        ready |= {"resume_gateway_url": self.gateway, "application": _APPLICATION}
        await self._tell("READY", ready)
        for number in range(1, self.servers + 1):
            await self._tell("GUILD_CREATE", _server(number))
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
            "/users/@me": _ME,
            "/oauth2/applications/@me": _APPLICATION
            | {"bot_public": True, "bot_require_code_grant": False, "owner": _ME},
            "/gateway/bot": {"url": self.gateway, "shards": 1, "session_start_limit": _LIMIT},
        }
        body = json.dumps(answers.get(request.path, []))
        return web.Response(body=body.encode(), content_type="application/json")


def _packing() -> Callable[[bytes], bytes]:
    """What packs the messages of one connection, each so that it can be unpacked at once."""
    compressor = zlib.compressobj(level=1)
    return lambda data: compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)


def _in_menu(number: int, url: str) -> dict[str, object]:
    """The menu of a message with this document."""
    file = {"id": "1", "filename": "document.md", "size": len(_DOCUMENT), "url": url, "proxy_url": url}
    message = {"id": "9", "author": {"id": "8"}, "content": "", "attachments": [file]}
    resolved = {"messages": {"9": message}}
    data = {"id": "6", "name": "Summarise", "type": 3, "target_id": "9", "resolved": resolved}
    return _interaction(number, 0) | {"data": data}


def _interaction(number: int, person: int) -> dict[str, object]:
    option = {"name": "essay", "type": 3, "value": str(person % 5 + 1)}
    user = {**_ME, "id": str(1000 + person), "bot": False}
    return {
        "id": str(number),
        "application_id": "1",
        "type": 2,
        "token": f"token-{number}",
        "version": 1,
        "data": {"id": "7", "name": "summary", "type": 1, "options": [option]},
        "context": 1,
        "locale": "zh-CN",
        "channel_id": str(5000 + person),
        "channel": {"id": str(5000 + person), "type": 1, "recipients": [user]},
        "app_permissions": "0",
        "authorizing_integration_owners": {"0": "0"},
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
        "user": user,
    }


def _server(number: int) -> dict[str, object]:
    """A server as the gateway tells of it: 20 roles, 40 channels, 50 emojis."""
    base = number << 12
    roles = [_role(number if i == 0 else base + i, i) for i in range(20)]
    channels = [_channel(base + 100 + i, i) for i in range(40)]
    emojis = [
        {
            "id": str(base + 200 + i),
            "name": f"emoji_{i}",
            "roles": [],
            "require_colons": True,
            "managed": False,
        }
        | {"animated": False, "available": True}
        for i in range(50)
    ]
    me = {"user": _ME, "roles": [str(base + 1)], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}
    return {
        "id": str(number),
        "name": f"server {number}",
        "unavailable": False,
        "owner_id": "2",
        "preferred_locale": "zh-CN",
        "features": ["COMMUNITY", "NEWS"],
        "member_count": 500,
        "members": [{**me, "deaf": False, "mute": False}],
        "roles": roles,
        "channels": channels,
        "emojis": emojis,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "afk_timeout": 300,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "verification_level": 1,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
        **{name: [] for name in ("threads", "voice_states", "presences", "stickers", "stage_instances")},
    }


def _role(key: int, position: int) -> dict[str, object]:
    return {
        "id": str(key),
        "name": f"role {position}",
        "permissions": "1071698660929",
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def _channel(key: int, position: int) -> dict[str, object]:
    overwrites = [{"id": str(key + i), "type": 0, "allow": "0", "deny": "1024"} for i in range(3)]
    return {
        "id": str(key),
        "type": 0,
        "name": f"channel-{position}",
        "topic": "what it is about",
        "position": position,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": overwrites,
        "rate_limit_per_user": 0,
        "last_message_id": str(key),
    }


@dataclass(slots=True)
class _Measured:
    """What the rounds of one bot took: seconds on the clock, and CPU seconds of its process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


_OURS = (sys.executable, "-m", "bot", "run")
_PEER = (sys.executable, "-c", _ECHO)
_OURS_WATCHED = (sys.executable, "-c", _WATCHED)


@asynccontextmanager
async def _bot(
    command: Sequence[str], servers: int = 0, output: BinaryIO | None = None
) -> AsyncGenerator[tuple[_Service, asyncio.subprocess.Process]]:
    service = _Service(servers)
    with TemporaryDirectory() as folder:
        async with service.listening():
            given = {
                "DIGESTBOT_DATA": folder,
                "DIGESTBOT_DISCORD_TOKEN": _TOKEN,
                "DIGESTBOT_DISCORD_API_ROOT": f"http://127.0.0.1:{service.port}",
                "DIGESTBOT_DISCORD_GATEWAY": service.gateway,
            }
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=CHECKOUT,
                env={**os.environ, "NO_PROXY": "127.0.0.1", **given},
                stdout=output,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await service.ask(5)  # all five essays that ship are digested then
                yield service, process
            finally:
                process.send_signal(signal.SIGTERM)
                await process.wait()


def _of_process(process: asyncio.subprocess.Process, name: str) -> str:
    """A file of the kernel's account of a running process (man 5 proc)."""
    try:
        return Path(f"/proc/{process.pid}/{name}").read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise Skipped("this system keeps no account of running processes in /proc") from error


def _cpu(process: asyncio.subprocess.Process) -> float:
    user, system = _of_process(process, "stat").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _memory(process: asyncio.subprocess.Process) -> int:
    """Bytes of memory that are the process's alone."""
    resident, shared = _of_process(process, "statm").split()[1:3]
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


@cache
def _answers() -> tuple[_Measured, _Measured]:
    """Ours and the peer's, in turn."""
    return asyncio.run(_measure_answers())


async def _measure_answers() -> tuple[_Measured, _Measured]:
    ours, peer = _Measured(), _Measured()
    async with _bot(_OURS) as mine, _bot(_PEER) as other:
        for _ in range(ROUNDS):
            for (service, process), measured in ((mine, ours), (other, peer)):
                before = _cpu(process)
                measured.wall.append(await service.ask(_PEOPLE))
                measured.cpu.append(_cpu(process) - before)
    return ours, peer


async def _measure_gaps() -> list[float]:
    """For each round, in which many ask and a long text is digested, how long the loop was held at most."""
    rounds: list[tuple[float, float]] = []
    with TemporaryFile() as output:
        async with _bot(_OURS_WATCHED, output=output) as (service, _):
            for _round in range(ROUNDS):
                start = time.monotonic()
                await service.ask(_PEOPLE, document=True)
                rounds.append((start, time.monotonic()))
        output.seek(0)
        ticks = [tuple(map(float, line.split())) for line in output]
    return [max(gap for at, gap in ticks if start <= at <= end) for start, end in rounds]


async def _measure_servers(command: Sequence[str]) -> float:
    """Bytes of a process for each of many servers."""
    async with _bot(command, 1) as (_, process):
        few = _memory(process)
    async with _bot(command, 1 + _SERVERS) as (_, process):
        return (_memory(process) - few) / _SERVERS


def cost_of_an_answer() -> Row:
    """CPU time of the bot's process for one ``/summary``."""
    ours, peer = _answers()
    mine, other = (median(measured.cpu) / _PEOPLE * 1000 for measured in (ours, peer))
    return Row(
        f"one `/summary` in Discord while {_PEOPLE} people ask at once",
        mine,
        f"{mine:.2f} ms",
        f"{other:.2f} ms",
        unit="ms",
        at_most=10,
        note="own CPU time; the other is an echo command of discord.py",
    )


def answers_in_a_second() -> Row:
    """How many answers a second, against a bot that only repeats what is said."""
    ours, peer = _answers()
    ratio = median(other / mine for mine, other in zip(ours.wall, peer.wall, strict=True))
    mine, other = (_PEOPLE / median(measured.wall) for measured in (ours, peer))
    return Row(
        f"answers to `/summary` in a second, {_PEOPLE} people at once (against the echo command)",
        ratio,
        f"{mine:.0f}/s",
        f"{other:.0f}/s",
        at_least=0.5,
        note="both make one call for an answer; ours asks the store four times and draws it besides",
    )


def longest_hold() -> Row:
    """How long nobody is heard, while many ask and somebody has a long text digested."""
    gaps = [gap * 1000 for gap in asyncio.run(_measure_gaps())]
    return Row(
        f"longest that the event loop is held while {_PEOPLE} people ask and 2 MB are digested",
        median(gaps),
        f"{median(gaps):.0f} ms",
        unit="ms",
        at_most=50,
        note=f"own CPU time, median of {ROUNDS} rounds; the longest of all {max(gaps):.0f} ms",
    )


def memory_of_a_server() -> Row:
    """Memory for each more server with 20 roles, 40 channels and 50 emojis."""
    mine, other = (asyncio.run(_measure_servers(command)) / 1000 for command in (_OURS, _PEER))
    return Row(
        "memory for one more server on Discord",
        mine,
        f"{mine:.1f} kB",
        f"{other:.1f} kB",
        unit="kB",
        at_most=20,
        note="the other keeps what discord.py keeps unless told otherwise",
    )


BENCHMARKS = (cost_of_an_answer, answers_in_a_second, longest_hold, memory_of_a_server)
