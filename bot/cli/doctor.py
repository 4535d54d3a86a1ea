"""``doctor``: is everything there that the bot needs?"""

import argparse
import asyncio
import json
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.cli.session import printable, settings
from bot.discord import inviting
from bot.errors import BotError, FolderUnavailable, SettingsError
from bot.ports import Standing
from bot.settings import Secret, Settings
from bot.wiring import Bot, assemble
from digests.words import Rjieba, default_segmenter

_LITTLE_SPACE = 200_000_000


class _State(StrEnum):
    OK = "ok"
    NOTE = "note"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class _Finding:
    """One thing that was looked at, how it is, and what to do if it is not well."""

    what: str
    state: _State
    detail: str


def doctor(options: argparse.Namespace) -> int:
    """Look at everything; exit code 1 if something keeps the bot from working."""
    findings = list(_findings())
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(printable(f"{finding.state:<5} {finding.what}: {finding.detail}"))
    return 1 if any(finding.state is _State.FAIL for finding in findings) else 0


def _findings() -> Iterator[_Finding]:
    yield _Finding("Python", _State.OK, f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    yield _terminal()
    yield _segmenter()
    try:
        chosen = settings()
    except SettingsError as error:
        yield from (_Finding("settings", _State.FAIL, line) for line in str(error).splitlines())
        return
    yield _Finding("settings", _State.OK, "all can be used")
    yield from asyncio.run(_library(chosen))
    yield _space(chosen)
    yield from _platforms(chosen)


def _terminal() -> _Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding == "utf8":
        return _Finding("terminal", _State.OK, "UTF-8")
    detail = f"writes {sys.stdout.encoding}, which lacks Chinese characters; set PYTHONUTF8=1"
    return _Finding("terminal", _State.NOTE, detail)


def _segmenter() -> _Finding:
    if isinstance(default_segmenter(), Rjieba):
        return _Finding("segmenter", _State.OK, "rjieba")
    return _Finding(
        "segmenter", _State.NOTE, "jieba, which is slower; `pip install rjieba` where it has a wheel"
    )


async def _library(chosen: Settings) -> list[_Finding]:
    """The database, the folder that it follows, and the index that follows it."""
    try:
        async with await assemble(chosen) as bot:
            folder = await _folder(bot)
            library, indexed = await bot.store.standing(), await bot.index.standing()
    except BotError as error:
        return [_Finding("database", _State.FAIL, str(error))]
    database = _Finding("database", _State.OK, f"{library.essays} essays in {chosen.data}")
    return [folder, database, _index(library, indexed)]


async def _folder(bot: Bot) -> _Finding:
    folder = bot.settings.essays
    try:
        report = await bot.refresh()
    except FolderUnavailable as error:
        return _Finding("essays", _State.FAIL, str(error))
    if report.problems:
        problems = "; ".join(f"{key}: {problem}" for key, problem in report.problems)
        return _Finding("essays", _State.NOTE, f"not everything in {folder} can be read: {problems}")
    return _Finding("essays", _State.OK, f"everything in {folder} can be read")


def _index(library: Standing, indexed: Standing | None) -> _Finding:
    if indexed == library:
        return _Finding("index", _State.OK, f"{library.essays} essays can be searched")
    count = indexed.essays if indexed else 0
    detail = f"{count} of {library.essays} essays can be searched; the rest follows with the next search"
    return _Finding("index", _State.NOTE, detail)


def _space(chosen: Settings) -> _Finding:
    folder = next((path for path in (chosen.data, *chosen.data.parents) if path.exists()), chosen.data)
    free = shutil.disk_usage(folder).free
    state = _State.OK if free > _LITTLE_SPACE else _State.NOTE
    return _Finding("disk", state, f"{free // 1_000_000:,} MB free at {folder}")


def _platforms(chosen: Settings) -> Iterator[_Finding]:
    if chosen.telegram_token:
        yield _Finding("Telegram", _State.OK, "there is a token; `digestbot run` serves it")
    if chosen.discord_token:
        yield _discord(chosen.discord_token)
    if not (chosen.telegram_token or chosen.discord_token):
        yield _Finding("platforms", _State.NOTE, "no token; `digestbot chat` works without")


def _discord(token: Secret) -> _Finding:
    application = inviting.application_of(token.reveal())
    if application is None:
        detail = "the token is not like the developer portal gives them: three parts with dots between"
        return _Finding("Discord", _State.NOTE, detail)
    server, person = inviting.to_a_server(application), inviting.to_a_person(application)
    return _Finding(
        "Discord",
        _State.OK,
        f"there is a token; `digestbot run` serves it. To bring the bot into a server: {server} "
        f"To use it anywhere yourself: {person}",
    )
