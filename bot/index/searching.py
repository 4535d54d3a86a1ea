"""A search, as functions of a connection: what is looked up for it, and in which order it comes."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, islice

from bot.index.lookups import ALL, ANY, LOOSE, MOST_SCORED, TITLE, TWO, Hits, Lookup
from bot.ports import Ranked, Ranking
from digests.folding import fold, letters, words
from digests.plan import (
    HAN,
    NEARNESS,
    TEXT,
    Tier,
    characters,
    closer,
    every,
    looser,
    pieces_of,
    some,
    together,
    two,
)
from digests.query import Query
from digests.stopwords import STOP_WORDS

# In a smaller library a tenth of it is ranked, but never fewer than a hundred. A text of some words, as
# somebody pastes it, is only told from others if the common ones count as well; for what only fills a page,
# fewer will do.
_LEAST_SCORED = 100
_SCORED_FOR_A_TEXT = 10_000
_SCORED_TO_FILL = 250
# Behind fewer essays that hold all the words come some that hold only some of them.
_FILLED = 5
# So many of its characters have to be in an essay that may hold what was typed.
_LOOKED_FOR = 8
_FEWEST = 2
_PIECES = 40
# With more words than this, a character is found only as a word of its own.
_CLOSE = 2
_END = 2**63 - 1
# As a limit: more than any library has, and one more is still a number to SQLite.
_NO_LIMIT = 2**62


def search(connection: sqlite3.Connection, query: Query, limit: int, bound: int | None = None) -> Ranking:
    """The essays that answer a query, at most ``limit``; of those that came up to ``bound``.

    If nothing is as it was asked for, what holds the words of it at all, or some of them.
    """
    newest = _newest(connection) if bound is None else bound
    if not query:
        return Ranking((), newest)
    asked = Lookup(connection, query, limit, newest, _scored(newest, query))
    if _is_list(asked):
        return Ranking(asked.listed(), newest, asked.left(), listed=True)
    hits, whole = _answers(asked)
    if query.phrases and _FILLED <= whole < limit:
        # If there are fewer, essays are looked into for more: see candidates.
        others, more = _answers(replace(asked, loose=True))
        held = _behind(_first(hits, whole), _first(others, more))
        hits, whole = _behind(_behind(held, hits), others), len(held)
    if not hits and query.relaxed != query:
        hits, whole = _answers(replace(asked, query=query.relaxed))[0], 0
    ranked = tuple(Ranked(number, round(score, 4)) for number, score in hits.items())
    return Ranking(ranked[:limit], newest, min(whole, limit), more=len(ranked) >= limit)


def listed(
    connection: sqlite3.Connection, query: Query, limit: int, bound: int, start: int
) -> tuple[Ranked, ...]:
    """More of a list, from ``start`` on."""
    return Lookup(connection, query, limit, bound).listed(start)


def matching(connection: sqlite3.Connection, query: Query) -> frozenset[int]:
    """All essays that hold all that was asked for; nothing is ranked."""
    asked = Lookup(connection, query, _NO_LIMIT, _newest(connection))
    if not query:
        return frozenset()
    return _matches(asked) | (_matches(replace(asked, loose=True)) if query.phrases else frozenset())


def candidates(connection: sqlite3.Connection, query: Query, limit: int, bound: int) -> list[int]:
    """Essays that may hold what was typed in one piece, wherever words are cut: they have its characters.

    Those come first that have it in another cut, then those that have longer parts of it.
    """
    found = dict.fromkeys(filter(HAN.match, chain.from_iterable(query.pieces)))
    telling = tuple(sorted(found, key=STOP_WORDS.__contains__)[:_LOOKED_FOR])
    if len(telling) < _FEWEST:
        return []
    asked = Lookup(connection, query.rest, limit, bound, holding=telling)
    as_one = replace(asked, query=replace(query.rest, phrases=(*query.runs, *query.phrases)), loose=True)
    likely = asked.with_any(tuple(islice(chain.from_iterable(map(pieces_of, query.pieces)), _PIECES)))
    return list(_behind(_behind(_holders(as_one), likely), _holders(asked), limit))


def titled(connection: sqlite3.Connection, piece: str, limit: int) -> list[int]:
    """Essays whose title holds this piece, the shortest first."""
    query = Query(words=tuple(words(piece)), piece=letters(piece), verbatim=fold(piece).strip())
    return list(Lookup(connection, query, limit, _END).in_titles()) if query.piece else []


def _answers(asked: Lookup) -> tuple[Hits, int]:
    """Essays with their scores, the best first, and how many of them hold all that was asked for."""
    query = asked.query
    if query.words:
        return _by_words(asked)
    hits = asked.ranked(ALL) if query.phrases else asked.with_dash()
    return hits, len(hits)


def _is_list(asked: Lookup) -> bool:
    """Whether the query only narrows or excludes, so that there is nothing to rank by."""
    return not (asked.query.words or asked.query.phrases or asked.with_dash())


def _matches(asked: Lookup) -> frozenset[int]:
    """The essays that hold all that was asked for, in no order."""
    query = asked.query
    if query.words:
        return _match_words(asked)
    if query.phrases:
        return asked.held()
    return frozenset(asked.with_dash() or (ranked.number for ranked in asked.listed()))


def _holders(asked: Lookup) -> Hits:
    """Essays that hold the characters, the words and the phrases; without words the latest first."""
    if plan := every(asked.query) if asked.query.words else None:
        return asked.tier(plan, LOOSE)
    if asked.query.phrases:
        return asked.ranked(LOOSE)
    return asked.latest(LOOSE)


def _by_words(asked: Lookup) -> tuple[Hits, int]:
    hits, whole = _with_all(asked)
    if _suffice(asked, hits) and (len(asked.query.words) > 1 or len(hits) >= asked.limit):
        return hits, whole
    counts = {word: asked.count(word) for word in asked.query.words}
    if not hits or len(counts) == 1:
        loose = looser(asked.query, counts, asked.scored // 10)
        hits = _behind(hits, asked.tier(loose, LOOSE)) if loose else hits
        whole = len(hits)
    return (hits if _suffice(asked, hits) else _filled(asked, hits, counts)), whole


def _with_all(asked: Lookup) -> tuple[Hits, int]:
    """Essays with all the words, and how many of them, the first, have those typed as one so.

    If no essay has them so, they are not one.
    """
    hits = asked.in_titles() if asked.query.piece else {}
    joint, plan, nearer = together(asked.query), every(asked.query), closer(asked.query)
    as_one = _closest_first(asked, joint, nearer[:1]) if joint and len(hits) < asked.limit else {}
    hits = _behind(hits, as_one)
    whole = len(hits)
    if plan and len(hits) < asked.limit:
        others = _closest_first(asked, plan, nearer)
        hits = _behind(hits, _below(others) if as_one else others)
    if len(hits) < asked.limit and not as_one:
        hits = _behind(hits, _within_words(asked))
    return hits, whole if as_one else len(hits)


def _within_words(asked: Lookup) -> Hits:
    """Essays with all the words, where a single character may also stand within others."""
    alone = characters(asked.query)
    if not alone or len(asked.query.words) > _CLOSE:
        return {}
    others = tuple(word for word in asked.query.words if word not in alone)
    return _holders(replace(asked, query=replace(asked.query, words=others), holding=alone))


def _match_words(asked: Lookup) -> frozenset[int]:
    found = frozenset(asked.in_titles() if asked.query.piece else ())
    if (joint := together(asked.query)) and (as_one := asked.held(joint)):
        return found.union(as_one)
    if plan := every(asked.query):
        found = found.union(asked.held(plan), _within_words(asked))
    if found and len(asked.query.words) > 1:
        return found
    counts = {word: asked.count(word) for word in asked.query.words}
    loose = looser(asked.query, counts, asked.scored // 10)
    return found.union(asked.held(loose)) if loose else found


def _suffice(asked: Lookup, hits: Hits) -> bool:
    """Whether nothing is to stand behind them: behind a phrase, or a text, the rest is off the point."""
    return len(hits) >= _FILLED or bool(hits and (asked.query.phrases or len(asked.query.words) > TEXT))


def _filled(asked: Lookup, hits: Hits, counts: Mapping[str, int]) -> Hits:
    """The hits, and behind them those that hold some of the words: any two, or any one."""
    most = _FILLED if hits else asked.limit
    pair = two(asked.query, counts, asked.scored)
    filled = _behind(hits, asked.tier(pair, TWO), most) if pair else hits
    if len(filled) >= _FILLED:
        return filled
    rest = some(asked.query, counts, min(asked.scored, _SCORED_TO_FILL) if filled else asked.scored)
    return _behind(filled, asked.tier(rest, ANY), most) if rest else filled


def _closest_first(asked: Lookup, plan: Tier, nearer: list[Tier]) -> Hits:
    """Essays that hold all the words, those first that hold them as typed, or near each other.

    Ranking costs most. So few essays are ranked once, and which of them are close is only looked up;
    of many, those far apart are not ranked if there are enough others.
    """
    ways = [*nearer, plan]
    if len(ways) == 1:
        return asked.tier(plan, ALL)
    held = asked.held(plan)
    if len(held) > asked.limit:
        return _nearest_of_many(asked, ways)
    hits = asked.tier(plan, ALL) if len(held) > 1 else dict.fromkeys(held, ALL)
    return _nearest_of_few(asked, ways[:-1], hits) if len(held) > 1 else hits


def _nearest_of_many(asked: Lookup, ways: list[Tier]) -> Hits:
    hits: Hits = {}
    for place, way in enumerate(ways, 1):
        if len(hits) < asked.limit:
            hits = _behind(hits, asked.tier(way, ALL + len(ways) - place))
    return hits


def _nearest_of_few(asked: Lookup, ways: list[Tier], hits: Hits) -> Hits:
    for worth, way in enumerate(reversed(ways), 1):
        close = asked.held(way)
        if not close and way.near != NEARNESS[0]:
            break  # nor is any nearer
        hits |= {number: ALL + worth + hits[number] % 1 for number in close if number in hits}
    return dict(sorted(hits.items(), key=lambda entry: -entry[1]))


def _behind(hits: Hits, others: Hits, most: int | None = None) -> Hits:
    """The hits, and behind them the others that are not among them; so many at most."""
    both = hits | {number: score for number, score in others.items() if number not in hits}
    return dict(islice(both.items(), most))


def _first(hits: Hits, most: int) -> Hits:
    return dict(islice(hits.items(), most))


def _below(hits: Hits) -> Hits:
    """Hits that hold all words, as ones that do not hold them as they were typed."""
    return {number: LOOSE + (score - ALL) / TITLE for number, score in hits.items()}


def _newest(connection: sqlite3.Connection) -> int:
    sequence: int = connection.execute("SELECT sequence FROM state").fetchone()[0]
    return sequence


def _scored(changes: int, query: Query) -> int:
    """How many essays are ranked at most, in a library that has come so far."""
    if len(query.words) > TEXT:
        return _SCORED_FOR_A_TEXT
    return min(MOST_SCORED, max(_LEAST_SCORED, changes // 10))
