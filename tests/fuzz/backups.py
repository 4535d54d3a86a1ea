"""Files that an operator restores: damaged backups and databases, and what is neither."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from bot.backups.restoring import restore
from bot.errors import NewerSchema, StoreUnavailable, UnusableFile
from tests.bot.backups.test_restoring import STORED
from tests.essays import Noon
from tests.fuzz import texts
from tests.fuzz.target import Bound, Target


def _restore(data: bytes) -> bool:
    """Whether it can be restored; if not, nothing is left of it."""
    with TemporaryDirectory() as folder:
        file, database = Path(folder) / "backup", Path(folder) / "data" / "digestbot.sqlite3"
        file.write_bytes(data)
        try:
            asyncio.run(restore(file, database, Noon()))
        except (NewerSchema, StoreUnavailable, UnusableFile):
            left = [path.name for path in database.parent.glob("*") if path.suffix != ".lock"]
            assert left == [], left
            return False
        with closing(sqlite3.connect(database)) as restored:
            assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return True


def _database() -> bytes:
    """A database as a backup holds it."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "digestbot.sqlite3"
        asyncio.run(restore(max(STORED.iterdir()), database, Noon()))
        with closing(sqlite3.connect(database)) as restored:
            restored.execute("PRAGMA journal_mode=DELETE")
        return database.read_bytes()


def targets() -> list[Target]:
    """What they are."""
    stored = [path.read_bytes() for path in sorted(STORED.iterdir())]
    whole = st.sampled_from([*stored, _database()])
    cut = st.builds(lambda data, share: data[: len(data) * share // 100], whole, st.integers(0, 99))
    files = st.one_of(texts.damaged(whole), cut, st.binary(max_size=99))
    return [Target("backups", files, _restore, Bound(100_000, 5), warm=stored)]
