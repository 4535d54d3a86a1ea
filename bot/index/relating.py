"""What is near to an essay or a title, as functions of a connection."""

import json
import math
import sqlite3
from collections.abc import Sequence

from bot.index import expressions
from bot.index.counting import COUNTED, count
from bot.ports import Commonness, Ranked
from digests.folding import letters
from digests.matching import likeness, share
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
# How much two essays have to share of what one of them is about, the share of an essay with itself being 1.
_NEAR_ENOUGH = 0.1

_LIKE = """
SELECT document.number, document.title_key FROM (
    SELECT rowid AS sequence, bm25(pairs) AS score FROM pairs WHERE pairs MATCH ? LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, document.number LIMIT ?
"""
_SHARING = """
SELECT document.number, found.score FROM (
    SELECT sequence, sum(about.weight * json_extract(own.value, '$[1]')) AS score
    FROM json_each(?) AS own CROSS JOIN about ON about.word = json_extract(own.value, '$[0]')
    GROUP BY sequence HAVING count(*) > 1
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


def related(connection: sqlite3.Connection, number: int, limit: int) -> list[Ranked]:
    """Essays that may be about the same as this one, the nearest first.

    They have two terms in common or more. A term counts by what it weighs in both, the rarer the more: the
    product of their vectors, as in Salton, Wong and Yang (Communications of the ACM 18, 1975). Fewer, or
    none, rather than some that share a word by chance.
    """
    own = {word: (weight, essays) for word, weight, essays in _terms(connection, number)}
    total = _total(connection)
    worth = {word: weight * math.log1p(total / essays) ** 2 for word, (weight, essays) in own.items()}
    whole = sum(weight * worth[word] for word, (weight, _) in own.items())
    most = max(_TELLING, total // _TELLING)
    telling = rarest({word: essays for word, (_, essays) in own.items() if 1 < essays <= most}, _LOOKED_AT)
    shared = json.dumps([(word, worth[word] / whole) for word in telling])
    rows = connection.execute(_SHARING, (shared, number, _NEAR_ENOUGH, limit))
    return [Ranked(other, round(score, 4)) for other, score in rows]


def commonness(connection: sqlite3.Connection, terms: Sequence[str]) -> Commonness:
    """How many essays may be about each of these terms."""
    statement = "SELECT essays FROM term WHERE word = ?"
    found = ((term, connection.execute(statement, (term,)).fetchone()) for term in terms)
    return Commonness({term: row[0] for term, row in found if row}, _total(connection))


def _terms(connection: sqlite3.Connection, number: int) -> list[tuple[str, float, int]]:
    """What an essay may be about: each term, what it weighs, and how many essays may be about it."""
    row = connection.execute("SELECT sequence, terms FROM document WHERE number = ?", (number,)).fetchone()
    if row is None:
        return []
    statement = (
        "SELECT word, weight, essays FROM about JOIN term USING (word) WHERE word = ? AND sequence = ?"
    )
    return [connection.execute(statement, (word, row[0])).fetchone() for word in row[1].split("\n") if word]


def _total(connection: sqlite3.Connection) -> int:
    written: int = connection.execute("SELECT written FROM state").fetchone()[0]
    return written
