"""What is near to an essay or a title, as functions of a connection."""

import json
import math
import sqlite3
from collections.abc import Sequence

from bot.index import expressions
from bot.index.counting import COUNTED, count, count_about
from bot.ports import Commonness, Ranked
from digests.folding import letters
from digests.matching import likeness, share
from digests.model import Keyword
from digests.plan import rarest

# Of more matches than this not all are ranked.
_SCORED = 1_000
_ALIKE = 50
# What a title has to share of another to be near it. Pairs of Latin letters are shared by chance.
_NEAR, _NEAR_LATIN = 0.33, 0.5
# A term that more than one in so many essays has, and more than so many, says nothing about what two share.
_TELLING = 10
# So many places of terms are looked at, the rarest terms first.
_LOOKED_AT = 2_000
# How much of what an essay is about another has to share.
_NEAR_ENOUGH = 0.1

_LIKE = """
SELECT document.number, document.title_key FROM (
    SELECT rowid AS sequence, bm25(pairs) AS score FROM pairs WHERE pairs MATCH ? LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, document.number LIMIT ?
"""
_SHARING = """
SELECT document.number, found.score FROM (
    SELECT about.rowid AS sequence, sum(json_extract(own.value, '$[1]')) AS score
    FROM json_each(?) AS own CROSS JOIN about ON about MATCH json_extract(own.value, '$[0]')
    GROUP BY about.rowid HAVING count(*) > 1
) AS found JOIN document USING (sequence)
WHERE number <> ? AND score >= ? ORDER BY score DESC, sequence DESC LIMIT ?
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


def related(
    connection: sqlite3.Connection, number: int, terms: Sequence[Keyword], limit: int
) -> list[Ranked]:
    """Essays that may be about the same as this one, which may be about these terms, the nearest first.

    They have two of the terms or more. A term counts by what it weighs in this essay, the rarer the more:
    its share of the vector of Salton, Wong and Yang (Communications of the ACM 18, 1975). What it weighs in
    the others is not known: it takes room, and finds no nearer ones. Fewer, or none, rather than some that
    share a word by chance.
    """
    weights = {expressions.token(term.text): term.weight for term in terms}
    counts = {word: count(connection, "about", expressions.word(word)) for word in weights}
    total = _total(connection)
    worth = {word: weight * math.log1p(total / max(1, counts[word])) ** 2 for word, weight in weights.items()}
    whole, most = sum(worth.values()), max(_TELLING, total // _TELLING)
    telling = rarest({word: essays for word, essays in counts.items() if 1 < essays <= most}, _LOOKED_AT)
    shared = json.dumps([(expressions.word(word), worth[word] / whole) for word in telling])
    rows = connection.execute(_SHARING, (shared, number, _NEAR_ENOUGH, limit))
    return [Ranked(other, round(score, 4)) for other, score in rows]


def commonness(connection: sqlite3.Connection, terms: Sequence[str]) -> Commonness:
    """How many essays may be about each of these terms."""
    counts = {term: count_about(connection, expressions.token(term)) for term in terms}
    known = {term: essays for term, essays in counts.items() if essays}
    return Commonness(known, _total(connection))


def _total(connection: sqlite3.Connection) -> int:
    written: int = connection.execute("SELECT written FROM state").fetchone()[0]
    return written
