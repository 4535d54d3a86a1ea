"""What is looked for, in the language of FTS5 and of SQLite.

https://www.sqlite.org/fts5.html#full_text_query_syntax
"""

import re
from collections.abc import Iterable

from digests.folding import fold
from digests.plan import HAN, Tier, Way, recut
from digests.query import Filter, Phrase, Query
from digests.stopwords import STOP_WORDS

_COLUMNS = {"author": "author_key", "source": "source_key", "title": "title_key"}

_HOLDING = ("words", "characters")

# What would part a term where it is to be one word.
_PARTING = re.compile(r"[^\w'.,+#]")

# What no essay holds.
NOTHING = '""'


def string(phrase: Phrase) -> str:
    """A phrase as a string of FTS5: whatever is in it, it is no operator."""
    text = " ".join(phrase.words).replace('"', '""')
    return f'"{text}"*' if phrase.begins else f'"{text}"'


def word(text: str) -> str:
    """A word alone."""
    return string(Phrase((text,)))


def token(term: str) -> str:
    """A term as the one word it is in ``about``."""
    return _PARTING.sub("_", fold(term))


def every(expressions: Iterable[str]) -> str:
    """All of them."""
    return " AND ".join(f"({expression})" for expression in expressions)


def some(expressions: Iterable[str]) -> str:
    """Any of them."""
    return " OR ".join(expressions)


def tier(plan: Tier) -> str:
    """What a tier asks for."""
    terms = [some(map(string, term)) for term in plan.terms]
    if plan.way is Way.NEAR:
        return f"NEAR({' '.join(terms)}, {plan.near})"
    if plan.way is Way.TWO:
        return some(f"(({term}) AND ({some(terms[place:])}))" for place, term in enumerate(terms[:-1], 1))
    return some(terms) if plan.way is Way.ANY else every(terms)


def demanded(query: Query, *expressions: str, loose: bool = False) -> str:
    """The expressions and what the query demands besides: its phrases, and not what it leaves out.

    With ``loose`` the phrases may be cut otherwise.
    """
    phrases = (some(map(string, recut(phrase) if loose else (phrase,))) for phrase in query.phrases)
    wanted = every((*expressions, *phrases))
    return f"({wanted}) NOT ({some(map(string, query.excluded))})" if query.excluded else wanted


def pairs(key: str) -> list[str]:
    """Each character of a title with the next, the last alone: what a piece of it is found by."""
    return [key[i : i + 2] for i in range(len(key))]


def piece(key: str) -> str:
    """The pairs of a piece of a title one behind the other; one character begins a pair."""
    if len(key) == 1:
        return string(Phrase((key,), begins=True))
    return string(Phrase(tuple(pairs(key)[:-1])))


def in_title(phrase: Phrase) -> str:
    """Words of a title, one behind the other."""
    return f"title : {string(phrase)}"


def narrowing(query: Query) -> tuple[str, dict[str, str]]:
    """What the facts of an essay have to be, as a condition on ``document``, and the values in it."""
    values = {f"text{place}": _wanted(narrowed) for place, narrowed in enumerate(query.filters)}
    conditions = [_holds(narrowed, f"text{place}") for place, narrowed in enumerate(query.filters)]
    if within := [phrase for phrase in query.excluded if _is_character(phrase)]:
        conditions.append("sequence NOT IN (SELECT rowid FROM characters WHERE characters MATCH :excluded)")
        values["excluded"] = some(map(string, within))
    for sign, name, day in ((">=", "after", query.after), ("<", "before", query.before)):
        if day is not None:
            conditions.append(f"(date <> '' AND date {sign} :{name})")
            values[name] = day.isoformat()
    return " AND ".join(conditions), values


def holding(characters: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The condition on a row that its essay holds all the characters, alone or within words; its values."""
    known = list(characters)
    telling = [character for character in known if character not in STOP_WORDS]
    conditions, values = "", dict[str, str]()
    if telling:
        conditions = " AND {row} IN (SELECT rowid FROM characters WHERE characters MATCH :telling)"
        values["telling"] = every(map(word, telling))
    for place, stop in enumerate(character for character in known if character in STOP_WORDS):
        either = (f"SELECT rowid FROM {table} WHERE {table} MATCH :stop{place}" for table in _HOLDING)  # noqa: S608
        conditions += f" AND {{row}} IN ({' UNION ALL '.join(either)})"
        values[f"stop{place}"] = word(stop)
    return conditions, values


def _is_character(phrase: Phrase) -> bool:
    return len(phrase.words) == 1 and len(phrase.words[0]) == 1 and bool(HAN.match(phrase.words[0]))


def _wanted(narrowed: Filter) -> str:
    return some(map(in_title, narrowed.words)) or narrowed.text


def _holds(narrowed: Filter, name: str) -> str:
    if narrowed.words:
        held = f"sequence IN (SELECT rowid FROM words WHERE words MATCH :{name})"  # noqa: S608
        return f"NOT {held}" if narrowed.excluded else held
    sign = "=" if narrowed.excluded else ">"
    return f"instr({_COLUMNS[narrowed.field]}, :{name}) {sign} 0"
