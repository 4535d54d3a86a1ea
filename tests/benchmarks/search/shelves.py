"""Every engine with the same documents in it, each shelf made once in a run."""

from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tests.benchmarks.harness import QUICK, Skipped
from tests.benchmarks.search.corpus import Entry, documents, essays, thousand
from tests.benchmarks.search.engines import Engine, Fts5, Tantivy, TrigramTitles, Whoosh
from tests.benchmarks.search.ours import Ours

E = TypeVar("E", bound=Engine)

# The folders live as long as the program.
_FOLDERS: list[TemporaryDirectory[str]] = []


class Size(StrEnum):
    """Which texts are on a shelf."""

    THOUSAND = "1k"
    DOCUMENTS = "9.5k"
    ALL = "10k"


class Shelf:
    """The engines with the same texts, each in a folder of its own, made and filled when first asked for."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._entries = texts(size)

    @cached_property
    def ours(self) -> Ours:
        """This project's index."""
        return self._filled(Ours(folder()))

    @cached_property
    def fts5(self) -> Fts5:
        """Plain FTS5."""
        return self._filled(Fts5(folder()))

    @cached_property
    def tantivy(self) -> Tantivy:
        """The engine of that name, in Rust."""
        return self._filled(Tantivy(folder()))

    @cached_property
    def whoosh(self) -> Whoosh:
        """Whoosh with jieba's analyzer. Raises ``Skipped`` where filling it takes too long."""
        if QUICK and self._size is not Size.THOUSAND:
            raise Skipped("left out by --quick: it takes minutes to fill")
        return self._filled(Whoosh(folder()))

    @cached_property
    def titles(self) -> TrigramTitles:
        """The trigram index over titles."""
        return self._filled(TrigramTitles(folder()))

    @property
    def peers(self) -> tuple[Engine, ...]:
        """The engines that search whole texts, but ours; with ``--quick`` without the slowest."""
        fast: tuple[Engine, ...] = (self.fts5, self.tantivy)
        return fast if QUICK and self._size is not Size.THOUSAND else (*fast, self.whoosh)

    def _filled(self, engine: E) -> E:
        engine.add(self._entries)
        return engine


@cache
def shelf(size: Size) -> Shelf:
    """All engines with these texts."""
    return Shelf(size)


def texts(size: Size) -> tuple[Entry, ...]:
    """The texts of a shelf."""
    match size:
        case Size.THOUSAND:
            return thousand()
        case Size.DOCUMENTS:
            return documents()
        case Size.ALL:
            return (*documents(), *essays())


def folder() -> Path:
    """A new folder that is there until the program ends."""
    made = TemporaryDirectory(prefix="bench-search-")
    _FOLDERS.append(made)
    return Path(made.name)
