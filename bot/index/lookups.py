"""What a query finds in the tables of the index: here a tier of its plan becomes SQL."""

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from bot.index import expressions, statements
from bot.index.counting import count
from bot.ports import Ranked
from digests.folding import fold, letters
from digests.plan import Term, Tier, term
from digests.query import Phrase, Query

# Ranking is what costs: of more matches than this only the newest are ranked.
MOST_SCORED = 400
# Before it ranks, BM25 looks for each phrase in all essays: with more phrases the newest come first.
_MOST_PHRASES = 3
# What it is worth to hold any of the words, all of them cut another way, all of them; each step nearer to
# each other is worth one more; a piece of the title beats them all.
ANY, TWO, LOOSE, ALL, TITLE = 1.0, 2.0, 3.0, 4.0, 9.0
# The BM25 score that is worth half of what lies between two of these.
_MIDDLING = 10.0

Hits = dict[int, float]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query, and where it looks: at what came up to ``bound``, of which at most ``scored`` are ranked.

    Essays have to hold the characters of ``holding`` besides, alone or within words. With ``loose`` they may
    hold the phrases cut otherwise.
    """

    connection: sqlite3.Connection
    query: Query
    limit: int
    bound: int
    scored: int = MOST_SCORED
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

    def listed(self, start: int = 0) -> tuple[Ranked, ...]:
        """Essays for a query that only narrows or excludes, the newest first, from ``start`` on."""
        rows = self._rows(statements.LISTED, self._excluded(), "document.sequence", start=start)
        return tuple(Ranked(number, round(1 / place, 4)) for place, (number,) in enumerate(rows, start + 1))

    def left(self) -> int:
        """How many essays such a query leaves."""
        count: int = self._rows(statements.COUNTED, self._excluded(), "document.sequence")[0][0]
        return count

    def in_titles(self) -> Hits:
        """Essays whose title holds the piece, best as typed; the more of the title it is, the better."""
        query = self.query
        if query.entire:
            rows = self._rows(
                statements.WORDS_IN_TITLES, expressions.in_title(Phrase(query.words)), statements.ROW
            )
        else:
            rows = self._rows(statements.IN_TITLES, expressions.piece(query.piece), "pairs.rowid")
        return {number: TITLE + verbatim + len(query.piece) / len(key) for number, key, verbatim in rows}

    def latest(self, worth: float) -> Hits:
        """Essays that hold the characters, the latest first."""
        rows = self._rows(statements.HOLDING, self._excluded(), "document.sequence")
        return {number: worth for number, _ in rows}

    def with_any(self, phrases: Term) -> Hits:
        """Essays that hold any of these, the best first."""
        return self.ranked(ANY, expressions.some(map(expressions.string, phrases)) or expressions.NOTHING)

    def with_dash(self) -> Hits:
        """Essays whose title holds what seemed to be left out with its dash, as D-Serv does -Serv."""
        key = letters(self.query.dashed)
        rows = self._rows(statements.TITLES, expressions.piece(key), "") if key else []
        held = [number for number, title in rows if self.query.dashed in fold(title)]
        return {number: TITLE + 1 / place for place, number in enumerate(held[: self.limit], 1)}

    def tier(self, plan: Tier, worth: float) -> Hits:
        """The essays of a tier, ranked."""
        return self.ranked(worth, expressions.tier(plan))

    def ranked(self, worth: float, *expression: str) -> Hits:
        """Essays for an expression, ranked by BM25; ``worth`` is what it counts for to be found so.

        Words that nearly every text has tell nothing: of essays with these the newest come first.
        """
        phrases = [phrase for phrase in (*self.query.phrases, *self.query.excluded) if len(phrase.words) > 1]
        statement = (
            statements.NEWEST if self.query.idle or len(phrases) > _MOST_PHRASES else statements.RANKED
        )
        rows = self._rows(statement, self._demanded(*expression), statements.ROW)
        return {number: worth + score / (score + _MIDDLING) for number, score in rows}

    def held(self, *plans: Tier) -> frozenset[int]:
        """The essays of these tiers in no order, one more than the limit at most."""
        rows = self._rows(statements.HELD, self._demanded(*map(expressions.tier, plans)), statements.ROW)
        return frozenset(number for (number,) in rows)

    def count(self, word: str) -> int:
        """How many essays hold a word, one more than are ranked at most."""
        either = expressions.some(map(expressions.string, term(word)))
        return count(self.connection, "words", either, self.scored + 1, self.bound)

    def _demanded(self, *expression: str) -> str:
        return expressions.demanded(self.query, *expression, loose=self.loose)

    def _excluded(self) -> str:
        return expressions.some(map(expressions.string, self.query.excluded)) or expressions.NOTHING

    def _rows(self, statement: str, match: str, row: str, start: int = 0) -> list[tuple[Any, ...]]:
        """The rows of one of the statements."""
        narrowed = statement.replace("{narrowing}", self._where.replace("{row}", row))
        values = {**self._values, "match": match, "start": start}
        return self.connection.execute(narrowed, values).fetchall()
