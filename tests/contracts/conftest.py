"""Every kind of store and index, for the tests that each of them has to pass."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.ports import Index, Store
from bot.stores.sqlite import open_store
from tests.contracts.kinds import INDEXES

# A new kind of store joins here: from an empty folder to a store.
FACTORIES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "digestbot.sqlite3"),
}


@pytest.fixture(params=FACTORIES)
def make_store(request: pytest.FixtureRequest) -> Callable[[Path], Store]:
    """How a store of this kind is opened in a folder: anew, or as it was left there."""
    return FACTORIES[request.param]


@pytest.fixture
async def store(make_store: Callable[[Path], Store], tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    opened = make_store(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture(params=INDEXES)
def make_index(request: pytest.FixtureRequest) -> Callable[[Path], Index]:
    """How an index of this kind is opened in a folder: anew, or as it was left there."""
    return INDEXES[request.param]


@pytest.fixture
async def index(make_index: Callable[[Path], Index], tmp_path: Path) -> AsyncIterator[Index]:
    """An empty index."""
    opened = make_index(tmp_path)
    yield opened
    await opened.close()
