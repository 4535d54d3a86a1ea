"""What is near to an essay or a title, as functions of a connection."""

import sqlite3

from bot.index import expressions
from bot.index.counting import COUNTED, count
from bot.ports import Ranked
from digests.folding import letters, words
from digests.matching import likeness
from digests.plan import rarest
from digests.query import Phrase

# Of more matches than this not all are ranked.
_SCORED = 1_000
_ALIKE = 50
# A term that more than one in so many essays has says nothing about what two of them share.
_TELLING = 5

_LIKE = """
SELECT document.number, document.title_key FROM (
    SELECT rowid AS sequence, bm25(pairs) AS score FROM pairs WHERE pairs MATCH ? LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, document.number LIMIT ?
"""
_SHARING = """
SELECT document.number, -found.score FROM (
    SELECT rowid AS sequence, bm25(words, 5.0, 3.0, 1.0, 1.0) AS score FROM words
    WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?
) AS found JOIN document USING (sequence) ORDER BY found.score, sequence DESC LIMIT ?
"""


def nearest(connection: sqlite3.Connection, title: str, limit: int) -> list[int]:
    """Essays whose titles share the most pairs of characters with this one."""
    key = letters(title)[:_ALIKE]
    counts = {pair: count(connection, "pairs", expressions.word(pair)) for pair in expressions.pairs(key)}
    shared = rarest(counts, COUNTED)
    if not shared:
        return []
    match = expressions.some(map(expressions.word, shared))
    rows = connection.execute(_LIKE, (match, _SCORED, _ALIKE)).fetchall()
    ranked = sorted(rows, key=lambda row: (-likeness(key, row[1]), row[0]))
    return [number for number, _ in ranked[:limit]]


def related(connection: sqlite3.Connection, number: int, limit: int) -> list[Ranked]:
    """Essays that share this one's terms, the rarer the nearer; terms that very many have do not count."""
    row = connection.execute("SELECT keywords FROM document WHERE number = ?", (number,)).fetchone()
    if row is None:
        return []
    terms = [expressions.string(Phrase(tuple(words(keyword)))) for keyword in row[0].split("\n") if keyword]
    total: int = connection.execute("SELECT written FROM state").fetchone()[0]
    most = max(2, total // _TELLING)
    counts = {term: count(connection, "words", term) for term in dict.fromkeys(terms)}
    telling = {term: found for term, found in counts.items() if 1 < found <= most} or counts
    shared = rarest(telling, _SCORED)
    if not shared:
        return []
    rows = connection.execute(_SHARING, (expressions.some(shared), _SCORED, limit + 1)).fetchall()
    return [Ranked(other, round(score, 4)) for other, score in rows if other != number][:limit]
