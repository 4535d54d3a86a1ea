"""Every kind of store and index, for the tests that each of them has to pass."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.ports import Index
from tests.contracts.kinds import INDEXES, STORES, Everything


@pytest.fixture(params=STORES)
def make_store(request: pytest.FixtureRequest) -> Callable[[Path], Everything]:
    """How a store of this kind is opened in a folder: anew, or as it was left there."""
    return STORES[request.param]


@pytest.fixture
async def store(make_store: Callable[[Path], Everything], tmp_path: Path) -> AsyncIterator[Everything]:
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
