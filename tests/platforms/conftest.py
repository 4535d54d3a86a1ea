"""The loopback services of the tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import Telegram
from tests.platforms.telegram.spec import load_spec


@pytest.fixture
async def telegram(checkout: Path) -> AsyncIterator[Telegram]:
    """Telegram on this machine, which checks by the official description too where that is there."""
    async with Telegram(load_spec(checkout)) as telegram:
        yield telegram
