"""A bot on the essays that ship, for the pictures of conversations: the same on every machine and day."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.settings import Settings, seeds_folder
from bot.wiring import Bot, assemble
from tests.stories.talk import FakeClock


@asynccontextmanager
async def staged() -> AsyncGenerator[Bot]:
    """The bot with its library in order, as long as the block lasts."""
    with TemporaryDirectory() as data:
        chosen = Settings(essays=seeds_folder(), data=Path(data))
        async with await assemble(chosen, FakeClock(), Random(1)) as bot:
            await bot.refresh()
            yield bot
