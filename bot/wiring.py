"""The one place where the real parts meet."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Self

from bot.clock import SystemClock
from bot.desk import Desk
from bot.index.fts5 import open_index
from bot.intake import ShelvingReport, shelve
from bot.library import Library, derive_content
from bot.ports import Clock, Index, Store
from bot.settings import Settings
from bot.stores.sqlite import open_store
from bot.texts import Language

# The name under which the essays of the operator's folder are known, wherever the folder moves to.
FOLDER_COLLECTION = "essays"


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers, on one store and its index."""

    settings: Settings
    clock: Clock
    store: Store
    index: Index
    library: Library
    desk: Desk

    async def refresh(self) -> ShelvingReport:
        """Bring the library in line with its folder. Raises as ``bot.intake.shelve``."""
        folder, indexer = self.settings.essays, self.library.indexer
        report = await shelve(
            self.store, folder, FOLDER_COLLECTION, self.clock, derive_content, kept=indexer.follow
        )
        await indexer.begin()
        return report

    async def close(self) -> None:
        """Let go of the index and the store, with everything written."""
        await self.library.close()
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def assemble(settings: Settings, clock: Clock | None = None, choice: Random | None = None) -> Bot:
    """The bot that the settings describe, its database opened and migrated.

    Raises ``StoreUnavailable``, ``NewerSchema`` and ``IndexUnavailable``.
    """
    clock = clock or SystemClock()
    store = await asyncio.to_thread(open_store, settings.data / "digestbot.sqlite3")
    index = await asyncio.to_thread(open_index, settings.data)
    library = Library(store, index)
    language = settings.language or Language.ZH_HANS
    desk = Desk(library, store, clock, choice or Random(), language, settings.timezone)
    return Bot(settings, clock, store, index, library, desk)
