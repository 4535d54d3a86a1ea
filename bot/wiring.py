"""The one place where the real parts meet."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Self

from bot import composing
from bot.backups import Backups
from bot.broadcast import Broadcast
from bot.clock import SystemClock
from bot.desk import Desk
from bot.door import Door
from bot.errors import FolderUnavailable, StoreUnavailable
from bot.folder import key_in, key_of
from bot.index.fts5 import open_index
from bot.intake import Progress, ShelvingReport, shelve
from bot.library import Library, derive_content
from bot.notices import Notices
from bot.ports import Clock, Index, Store
from bot.replies import Reply
from bot.reporting import Reporter
from bot.serving import Platform
from bot.settings import Settings
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions import Subscription
from bot.texts import Language, speak
from bot.ticking import follow_zones, tick
from bot.web import WebServer

if TYPE_CHECKING:
    from bot.scheduler import Job

# The name under which the essays of the operator's folder are known, wherever the folder moves to.
FOLDER_COLLECTION = "essays"

# The name under which essays are known that the operator added from anywhere else, by their whole paths.
ADDED_COLLECTION = "added"
# Whoever sits at the console is the operator.
_OPERATOR = frozenset({"console:local"})
# Under these keys the store remembers what concerns the library, and the schedule, as a whole.
_LIBRARY, _SCHEDULE = "library", "schedule"
_TICK_SECONDS = 5.0
_TIDY_SECONDS = 3600.0
_REPORT_SECONDS = 900.0
_PROGRESS_SECONDS = 10.0
# It is made once a day, at the first of these looks.
_BACKUP_SECONDS = 3600.0
# How long buttons work, which is a promise.
_BUTTONS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers, on one store and its index."""

    settings: Settings
    clock: Clock
    store: Store
    index: Index
    library: Library
    desk: Desk
    notices: Notices

    async def refresh(self) -> ShelvingReport:
        """Bring the library in line with its folder. Raises as ``bot.intake.shelve``."""
        folder, indexer = self.settings.essays, self.library.indexer
        place, is_file = await asyncio.to_thread(lambda: (str(folder.resolve()), folder.is_file()))
        if is_file:
            raise FolderUnavailable(f"{folder} is a file; DIGESTBOT_ESSAYS names the folder of the essays")
        seen_before = (await self.store.preferences(_LIBRARY)).get("folder") == place
        report = await shelve(
            self.store,
            folder,
            FOLDER_COLLECTION,
            self.clock,
            derive_content,
            kept=indexer.follow,
            seen_before=seen_before,
        )
        if not seen_before:
            await self.store.prefer(_LIBRARY, "folder", place)
        await indexer.begin()
        return report

    async def add(self, path: Path, progress: Progress | None = None) -> ShelvingReport:
        """Add files that the operator names. Raises as ``bot.intake.shelve``.

        Those of the library's own folder belong to that; all others are known by their whole paths.
        """
        path, essays = await asyncio.to_thread(lambda: (path.resolve(), self.settings.essays.resolve()))
        collection, prefix = await asyncio.to_thread(_home_of, path, essays)
        return await shelve(
            self.store,
            path,
            collection,
            self.clock,
            derive_content,
            progress,
            kept=self.library.indexer.follow,
            prefix=prefix,
            by_hand=True,
        )

    async def compose(self, subscription: Subscription, day: date) -> Reply | None:
        """The digest to post, as ``bot.composing.post``."""
        desk = self.desk
        return await composing.post(self.library, self.store, desk.outbox, subscription, day, desk.language)

    async def follow_zones(self) -> None:
        """Reckon all next posts anew, if the rules of the time zones are others than last time."""
        rules = version("tzdata")
        if (await self.store.preferences(_SCHEDULE)).get("zones") != rules:
            await follow_zones(self.desk.outbox, self.clock)
            await self.store.prefer(_SCHEDULE, "zones", rules)

    async def tidy(self) -> None:
        """Let go of what has been kept long enough."""
        now = self.clock.now()
        await self.desk.outbox.drop_deliveries(now - timedelta(self.settings.keep_deliveries))
        await self.desk.outbox.drop_subscriptions(now - timedelta(self.settings.keep_blocked))
        await self.store.drop_actions(now - _BUTTONS_KEPT)

    async def close(self) -> None:
        """Let go of the index and the store, with everything written."""
        await self.library.close()
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _home_of(path: Path, essays: Path) -> tuple[str, str]:
    """The collection that the files at ``path`` belong to, and what their keys there begin with."""
    key = key_in(essays, path)
    collection, place = (ADDED_COLLECTION, key_of(str(path))) if key is None else (FOLDER_COLLECTION, key)
    if not path.is_dir():
        place = place.removesuffix(key_of(path.name))
    return collection, f"{place.rstrip('/')}/" if place else ""


