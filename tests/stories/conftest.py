"""The desk of the stories: the seeds in a library of their own, a clock that stands still."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.stories.talk import FakeClock, Talk


@pytest.fixture
def clock() -> FakeClock:
    """The clock of the story."""
    return FakeClock()


@pytest.fixture
async def bot(tmp_path: Path, seeds: Path, clock: FakeClock) -> AsyncIterator[Bot]:
    """A bot with the seeds in its library."""
    chosen = Settings(essays=seeds, data=tmp_path, timezone=ZoneInfo("Asia/Shanghai"))
    async with await assemble(chosen, clock, Random(7)) as bot:
        await bot.refresh()
        yield bot


@pytest.fixture
def talk(bot: Bot) -> Talk:
    """Ming, who reads simplified Chinese, in a private chat."""
    return Talk(bot.desk)
