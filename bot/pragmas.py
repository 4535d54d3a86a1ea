"""Settings of an SQLite file that other processes open at the same moment."""

import sqlite3

# So often others may come between.
_TRIES = 20
# The lower byte of what SQLite reports: https://www.sqlite.org/rescode.html
_PRIMARY = 0xFF


def set_pragma(connection: sqlite3.Connection, pragma: str) -> None:
    """Set something of the database, once nobody has it locked. Raises ``sqlite3.Error``.

    SQLite does not wait for the lock that a pragma needs, as it does for that of a transaction.
    """
    for _ in range(_TRIES):
        try:
            connection.execute(pragma)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    connection.execute(pragma)
