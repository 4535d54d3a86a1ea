"""The kinds of store and index. A new one joins here: from a folder to it, anew or as it was left there."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.index.fts5 import open_index
from bot.ports import Index, Store
from bot.stores.sqlite import open_store
from bot.subscriptions.outbox import Outbox


class Everything(Store, Outbox, Protocol):
    """What one database holds."""


STORES: dict[str, Callable[[Path], Everything]] = {
    "sqlite": lambda folder: open_store(folder / "digestbot.sqlite3"),
}
INDEXES: dict[str, Callable[[Path], Index]] = {"fts5": open_index}
