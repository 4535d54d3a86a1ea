"""The one place where the real parts meet."""

import asyncio
import stat
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Self

from bot.backups.keeping import Backups
from bot.backups.loss import check_not_lost
from bot.clock import SystemClock
from bot.desk.desk import Desk
from bot.desk.door import Door
from bot.errors import FolderUnavailable
from bot.index.fts5 import open_index
from bot.jobs.notices import Notices
from bot.jobs.ticking import follow_zones
from bot.jobs.unreadable import Unreadable
from bot.permissions import mode
from bot.ports import Clock, Index, Store
from bot.replies import Reply
from bot.serving.health import Health
from bot.serving.supervisor import Platform
from bot.settings import Settings
from bot.shelf.folder import key_in, key_of
from bot.shelf.intake import Progress, ShelvingReport, shelve
from bot.shelf.library import Library, derive_content
from bot.shelf.looking import Glance, glance
from bot.shelf.stillness import Stillness
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Delivery
from bot.texts import Language
from bot.visits import composing

if TYPE_CHECKING:
    # Nothing but what serves needs its library.
    from bot.serving.web import WebServer

# The name under which the essays of the operator's folder are known, wherever the folder moves to.
FOLDER_COLLECTION = "essays"

# The name under which essays are known that the operator added from anywhere else, by their whole paths.
ADDED_COLLECTION = "added"
# Whoever sits at the console is the operator.
_OPERATOR = frozenset({"console:local"})
# Under these keys the store remembers what concerns the library, and the schedule, as a whole.
_LIBRARY, _SCHEDULE = "library", "schedule"
# The folder that a bot follows which serves; it stays where that bot was killed.
_SERVED = "served"
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
    health: Health
    unreadable: Unreadable = field(default_factory=Unreadable)

    async def take_shelf(self) -> None:
        """Have other commands leave the library as this bot's folder has it, while it serves."""
        await self.store.prefer(_LIBRARY, _SERVED, await self._folder())

    async def leave_shelf(self) -> None:
        """Let other commands follow the folder that they are told of."""
        await self.store.prefer(_LIBRARY, _SERVED, None)

    async def refresh(
        self, stillness: Stillness | None = None, progress: Progress | None = None
    ) -> ShelvingReport:
        """Bring the library in line with its folder, as ``bot.shelf.intake.shelve`` with these.

        Raises ``FolderUnavailable`` too if a bot serves the library that follows another folder.
        """
        place = await self._own_folder()
        folder, indexer = self.settings.essays, self.library.indexer
        seen_before = (await self.store.preferences(_LIBRARY)).get("folder") == place
        report = await shelve(
            self.store,
            folder,
            FOLDER_COLLECTION,
            self.clock,
            derive_content,
            progress,
            kept=indexer.follow,
            seen_before=seen_before,
            stillness=stillness,
        )
        if not seen_before:
            await self.store.prefer(_LIBRARY, "folder", place)
        await indexer.begin()
        return report

    async def glance(self) -> Glance:
        """How far the library is with its folder; nothing is read. Raises as ``refresh``."""
        await self._own_folder()
        return await glance(self.store, self.settings.essays, FOLDER_COLLECTION)

    async def add(self, path: Path, progress: Progress | None = None) -> ShelvingReport:
        """Add files that the operator names. Raises as ``bot.shelf.intake.shelve``.

        Those of the library's own folder belong to that; all others are known by their whole paths.
        """
        served = (await self.store.preferences(_LIBRARY)).get(_SERVED) or await self._folder()
        path = await asyncio.to_thread(path.resolve)
        collection, prefix = await asyncio.to_thread(_home_of, path, Path(served))
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

    async def compose(self, delivery: Delivery) -> Reply | None:
        """The digest to post, as ``bot.visits.composing.post``."""
        desk = self.desk
        return await composing.post(self.library, self.store, desk.outbox, delivery, desk.language)

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

    async def _own_folder(self) -> str:
        """The folder of the essays, unless it is none, or a bot that serves follows another."""
        folder, place = self.settings.essays, await self._folder()
        if stat.S_ISREG(await asyncio.to_thread(mode, folder)):
            raise FolderUnavailable(f"{folder} is a file; DIGESTBOT_ESSAYS names the folder of the essays")
        served = (await self.store.preferences(_LIBRARY)).get(_SERVED, place)
        if served != place:
            raise FolderUnavailable(
                f"a bot serves these data with the essays of {served}; "
                f"for those of {folder} set DIGESTBOT_DATA to another folder"
            )
        return place

    async def _folder(self) -> str:
        return str(await asyncio.to_thread(self.settings.essays.resolve))

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
    if not stat.S_ISDIR(mode(path)):
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
    *,
    serving: bool = False,
) -> Bot:
    """The bot that the settings describe, with this store, or that of its database: opened and migrated.

    With ``serving`` this process is the ``bot.serving.locking.sole_server`` of the data folder already.
    Raises ``StoreUnavailable``, ``NewerSchema`` and ``IndexUnavailable``.
    """
    clock = clock or SystemClock()
    if store is None:
        backups = backups_of(settings, clock)
        await asyncio.to_thread(check_not_lost, database_of(settings), backups.folder)
        upgrading = backups.upgrading_served if serving else backups.upgrading
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
    notices = Notices(settings.admins, store, language)
    return Bot(settings, clock, store, index, library, desk, notices, Health(clock))


def platforms(bot: Bot, web: "WebServer") -> list[Platform]:
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
                bot.health,
                settings.webhook_url,
                settings.telegram_per_second,
                settings.catch_up,
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
                bot.health,
                settings.discord_guild,
                settings.discord_shards,
                settings.catch_up,
            )
        )
    return served