def database_of(settings: Settings) -> Path:
    """The file of the database."""
    return settings.data / "digestbot.sqlite3"


def backups_of(settings: Settings, clock: Clock) -> Backups:
    """The backups that are made without being asked for."""
    folder = settings.backups or settings.data / "backups"
    return Backups(database_of(settings), folder, settings.keep_backups, clock)


async def assemble(
    settings: Settings,
    clock: Clock | None = None,
    choice: Random | None = None,
    store: SqliteStore | None = None,
) -> Bot:
    """The bot that the settings describe, with this store, or that of its database: opened and migrated.

    Raises ``StoreUnavailable``, ``NewerSchema`` and ``IndexUnavailable``.
    """
    clock = clock or SystemClock()
    if store is None:
        upgrading = backups_of(settings, clock).upgrading
        store = await asyncio.to_thread(open_store, database_of(settings), upgrading=upgrading)
    index = await asyncio.to_thread(open_index, settings.data)
    library = Library(store, index)
    language = settings.language or Language.ZH_HANS
    door = Door(
        settings.chats,
        settings.admins | _OPERATOR,
        settings.requests_per_minute,
        settings.group_requests_per_minute,
    )
    desk = Desk(library, store, store, clock, choice or Random(), door, language, settings.timezone)
    return Bot(settings, clock, store, index, library, desk, Notices(settings.admins, store, language))


def platforms(bot: Bot, web: WebServer) -> list[Platform]:
    """Those that have a token. Their libraries are loaded here, since nothing but ``run`` needs them."""
    served: list[Platform] = []
    settings = bot.settings
    if settings.telegram_token:
        from bot.telegram.adapter import Telegram

        served.append(
            Telegram(
                settings.telegram_token,
                settings.telegram_api_root,
                bot.desk,
                bot.store,
                bot.clock,
                web,
                bot.compose,
                bot.notices,
                settings.webhook_url,
                settings.telegram_per_second,
            )
        )
    if settings.discord_token:
        from bot.discord.adapter import Discord

        served.append(
            Discord(
                settings.discord_token,
                settings.discord_api_root,
                settings.discord_gateway,
                bot.desk,
                bot.store,
                bot.clock,
                bot.compose,
                bot.notices,
                settings.discord_guild,
                settings.discord_shards,
            )
        )
    return served


def jobs(bot: Bot, tell: Callable[[str], None], caught_up: Callable[[], Awaitable[None]]) -> "list[Job]":
    """What ``run`` does again and again. Their library is loaded here, as those of the platforms.

    ``tell`` gets what the operator should know; ``caught_up`` returns once the essays that came are known,
    so that they are in the digests that are due.
    """
    from bot.scheduler import Job

    reporter, broadcast = Reporter(bot.desk.outbox, bot.clock.now()), Broadcast(bot.desk.outbox)

    async def report() -> None:
        for telling in await reporter.report(bot.clock.now()):
            tell(telling(speak(Language.EN)))
            bot.notices.tell(telling)

    async def look() -> None:
        if line := await broadcast.look(bot.clock.now()):
            tell(line)

    async def post(platform: str) -> None:
        await caught_up()
        await tick(bot.desk.outbox, platform, bot.clock)

    found = [
        Job("tidying up", _TIDY_SECONDS, bot.tidy),
        Job("looking for digests that failed", _REPORT_SECONDS, report),
        Job("looking how far a broadcast is", _PROGRESS_SECONDS, look),
    ]
    if bot.settings.keep_backups:
        found.append(Job("the daily backup", _BACKUP_SECONDS, _backing_up(bot)))
    served = {"Telegram": bot.settings.telegram_token, "Discord": bot.settings.discord_token}
    ticking = [
        Job(f"the digests that are due on {name}", _TICK_SECONDS, partial(post, name.lower()))
        for name, token in served.items()
        if token
    ]
    return [*found, *ticking]


def _backing_up(bot: Bot) -> Callable[[], Awaitable[None]]:
    """Makes the backup of the day; that there is none is told once a day, for nobody looks for that."""
    backups, told = backups_of(bot.settings, bot.clock), date.min

    async def back_up() -> None:
        nonlocal told
        try:
            await backups.daily()
        except StoreUnavailable:
            if told != (today := bot.clock.now().date()):
                told = today
                bot.notices.tell(lambda voice: voice("operator.no_backup"))
            raise

    return back_up
