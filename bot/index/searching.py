"""Questions to an index file, as functions of a connection: a plan of tiers becomes SQL here."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.index.file import title_pairs
from bot.ports import Ranked, Ranking
from digests.folding import letters, words
from digests.matching import likeness
from digests.query import NEARNESS, Filter, Phrase, Query, Tier, Way, closer, rarest, tiers

# Ranking is what costs: of more matches than this only the newest are ranked. Below a thousand essays it
# is a tenth of them, but never fewer than a hundred.
_MOST_SCORED = 1_000
_LEAST_SCORED = 100
_COUNTED = 1_000
_ALIKE = 50
# A term that more than one in so many essays has says nothing about what two of them share.
_TELLING = 5

_WORTH = {Way.EXACT: 4.0, Way.NEAR: 3.0, Way.ALL: 2.0, Way.ANY: 1.0}
_TITLE_WORTH = 5.0
# The BM25 score that is worth half of what lies between two tiers.
_MIDDLING = 10.0
_END = 2**63 - 1

# A word in the title counts for five in the text, one in the author's name for three.
_RANKED = """
SELECT document.number, -found.score FROM (
    SELECT rowid AS sequence, bm25(words, 5.0, 3.0, 1.0, 1.0) AS score FROM words
    WHERE words MATCH :match AND rowid <= :bound{narrowing} ORDER BY rowid DESC LIMIT :scored
) AS found JOIN document USING (sequence) ORDER BY found.score, sequence DESC LIMIT :limit
"""
_IN_TITLES = """
SELECT document.number, document.title_key FROM pairs JOIN document ON document.sequence = pairs.rowid
WHERE pairs MATCH :match AND pairs.rowid <= :bound{narrowing}
ORDER BY length(document.title_key), sequence DESC LIMIT :limit
"""
_HELD = """
SELECT document.number FROM words JOIN document ON document.sequence = words.rowid
WHERE words MATCH :match AND words.rowid <= :bound{narrowing}
"""
_LISTED = """
SELECT document.number FROM document WHERE sequence <= :bound{narrowing}
ORDER BY date DESC, sequence DESC LIMIT :limit
"""
_COLUMNS = {"author": "author_key", "source": "source_key", "title": "title_key"}


def search(connection: sqlite3.Connection, query: Query, limit: int, bound: int | None = None) -> Ranking:
    """The essays that answer a query, at most ``limit``; of those that came up to ``bound``.

    If nothing is as it was asked for, what holds the words of it at all, or some of them.
    """
    newest, written = connection.execute("SELECT sequence, written FROM state").fetchone()
    scope = _Scope(connection, newest if bound is None else bound, limit, _scored(written))
    if not query:
        return Ranking((), scope.bound)
    ranking = _ranking(scope, query)
    if ranking.hits or query.relaxed == query:
        return ranking
    return replace(_ranking(scope, query.relaxed), partial=True)


def titled(connection: sqlite3.Connection, piece: str, limit: int) -> list[int]:
    """Essays whose title holds this piece, the shortest first."""
    key = letters(piece)
    return list(_in_titles(_Scope(connection, _END, limit), Query(piece=key))) if key else []


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a search looks: at what came up to ``bound``, of which at most ``scored`` are ranked."""

    connection: sqlite3.Connection
    bound: int
    limit: int
    scored: int = _MOST_SCORED

    def rows(self, statement: str, match: str, narrowing: str = "", **values: str) -> list[tuple[Any, ...]]:
        """The rows of one of the statements above; ``narrowing`` is SQL of this module, never of a user."""
        known = {"match": match, "bound": self.bound, "limit": self.limit, "scored": self.scored}
        return self.connection.execute(statement.format(narrowing=narrowing), known | values).fetchall()


def _ranking(scope: _Scope, query: Query) -> Ranking:
    hits = _in_titles(scope, query) if query.piece else {}
    partial = False
    if query.words:
        partial = _by_tiers(scope, query, hits)
    elif query.phrases:
        hits |= _matching(scope, query, _every(map(_string, query.phrases)), _WORTH[Way.ALL])
    elif not hits:
        hits |= _listed(scope, query)
    ranked = tuple(Ranked(number, round(score, 4)) for number, score in hits.items())
    return Ranking(ranked[: scope.limit], scope.bound, partial, more=len(ranked) >= scope.limit)


