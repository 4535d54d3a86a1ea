"""How common something is in an index file."""

import sqlite3

from bot.index.expressions import word

COUNTED = 1_000
# Where fewer essays are about a term, it counts which of them are still so.
FEW = 25
_END = 2**63 - 1
_FEW_ABOUT = """
SELECT count(*) FROM (
    SELECT 1 FROM about JOIN document ON document.sequence = about.rowid WHERE about MATCH ? LIMIT ?
)
"""


def count(
    connection: sqlite3.Connection, table: str, match: str, most: int = COUNTED, bound: int = _END
) -> int:
    """How many essays that came up to ``bound`` a table has for an expression; ``most`` are counted."""
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid <= ? LIMIT ?)"  # noqa: S608
    found: int = connection.execute(statement, (match, bound, most)).fetchone()[0]
    return found


def count_about(connection: sqlite3.Connection, token: str) -> int:
    """How many essays may be about a term; if they are not few, what they were before counts too."""
    match = word(token)
    few: int = connection.execute(_FEW_ABOUT, (match, FEW)).fetchone()[0]
    return few if few < FEW else count(connection, "about", match)
