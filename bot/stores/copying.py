"""A database as one whole file: copied while others write it, checked, and folded together."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import StoreUnavailable
from bot.stores.connections import told

# Between two lots of pages a copy can be broken off; so it can after so many steps of a check.
_PAGES = 1000
_STEPS = 100_000


def never() -> bool:
    """Asked whether to break off: no."""
    return False


def copy(source: Path, target: Path, stopped: Callable[[], bool] = never) -> str:
    """Copy a database as it is at this moment into an empty file, and check the copy; its revision.

    By the online backup of https://www.sqlite.org/backup.html. Others may read and write meanwhile: what is
    copied is one transaction's view. Raises ``StoreUnavailable``, also where it was ``stopped``.
    """
    _check_there(source)

    def go_on(*_: int) -> None:
        if stopped():
            raise StoreUnavailable(f"{source}: the copy was broken off")

    with told(source), closing(_open(source)) as there, closing(_open(target)) as here:
        there.execute("BEGIN")
        there.execute("SELECT 1 FROM sqlite_master").fetchone()
        there.backup(here, pages=_PAGES, progress=go_on)
        # A log belongs to the original alone.
        here.execute("PRAGMA journal_mode=DELETE")
    return check(target, source, stopped)


def check(path: Path, called: Path, stopped: Callable[[], bool] = never) -> str:
    """The revision of a database, if it is whole and the bot's; else ``StoreUnavailable`` is raised.

    ``called`` is the file that it came from, which errors name.
    """
    with told(called), closing(_open(path)) as connection:
        connection.set_progress_handler(stopped, _STEPS)
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise StoreUnavailable(f"{called}: the database is damaged ({found})")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            raise StoreUnavailable(f"{called}: there is nothing in this database")
        if "alembic_version" not in tables:
            raise StoreUnavailable(f"{called}: this is a database of another program")
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)


def born(path: Path) -> str:
    """When the first essay of the library came, which tells it from any other; ``""`` for an empty one."""
    _check_there(path)
    with told(path), closing(_open(path)) as connection:
        row = connection.execute("SELECT added_at FROM essay WHERE number = 1").fetchone()
    return str(row[0]) if row else ""


def is_blank(path: Path) -> bool:
    """Whether there is a database with nothing in it. Raises ``StoreUnavailable``."""
    with told(path):
        if not path.exists():
            return False
        with closing(_open(path)) as connection:
            return not connection.execute("SELECT 1 FROM sqlite_master").fetchone()


def fold(path: Path, patience: float = 5.0) -> bool:
    """Bring what is in a database's log into its file, and empty the log; whether that could be done.

    It cannot while others read what was there before, for longer than ``patience`` in seconds. A damaged
    database stays as it is.
    """
    with suppress(sqlite3.Error), closing(_open(path, patience)) as connection:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    return False


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise StoreUnavailable(f"{path}: there is no database yet")


def _open(path: Path, patience: float = 5.0) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, timeout=patience, uri=True, isolation_level=None)
