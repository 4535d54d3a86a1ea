"""The kinds of index. A new one joins here: from a folder to an index, anew or as it was left there."""

from collections.abc import Callable
from pathlib import Path

from bot.index.fts5 import open_index
from bot.ports import Index

INDEXES: dict[str, Callable[[Path], Index]] = {"fts5": open_index}
