"""What the operator sees of a broadcast while it runs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.jobs.broadcast import Broadcast
from bot.jobs.ticking import tick
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Settlement, State
from tests.subscriptions import Hands, subscribed

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(name="store")
async def make_store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "digestbot.sqlite3")
    yield store
    await store.close()


async def broadcast(store: SqliteStore, count: int) -> None:
    """So many digests that are due at eight."""
    await subscribed(store, *map(str, range(count)))
    await tick(store, "telegram", Hands(EIGHT))


async def post(store: SqliteStore, count: int) -> None:
    """Post so many of them."""
    epoch = await store.take("telegram", EIGHT)
    for one in await store.ready("telegram", EIGHT, EIGHT, count):
        await store.settle(one.id, epoch, Settlement(State.SENT, EIGHT))


async def test_progress(store: SqliteStore) -> None:
    """A broadcast is told of when it begins, as it goes on, and when little of it is left."""
    await broadcast(store, 250)
    broadcasts = Broadcast(store)
    lines = [await broadcasts.look(EIGHT)]
    for count in (40, 0, 200, 10):
        await post(store, count)
        lines.append(await broadcasts.look(EIGHT))
    assert lines == [
        "digests: 250 are to be posted",
        "digests: 40 of 250 are posted or settled otherwise",
        "",
        "digests: 240 of 250 are posted or settled otherwise",
        "",
    ]


async def test_a_few(store: SqliteStore) -> None:
    """A few digests are no broadcast."""
    await broadcast(store, 20)
    assert await Broadcast(store).look(EIGHT) == ""
