"""What to suggest while somebody types, as functions of a connection."""

import sqlite3

from bot.index.counting import FEW
from bot.index.expressions import token
from bot.index.searching import titled
from bot.ports import Suggestion, SuggestionKind
from digests.folding import letters

_LAST = "\U0010ffff"

# The keywords most rows have are counted again, now without rows that are passed over, unless they are many.
_KEYWORDS = """
SELECT word FROM (
    SELECT term AS word, doc, (
        SELECT count(*) FROM (
            SELECT 1 FROM keywords JOIN document ON document.sequence = keywords.rowid
            WHERE keywords MATCH '"' || term || '"' LIMIT :few
        )
    ) AS essays FROM (
        SELECT term, doc FROM keyword WHERE term >= :first AND term < :last AND doc >= :least
        ORDER BY doc DESC, term LIMIT 2 * :limit
    )
) WHERE essays >= :least ORDER BY iif(essays < :few, essays, doc) DESC, word LIMIT :limit
"""


def suggest(
    connection: sqlite3.Connection, prefix: str, limit: int, kind: SuggestionKind | None = None
) -> list[Suggestion]:
    """Titles, authors and frequent terms that begin with what was typed so far; then titles that hold it.

    Of authors alone, nothing typed gives those with the most essays. Signs (an emoji) are looked for in
    titles only.
    """
    key, signs = letters(prefix), prefix.strip()
    if kind is SuggestionKind.AUTHOR:
        return _authors(connection, key, limit) if key or not signs else []
    if not key:
        return _signed(connection, signs, limit)
    if kind is SuggestionKind.ESSAY:
        return list(dict.fromkeys([*_titles(connection, key, limit), *_holding(connection, key, limit)]))[
            :limit
        ]
    authors = _authors(connection, key, limit // 2)
    titles = _titles(connection, key, limit)
    words = _words(connection, prefix.strip(), limit)
    half = (limit - len(authors) + 1) // 2
    offered = [*authors, *titles[:half], *words[:half], *titles[half:], *words[half:]]
    if len(offered) < limit:
        offered += _holding(connection, key, limit)
    return list(dict.fromkeys(offered))[:limit]


def frequent(connection: sqlite3.Connection, limit: int) -> list[str]:
    """Terms that several essays are about, the most frequent first."""
    return _keywords(connection, "", limit, least=2)


def _titles(connection: sqlite3.Connection, key: str, limit: int) -> list[Suggestion]:
    statement = (
        "SELECT title, number FROM document WHERE title_key >= ? AND title_key < ? ORDER BY title_key LIMIT ?"
    )
    rows = connection.execute(statement, (key, key + _LAST, limit))
    return [Suggestion(SuggestionKind.ESSAY, title, number) for title, number in rows]


def _signed(connection: sqlite3.Connection, signs: str, limit: int) -> list[Suggestion]:
    """Titles with these signs in them, which their keys do not hold."""
    statement = "SELECT title, number FROM document WHERE instr(title, ?) ORDER BY number LIMIT ?"
    written = signs.encode(errors="ignore").decode()  # without halves of characters, which no title has
    rows = connection.execute(statement, (written, limit)) if written else ()
    return [Suggestion(SuggestionKind.ESSAY, title, number) for title, number in rows]


def _authors(connection: sqlite3.Connection, key: str, limit: int) -> list[Suggestion]:
    statement = (
        "SELECT author FROM document WHERE author_key > '' AND author_key >= ? AND author_key < ?"
        " GROUP BY author_key ORDER BY count(*) DESC, author_key LIMIT ?"
    )
    rows = connection.execute(statement, (key, key + _LAST, limit))
    return [Suggestion(SuggestionKind.AUTHOR, author) for (author,) in rows]


def _words(connection: sqlite3.Connection, prefix: str, limit: int) -> list[Suggestion]:
    return [Suggestion(SuggestionKind.WORD, term) for term in _keywords(connection, prefix, limit, least=1)]


def _keywords(connection: sqlite3.Connection, prefix: str, limit: int, least: int) -> list[str]:
    """Keywords that begin so, of so many essays at least, those of most essays first."""
    first = token(prefix)
    values = {"first": first, "last": first + _LAST, "least": least, "few": FEW, "limit": limit}
    return [word.replace("_", " ") for (word,) in connection.execute(_KEYWORDS, values)]


def _holding(connection: sqlite3.Connection, key: str, limit: int) -> list[Suggestion]:
    numbers = titled(connection, key, limit)
    titles = [
        connection.execute("SELECT title FROM document WHERE number = ?", (number,)).fetchone()[0]
        for number in numbers
    ]
    return [
        Suggestion(SuggestionKind.ESSAY, title, number) for title, number in zip(titles, numbers, strict=True)
    ]
