"""How common something is in an index file."""

import sqlite3

COUNTED = 1_000
_END = 2**63 - 1


def count(
    connection: sqlite3.Connection, table: str, match: str, most: int = COUNTED, bound: int = _END
) -> int:
    """How many essays that came up to ``bound`` a table has for an expression; ``most`` are counted."""
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid <= ? LIMIT ?)"  # noqa: S608
    found: int = connection.execute(statement, (match, bound, most)).fetchone()[0]
    return found
