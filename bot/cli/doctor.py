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

from bot.cli.session import settings
from bot.errors import BotError, SettingsError
from bot.folder import scan
from bot.ports import Standing
from bot.settings import Settings
from bot.wiring import assemble
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
            print(f"{finding.state:<5} {finding.what}: {finding.detail}")
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
    yield _essays(chosen)
    yield from _database(chosen)
    yield _space(chosen)
    yield _platforms(chosen)


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


def _essays(chosen: Settings) -> _Finding:
    try:
        found = scan(chosen.essays)
    except BotError as error:
        return _Finding("essays", _State.FAIL, f"{error} DIGESTBOT_ESSAYS names the folder")
    detail = f"{len(found.files)} files in {chosen.essays}"
    if found.problems:
        problems = "; ".join(f"{key}: {problem}" for key, problem in found.problems.items())
        return _Finding("essays", _State.NOTE, f"{detail}; {problems}")
    return _Finding("essays", _State.OK if found.files else _State.NOTE, detail)


def _database(chosen: Settings) -> Iterator[_Finding]:
    try:
        library, indexed = asyncio.run(_standings(chosen))
    except BotError as error:
        yield _Finding("database", _State.FAIL, str(error))
        return
    yield _Finding("database", _State.OK, f"{library.essays} essays in {chosen.data}")
    if indexed == library:
        yield _Finding("index", _State.OK, f"{library.essays} essays can be searched")
    else:
        count = indexed.essays if indexed else 0
        detail = f"{count} of {library.essays} essays can be searched; the rest follows when the bot runs"
        yield _Finding("index", _State.NOTE, detail)


async def _standings(chosen: Settings) -> tuple[Standing, Standing | None]:
    async with await assemble(chosen) as bot:
        return await bot.store.standing(), await bot.index.standing()


def _space(chosen: Settings) -> _Finding:
    folder = next((path for path in (chosen.data, *chosen.data.parents) if path.exists()), chosen.data)
    free = shutil.disk_usage(folder).free
    state = _State.OK if free > _LITTLE_SPACE else _State.NOTE
    return _Finding("disk", state, f"{free // 1_000_000:,} MB free at {folder}")


def _platforms(chosen: Settings) -> _Finding:
    tokens = {"Telegram": chosen.telegram_token, "Discord": chosen.discord_token}
    stated = [name for name, token in tokens.items() if token is not None]
    detail = f"token for {' and '.join(stated)}" if stated else "no token; `digestbot chat` works without"
    return _Finding("platforms", _State.OK if stated else _State.NOTE, detail)
