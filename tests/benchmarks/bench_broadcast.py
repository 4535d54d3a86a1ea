"""A broadcast on Telegram: how near to the limit, how often over it, and how long people wait meanwhile."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.stores.sqlite import open_store
from tests.benchmarks.harness import QUICK, Row
from tests.benchmarks.loopback.telegram import TOKEN, TelegramService
from tests.benchmarks.processes import OURS, running
from tests.subscriptions import daily, subscribing

_RUNS, _MESSAGES, _PER_SECOND = (1, 300, 30) if QUICK else (5, 1800, 30)
_PAID_MESSAGES, _PAID_PER_SECOND = 2_000 if QUICK else 20_000, 1000
# Whoever asks has a higher number than all who are subscribed.
_ASKING = 10_000_000
_BETWEEN_QUESTIONS = 0.37
_IDLE_QUESTIONS = 60
_PATIENCE = 600.0


@dataclass(slots=True)
class _Service(TelegramService):
    """In any second it takes so many messages, and no more."""

    per_second: int = _PER_SECOND
    taken: list[float] = field(default_factory=list)
    refused: int = 0
    posted: int = 0
    _asked: int = 0
    _window: deque[float] = field(default_factory=deque[float])
    _answers: dict[int, asyncio.Future[float]] = field(default_factory=dict[int, asyncio.Future[float]])

    async def ask(self) -> float:
        """Let somebody ask; seconds until the answer is there."""
        self._asked += 1
        person, start = _ASKING + self._asked, time.monotonic()
        answer = self._answers[person] = asyncio.get_running_loop().create_future()
        self.say(person, self._asked % 5 + 1)
        self.stir()
        answered: float = await answer
        return answered - start

    async def until(self, posted: int) -> None:
        """Return when so many digests are posted."""
        async with asyncio.timeout(_PATIENCE):
            while self.posted < posted:
                await self.stirred()

    def take(self, chat: int, text: str) -> dict[str, object]:
        """What the service answers to a message."""
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
        # A class with slots has lost its way to super().
        return TelegramService.take(self, chat, text)


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
    service, meanwhile = _Service(per_second=per_second), list[float]()
    with TemporaryDirectory() as folder:
        await _fill(Path(folder), messages)
        async with service.listening(), running(OURS, _environ(service, folder)):
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


def _environ(service: _Service, folder: str) -> dict[str, str]:
    return {
        "DIGESTBOT_DATA": folder,
        "DIGESTBOT_TELEGRAM_TOKEN": TOKEN,
        "DIGESTBOT_TELEGRAM_API_ROOT": service.root,
        "DIGESTBOT_TELEGRAM_PER_SECOND": str(service.per_second),
    }


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