def _by_tiers(scope: _Scope, query: Query, hits: dict[int, float]) -> bool:
    """Try tier after tier until one finds something; whether that is only some of the words."""
    for tier in tiers(query, lambda word: count(scope.connection, "words", _word(word)), scope.scored):
        if hits and tier.way is Way.ANY:
            return False
        found = _tier(scope, query, tier) if tier.way is Way.ANY else _closest_first(scope, query, tier)
        hits |= {number: score for number, score in found.items() if number not in hits}
        if found:
            return tier.way is Way.ANY
    return False


def _closest_first(scope: _Scope, query: Query, every: Tier) -> dict[int, float]:
    """Essays that hold all the words: first those that hold them as typed, then near each other.

    Ranking costs most. So few essays are ranked once, and which of them are close is only looked up;
    of many, those far apart are not ranked if there are enough others.
    """
    ways = (*closer(query), every)
    if count(scope.connection, "words", _expression(every, query), scope.limit + 1) > scope.limit:
        found: dict[int, float] = {}
        for way in ways:
            if len(found) < scope.limit:
                found = _tier(scope, query, way) | found
        return dict(sorted(found.items(), key=lambda entry: -entry[1]))
    found = _tier(scope, query, every)
    for way in reversed(ways[:-1]):
        close = {number for (number,) in scope.rows(_HELD, _expression(way, query))} if len(found) > 1 else ()
        found |= {number: score % 1 + _WORTH[way.way] for number, score in found.items() if number in close}
    return dict(sorted(found.items(), key=lambda entry: -entry[1]))


def _tier(scope: _Scope, query: Query, tier: Tier) -> dict[int, float]:
    return _matching(scope, query, _expression(tier, query), _WORTH[tier.way])


def _in_titles(scope: _Scope, query: Query) -> dict[int, float]:
    """Essays whose title holds the piece; the more of the title it is, the better."""
    narrowing, values = _narrowing(query, "pairs.rowid")
    rows = scope.rows(_IN_TITLES, _title_piece(query.piece), narrowing, **values)
    return {number: _TITLE_WORTH + len(query.piece) / len(key) for number, key in rows}


def _matching(scope: _Scope, query: Query, match: str, worth: float) -> dict[int, float]:
    """Essays for an expression of FTS5, ranked by BM25; ``worth`` is what the tier counts."""
    if query.excluded:
        match = f"({match}) NOT ({_some(map(_string, query.excluded))})"
    narrowing, values = _narrowing(query, "rowid")
    rows = scope.rows(_RANKED, match, narrowing, **values)
    return {number: worth + score / (score + _MIDDLING) for number, score in rows}


def _listed(scope: _Scope, query: Query) -> dict[int, float]:
    """Essays for a query that only narrows or excludes, the newest first."""
    narrowing, values = _narrowing(query, "sequence")
    if query.excluded:
        narrowing += " AND sequence NOT IN (SELECT rowid FROM words WHERE words MATCH :match)"
    rows = scope.rows(_LISTED, _some(map(_string, query.excluded)), narrowing, **values)
    return {number: 1 / place for place, (number,) in enumerate(rows, 1)}


def nearest(connection: sqlite3.Connection, title: str, limit: int) -> list[int]:
    """Essays whose titles share the most pairs of characters with this one."""
    key = letters(title)[:_ALIKE]
    counts = {pair: count(connection, "pairs", _word(pair)) for pair in title_pairs(key)}
    shared = rarest(counts, _COUNTED)
    if not shared:
        return []
    statement = """
        SELECT document.number, document.title_key FROM (
            SELECT rowid AS sequence, bm25(pairs) AS score FROM pairs WHERE pairs MATCH ? LIMIT ?
        ) AS found JOIN document USING (sequence) ORDER BY found.score, document.number LIMIT ?
    """
    match = _some(_word(pair) for pair in shared)
    rows = connection.execute(statement, (match, _MOST_SCORED, _ALIKE)).fetchall()
    ranked = sorted(rows, key=lambda row: (-likeness(key, row[1]), row[0]))
    return [number for number, _ in ranked[:limit]]


