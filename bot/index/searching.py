"""A search, as functions of a connection: a plan of tiers becomes SQL here."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from bot.index import expressions, statements
from bot.index.counting import count
from bot.ports import Ranked, Ranking
from digests.folding import fold, letters, words
from digests.plan import (
    HAN,
    NEARNESS,
    TEXT,
    Term,
    Tier,
    characters,
    closer,
    every,
    looser,
    pieces_of,
    some,
    term,
    together,
    two,
)
from digests.query import Phrase, Query
from digests.stopwords import STOP_WORDS

# Ranking is what costs: of more matches than this only the newest are ranked. In a smaller library it
# is a tenth of them, but never fewer than a hundred. A text of some words, as somebody pastes it, is only
# told from others if the common ones count as well; for what only fills a page, fewer will do.
_MOST_SCORED = 400
_LEAST_SCORED = 100
_SCORED_FOR_A_TEXT = 10_000
_SCORED_TO_FILL = 250
# Before it ranks, BM25 looks for each phrase in all essays: with more phrases the newest come first.
_MOST_PHRASES = 3
# Behind fewer essays that hold all the words come some that hold only some of them.
_FILLED = 5

# What it is worth to hold any of the words, all of them cut another way, all of them; each step nearer to
# each other is worth one more; a piece of the title beats them all.
_ANY, _TWO, _LOOSE, _ALL, _TITLE = 1.0, 2.0, 3.0, 4.0, 9.0
# The BM25 score that is worth half of what lies between two of these.
_MIDDLING = 10.0
# So many of its characters have to be in an essay that may hold what was typed.
_LOOKED_FOR = 8
_FEWEST = 2
_PIECES = 40
# With more words than this, a character is found only as a word of its own.
_CLOSE = 2
_END = 2**63 - 1
# As a limit: more than any library has, and one more is still a number to SQLite.
_NO_LIMIT = 2**62

Hits = dict[int, float]


def search(connection: sqlite3.Connection, query: Query, limit: int, bound: int | None = None) -> Ranking:
    """The essays that answer a query, at most ``limit``; of those that came up to ``bound``.

    If nothing is as it was asked for, what holds the words of it at all, or some of them.
    """
    newest = _newest(connection) if bound is None else bound
    if not query:
        return Ranking((), newest)
    asked = _Search(connection, query, limit, newest, _scored(newest, query))
    if asked.is_list():
        return Ranking(asked.listed(), newest, asked.left(), listed=True)
    hits, whole = asked.answers()
    if query.phrases and _FILLED <= whole < limit:
        # If there are fewer, essays are looked into for more: see candidates.
        others, more = replace(asked, loose=True).answers()
        held = _behind(_first(hits, whole), _first(others, more))
        hits, whole = _behind(_behind(held, hits), others), len(held)
    if not hits and query.relaxed != query:
        hits, whole = replace(asked, query=query.relaxed).answers()[0], 0
    ranked = tuple(Ranked(number, round(score, 4)) for number, score in hits.items())
    return Ranking(ranked[:limit], newest, min(whole, limit), more=len(ranked) >= limit)


def listed(
    connection: sqlite3.Connection, query: Query, limit: int, bound: int, start: int
) -> tuple[Ranked, ...]:
    """More of a list, from ``start`` on."""
    return _Search(connection, query, limit, bound).listed(start)


def matching(connection: sqlite3.Connection, query: Query) -> frozenset[int]:
    """All essays that hold all that was asked for; nothing is ranked."""
    asked = _Search(connection, query, _NO_LIMIT, _newest(connection))
    if not query:
        return frozenset()
    return asked.matches() | (replace(asked, loose=True).matches() if query.phrases else frozenset())


def candidates(connection: sqlite3.Connection, query: Query, limit: int, bound: int) -> list[int]:
    """Essays that may hold what was typed in one piece, wherever words are cut: they have its characters.

    Those come first that have it in another cut, then those that have longer parts of it.
    """
    found = dict.fromkeys(filter(HAN.match, chain.from_iterable(query.pieces)))
    telling = tuple(sorted(found, key=STOP_WORDS.__contains__)[:_LOOKED_FOR])
    if len(telling) < _FEWEST:
        return []
    asked = _Search(connection, query.rest, limit, bound, holding=telling)
    as_one = replace(asked, query=replace(query.rest, phrases=(*query.runs, *query.phrases)), loose=True)
    likely = asked.with_any(tuple(islice(chain.from_iterable(map(pieces_of, query.pieces)), _PIECES)))
    return list(_behind(_behind(as_one.holders(), likely), asked.holders(), limit))


def titled(connection: sqlite3.Connection, piece: str, limit: int) -> list[int]:
    """Essays whose title holds this piece, the shortest first."""
    query = Query(words=tuple(words(piece)), piece=letters(piece), verbatim=fold(piece).strip())
    return list(_Search(connection, query, limit, _END).in_titles()) if query.piece else []


@dataclass(frozen=True, slots=True)
class _Search:
    """A query, and where it looks: at what came up to ``bound``, of which at most ``scored`` are ranked.

    Essays have to hold the characters of ``holding`` besides, alone or within words. With ``loose`` they may
    hold the phrases cut otherwise.
    """

    connection: sqlite3.Connection
    query: Query
    limit: int
    bound: int
    scored: int = _MOST_SCORED
    holding: tuple[str, ...] = ()
    loose: bool = False
    _where: str = field(init=False)
    _values: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        conditions, values = expressions.narrowing(self.query)
        # With IN, SQLite may look each of the essays up in FTS5, which takes long if they are many.
        where = f" AND EXISTS (SELECT 1 FROM document AS fact WHERE fact.sequence = {{row}} AND {conditions})"  # noqa: S608
        known: dict[str, Any] = {"bound": self.bound, "limit": self.limit, "scored": self.scored}
        known["verbatim"] = self.query.verbatim
        held, others = expressions.holding(self.holding)
        object.__setattr__(self, "_where", (where if conditions else "") + held)
        object.__setattr__(self, "_values", known | values | others)

    def answers(self) -> tuple[Hits, int]:
        """Essays with their scores, the best first, and how many of them hold all that was asked for."""
        query = self.query
        if query.words:
            return self._by_words()
        hits = self._ranked(_ALL) if query.phrases else self._with_dash()
        return hits, len(hits)

    def is_list(self) -> bool:
        """Whether the query only narrows or excludes, so that there is nothing to rank by."""
        return not (self.query.words or self.query.phrases or self._with_dash())

    def listed(self, start: int = 0) -> tuple[Ranked, ...]:
        """Essays for a query that only narrows or excludes, the newest first, from ``start`` on."""
        rows = self._rows(statements.LISTED, self._excluded(), "document.sequence", start=start)
        return tuple(Ranked(number, round(1 / place, 4)) for place, (number,) in enumerate(rows, start + 1))

    def left(self) -> int:
        """How many essays such a query leaves."""
        count: int = self._rows(statements.COUNTED, self._excluded(), "document.sequence")[0][0]
        return count

    def matches(self) -> frozenset[int]:
        """The essays that hold all that was asked for, in no order."""
        query = self.query
        if query.words:
            return self._match_words()
        if query.phrases:
            rows = self._rows(statements.HELD, self._demanded(), statements.ROW)
            return frozenset(number for (number,) in rows)
        return frozenset(self._with_dash() or (ranked.number for ranked in self.listed()))

    def in_titles(self) -> Hits:
        """Essays whose title holds the piece, best as typed; the more of the title it is, the better."""
        query = self.query
        if query.entire:
            rows = self._rows(
                statements.WORDS_IN_TITLES, expressions.in_title(Phrase(query.words)), statements.ROW
            )
        else:
            rows = self._rows(statements.IN_TITLES, expressions.piece(query.piece), "pairs.rowid")
        return {number: _TITLE + verbatim + len(query.piece) / len(key) for number, key, verbatim in rows}

    def holders(self) -> Hits:
        """Essays that hold the characters, the words and the phrases; without words the latest first."""
        if plan := every(self.query) if self.query.words else None:
            return self._tier(plan, _LOOSE)
        if self.query.phrases:
            return self._ranked(_LOOSE)
        rows = self._rows(statements.HOLDING, self._excluded(), "document.sequence")
        return {number: _LOOSE for number, _ in rows}

    def with_any(self, phrases: Term) -> Hits:
        """Essays that hold any of these, the best first."""
        return self._ranked(_ANY, expressions.some(map(expressions.string, phrases)) or expressions.NOTHING)

    def _with_dash(self) -> Hits:
        """Essays whose title holds what seemed to be left out with its dash, as D-Serv does -Serv."""
        key = letters(self.query.dashed)
        rows = self._rows(statements.TITLES, expressions.piece(key), "") if key else []
        held = [number for number, title in rows if self.query.dashed in fold(title)]
        return {number: _TITLE + 1 / place for place, number in enumerate(held[: self.limit], 1)}

    def _by_words(self) -> tuple[Hits, int]:
        hits, whole = self._with_all()
        if self._suffice(hits) and (len(self.query.words) > 1 or len(hits) >= self.limit):
            return hits, whole
        counts = {word: self._count(word) for word in self.query.words}
        if not hits or len(counts) == 1:
            loose = looser(self.query, counts, self.scored // 10)
            hits = _behind(hits, self._tier(loose, _LOOSE)) if loose else hits
            whole = len(hits)
        return (hits if self._suffice(hits) else self._filled(hits, counts)), whole

    def _with_all(self) -> tuple[Hits, int]:
        """Essays with all the words, and how many of them, the first, have those typed as one so.

        If no essay has them so, they are not one.
        """
        hits = self.in_titles() if self.query.piece else {}
        joint, plan, nearer = together(self.query), every(self.query), closer(self.query)
        as_one = self._closest_first(joint, nearer[:1]) if joint and len(hits) < self.limit else {}
        hits = _behind(hits, as_one)
        whole = len(hits)
        if plan and len(hits) < self.limit:
            others = self._closest_first(plan, nearer)
            hits = _behind(hits, _below(others) if as_one else others)
        if len(hits) < self.limit and not as_one:
            hits = _behind(hits, self._within_words())
        return hits, whole if as_one else len(hits)

    def _within_words(self) -> Hits:
        """Essays with all the words, where a single character may also stand within others."""
        alone = characters(self.query)
        if not alone or len(self.query.words) > _CLOSE:
            return {}
        others = tuple(word for word in self.query.words if word not in alone)
        return replace(self, query=replace(self.query, words=others), holding=alone).holders()

    def _match_words(self) -> frozenset[int]:
        found = frozenset(self.in_titles() if self.query.piece else ())
        if (joint := together(self.query)) and (as_one := self._held(joint)):
            return found.union(as_one)
        if plan := every(self.query):
            found = found.union(self._held(plan), self._within_words())
        if found and len(self.query.words) > 1:
            return found
        counts = {word: self._count(word) for word in self.query.words}
        loose = looser(self.query, counts, self.scored // 10)
        return found.union(self._held(loose)) if loose else found

    def _suffice(self, hits: Hits) -> bool:
        """Whether nothing is to stand behind them: behind a phrase, or a text, the rest is off the point."""
        return len(hits) >= _FILLED or bool(hits and (self.query.phrases or len(self.query.words) > TEXT))

    def _filled(self, hits: Hits, counts: Mapping[str, int]) -> Hits:
        """The hits, and behind them those that hold some of the words: any two, or any one."""
        most = _FILLED if hits else self.limit
        pair = two(self.query, counts, self.scored)
        filled = _behind(hits, self._tier(pair, _TWO), most) if pair else hits
        if len(filled) >= _FILLED:
            return filled
        rest = some(self.query, counts, min(self.scored, _SCORED_TO_FILL) if filled else self.scored)
        return _behind(filled, self._tier(rest, _ANY), most) if rest else filled

    def _closest_first(self, plan: Tier, nearer: list[Tier]) -> Hits:
        """Essays that hold all the words, those first that hold them as typed, or near each other.

        Ranking costs most. So few essays are ranked once, and which of them are close is only looked up;
        of many, those far apart are not ranked if there are enough others.
        """
        ways = [*nearer, plan]
        if len(ways) == 1:
            return self._tier(plan, _ALL)
        held = self._held(plan)
        if len(held) > self.limit:
            return self._nearest_of_many(ways)
        hits = self._tier(plan, _ALL) if len(held) > 1 else dict.fromkeys(held, _ALL)
        return self._nearest_of_few(ways[:-1], hits) if len(held) > 1 else hits

    def _nearest_of_many(self, ways: list[Tier]) -> Hits:
        hits: Hits = {}
        for place, way in enumerate(ways, 1):
            if len(hits) < self.limit:
                hits = _behind(hits, self._tier(way, _ALL + len(ways) - place))
        return hits

    def _nearest_of_few(self, ways: list[Tier], hits: Hits) -> Hits:
        for worth, way in enumerate(reversed(ways), 1):
            close = self._held(way)
            if not close and way.near != NEARNESS[0]:
                break  # nor is any nearer
            hits |= {number: _ALL + worth + hits[number] % 1 for number in close if number in hits}
        return dict(sorted(hits.items(), key=lambda entry: -entry[1]))

    def _tier(self, plan: Tier, worth: float) -> Hits:
        return self._ranked(worth, expressions.tier(plan))

    def _ranked(self, worth: float, *expression: str) -> Hits:
        """Essays for an expression, ranked by BM25; ``worth`` is what it counts for to be found so.

        Words that nearly every text has tell nothing: of essays with these the newest come first.
        """
        phrases = [phrase for phrase in (*self.query.phrases, *self.query.excluded) if len(phrase.words) > 1]
        statement = (
            statements.NEWEST if self.query.idle or len(phrases) > _MOST_PHRASES else statements.RANKED
        )
        rows = self._rows(statement, self._demanded(*expression), statements.ROW)
        return {number: worth + score / (score + _MIDDLING) for number, score in rows}

    def _held(self, plan: Tier) -> Collection[int]:
        """The essays of a tier in no order, one more than the limit at most."""
        rows = self._rows(statements.HELD, self._demanded(expressions.tier(plan)), statements.ROW)
        return {number for (number,) in rows}

    def _demanded(self, *expression: str) -> str:
        return expressions.demanded(self.query, *expression, loose=self.loose)

    def _excluded(self) -> str:
        return expressions.some(map(expressions.string, self.query.excluded)) or expressions.NOTHING

    def _count(self, word: str) -> int:
        either = expressions.some(map(expressions.string, term(word)))
        return count(self.connection, "words", either, self.scored + 1, self.bound)

    def _rows(self, statement: str, match: str, row: str, start: int = 0) -> list[tuple[Any, ...]]:
        """The rows of one of the statements above."""
        narrowed = statement.replace("{narrowing}", self._where.replace("{row}", row))
        values = {**self._values, "match": match, "start": start}
        return self.connection.execute(narrowed, values).fetchall()


def _behind(hits: Hits, others: Hits, most: int | None = None) -> Hits:
    """The hits, and behind them the others that are not among them; so many at most."""
    both = hits | {number: score for number, score in others.items() if number not in hits}
    return dict(islice(both.items(), most))


def _first(hits: Hits, most: int) -> Hits:
    return dict(islice(hits.items(), most))


def _below(hits: Hits) -> Hits:
    """Hits that hold all words, as ones that do not hold them as they were typed."""
    return {number: _LOOSE + (score - _ALL) / _TITLE for number, score in hits.items()}


def _newest(connection: sqlite3.Connection) -> int:
    sequence: int = connection.execute("SELECT sequence FROM state").fetchone()[0]
    return sequence


def _scored(changes: int, query: Query) -> int:
    """How many essays are ranked at most, in a library that has come so far."""
    if len(query.words) > TEXT:
        return _SCORED_FOR_A_TEXT
    return min(_MOST_SCORED, max(_LEAST_SCORED, changes // 10))
