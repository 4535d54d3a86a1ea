"""Connections to an SQLite file, and what its failures mean to the operator.

The settings are those of https://www.sqlite.org/pragma.html: a write-ahead log lets readers and the
writer work at the same time, and ``synchronous=FULL`` keeps every committed write through a power cut.
"""

import shutil
import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import StoreUnavailable
from bot.permissions import why
from bot.pragmas import set_pragma


@dataclass(frozen=True, slots=True)
class Purpose:
    """What connections are for: how their transactions begin, and their settings."""

    begin: str
    pragmas: tuple[str, ...]


# What the system keeps of the file in its own cache, each connection need not keep, too.
_LITTLE = "PRAGMA cache_size=-512"

READING = Purpose("BEGIN", ("PRAGMA query_only=ON", _LITTLE))

# A writer takes the lock at once, since a transaction that begins by reading and then finds that
# another process wrote meanwhile could only fail. What is erased is overwritten, so that nothing
# that somebody asked to forget is left in the file.
WRITING = Purpose(
    "BEGIN IMMEDIATE",
    ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON", _LITTLE),
)

# The file stays in the mode of its log. Foreign keys are not enforced while migrations rebuild
# tables; they are checked at the end.
MIGRATING = Purpose(
    "BEGIN IMMEDIATE",
    ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON"),
)

# On a full disk the database reports whatever it was about to do. It needs more than this to begin with.
_FULL_BYTES = 1_000_000
_PERHAPS_FULL = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
_FULL = "the disk is full: make room there and try again"
_LOCKED = "another program holds it locked: end that program or try again"
_NOT_WRITABLE = "it cannot be opened or written: make the file and its folder writable for this user"
_ADVICE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_NOTADB: "this is no database: move the file away, or restore it from a backup",
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore it from a backup",
    sqlite3.SQLITE_IOERR: "the disk reports an error: check it, then try again",
    sqlite3.SQLITE_CONSTRAINT: "another program changed the same rows at the same moment: try again",
}


def connect(path: Path, purpose: Purpose, busy_timeout: float, size: int = 1) -> Engine:
    """An engine of at most ``size`` connections that wait ``busy_timeout`` seconds for a lock."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
        pool_size=size,
        max_overflow=0,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # Left to itself, the driver begins transactions when it sees fit, and none for DDL.
        connection.isolation_level = None
        for pragma in purpose.pragmas:
            set_pragma(connection, pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(purpose.begin)

    return engine


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn what the database and the system report into ``StoreUnavailable`` with what to do.

    A value that cannot be stored is the caller's mistake, and stays the error it is.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreUnavailable(f"{path}: {_advice(error.orig, path)}") from error
    except StatementError as error:
        raise (error.orig or error) from error
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{path}: {_advice(error, path)}") from error
    except OSError as error:
        raise StoreUnavailable(f"{path}: cannot be used ({why(error, path)})") from error


def _advice(error: BaseException | None, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    advice = _FULL if code in _PERHAPS_FULL and _is_full(path.parent) else _ADVICE.get(code)
    return f"{advice} ({error})" if advice else f"{error}"


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _FULL_BYTES
    except OSError:
        return False
