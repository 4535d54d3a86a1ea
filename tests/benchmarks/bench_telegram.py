"""Two hundred people ask in Telegram at once: what an answer costs, and how many there are in a second."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from tests.benchmarks.harness import CHECKOUT, ROUNDS, Row, Skipped

_PEOPLE = 200
_TOKEN = "700000001:AA-of-no-bot-at-all-0123456789abcdef"
_ME = {"id": 700000001, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
_PATIENCE = 60.0
# The simplest bot there can be, with the library's own ways of asking and sending.
_ECHO = """
import os
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text(update.message.text)

root = os.environ["DIGESTBOT_TELEGRAM_API_ROOT"]
application = (
    Application.builder().token(os.environ["DIGESTBOT_TELEGRAM_TOKEN"])
    .base_url(root + "/bot").base_file_url(root + "/file/bot").concurrent_updates(True).build()
)
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling(drop_pending_updates=False)
"""


@dataclass(slots=True)
class _Service:
    """As much of the service as the two bots need, and nothing that takes time."""

    root: str = ""
    sent: int = 0
    _updates: list[dict[str, object]] = field(default_factory=list)
    _number: int = 0
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen on a free port meanwhile."""
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.root = f"http://127.0.0.1:{site.port}"
        yield
        await runner.cleanup()

    async def ask(self, people: int) -> float:
        """Let so many people ask at the same moment; seconds until all are answered."""
        start, goal = time.monotonic(), self.sent + people
        for person in range(1, people + 1):
            self._number += 1
            chat = {"id": person, "type": "private", "first_name": "P"}
            sender = {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}
            command = {"type": "bot_command", "offset": 0, "length": 8}
            message = {"message_id": self._number, "date": 0, "chat": chat, "from": sender}
            message |= {"text": f"/summary {person % 5 + 1}", "entities": [command]}
            self._updates.append({"update_id": self._number, "message": message})
        self._stir()
        async with asyncio.timeout(_PATIENCE):
            while self.sent < goal:
                await self._stirred.wait()
        return time.monotonic() - start

    def _stir(self) -> None:
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        asked = dict[str, Any](await (request.json() if is_json else request.post()))
        result: object = True
        if method == "getMe":
            result = _ME
        elif method == "getUpdates":
            result = await self._next(int(asked.get("offset") or 0), float(asked.get("timeout") or 0))
        elif method == "sendMessage":
            self.sent += 1
            chat = {"id": int(asked["chat_id"]), "type": "private"}
            result = {"message_id": self.sent, "date": 0, "chat": chat, "text": asked["text"]}
            self._stir()
        return web.Response(body=json.dumps({"ok": True, "result": result}), content_type="application/json")

    async def _next(self, offset: int, seconds: float) -> list[dict[str, object]]:
        self._updates = [update for update in self._updates if int(str(update["update_id"])) >= offset]
        try:
            async with asyncio.timeout(seconds):
                while not self._updates:
                    await self._stirred.wait()
        except TimeoutError:
            pass
        return self._updates[:100]


@dataclass(slots=True)
class _Measured:
    """What the rounds of one bot took: seconds on the clock, and CPU seconds of its process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


@asynccontextmanager
async def _bot(
    command: Sequence[str], environ: Mapping[str, str]
) -> AsyncGenerator[tuple[_Service, asyncio.subprocess.Process]]:
    service = _Service()
    async with service.listening():
        given = {"DIGESTBOT_TELEGRAM_TOKEN": _TOKEN, "DIGESTBOT_TELEGRAM_API_ROOT": service.root}
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=CHECKOUT,
            env={**os.environ, "NO_PROXY": "127.0.0.1", **given, **environ},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await service.ask(5)  # all five essays that ship are digested then
            yield service, process
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


def _cpu(process: asyncio.subprocess.Process) -> float:
    """CPU seconds of a running process, from the kernel's account (man 5 proc)."""
    try:
        account = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise Skipped("this system keeps no account of running processes in /proc") from error
    user, system = account.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@cache
def _measured() -> tuple[_Measured, _Measured]:
    """Ours and the peer's, in turn."""
    return asyncio.run(_measure())


async def _measure() -> tuple[_Measured, _Measured]:
    ours, peer = _Measured(), _Measured()
    with TemporaryDirectory() as folder:
        environ = {"DIGESTBOT_DATA": folder, "DIGESTBOT_TELEGRAM_PER_SECOND": "1000000"}
        async with (
            _bot([sys.executable, "-m", "bot", "run"], environ) as mine,
            _bot([sys.executable, "-c", _ECHO], {}) as other,
        ):
            for _ in range(ROUNDS):
                for (service, process), measured in ((mine, ours), (other, peer)):
                    before = _cpu(process)
                    measured.wall.append(await service.ask(_PEOPLE))
                    measured.cpu.append(_cpu(process) - before)
    return ours, peer


def cost_of_an_answer() -> Row:
    """CPU time of the bot's process for one ``/summary``."""
    ours, peer = _measured()
    mine, other = (median(measured.cpu) / _PEOPLE * 1000 for measured in (ours, peer))
    return Row(
        f"one `/summary` in Telegram while {_PEOPLE} people ask at once",
        mine,
        f"{mine:.2f} ms",
        f"{other:.2f} ms",
        unit="ms",
        at_most=10,
        note="own CPU time; the other is an echo bot of python-telegram-bot",
    )


def answers_in_a_second() -> Row:
    """How many answers a second, against a bot that only repeats what is said."""
    ours, peer = _measured()
    ratio = median(other / mine for mine, other in zip(ours.wall, peer.wall, strict=True))
    mine, other = (_PEOPLE / median(measured.wall) for measured in (ours, peer))
    return Row(
        f"answers to `/summary` in a second, {_PEOPLE} people at once (against the echo bot)",
        ratio,
        f"{mine:.0f}/s",
        f"{other:.0f}/s",
        at_least=0.5,
    )


BENCHMARKS = (cost_of_an_answer, answers_in_a_second)
