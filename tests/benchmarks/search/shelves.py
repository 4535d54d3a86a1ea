"""Every engine with the same documents in it, each shelf made once in a run."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.search.corpus import Entry, documents, essays, thousand
from tests.benchmarks.search.engines import Engine, Fts5, Tantivy, TrigramTitles, Whoosh
from tests.benchmarks.search.ours import Ours

# The folders live as long as the program.
_FOLDERS: list[TemporaryDirectory[str]] = []


class Size(StrEnum):
    """Which texts are on a shelf."""

    THOUSAND = "1k"
    DOCUMENTS = "9.5k"
    ALL = "10k"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The engines, each with a folder of its own."""

    ours: Ours
    fts5: Fts5
    tantivy: Tantivy
    whoosh: Whoosh
    titles: TrigramTitles

    @property
    def peers(self) -> tuple[Engine, ...]:
        """The engines that search whole texts, but ours."""
        return (self.fts5, self.tantivy, self.whoosh)


@cache
def shelf(size: Size) -> Shelf:
    """All engines with these texts."""
    made = Shelf(Ours(folder()), Fts5(folder()), Tantivy(folder()), Whoosh(folder()), TrigramTitles(folder()))
    for engine in (made.ours, *made.peers, made.titles):
        engine.add(texts(size))
    return made


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
