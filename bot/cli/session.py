"""What every job does first: read the settings, open the bot, and let go of it at the end."""

import logging
import os
import sys
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import reset_tzpath

from bot.errors import FolderUnavailable, StoreUnavailable
from bot.logs import printable, tell
from bot.ports import Clock
from bot.settings import Settings, load
from bot.shelf.intake import Progress, ShelvingReport
from bot.wiring import Bot, assemble


def settings() -> Settings:
    """The settings of the environment and of ``.env`` in the current folder."""
    # The rules of the time zones are those that were installed with the bot, on every machine.
    reset_tzpath(())
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    return load(os.environ, Path(".env"))


@asynccontextmanager
async def opened(chosen: Settings, clock: Clock | None = None) -> AsyncGenerator[Bot]:
    """The whole bot, its library up to date with its folder; closed at the end."""
    async with await assemble(chosen, clock) as bot:
        await refresh(bot)
        yield bot


@asynccontextmanager
async def shelf_taken(bot: Bot) -> AsyncGenerator[None]:
    """Have other commands leave the library to this bot meanwhile."""
    await _if_it_can_be_written(bot.take_shelf())
    try:
        yield
    finally:
        await _if_it_can_be_written(bot.leave_shelf())


async def _if_it_can_be_written(noted: Awaitable[None]) -> None:
    try:
        await noted
    except StoreUnavailable as error:
        warn(str(error))


async def refresh(bot: Bot, progress: Progress | None = None) -> ShelvingReport | None:
    """Follow the folder; what is wrong with it is said, and what is known is served all the same."""
    folder = bot.settings.essays
    try:
        report = await bot.refresh(progress=progress)
    except FolderUnavailable as error:
        if not await bot.store.count():
            raise
        warn(str(error))
        return None
    if report.problems:
        files = "1 file" if len(report.problems) == 1 else f"{len(report.problems)} files"
        warn(f"{files} in {folder} cannot be read; `digestbot essays check {folder}` says why")
    return report


def warn(text: str) -> None:
    """Tell the operator, apart from what the command prints."""
    if not tell(text):
        print(f"digestbot: {printable(text)}", file=sys.stderr)