def related(connection: sqlite3.Connection, number: int, limit: int) -> list[Ranked]:
    """Essays that share this one's terms, the rarer the nearer; terms that very many have do not count."""
    row = connection.execute("SELECT keywords, sequence FROM document WHERE number = ?", (number,)).fetchone()
    if row is None:
        return []
    terms = [_string(Phrase(tuple(words(keyword)))) for keyword in row[0].split("\n") if keyword]
    total: int = connection.execute("SELECT written FROM state").fetchone()[0]
    most = max(2, total // _TELLING)
    counts = {term: count(connection, "words", term) for term in dict.fromkeys(terms)}
    telling = {term: found for term, found in counts.items() if 1 < found <= most} or counts
    shared = rarest(telling, _MOST_SCORED)
    if not shared:
        return []
    values = {"match": _some(shared), "bound": _END, "scored": _MOST_SCORED, "limit": limit + 1}
    rows = connection.execute(_RANKED.format(narrowing=""), values).fetchall()
    return [Ranked(other, round(score, 4)) for other, score in rows if other != number][:limit]


def count(connection: sqlite3.Connection, table: str, match: str, most: int = _COUNTED) -> int:
    """How many essays a table has for an expression; from ``most`` on it is not counted further."""
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT {most})"  # noqa: S608
    found: int = connection.execute(statement, (match,)).fetchone()[0]
    return found


def _expression(tier: Tier, query: Query) -> str:
    """A tier in the language of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""
    terms = [_some(map(_string, choices)) for choices in tier.terms]
    if tier.way in {Way.EXACT, Way.NEAR}:
        found = f"NEAR({' '.join(terms)}, {NEARNESS})"
    else:
        found = _some(terms) if tier.way is Way.ANY else _every(terms)
    return _every((f"({found})", *map(_string, query.phrases)))


def _every(expressions: Iterable[str]) -> str:
    return " AND ".join(f"({expression})" for expression in expressions)


def _some(expressions: Iterable[str]) -> str:
    return " OR ".join(expressions)


def _string(phrase: Phrase) -> str:
    """A phrase as a string of FTS5: whatever is in it, it is no operator."""
    text = " ".join(phrase.words).replace('"', '""')
    return f'"{text}"*' if phrase.begins else f'"{text}"'


def _word(word: str) -> str:
    return _string(Phrase((word,)))


def _title_piece(key: str) -> str:
    """The pairs of a piece of a title one behind the other; one character begins a pair."""
    return (
        _string(Phrase(tuple(title_pairs(key)[:-1])))
        if len(key) > 1
        else _string(Phrase((key,), begins=True))
    )


def _narrowing(query: Query, row: str) -> tuple[str, dict[str, str]]:
    """What the facts of an essay have to be, as a condition on a row number, and the values in it."""
    values = {f"text{place}": narrowing.text for place, narrowing in enumerate(query.filters)}
    conditions = [_holds(narrowing, f"text{place}") for place, narrowing in enumerate(query.filters)]
    for sign, name, day in ((">=", "after", query.after), ("<", "before", query.before)):
        if day is not None:
            conditions.append(f"(date <> '' AND date {sign} :{name})")
            values[name] = day.isoformat()
    if not conditions:
        return "", values
    return f" AND {row} IN (SELECT sequence FROM document WHERE {' AND '.join(conditions)})", values  # noqa: S608


def _holds(narrowing: Filter, name: str) -> str:
    sign = "=" if narrowing.excluded else ">"
    return f"instr({_COLUMNS[narrowing.field]}, :{name}) {sign} 0"


def _scored(written: int) -> int:
    return min(_MOST_SCORED, max(_LEAST_SCORED, written // 10))
