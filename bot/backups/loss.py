"""A database that lost what was in it is not begun anew as if there had never been anything."""

import logging
from pathlib import Path

from bot.errors import StoreUnavailable
from bot.index import generations
from bot.stores import copying
from bot.stores.connections import told

_log = logging.getLogger(__name__)


def check_not_lost(database: Path, backups: Path) -> None:
    """Raise ``StoreUnavailable`` if the database is empty, and something beside it tells that it was not.

    Else an empty one comes of a first start that was cut short.
    """
    # In this order: what another process is just beginning has nothing beside it yet.
    with told(database):
        remains = _remains(database.parent, backups) if database.exists() else None
    if not copying.is_blank(database):
        return
    if remains:
        raise StoreUnavailable(
            f"{database}: it is empty, and {remains} tells that it was not: go back to a backup, as "
            "deploy/recover.md says, or move the empty file away to begin anew"
        )
    _log.warning("%s is empty, as a first start leaves it that was cut short: it is begun now", database)


def _remains(data: Path, backups: Path) -> Path | None:
    """What is not there before a database is."""
    index = generations.current(data)
    return index if index.exists() else next(backups.glob("*.zip"), None)
