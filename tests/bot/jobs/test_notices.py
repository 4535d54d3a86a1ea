"""What operators are told, and when it was."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.jobs.notices import Notices
from bot.stores.sqlite import SqliteStore, open_store
from bot.texts import Language
from tests.essays import NOON


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "digestbot.sqlite3")
    yield store
    await store.close()


def notices_of(store: SqliteStore) -> Notices:
    """Those of a bot with one operator, that has just been started."""
    return Notices(frozenset({"telegram:1"}), store, Language.EN)


async def test_daily(store: SqliteStore) -> None:
    """What happens again and again is told once a day, however often the bot is started meanwhile."""
    said = list[int]()
    for hours in (0, 1, 23, 24, 47):
        notices = notices_of(store)
        await notices.tell_daily("it", lambda voice: voice("button.help"), NOON + timedelta(hours=hours))
        notices.tell(lambda voice: voice("button.list"))
        if await notices.next("telegram") == [("1", "All commands")]:
            said.append(hours)
    assert said == [0, 24]


async def test_daily_without_store(store: SqliteStore) -> None:
    """Where nothing can be remembered it is told all the same."""
    await store.close()
    notices = notices_of(store)
    await notices.tell_daily("it", lambda voice: voice("button.help"), NOON)
    assert await notices.next("telegram") == [("1", "All commands")]


async def test_told(store: SqliteStore) -> None:
    """Something has been told once whoever tells it asks for the next, and not before."""
    notices = notices_of(store)
    notices.tell(lambda voice: voice("button.help"))
    told = asyncio.create_task(notices.told("telegram"))
    await notices.next("telegram")
    assert not told.done()
    more = asyncio.create_task(notices.next("telegram"))
    await told
    more.cancel()


async def test_nothing_to_tell(store: SqliteStore) -> None:
    """Where nobody is told anything, nothing is left to tell."""
    await notices_of(store).told("discord")
