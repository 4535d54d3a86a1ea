"""What every job does first: read the settings, open the bot, and let go of it at the end."""

import logging
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.ports import Clock
from bot.settings import Settings, load
from bot.wiring import Bot, assemble


def settings() -> Settings:
    """The settings of the environment and of ``.env`` in the current folder."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    return load(os.environ, Path(".env"))


@asynccontextmanager
async def opened(chosen: Settings, clock: Clock | None = None) -> AsyncGenerator[Bot]:
    """The whole bot, its library up to date with its folder; closed at the end."""
    async with await assemble(chosen, clock) as bot:
        report = await bot.refresh()
        if report.problems:
            print(
                f"digestbot: {len(report.problems)} file(s) in {chosen.essays} cannot be read;"
                f" `digestbot essays check {chosen.essays}` says why",
                file=sys.stderr,
            )
        yield bot
