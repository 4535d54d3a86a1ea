"""Settings of a database that others use."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.pragmas import set_pragma

LOG = "PRAGMA journal_mode=WAL"


@pytest.fixture(name="two")
def connect(tmp_path: Path) -> Iterator[list[sqlite3.Connection]]:
    """Two connections to a database with a table, of which none waits for the other."""
    with (
        closing(sqlite3.connect(tmp_path / "it", timeout=0, isolation_level=None)) as one,
        closing(sqlite3.connect(tmp_path / "it", timeout=0, isolation_level=None)) as other,
    ):
        one.execute("CREATE TABLE essay (number)")
        yield [one, other]


@pytest.mark.parametrize("locking", ["BEGIN IMMEDIATE", "BEGIN; SELECT * FROM essay"])
def test_locked(two: list[sqlite3.Connection], locking: str) -> None:
    """What another writes or reads is waited for as a transaction waits, and no longer."""
    one, other = two
    for statement in locking.split(";"):
        one.execute(statement).fetchall()
    # Where SQLite waits by itself, the other comes to its end.
    other.set_trace_callback(lambda said: one.execute("COMMIT") if said.startswith("BEGIN") else None)
    set_pragma(other, LOG)
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_locked_for_good(two: list[sqlite3.Connection]) -> None:
    """Of a database that stays locked it is said in the end."""
    one, other = two
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        set_pragma(other, LOG)


def test_no_pragma(two: list[sqlite3.Connection]) -> None:
    """What is wrong for another reason is said at once."""
    _, other = two
    said = list[str]()
    other.set_trace_callback(said.append)
    with pytest.raises(sqlite3.OperationalError, match="incomplete"):
        set_pragma(other, "PRAGMA journal_mode=")
    assert said == []
