"""The pages for whoever looks after the bot, asked for as a probe does."""

import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from bot.clock import SystemClock
from bot.jobs.monitoring import Monitoring
from bot.jobs.ticking import tick
from bot.metrics import Metrics
from bot.requests import Address
from bot.serving.health import Health
from bot.serving.web import WebServer
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Outlook, Settlement, State
from tests.essays import NOON
from tests.subscriptions import Hands, subscribed

SERVED = frozenset({"telegram"})
WHOLE = re.compile(r"(# (HELP|TYPE) digestbot_\w+ .+|digestbot_\w+\{[^}]*\} [-+.e\d]+)")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "digestbot.sqlite3")
    yield store
    await store.close()


@pytest.fixture
def monitoring(store: SqliteStore) -> Monitoring:
    """The pages of a bot with this store."""
    return Monitoring(Health(Hands()), Metrics(), store, store, SystemClock(), SERVED)


async def asked(monitoring: Monitoring, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Status and text of the answer to a request."""
    port = unused_port()
    web = WebServer(("127.0.0.1", port))
    with web.showing(monitoring.pages):
        async with web.listening(), aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{port}{path}"
            async with session.request(method, url, headers=headers) as response:
                return response.status, await response.text()


async def test_ready(monitoring: Monitoring) -> None:
    """It is ready when all parts are well, and alive before."""
    monitoring.health.expect("telegram")
    status, said = await asked(monitoring, "/readyz")
    assert status == 503
    assert json.loads(said) == {"ready": False, "parts": {"database": True, "telegram": False}}
    monitoring.health.doing = "reading"
    assert json.loads((await asked(monitoring, "/readyz"))[1])["doing"] == "reading"
    monitoring.health.doing = ""
    assert (await asked(monitoring, "/healthz"))[0] == 200
    monitoring.health.well("telegram")
    status, said = await asked(monitoring, "/readyz")
    assert status == 200
    assert json.loads(said)["ready"]


async def test_database(monitoring: Monitoring, tmp_path: Path) -> None:
    """A database that cannot be written in time keeps it from being ready; the metrics are shown still."""
    hasty = replace(monitoring, clock=Hands())
    with closing(sqlite3.connect(tmp_path / "digestbot.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        status, said = await asked(hasty, "/readyz")
        assert status == 503
        assert json.loads(said)["parts"] == {"database": False}
        assert 'digestbot_well{part="database"} 0' in (await asked(hasty, "/metrics"))[1]
        other.rollback()
    assert (await asked(monitoring, "/readyz"))[0] == 200


async def test_metrics(monitoring: Monitoring, store: SqliteStore) -> None:
    """All that is measured is in the form of Prometheus, each name once, with what it means and its type."""
    monitoring.metrics.came("telegram")
    monitoring.metrics.answered("telegram", "help", 0.2)
    monitoring.metrics.slowed("telegram")
    await subscribed(store, "1")
    status, said = await asked(monitoring, "/metrics")
    assert status == 200
    assert [line for line in said.splitlines() if not WHOLE.fullmatch(line)] == []
    typed = re.findall(r"# TYPE (\S+)", said)
    assert len(typed) == len(set(typed)) == 13
    assert f'digestbot_deliveries{{state="{State.UNKNOWN}"}} 0' in said
    assert "digestbot_essays{} 0" in said


async def test_backed_up(monitoring: Monitoring) -> None:
    """It is told when the last backup was made, 0 for never, and nothing where there are to be none."""

    async def never() -> datetime | None:
        return None

    async def at_noon() -> datetime | None:
        return NOON

    name = "\ndigestbot_last_backup_timestamp_seconds{}"
    assert name not in (await asked(monitoring, "/metrics"))[1]
    for backed_up, told in ((never, "0"), (at_noon, f"{NOON.timestamp():.15g}")):
        shown = (await asked(replace(monitoring, backed_up=backed_up), "/metrics"))[1]
        assert f"{name} {told}\n" in shown


async def test_refused(monitoring: Monitoring, store: SqliteStore) -> None:
    """What was refused is counted apart: once for a reason that lasts, and not where readers left."""
    clock = Hands(NOON - timedelta(hours=11))
    shown = replace(monitoring, clock=clock)
    await subscribed(store, "1", "2", now=clock.now())
    for count in (1, 0):
        clock.time += timedelta(days=1)
        await tick(store, "telegram", clock)
        epoch = await store.take("telegram", clock.now())
        for due in await store.ready("telegram", clock.now(), NOON, 9):
            await store.begin(due.id, epoch, clock.now())
            left = due.subscription.address.chat == "2"
            await store.settle(due.id, epoch, Settlement(State.DEAD, clock.now(), "no right", blocked=left))
        assert f"digestbot_refused_deliveries{{}} {count}" in (await asked(shown, "/metrics"))[1]


async def test_outlook(store: SqliteStore) -> None:
    """What waits is as old as its oldest pending delivery; what comes next is the first slot of all."""
    assert await store.outlook(SERVED) == Outlook(None, None)
    (one,) = await subscribed(store, "1")
    assert await store.outlook(SERVED) == Outlook(None, one.next_at)
    assert one.next_at is not None
    clock = Hands(one.next_at + timedelta(minutes=5))
    await tick(store, "telegram", clock)
    assert await store.outlook(SERVED) == Outlook(one.next_at, one.next_at + timedelta(days=1))
    epoch = await store.take("telegram", clock.now())
    (due,) = await store.ready("telegram", clock.now(), NOON, 9)
    await store.begin(due.id, epoch, clock.now())
    await store.settle(due.id, epoch, Settlement(State.SENT, clock.now(), message="1"))
    assert (await store.outlook(SERVED)).oldest is None


async def test_platform_that_is_not_served(monitoring: Monitoring, store: SqliteStore) -> None:
    """What waits and what comes on a platform that lost its token raises no alert."""
    (one,) = await subscribed(store, "1", address=Address("discord", "1"))
    assert one.next_at is not None
    clock = Hands(one.next_at)
    await tick(store, "discord", clock)
    clock.time += timedelta(days=7)
    said = (await asked(replace(monitoring, clock=clock), "/metrics"))[1]
    assert "digestbot_queue_age_seconds{} 0" in said
    assert "digestbot_next_slot_timestamp_seconds{}" not in said
    for known in (frozenset({"discord"}), SERVED | {"discord"}):
        assert await store.outlook(known) == Outlook(one.next_at, one.next_at + timedelta(days=1))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_not_for_everybody(monitoring: Monitoring, header: str) -> None:
    """Where the server is handed on to the world for its webhook, the world does not get these pages."""
    for path in monitoring.pages:
        assert (await asked(monitoring, path, **{header: "192.0.2.1"}))[0] == 404


async def test_requests(monitoring: Monitoring) -> None:
    """The pages can be asked for, and nothing else."""
    assert await asked(monitoring, "/healthz", "HEAD") == (200, "")
    assert (await asked(monitoring, "/healthz", "POST"))[0] == 405
    assert (await asked(monitoring, "/health"))[0] == 404
