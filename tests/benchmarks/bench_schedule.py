"""The schedule of very many subscriptions: what is due is written down, and what is not costs nothing."""

import asyncio
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from bot.jobs.ticking import tick
from bot.stores import rows, schema, subscribing
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Filter
from bot.subscriptions.subscription import Subscription
from tests.benchmarks.harness import CHECKOUT, ROUNDS, Row, milliseconds
from tests.subscriptions import Hands
from tests.subscriptions import subscribing as made

# pyright: reportPrivateUsage=false

_DUE = 100_000
_WAITING = 1_000_000
_MANY = 10_000
MINUTE = datetime(2026, 3, 2, tzinfo=UTC)
YESTERDAY = MINUTE - timedelta(days=1)
_ZONES = ("Asia/Shanghai", "Asia/Taipei", "Asia/Singapore", "Europe/London", "America/New_York")
# One in so many was changed since yesterday, and so has a past of its own.
_CHANGED = 100


def writing_what_is_due() -> Row:
    """100,000 subscriptions of five zones, daily or weekly, are due at one minute."""
    found = _measured()
    said = f"{found['seconds']:.2f} s"
    return Row("deliveries of 100,000 subscriptions due at once", found["seconds"], said, unit="s", at_most=5)


def memory_of_writing() -> Row:
    """What the process takes at most while it does that."""
    found = _measured()
    said = f"{found['megabytes']:.0f} MB"
    return Row("memory for 100,000 due at once", found["megabytes"], said, unit="MB", at_most=200)


def looking_ready() -> Row:
    """A page of what is to be posted, out of 100,000 pending."""
    found = _measured()
    said = milliseconds(found["ready"])
    return Row("a page of 500 out of 100,000 pending", found["ready"], said, unit="s")


def tick_with_none_due() -> Row:
    """A tick over 1,000,000 subscriptions that are not due yet."""
    found = _measured()
    said = milliseconds(found["idle"])
    return Row("tick over 1,000,000 with none due", found["idle"], said, unit="s", at_most=0.05)


BENCHMARKS = (writing_what_is_due, memory_of_writing, looking_ready, tick_with_none_due)


@cache
def _measured() -> dict[str, float]:
    """All figures, each part in a process of its own."""
    parts = [
        subprocess.run(
            [sys.executable, "-m", __name__, part], cwd=CHECKOUT, capture_output=True, text=True, check=True
        )
        for part in ("due", "idle")
    ]
    found: dict[str, float] = {}
    for part in parts:
        found |= json.loads(part.stdout)
    return found


async def _measure(part: str) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "digestbot.sqlite3")
        try:
            return await (_due(store) if part == "due" else _idle(store))
        finally:
            await store.close()


async def _due(store: SqliteStore) -> dict[str, float]:
    await _fill(store, _DUE, MINUTE)
    start = time.perf_counter()
    written = await tick(store, "telegram", Hands(MINUTE))
    seconds = time.perf_counter() - start
    if written != _DUE or len(await store.deliveries(Filter(), _DUE - 1)) != 1:
        raise RuntimeError(f"{written} deliveries were written")
    start = time.perf_counter()
    await store.ready("telegram", MINUTE, YESTERDAY, 500)
    ready = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": peak, "ready": ready}


async def _idle(store: SqliteStore) -> dict[str, float]:
    await _fill(store, _WAITING, MINUTE)
    ticks: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        await tick(store, "telegram", Hands(MINUTE - timedelta(seconds=1)))
        ticks.append(time.perf_counter() - start)
    return {"idle": median(ticks)}


async def _fill(store: SqliteStore, count: int, due_at: datetime) -> None:
    """Keep so many subscriptions that are due then."""
    kinds = [_due_then(zone, weekly, due_at) for zone in _ZONES for weekly in (False, True)]

    def fill(connection: Connection, start: int) -> None:
        some = [_row(number, kinds) for number in range(start, min(start + _MANY, count))]
        connection.execute(insert(schema.subscription), some)

    for start in range(0, count, _MANY):
        await store._write(partial(fill, start=start))


def _due_then(name: str, weekly: bool, due_at: datetime) -> Subscription:  # noqa: FBT001
    """A subscription that is due then, by its zone's clocks."""
    local = due_at.astimezone(ZoneInfo(name))
    days = {local.weekday()} if weekly else range(7)
    week = tuple(local.time() if day in days else None for day in range(7))
    return replace(made("0", YESTERDAY, week=week, zone=local.tzinfo), next_at=due_at)


def _row(number: int, kinds: list[Subscription]) -> rows.Row:
    changed = timedelta(seconds=number // _CHANGED if number % _CHANGED == 0 else 0)
    row = subscribing._row(replace(kinds[number % len(kinds)], reckoned=YESTERDAY + changed))
    return row | {"chat": f"chat/telegram:{number}", "owner": f"person/telegram/{number}"}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1]))))
