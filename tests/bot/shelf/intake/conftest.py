"""A store and a folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Store
from bot.stores.sqlite import open_store
from tests.bot.shelf.intake.folders import Folder


@pytest.fixture(name="store")
async def make_store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    store = open_store(tmp_path / "db")
    yield store
    await store.close()


@pytest.fixture(name="folder")
def make_folder(tmp_path: Path) -> Folder:
    """A folder that is not there yet."""
    return Folder(tmp_path / "essays")
