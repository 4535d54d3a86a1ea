"""What the stories in Telegram share: the loopback Telegram, a bot that serves it, and Ming."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SystemClock
from bot.ports import Clock
from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.platforms.serving import serving
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.spec import load_spec
from tests.stories.talk import FakeClock


@pytest.fixture
async def telegram(checkout: Path) -> AsyncIterator[Telegram]:
    """Telegram on this machine; in the end there is nothing that it had to complain of."""
    async with Telegram(load_spec(checkout)) as telegram:
        yield telegram
        assert telegram.complaints() == []


@pytest.fixture
def options() -> dict[str, Any]:
    """What the operator has set besides, for the stories that say so."""
    return {}


@pytest.fixture
def choice() -> Random:
    """What the bot takes its chances by."""
    return Random(7)


@pytest.fixture
def clock() -> Clock:
    """The clock that the platform goes by: time passes."""
    return SystemClock()


@pytest.fixture
async def served(
    telegram: Telegram, tmp_path: Path, seeds: Path, options: dict[str, Any], choice: Random, clock: Clock
) -> AsyncIterator[Bot]:
    """A bot with the seeds in its library, which serves that Telegram."""
    chosen = Settings(essays=seeds, data=tmp_path, timezone=ZoneInfo("Asia/Shanghai"), **options)
    async with await assemble(chosen, FakeClock(), choice) as bot:
        await bot.refresh()
        async with serving(bot, telegram, clock):
            yield bot


@pytest.fixture
def ming(telegram: Telegram, served: Bot) -> Person:
    """Ming, who reads simplified Chinese."""
    del served
    return Person(telegram, "明")
