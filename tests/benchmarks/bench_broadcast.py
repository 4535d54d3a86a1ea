"""A broadcast on Telegram: how near to the limit, how often over it, and how long people wait meanwhile."""

import asyncio
import json
import os
import signal
import sys
import time
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.clock import SystemClock
from bot.stores.sqlite import open_store
from tests.benchmarks.harness import CHECKOUT, QUICK, Row
from tests.subscriptions import daily, subscribing

_RUNS, _MESSAGES, _PER_SECOND = (1, 300, 30) if QUICK else (5, 1800, 30)
_PAID_MESSAGES, _PAID_PER_SECOND = 2_000 if QUICK else 20_000, 1000
_TOKEN = "700000001:AA-of-no-bot-at-all-0123456789abcdef"
_ME = {"id": 700000001, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
# Whoever asks has a higher number than all who are subscribed.
_ASKING = 10_000_000
_BETWEEN_QUESTIONS = 0.37
_IDLE_QUESTIONS = 60
_PATIENCE = 600.0


@dataclass(slots=True)
class _Service:
    """As much of the service as a broadcast needs. In any second it takes so many messages, and no more."""

    per_second: int
    root: str = ""
    taken: list[float] = field(default_factory=list)
    refused: int = 0
    posted: int = 0
    _window: deque[float] = field(default_factory=deque[float])
    _updates: list[dict[str, object]] = field(default_factory=list)
    _number: int = 0
    _answers: dict[int, asyncio.Future[float]] = field(default_factory=dict[int, asyncio.Future[float]])
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

    async def ask(self) -> float:
        """Let somebody ask; seconds until the answer is there."""
        self._number += 1
        person, start = _ASKING + self._number, time.monotonic()
        chat = {"id": person, "type": "private", "first_name": "P"}
        sender = {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}
        command = {"type": "bot_command", "offset": 0, "length": 8}
        message = {"message_id": self._number, "date": 0, "chat": chat, "from": sender}
        message |= {"text": f"/summary {self._number % 5 + 1}", "entities": [command]}
        self._updates.append({"update_id": self._number, "message": message})
        answer = self._answers[person] = asyncio.get_running_loop().create_future()
        self._stir()
        answered: float = await answer
        return answered - start

    async def until(self, posted: int) -> None:
        """Return when so many digests are posted."""
        async with asyncio.timeout(_PATIENCE):
            while self.posted < posted:
                await self._stirred.wait()

    def _stir(self) -> None:
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        asked = dict[str, Any](await (request.json() if is_json else request.post()))
        answer: dict[str, object] = {"ok": True, "result": True}
        if method == "getMe":
            answer["result"] = _ME
        elif method == "getUpdates":
            answer["result"] = await self._next(
                int(asked.get("offset") or 0), float(asked.get("timeout") or 0)
            )
        elif method == "sendMessage":
            answer = self._take(int(asked["chat_id"]), asked["text"])
        status = 200 if answer["ok"] else 429
        return web.Response(body=json.dumps(answer), content_type="application/json", status=status)

    def _take(self, chat: int, text: str) -> dict[str, object]:
        now = time.monotonic()
        while self._window and now - self._window[0] >= 1:
            self._window.popleft()
        if len(self._window) >= self.per_second:
            self.refused += 1
            said = {"error_code": 429, "description": "Too Many Requests: retry after 1"}
            return {"ok": False, **said, "parameters": {"retry_after": 1}}
        self._window.append(now)
        self.taken.append(now)
        if answer := self._answers.pop(chat, None):
            # Whoever asked last may not have waited for it.
            if not answer.done():
                answer.set_result(now)
        else:
            self.posted += 1
            self._stir()
        there = {"id": chat, "type": "private"}
        return {"ok": True, "result": {"message_id": len(self.taken), "date": 0, "chat": there, "text": text}}

    async def _next(self, offset: int, seconds: float) -> list[dict[str, object]]:
        self._updates = [update for update in self._updates if int(str(update["update_id"])) >= offset]
        try:
            async with asyncio.timeout(seconds):
                while not self._updates:
                    await self._stirred.wait()
        except TimeoutError:
            pass
        return self._updates[:100]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What came of a broadcast: messages a second and as a share of the limit, and how many were refused.

    Then the seconds until people had answers after it (``idle``), and ``meanwhile``.
    """

    rate: float
    share: float
    refused: int
    idle: list[float]
    meanwhile: list[float]


@cache
def _free() -> list[_Measured]:
    return [asyncio.run(_measure(_MESSAGES, _PER_SECOND)) for _ in range(_RUNS)]


async def _measure(messages: int, per_second: int) -> _Measured:
    service, meanwhile = _Service(per_second), list[float]()
    with TemporaryDirectory() as folder:
        await _fill(Path(folder), messages)
        async with service.listening(), _running(service, folder):
            asking = asyncio.create_task(_ask_on(service, meanwhile))
            await service.until(messages)
            taken, refused = list(service.taken), service.refused
            asking.cancel()
            await asyncio.wait([asking])
            idle = [await service.ask() for _ in range(_IDLE_QUESTIONS)]
    seconds = taken[-1] - taken[0]
    # In the first second as many as it holds may leave at once, or at an even pace.
    later = sum(moment > taken[0] + 1 for moment in taken)
    share = later / per_second / (seconds - 1)
    return _Measured(len(taken) / seconds, share, refused, idle, meanwhile)


async def _ask_on(service: _Service, waits: list[float]) -> None:
    """Let people ask one after the other, as long as the broadcast goes on."""
    clock = SystemClock()
    await service.until(1)
    while True:
        waits.append(await service.ask())
        await clock.sleep(_BETWEEN_QUESTIONS)


async def _fill(folder: Path, count: int) -> None:
    """Keep so many subscriptions whose digests were due a little while ago."""
    now = SystemClock().now()
    due = (now - timedelta(minutes=5)).time().replace(second=0, microsecond=0)
    began = now - timedelta(hours=1)
    store = open_store(folder / "digestbot.sqlite3")
    try:
        keeping = (
            store.keep_subscription(subscribing(str(number), began, week=daily(due), zone=ZoneInfo("UTC")))
            for number in range(1, count + 1)
        )
        await asyncio.gather(*keeping)
    finally:
        await store.close()


@asynccontextmanager
async def _running(service: _Service, folder: str) -> AsyncGenerator[None]:
    environ = {
        "NO_PROXY": "127.0.0.1",
        "DIGESTBOT_DATA": folder,
        "DIGESTBOT_TELEGRAM_TOKEN": _TOKEN,
        "DIGESTBOT_TELEGRAM_API_ROOT": service.root,
        "DIGESTBOT_TELEGRAM_PER_SECOND": str(service.per_second),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=CHECKOUT,
        env={**os.environ, **environ},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def _late(waits: list[float]) -> float:
    """What 19 of 20 do not exceed."""
    return quantiles(waits, n=20)[-1]


def refused_at_the_free_limit() -> Row:
    """How many messages came too soon for a service that counts strictly."""
    refused = sum(run.refused for run in _free())
    name = f"429s in {_RUNS} x {_MESSAGES:,} digests at {_PER_SECOND}/s"
    return Row(name, refused, f"{refused}", unit="", at_most=0)


def share_of_the_free_limit() -> Row:
    """How near to the limit they leave."""
    share = median(run.share for run in _free())
    rate = median(run.rate for run in _free())
    return Row(
        "digests on Telegram, share of the limit", share * 100, f"{rate:.1f}/s", unit="%", at_least=96.5
    )


def answers_meanwhile() -> Row:
    """How much longer an answer takes during a broadcast."""
    idle = _late([wait for run in _free() for wait in run.idle])
    meanwhile = _late([wait for run in _free() for wait in run.meanwhile])
    return Row(
        "an answer during a broadcast, 95th percentile above idle",
        (meanwhile - idle) * 1000,
        f"{meanwhile * 1000:.0f} ms",
        f"{idle * 1000:.0f} ms",
        unit="ms",
        at_most=40,
    )


def paid_broadcast() -> Row:
    """As fast as this machine can, where the service takes 1,000 a second."""
    run = asyncio.run(_measure(_PAID_MESSAGES, _PAID_PER_SECOND))
    return Row(
        f"{_PAID_MESSAGES:,} digests at a limit of {_PAID_PER_SECOND:,}/s",
        run.rate,
        f"{run.rate:.0f}/s",
        unit="/s",
        note=f"{run.refused} 429s; each digest is composed for its reader; the server has the same cores",
    )


BENCHMARKS = (refused_at_the_free_limit, share_of_the_free_limit, answers_meanwhile, paid_broadcast)
