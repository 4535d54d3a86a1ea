"""The library: the essays that can be seen, found by number, title or words, opened and drawn from."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import digests
from bot.errors import IndexUnavailable
from bot.ports import Content, EssayRecord, Index, Ranked, Ranking, Store, Suggestion, SuggestionKind
from bot.shelf.indexing import Indexer, Readiness
from bot.wishes.numerals import LARGEST, essay_number, listed, ordinal
from digests.derived import VERSION, Derived
from digests.folding import fold, letters
from digests.keywords import telling
from digests.matching import holds
from digests.query import Query

# So many essays of a search can be paged through, unless it only lists what is not ranked.
MOST_HITS = 60
_NEAREST = 5
_TITLES = 20
# Behind fewer essays that hold all come those that hold it cut otherwise: so many are looked into for it.
_SELDOM = 10
_LOOKED_INTO = 20
# Behind fewer essays that hold all come some that hold only some of it.
_FILLED = 5
_OPEN_AT_ONCE = 64
_RANKINGS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Opened:
    """An essay of the library with all that was worked out from it, which its content settles."""

    record: EssayRecord
    derived: Derived = field(compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to: ``exact`` essays (one, or several to choose from), else the ``nearest``.

    Where none is near there are the ``latest``. With ``gone`` it is the number of an essay that was taken
    down; a number that no essay ever had is at most a piece of the ``nearest`` titles.
    """

    exact: tuple[EssayRecord, ...] = ()
    nearest: tuple[EssayRecord, ...] = ()
    latest: tuple[EssayRecord, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found; ``complete`` unless the index is still being brought up to date."""

    ranking: Ranking
    complete: bool


def derive_content(content: Content) -> Derived:
    """Read and digest the bytes of an essay (slow: tens of milliseconds, no waiting)."""
    return digests.derive(digests.read(content.data, content.name))


class Library:
    """The essays of a store, opened on demand and found through an index.

    What is worked out from them is kept in the store; the index is kept in step with it.
    """

    def __init__(
        self, store: Store, index: Index, derive: Callable[[Content], Derived] = derive_content
    ) -> None:
        self._store = store
        self._index = index
        self._derive = derive
        self._opened: OrderedDict[str, Derived] = OrderedDict()
        self._rankings: OrderedDict[tuple[Query, int], Ranking] = OrderedDict()
        # Both with the last change that they know of.
        self._arrivals: tuple[int, Sequence[tuple[int, datetime]]] = (0, ())
        self._counted = (0, 0)
        self.indexer = Indexer(store, index, self._read)

    async def open(self, number: int) -> Opened | None:
        """The visible essay of this number, digested now if it was not yet."""
        record = await self._store.essay(number)
        return None if record is None else await self.opened(record)

    async def opened(self, record: EssayRecord) -> Opened:
        """An essay that was just found."""
        return Opened(record, await self._derived(record.content_hash))

    async def find(self, name: str) -> Found:
        """Essays by number, by a line of a list, by (a piece of) title; else the nearest, or the latest.

        Width, case, white space, punctuation, simplified or traditional writing do not count. A whole
        title beats a piece of one.
        """
        place = ordinal(name)
        wanted = letters(name) if place is None else str(place)
        number = essay_number(name)
        if number is not None and number <= LARGEST:
            record = await self._store.essay(number)
            if record is not None:
                return Found(exact=(record,))
            if await self._store.had(number):
                return Found(gone=True)
        record = await self._listed(name)
        if record is not None:
            return Found(exact=(record,))
        if await self.indexer.keep_up() is Readiness.MISSING:
            titled = await self.records(await self._scan_titles([wanted]))
            near: Sequence[int] = ()
        else:
            titled = await self.records(await self._index.titled(wanted, _TITLES))
            vague = not (titled or wanted.isdecimal())
            near = await self._index.nearest(wanted, _NEAREST) if vague else ()
        exact = tuple(record for record in titled if letters(record.facts.title) == wanted)
        if not wanted.isdecimal():
            exact = exact or titled
        if exact:
            return Found(exact=tuple(sorted(exact, key=lambda record: record.number)))
        nearest = titled or await self.records(near)
        return (
            Found(nearest=nearest)
            if nearest
            else Found(latest=tuple(await self._store.latest(limit=_NEAREST)))
        )

    async def _listed(self, name: str) -> EssayRecord | None:
        """The essay of a line of a list, with the beginning of its title."""
        line = listed(name)
        record = await self._store.essay(line[0]) if line else None
        if line is None or record is None:
            return None
        return record if letters(record.facts.title).startswith(letters(line[1])) else None

    async def search(self, query: Query, bound: int | None = None) -> Answer:
        """The essays that answer a query. ``bound`` is that of an earlier answer, to page on in it.

        Paging on shows nothing twice and leaves nothing out, whatever was added meanwhile. (After a
        restart the order is worked out again from what there was at the time.)
        """
        readiness = await self.indexer.keep_up()
        if readiness is Readiness.MISSING:
            numbers = await self._scan_titles([letters(word) for word in query.words])
            hits = tuple(Ranked(number, 1 / place) for place, number in enumerate(numbers, 1))
            return Answer(Ranking(hits, 0, whole=len(hits)), complete=False)
        ranking = self._rankings.pop((query, bound), None) if bound is not None else None
        ranking = ranking or await self._ranking(query, bound)
        self._rankings[query, ranking.bound] = ranking
        while len(self._rankings) > _RANKINGS_AT_ONCE:
            self._rankings.popitem(last=False)
        return Answer(ranking, readiness is Readiness.READY)

    async def page(self, query: Query, ranking: Ranking, start: int, length: int) -> Sequence[Ranked]:
        """Some of what a search found. A list can be paged through to its end, however long it is."""
        if not ranking.listed or start + length <= len(ranking.hits):
            return ranking.hits[start : start + length]
        return await self._index.listed(query, length, ranking.bound, start)

    async def matching(self, query: Query) -> frozenset[int]:
        """Numbers of all essays that hold all a query asks for. Raises ``IndexUnavailable``."""
        if await self.indexer.keep_up() is Readiness.MISSING:
            raise IndexUnavailable("there is no index yet in which essays on a topic could be found")
        found = await self._index.matching(query)
        if len(found) >= _SELDOM:
            return found
        ranking = await self._ranking(query, None)
        return found.union(hit.number for hit in ranking.hits[: ranking.whole])

    async def count(self) -> int:
        """How many essays can be seen; as many as last time while nothing changed."""
        change = await self._store.last_change()
        if self._counted[0] != change:
            self._counted = (change, await self._store.count())
        return self._counted[1]

    async def arrivals(self) -> Sequence[tuple[int, datetime]]:
        """Number of every visible essay, and when it was added, in the order in which they were."""
        change = await self._store.last_change()
        if self._arrivals[0] != change:
            self._arrivals = (change, await self._store.arrivals())
        return self._arrivals[1]

    async def _ranking(self, query: Query, bound: int | None) -> Ranking:
        """What the index finds; what it finds seldom is looked for in essays that may cut it otherwise."""
        ranking = await self._index.search(query, MOST_HITS, bound)
        if ranking.listed or ranking.whole >= _SELDOM or not query.pieces:
            return ranking
        whole, others = ranking.hits[: ranking.whole], ranking.hits[ranking.whole :]
        more = await self._recut(query, ranking.bound, whole, others)
        if not more:
            return ranking
        held = (*whole, *more)
        known = {hit.number for hit in held}
        rest = [] if query.phrases else [hit for hit in others if hit.number not in known]
        hits = (*held, *rest[: max(_FILLED - len(held), 0)])
        return Ranking(hits, ranking.bound, whole=len(held))

    async def _recut(
        self, query: Query, bound: int, whole: Sequence[Ranked], others: Sequence[Ranked]
    ) -> list[Ranked]:
        """Essays that hold what was typed in one piece though the index does not say so."""
        likely = {hit.number: hit for hit in others} if query.phrases else {}
        least = whole[-1].score if whole else 0.0
        for number in await self._index.candidates(query, _LOOKED_INTO, bound):
            likely.setdefault(number, Ranked(number, least))
        for hit in whole:
            likely.pop(hit.number, None)
        looked_into = list(likely.values())[:_LOOKED_INTO]
        return [hit for hit in looked_into if await self._holds(hit.number, query)]

    async def _holds(self, number: int, query: Query) -> bool:
        opened = await self.open(number)
        if opened is None:
            return False
        essay = opened.derived.essay
        text = "\n".join((essay.title, *(block.text for block in essay.blocks)))
        return await asyncio.to_thread(holds, text, query)

    async def related(self, opened: Opened, limit: int) -> Sequence[Ranked]:
        """The essays nearest to this one, by the rare terms they share."""
        if await self.indexer.keep_up() is Readiness.MISSING:
            return ()
        return await self._index.related(opened.record.number, opened.derived.candidates, limit)

    async def keywords(self, opened: Opened) -> tuple[str, ...]:
        """The terms that tell an essay from the others here, the most telling first."""
        candidates = opened.derived.candidates
        if await self.indexer.keep_up() is Readiness.MISSING:
            return telling(candidates)
        common = await self._index.commonness([fold(term.text) for term in candidates])
        return telling(candidates, essays=common.essays, total=common.total)

    async def suggest(
        self, prefix: str, limit: int, kind: SuggestionKind | None = None
    ) -> Sequence[Suggestion]:
        """What somebody may be about to type: titles, authors, terms, or one ``kind`` of these."""
        return await self._index.suggest(prefix, limit, kind)

    async def frequent(self, limit: int) -> Sequence[str]:
        """Terms that several essays are about, the most frequent first; none while there is no index."""
        if await self.indexer.keep_up() is Readiness.MISSING:
            return ()
        return await self._index.frequent(limit)

    async def records(self, numbers: Sequence[int]) -> tuple[EssayRecord, ...]:
        """The visible essays of these numbers, in this order."""
        records = [await self._store.essay(number) for number in numbers]
        return tuple(record for record in records if record is not None)

    async def close(self) -> None:
        """Let go of the index, with what is being done to it."""
        await self.indexer.close()
        await self._index.close()

    async def _scan_titles(self, pieces: Sequence[str]) -> list[int]:
        """Essays whose titles hold all the pieces: what can be found without an index."""
        wanted = [piece for piece in pieces if piece]
        titles = [(number, letters(title)) for number, title in await self._store.titles()] if wanted else []
        return [number for number, key in titles if all(piece in key for piece in wanted)][:MOST_HITS]

    async def _derived(self, content_hash: str) -> Derived:
        derived = self._opened.pop(content_hash, None) or await self._read(content_hash)
        self._opened[content_hash] = derived
        while len(self._opened) > _OPEN_AT_ONCE:
            self._opened.popitem(last=False)
        return derived

    async def _read(self, content_hash: str) -> Derived:
        """What was worked out from a content, now if it was not yet. ``LookupError`` if it was let go of."""
        return await self._store.derived(content_hash, VERSION) or await self._work_out(content_hash)

    async def _work_out(self, content_hash: str) -> Derived:
        content = await self._store.content(content_hash)
        if content is None:
            raise LookupError(f"the store does not hold the content {content_hash}")
        derived = await asyncio.to_thread(self._derive, content)
        await self._store.keep_derived(content_hash, VERSION, derived)
        return derived
