"""Stores a backup of the newest schema for the tests, to be restored by all later versions.

Run ``python -m tests.tools.backups`` once after a migration was added, and before it is released. A file
that is there is never written again: it is what people may still have.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backups.backup import back_up
from bot.stores.connections import MIGRATING, connect
from bot.stores.migrating import migrate
from bot.stores.schema import REVISIONS

FOLDER = Path(__file__).parents[1] / "bot" / "backups"
TEXT = "# 风筝\n\n线在手里，风筝才飞得高。放手的人，只见它落。\n"
_NAME = "kite.md"
_HASH = sha256(TEXT.encode()).hexdigest()
_NOON, _DAY = "2026-03-01 12:00:00.000000", "2026-03-01"
_PERSON = "person/telegram/1"

# A row of each table, those first that others refer to, with all columns that it has had.
ROWS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("content", {"hash": _HASH, "name": _NAME, "data": zlib.compress(TEXT.encode())}),
    (
        "essay",
        {
            "number": 1,
            "collection": "essays",
            "key": _NAME,
            "version": 1,
            "content_hash": _HASH,
            "added_at": _NOON,
            "hidden": 0,
            "removed": 0,
            "size": len(TEXT.encode()),
            "modified_ns": 1,
            "inode": 1,
            "problem": "",
            "reader": "1",
            "title": "风筝",
            "author": None,
            "date": None,
            "source": None,
            "characters": 21,
            "language": "zh",
            "day": _DAY,
            "changed": 1,
        },
    ),
    ("essay_version", {"number": 1, "version": 1, "content_hash": _HASH, "at": _NOON}),
    (
        "refused_file",
        {
            "collection": "essays",
            "key": "empty.md",
            "size": 0,
            "modified_ns": 1,
            "inode": 2,
            "content_hash": "",
            "problem": "it is empty",
            "reader": "1",
        },
    ),
    ("preference", {"scope": _PERSON, "name": "language", "value": "zh-Hant"}),
    ("bookmark", {"person": _PERSON, "number": 1, "version": 1, "block": 1, "start": 0, "at": _NOON}),
    ("saved", {"person": _PERSON, "number": 1, "quote": "", "saved_at": _NOON}),
    ("shown", {"chat": "chat/telegram:1", "number": 1}),
    ("last_essay", {"chat": "chat/telegram:1", "number": 1}),
    ("digest", {"chat": "chat/telegram:1", "day": _DAY, "number": 1}),
    ("action", {"key": "k", "data": json.dumps(["read", "1"]), "kept_at": _NOON}),
    (
        "subscription",
        {
            "id": 1,
            "chat": "chat/telegram:1",
            "platform": "telegram",
            "home": _PERSON,
            "owner": _PERSON,
            "week": "0800,0800,0800,0800,0800,0800,0800",
            "zone": "Asia/Shanghai",
            "quiet": "",
            "topics": "",
            "essays": 3,
            "length": "short",
            "silent": 0,
            "mention": "",
            "since": _NOON,
            "status": "active",
            "changed": _NOON,
            "why": "",
            "served": _DAY,
            "reckoned": _NOON,
            "next_at": "2026-03-02 00:00:00.000000",
            "empty": 0,
        },
    ),
    (
        "delivery",
        {
            "id": 1,
            "subscription": 1,
            "day": _DAY,
            "part": 1,
            "platform": "telegram",
            "state": "sent",
            "due_at": "2026-03-01 00:00:00.000000",
            "try_at": "2026-03-01 00:00:00.000000",
            "settled_at": "2026-03-01 00:00:05.000000",
            "message": "7",
        },
    ),
    ("given", {"subscription": 1, "number": 1, "day": _DAY, "place": 0}),
    ("reign", {"platform": "telegram", "epoch": 3, "since": _NOON}),
)


def make(revision: str, folder: Path) -> None:
    """Write a backup of a database of this revision, made by its migrations, with a row in each table."""
    with TemporaryDirectory() as temporary:
        database = Path(temporary) / "digestbot.sqlite3"
        engine = connect(database, MIGRATING, 1)
        with engine.begin() as connection:
            migrate(connection, revision)
        engine.dispose()
        with closing(sqlite3.connect(database)) as connection:
            _fill(connection)
        back_up(database, folder / f"{revision}.zip", datetime(2026, 3, 1, 12, tzinfo=UTC))


def _fill(connection: sqlite3.Connection) -> None:
    for table, row in ROWS:
        columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        kept = {name: value for name, value in row.items() if name in columns}
        if kept:
            names, marks = ", ".join(f'"{name}"' for name in kept), ", ".join("?" * len(kept))
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(kept.values()))  # noqa: S608
    connection.commit()


def main() -> None:
    """Store those that are not there yet."""
    FOLDER.mkdir(exist_ok=True)
    for revision in REVISIONS:
        if not (FOLDER / f"{revision}.zip").exists():
            make(revision, FOLDER)


if __name__ == "__main__":
    main()
