"""The one place where the real parts meet."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Self

from bot.clock import SystemClock
from bot.desk import Desk
from bot.intake import ShelvingReport, shelve
from bot.library import Library, derive_content
from bot.ports import Clock, Store
from bot.settings import Settings
from bot.stores.sqlite import open_store
from bot.texts import Language

# The name under which the essays of the operator's folder are known, wherever the folder moves to.
FOLDER_COLLECTION = "essays"


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers, on one store."""

    settings: Settings
    clock: Clock
    store: Store
    library: Library
    desk: Desk

    async def refresh(self) -> ShelvingReport:
        """Bring the library in line with its folder. Raises as ``bot.intake.shelve``."""
        folder = self.settings.essays
        return await shelve(self.store, folder, FOLDER_COLLECTION, self.clock, derive_content)

    async def close(self) -> None:
        """Let go of the store, with everything written."""
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def assemble(settings: Settings, clock: Clock | None = None, choice: Random | None = None) -> Bot:
    """The bot that the settings describe, its database opened and migrated.

    Raises ``StoreUnavailable`` and ``NewerSchema``.
    """
    clock = clock or SystemClock()
    store = await asyncio.to_thread(open_store, settings.data / "digestbot.sqlite3")
    library = Library(store)
    language = settings.language or Language.ZH_HANS
    desk = Desk(library, store, clock, choice or Random(), language, settings.timezone)
    return Bot(settings, clock, store, library, desk)
