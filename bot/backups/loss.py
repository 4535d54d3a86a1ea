"""A database that lost what was in it is not begun anew as if there had never been anything."""

import logging
from pathlib import Path

from bot.backups import keeping
from bot.errors import StoreUnavailable
from bot.index import generations
from bot.stores import copying
from bot.stores.connections import told

_log = logging.getLogger(__name__)


def check_not_lost(database: Path, backups: Path) -> None:
    """Raise ``StoreUnavailable`` if nothing is in the database, and something beside tells that there was.

    Else this is a first start, or an empty database comes of one that was cut short.
    """
    with told(database):
        if _holds_something(database):
            return
        indexes, kept = _indexes(database.parent), keeping.own(backups)
        # What another process has just begun may have an index beside it by now.
        if _holds_something(database):
            return
        is_there = database.exists()
    remains = [*indexes, *([backups] if kept else [])]
    if remains:
        state, witness = "empty" if is_there else "gone", max(kept, key=keeping.day, default=remains[0])
        raise StoreUnavailable(
            f"{database}: it is {state}, and {witness} tells that it was not: go back to a backup, as "
            "deploy/recover.md says; only to begin anew, without all that was in it, move "
            f"{' and '.join(map(str, remains))} elsewhere"
        )
    if is_there:
        _log.warning("%s is empty, as a first start leaves it that was cut short: it is begun now", database)


def _holds_something(database: Path) -> bool:
    return database.exists() and not copying.is_blank(database)


def _indexes(data: Path) -> list[Path]:
    return [path for path in [generations.current(data)] if path.exists()] if data.exists() else []
