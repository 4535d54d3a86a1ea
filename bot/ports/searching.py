"""Finding essays: what an index takes in and what it answers, and the index as a narrow interface."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.ports.library import Standing
from digests.model import Keyword
from digests.query import Query


@dataclass(frozen=True, slots=True)
class Document:
    """An essay as an index takes it in; ``sequence`` is the change of the library that brought it.

    ``terms`` are all that it may be about, ``keywords`` the best of them.
    """

    number: int
    sequence: int
    title: str
    text: str
    author: str | None
    source: str | None
    date: date | None
    keywords: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many of the ``total`` essays of a library (about) may be about each of some terms."""

    essays: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An essay that is not to be found any more, since this change of the library."""

    number: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """An essay that a search found; ``score`` is higher for a better one."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search found, the best first, among all changes up to ``bound``.

    The first ``whole`` of them hold all that was looked for; those behind these, or all if there are none,
    hold some of it. ``more`` if there may be others behind them. ``listed`` if the query only narrows or
    excludes: nothing is ranked then, the newest come first, and ``whole`` counts all, those too that are not
    among the hits.
    """

    hits: tuple[Ranked, ...]
    bound: int
    whole: int = 0
    more: bool = False
    listed: bool = False

    @property
    def partial(self) -> bool:
        """Whether no essay holds all that was looked for, and these hold some of it."""
        return bool(self.hits) and not self.whole


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    ESSAY = "essay"
    AUTHOR = "author"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to go on with while typing; ``number`` for an essay."""

    kind: SuggestionKind
    text: str
    number: int | None = None


class Growing(Protocol):
    """An index that is brought forward change by change."""

    async def reached(self) -> int | None:
        """The last change that is in it; ``None`` if it has to be made anew."""
        ...

    async def advance(self, born: str, after: int, changes: Sequence[Document | Withdrawn]) -> bool:
        """Bring in the changes that follow ``after``, all or none.

        ``False`` if it has come further by then (another process was faster), or is of another library.
        """
        ...


class Index(Growing, Protocol):
    """Finds essays. All it holds is derived from the store, and can be made anew from it.

    It may be shared with other processes. Failures of the medium surface as
    ``bot.errors.IndexUnavailable``.
    """

    async def standing(self) -> Standing | None:
        """What the index holds, to compare with the store's; ``None`` if it has to be made anew."""
        ...

    async def worn(self) -> float:
        """The share (0 to 1) of what it keeps that is of no use any more: making it anew gets rid of it."""
        ...

    async def size(self) -> int:
        """How many bytes it takes on the medium."""
        ...

    async def tidy(self) -> None:
        """Put together what many changes left apart, so that answers come faster; others go on meanwhile."""
        ...

    def renewal(self) -> AbstractAsyncContextManager[Growing]:
        """Make the index anew; it takes the old one's place at the end of the block, unless that fails."""
        ...

    async def search(self, query: Query, limit: int, bound: int | None = None) -> Ranking:
        """The essays that answer a query, at most ``limit``; of those that came up to ``bound``."""
        ...

    async def listed(self, query: Query, limit: int, bound: int, start: int) -> Sequence[Ranked]:
        """More of what a search ``listed``: from ``start`` on."""
        ...

    async def matching(self, query: Query) -> frozenset[int]:
        """Numbers of all essays that hold all a query asks for, however many they are."""
        ...

    async def candidates(self, query: Query, limit: int, bound: int) -> Sequence[int]:
        """Numbers of essays that may hold what was typed in one piece, cut otherwise: to be looked into.

        They have its Chinese characters, and meet all that narrows or excludes; the likeliest come first.
        """
        ...

    async def titled(self, piece: str, limit: int) -> Sequence[int]:
        """Numbers of essays whose title holds this piece, whole titles first, then the shortest.

        Width, case, white space, punctuation, simplified or traditional writing do not count.
        """
        ...

    async def nearest(self, title: str, limit: int) -> Sequence[int]:
        """Numbers of the essays whose titles are most like this one."""
        ...

    async def suggest(
        self, prefix: str, limit: int, kind: SuggestionKind | None = None
    ) -> Sequence[Suggestion]:
        """Titles, authors and frequent terms that begin so; then titles that hold what was typed."""
        ...

    async def frequent(self, limit: int) -> Sequence[str]:
        """Terms that several essays are about, folded, the most frequent first."""
        ...

    async def related(self, number: int, terms: Sequence[Keyword], limit: int) -> Sequence[Ranked]:
        """Essays that share rare terms with this one, which may be about these, the nearest first."""
        ...

    async def commonness(self, terms: Sequence[str]) -> Commonness:
        """How many essays may be about each of these (folded) terms."""
        ...

    async def close(self) -> None:
        """Let go of the medium."""
        ...
