"""What is near to an essay or a title, as functions of a connection."""

import math
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.index import expressions
from bot.index.counting import COUNTED, count
from bot.ports import Ranked
from digests.folding import letters, words
from digests.matching import likeness, share
from digests.plan import rarest
from digests.query import Phrase

# Of more matches than this not all are ranked.
_SCORED = 1_000
_ALIKE = 50
# What a title has to share of another to be near it. Pairs of Latin letters are shared by chance.
_NEAR, _NEAR_LATIN = 0.33, 0.5
# A term that more than one in so many essays has, and more than so many, says nothing about what two share.
_TELLING = 10
# What share of the terms is enough for an essay that is itself about none of them, about one, or about more.
_SHARES = (0.6, 0.36, 0.25)

_LIKE = """
SELECT document.number, document.title_key FROM (
    SELECT rowid AS sequence, bm25(pairs) AS score FROM pairs WHERE pairs MATCH ? LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, document.number LIMIT ?
"""
_SHARING = """
SELECT sequence, document.number, document.keywords, -found.score FROM (
    SELECT rowid AS sequence, bm25(words, 5.0, 3.0, 1.0, 1.0) AS score FROM words
    WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, sequence DESC LIMIT ?
"""


def nearest(connection: sqlite3.Connection, title: str, limit: int) -> list[int]:
    """Essays whose titles share the most pairs of characters with this one, if they share enough of them."""
    key = letters(title)[:_ALIKE]
    counts = {pair: count(connection, "pairs", expressions.word(pair)) for pair in expressions.pairs(key)}
    shared = rarest(counts, COUNTED)
    if not shared:
        return []
    match = expressions.some(map(expressions.word, shared))
    rows = connection.execute(_LIKE, (match, _SCORED, _ALIKE)).fetchall()
    enough = _NEAR_LATIN if key.isascii() else _NEAR
    near = [
        (-likeness(key, title), number)
        for number, title in rows
        if max(likeness(key, title), share(key, title)) >= enough
    ]
    return [number for _, number in sorted(near)[:limit]]


def related(connection: sqlite3.Connection, number: int, limit: int) -> list[Ranked]:
    """Essays that share this one's terms, the rarer the nearer; terms that very many have do not count.

    Fewer, or none, rather than some that share a word by chance.
    """
    counts = _telling(connection, _keywords(connection, number))
    shared = rarest(counts, _SCORED)
    if not shared:
        return []
    total = _total(connection)
    terms = _Terms(
        weights={term: math.log1p(total / found) for term, found in counts.items()},
        holders={term: _holders(connection, term) for term in shared},
    )
    match = expressions.some(map(_stands, shared))
    rows = connection.execute(_SHARING, (match, _SCORED, _ALIKE)).fetchall()
    near = [
        Ranked(other, round(score, 4))
        for sequence, other, keywords, score in rows
        if other != number and terms.are_shared(sequence, keywords.split("\n"))
    ]
    return near[:limit]


@dataclass(frozen=True, slots=True)
class _Terms:
    """What each telling term of an essay weighs, and in which essays the rarer ones are."""

    weights: Mapping[str, float]
    holders: Mapping[str, frozenset[int]]

    def are_shared(self, sequence: int, keywords: Iterable[str]) -> bool:
        """Whether an essay has two of them, and enough of all by weight."""
        held = [term for term, holders in self.holders.items() if sequence in holders]
        share = sum(self.weights[term] for term in held) / sum(self.weights.values())
        about = len(self.weights.keys() & set(keywords))
        return len(held) > 1 and share >= _SHARES[min(about, len(_SHARES) - 1)]


def _keywords(connection: sqlite3.Connection, number: int) -> list[str]:
    row = connection.execute("SELECT keywords FROM document WHERE number = ?", (number,)).fetchone()
    return [keyword for keyword in row[0].split("\n") if keyword] if row else []


def _telling(connection: sqlite3.Connection, keywords: Iterable[str]) -> dict[str, int]:
    """The terms that some other essay has, but not very many, with how many have them."""
    counts = {keyword: count(connection, "words", _stands(keyword)) for keyword in keywords}
    most = max(_TELLING, _total(connection) // _TELLING)
    return {term: found for term, found in counts.items() if 1 < found <= most}


def _holders(connection: sqlite3.Connection, term: str) -> frozenset[int]:
    rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (_stands(term),))
    return frozenset(row for (row,) in rows)


def _total(connection: sqlite3.Connection) -> int:
    written: int = connection.execute("SELECT written FROM state").fetchone()[0]
    return written


def _stands(term: str) -> str:
    return expressions.string(Phrase(tuple(words(term))))
