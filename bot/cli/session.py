"""What every job does first: read the settings, open the bot, and let go of it at the end."""

import logging
import os
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar
from zoneinfo import reset_tzpath

from bot.errors import FolderUnavailable, StoreUnavailable
from bot.logs import tell
from bot.ports import Clock
from bot.serving.locking import is_served
from bot.settings import Settings, load
from bot.shelf.intake import Progress, ShelvingReport
from bot.shelf.looking import Glance
from bot.wiring import Bot, assemble

_Seen = TypeVar("_Seen", ShelvingReport, Glance)


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
        await catch_up(bot)
        yield bot


async def catch_up(bot: Bot) -> None:
    """Follow the folder, unless a bot that serves does: that alone knows which files are still written."""
    if not is_served(bot.settings.data):
        await refresh(bot)
        return
    seen = await _looked(bot, bot.glance())
    if seen and seen.unread:
        warn(being_read(bot, seen))


def being_read(bot: Bot, seen: Glance) -> str:
    """How far the bot that serves is with the folder."""
    folder = bot.settings.essays
    return f"the bot that serves is reading {folder}: {seen.unread:,} of {seen.files:,} files are left"


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
    return await _looked(bot, bot.refresh(progress=progress))


async def _looked(bot: Bot, look: Awaitable[_Seen]) -> _Seen | None:
    folder = bot.settings.essays
    try:
        seen = await look
    except FolderUnavailable as error:
        if not await bot.store.count():
            raise
        warn(str(error))
        return None
    if seen.problems:
        files = "1 file" if len(seen.problems) == 1 else f"{len(seen.problems)} files"
        warn(f"{files} in {folder} cannot be read; `digestbot essays check {folder}` says why")
    return seen


def warn(text: str) -> None:
    """Warn the operator, apart from what the command prints."""
    tell(text, logging.WARNING)
