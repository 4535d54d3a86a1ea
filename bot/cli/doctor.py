"""``doctor``: is everything there that the bot needs?"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

from bot import __version__
from bot.backups.keeping import Backups
from bot.cli.session import being_read, settings
from bot.clock import SystemClock
from bot.errors import BotError, FolderUnavailable, SettingsError, UnusableFile
from bot.logs import printable, spelt
from bot.permissions import nearest, why
from bot.ports import Clock, Standing
from bot.requests import Address
from bot.serving import dotfile, readiness, timekeeping
from bot.serving.checks import Finding, State, failure, note, well
from bot.serving.locking import is_served
from bot.serving.web import USUAL, WebServer
from bot.settings import Settings
from bot.shelf.looking import Glance
from bot.stores import copying
from bot.subscriptions.delivery import Filter
from bot.subscriptions.delivery import State as DeliveryState
from bot.subscriptions.subscription import Status
from bot.wiring import Bot, assemble, backups_of, database_of
from digests.words import Rjieba, default_segmenter

_LITTLE_SPACE, _NO_SPACE = 200_000_000, 20_000_000
_LIBRARIES = ("python-telegram-bot", "discord.py", "tzdata")
# The rules of the time zones change several times a year.
_OLD_RULES_YEARS = 2
_RIGHTS_OF_OTHERS = 0o077
_POSTED = frozenset({Status.ACTIVE, Status.PAUSED})
_FAILED = (DeliveryState.UNKNOWN, DeliveryState.MISSED, DeliveryState.DEAD)
_DAY = timedelta(days=1)


def doctor(options: argparse.Namespace) -> int:
    """Look at everything; exit code 1 if something keeps the bot from working."""
    findings = asyncio.run(_findings())
    if options.json:
        told = [{name: spelt(text) for name, text in asdict(finding).items()} for finding in findings]
        print(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            print(printable(f"{finding.state:<5} {finding.what}: {finding.detail}"))
            if finding.remedy:
                print(printable(f"      -> {finding.remedy}"))
    return 1 if any(finding.state is State.FAIL for finding in findings) else 0


async def _findings() -> list[Finding]:
    clock = SystemClock()
    found = [_versions(), _terminal(), _segmenter(), _zones(clock)]
    try:
        chosen = settings()
    except SettingsError as error:
        remedy = "correct it in .env or the environment; README.md lists all settings"
        return [*found, *(failure("settings", line, remedy) for line in str(error).splitlines())]
    except UnusableFile as error:
        remedy = "let the bot's user read it, or start the bot in a folder that it may enter"
        return [*found, failure("settings", str(error), remedy)]
    found += [well("settings", "all can be used"), *_secrecy(dotfile.FILE), *_admins(chosen), _space(chosen)]
    served = is_served(chosen.data)
    found.append(_process(chosen.data, served=served))
    found += [_backups(backups_of(chosen, clock)), *await _listening(chosen, served=served)]
    library, addresses = await _library(chosen, served=served)
    return [*found, *library, *await _platforms(chosen, clock, addresses, served=served)]


# -- this machine ----------------------------------------------------------------------------------


def _versions() -> Finding:
    ours = f"digestbot {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return well("versions", ", ".join([ours, *(f"{name} {version(name)}" for name in _LIBRARIES)]))


def _terminal() -> Finding:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding == "utf8":
        return well("terminal", "UTF-8")
    detail = f"it is written in {sys.stdout.encoding}, which lacks Chinese characters"
    return note("terminal", detail, "set PYTHONUTF8=1")


def _segmenter() -> Finding:
    if isinstance(default_segmenter(), Rjieba):
        return well("segmenter", "rjieba")
    return note("segmenter", "jieba, which is slower", "`pip install rjieba`, where it has a wheel")


def _zones(clock: Clock) -> Finding:
    rules = version("tzdata")
    if int(rules.partition(".")[0]) > clock.now().year - _OLD_RULES_YEARS:
        return well("time zones", f"the rules of {rules}")
    return note("time zones", f"the rules are old ({rules})", "upgrade the bot, or tzdata alone")


def _secrecy(path: Path) -> Iterator[Finding]:
    """The tokens are in this file, for nobody else to read. Windows has other ways to see to that."""
    if os.name == "nt" or not path.exists():
        return
    if path.stat().st_mode & _RIGHTS_OF_OTHERS:
        yield note(str(path), "others on this machine may read it, and the tokens in it", f"chmod 600 {path}")
    else:
        yield well(str(path), "nobody else may read it")


def _admins(chosen: Settings) -> Iterator[Finding]:
    if (chosen.telegram_token or chosen.discord_token) and not chosen.admins:
        remedy = "set DIGESTBOT_ADMINS to your own number, such as telegram:123456: /mydata shows it"
        yield note("admins", "there are none: nobody is told when something goes wrong", remedy)


def _space(chosen: Settings) -> Finding:
    folder = nearest(chosen.data)
    free = shutil.disk_usage(folder).free
    detail = f"{free // 1_000_000:,} MB free at {folder}"
    if free > _LITTLE_SPACE:
        return well("disk", detail)
    return (note if free > _NO_SPACE else failure)("disk", detail, "make room")


async def _listening(chosen: Settings, *, served: bool) -> list[Finding]:
    """The port: the bot that serves is asked there, and for one that is to it has to be free."""
    if not (chosen.listen or chosen.webhook_url):
        return []
    listen = chosen.listen or USUAL
    if served:
        return [await readiness.check(listen)]
    try:
        async with WebServer(listen).listening():
            return [well("port", f"{listen[0]}:{listen[1]} is free")]
    except SettingsError as error:
        remedy = "set DIGESTBOT_LISTEN to another address of this machine, or end what listens there"
        return [failure("port", str(error), remedy)]


# -- what the bot remembers ------------------------------------------------------------------------


def _process(data: Path, *, served: bool) -> Finding:
    return well("process", f"a bot serves {data}" if served else f"no bot serves {data} now")


def _backups(backups: Backups) -> Finding:
    """Whether their folder can be written, or made."""
    try:
        TemporaryFile(dir=nearest(backups.folder)).close()
    except OSError as error:
        detail = f"{backups.folder}: cannot be written ({why(error, backups.folder)})"
        return failure("backups", detail, "set DIGESTBOT_BACKUPS to a folder that the bot's user may write")
    made = f"one a day, the newest {backups.days} kept" if backups.days else "none but before an upgrade"
    return well("backups", f"{made}, in {backups.folder}")


async def _library(chosen: Settings, *, served: bool) -> tuple[list[Finding], list[Address]]:
    """The database, the folder that it follows, the index that follows it; and where digests are posted."""
    database = database_of(chosen)
    try:
        if not copying.is_blank(database) and database.exists():
            copying.check(database, database)
        async with await assemble(chosen) as bot:
            folder = await _folder(bot, served=served)
            library, indexed = await bot.store.standing(), await bot.index.standing()
            posted = await bot.desk.outbox.subscriptions(statuses=_POSTED)
            blocked = await bot.desk.outbox.subscriptions(statuses=frozenset({Status.BLOCKED}))
            digests = await _digests(bot)
    except BotError as error:
        remedy = "deploy/recover.md says what to do, and how to go back to a backup"
        return [failure("database", str(error), remedy)], []
    whole = well("database", f"{library.essays} essays in {chosen.data}; it is whole")
    found = [folder, whole, _index(library, indexed), *_blocked(len(blocked)), digests]
    return found, [subscription.address for subscription in posted]


async def _folder(bot: Bot, *, served: bool) -> Finding:
    """Whether the essays can be read. A bot that serves reads them itself, which may take minutes."""
    folder = bot.settings.essays
    try:
        seen = await (bot.glance() if served else bot.refresh())
    except FolderUnavailable as error:
        return failure("essays", str(error), "set DIGESTBOT_ESSAYS to the folder of the essays")
    if isinstance(seen, Glance) and seen.unread:
        remedy = f"wait until that is done; if some stay, `digestbot essays check {folder}` says why"
        return note("essays", being_read(bot, seen), remedy)
    if seen.problems:
        problems = "; ".join(f"{key}: {problem}" for key, problem in seen.problems)
        detail = f"not everything in {folder} can be read: {problems}"
        return note("essays", detail, "mend these files, or take them away")
    return well("essays", f"everything in {folder} can be read")


def _index(library: Standing, indexed: Standing | None) -> Finding:
    if indexed == library:
        return well("index", f"{library.essays} essays can be searched")
    count = indexed.essays if indexed else 0
    remedy = "the rest follows with the next search; if not: `digestbot index rebuild`"
    return note("index", f"{count} of {library.essays} essays can be searched", remedy)


async def _digests(bot: Bot) -> Finding:
    """What became of the digests lately. Those whose readers left have a finding of their own."""
    since = bot.clock.now() - _DAY
    failed = Filter(states=frozenset(_FAILED), settled_after=since, active=True)
    counts = await bot.desk.outbox.delivery_counts(failed)
    if not counts:
        return well("digests", "none failed in the last 24 hours")
    said = ", ".join(f"{counts[state]} {state}" for state in _FAILED if state in counts)
    remedy = f"`digestbot deliveries --state {' '.join(_FAILED)}` lists them, and says why"
    return note("digests", f"in the last 24 hours {said}", remedy)


def _blocked(count: int) -> Iterator[Finding]:
    if count:
        detail = f"{count} are not posted to any more: their chats are gone, or blocked the bot"
        yield note("subscriptions", detail, "`digestbot subscriptions --status blocked` lists them")


# -- the platforms ---------------------------------------------------------------------------------


async def _platforms(
    chosen: Settings, clock: Clock, addresses: Sequence[Address], *, served: bool
) -> list[Finding]:
    found: list[Finding] = []
    root = chosen.discord_api_root
    if chosen.discord_token:
        from bot.discord import checking as discord

        found += await discord.check(chosen.discord_token, root, _of("discord", addresses))
    if chosen.telegram_token:
        from bot.telegram import checking as telegram

        root, chats = chosen.telegram_api_root, _of("telegram", addresses)
        found += await telegram.check(
            chosen.telegram_token, root, clock, chats, chosen.webhook_url, served=served
        )
    if not found:
        remedy = f"{dotfile.command()} sets one up; `digestbot chat` works without"
        return [note("platforms", "there is no token", remedy)]
    return [*found, await timekeeping.check(root, clock)]


def _of(name: str, addresses: Sequence[Address]) -> list[Address]:
    return [address for address in addresses if address.platform == name]
