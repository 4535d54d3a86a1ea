"""A database to back up."""

from pathlib import Path

import pytest

from bot.stores.sqlite import open_store
from tests.essays import NOON, adding


@pytest.fixture(name="database")
async def make_database(tmp_path: Path) -> Path:
    """A database with an essay in it."""
    path = tmp_path / "data" / "digestbot.sqlite3"
    store = open_store(path)
    await store.apply([adding("a", "风筝")], NOON)
    await store.close()
    return path
