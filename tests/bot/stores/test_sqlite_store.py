"""What is particular to the store in an SQLite file: opening, migrating, sharing and failing."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, event

from bot.errors import NewerSchema, StoreUnavailable
from bot.stores.connections import MIGRATING, connect
from bot.stores.migrating import migrate
from bot.stores.schema import REVISIONS, metadata
from bot.stores.sqlite import SqliteStore, open_store
from tests.essays import NOON, adding, content, derived

# Only the store itself can be told that the disk is full, or asked how often it commits.
# pyright: reportPrivateUsage=false

pytestmark = pytest.mark.filterwarnings("error::ResourceWarning")


@pytest.fixture(name="path")
def make_path(tmp_path: Path) -> Path:
    """Where a database may be made; its folder is not there yet."""
    return tmp_path / "data" / "digestbot.sqlite3"


@pytest.fixture(name="store")
async def make_store(path: Path) -> AsyncIterator[SqliteStore]:
    """A store that does not wait long for others."""
    store = open_store(path, busy_timeout=0.05)
    yield store
    await store.close()


def outside(path: Path) -> "closing[sqlite3.Connection]":
    """The file as another program sees it."""
    return closing(sqlite3.connect(path, isolation_level=None))


def statements(path: Path) -> set[str]:
    """The statements that would make the database's schema, white space aside."""
    with outside(path) as other:
        made = other.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {"".join(sql.split()) for (sql,) in made}


def folded(path: Path) -> bytes:
    """The bytes of the file, which is to be the only one in its folder."""
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return path.read_bytes()


def migrated(path: Path, to: str) -> None:
    """Make a database of an earlier version of the bot."""
    path.parent.mkdir()
    engine = connect(path, MIGRATING, 1)
    with engine.begin() as connection:
        migrate(connection, to)
    engine.dispose()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission bits")
def test_private(path: Path) -> None:
    """Nobody else on the machine can look into the folder or the file."""
    open_store(path)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_light(path: Path) -> None:
    """Neither making a database nor opening one that is up to date loads Alembic."""
    script = """
import sys
from pathlib import Path
from bot.stores.sqlite import open_store
for _ in range(2):
    open_store(Path(sys.argv[1]))
loaded = {"alembic", "mako", "greenlet", "jieba", "rjieba", "bs4"} & set(sys.modules)
sys.exit(f"loaded: {loaded}" if loaded else 0)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)


def test_schema(tmp_path: Path) -> None:
    """The migrations lead to exactly the tables that a new database is made with."""
    old, new = tmp_path / "old" / "db", tmp_path / "new" / "db"
    migrated(old, REVISIONS[-1])
    open_store(new)
    assert statements(old) == statements(new)
    engine = connect(old, MIGRATING, 1)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_revisions() -> None:
    """The list of revisions is that of the migrations, from the oldest to the newest."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "bot.stores:migrations")
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    assert tuple(reversed([script.revision for script in scripts])) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
async def test_upgrade(path: Path, revision: str) -> None:
    """A database of any earlier revision becomes one of the newest when it is opened."""
    migrated(path, revision)
    store = open_store(path)
    assert list(await store.apply([adding("a")], NOON)) == [1]
    await store.close()
    with outside(path) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISIONS[-1],)]


def test_newer(path: Path) -> None:
    """A database of a newer version is left as it is, and the operator told so."""
    open_store(path)
    with outside(path) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match="it has schema 9999, and this one knows"):
        open_store(path)
    with outside(path) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_no_database(path: Path) -> None:
    """A file that is no database is refused and not touched."""
    path.parent.mkdir()
    path.write_bytes(b"my diary\n" * 1000)
    with pytest.raises(StoreUnavailable, match="no database"):
        open_store(path)
    assert path.read_bytes() == b"my diary\n" * 1000


def test_other_database(path: Path) -> None:
    """Another program's database is refused, and its tables stay."""
    path.parent.mkdir()
    with outside(path) as other:
        other.execute("CREATE TABLE mails (id INTEGER)")
    with pytest.raises(StoreUnavailable, match="another program"):
        open_store(path)
    assert statements(path) == {"CREATETABLEmails(idINTEGER)"}


def test_no_folder(tmp_path: Path) -> None:
    """A place where no folder or file can be made is named, with the reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="file"):
        open_store(tmp_path / "file" / "digestbot.sqlite3")
    with pytest.raises(StoreUnavailable, match="it cannot be opened"):
        open_store(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
async def test_read_only(path: Path) -> None:
    """A file that cannot be written still answers, and writes fail with what to do."""
    await open_store(path).close()
    path.chmod(0o400)  # noqa: ASYNC240 - nothing else waits here
    store = open_store(path)
    assert await store.count() == 0
    with pytest.raises(StoreUnavailable, match="writable"):
        await store.prefer("ming", "length", "long")
    await store.close()


def test_opened_at_once(tmp_path: Path) -> None:
    """Several that open the same new database at the same moment all get it, made once."""
    with ThreadPoolExecutor(8) as threads:
        for attempt in range(10):
            path = tmp_path / str(attempt) / "db"
            for store in threads.map(open_store, [path] * 8):
                asyncio.run(store.close())
            with outside(path) as other:
                assert other.execute("SELECT version_num FROM alembic_version").fetchall() == [
                    (REVISIONS[-1],)
                ]


async def test_two_writers(store: SqliteStore, path: Path) -> None:
    """Two programs that add at the same time wait for each other, and no number is given twice."""
    other = open_store(path)
    patient = open_store(path)
    both = [
        s.apply([adding(f"{n}", collection=c)], NOON)
        for n in range(40)
        for s, c in ((other, "x"), (patient, "y"))
    ]
    added = [number for (number,) in await asyncio.gather(*both) if number]
    assert sorted(added) == list(range(1, 81))
    assert await store.count() == 80
    await other.close()
    await patient.close()


async def test_locked(store: SqliteStore, path: Path) -> None:
    """While another program holds the file, reads go on, writes fail with what to do, and later work."""
    with outside(path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await store.count() == 0
        writes = [store.apply([adding(f"{key}")], NOON) for key in range(3)]
        for failure in await asyncio.gather(*writes, return_exceptions=True):
            assert isinstance(failure, StoreUnavailable)
            assert "locked" in str(failure)
        assert await store.count() == 0
        other.execute("COMMIT")
    assert list(await store.apply([adding("a")], NOON)) == [1]


def test_locked_at_start(path: Path) -> None:
    """A start that finds the file held by another program says so."""
    open_store(path)
    with outside(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            open_store(path, busy_timeout=0.05)


async def test_wait_together(store: SqliteStore, path: Path) -> None:
    """Writes that find the file held wait for it together, not one after the other."""
    waits = list[Connection]()
    event.listen(store._writing, "begin", waits.append, insert=True)
    with outside(path) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [store.prefer("ming", f"{n}", "x") for n in range(64)]
        failures = await asyncio.gather(*writes, return_exceptions=True)
    assert {type(failure) for failure in failures} == {StoreUnavailable}
    assert len(waits) <= 3


async def test_shared_commits(path: Path) -> None:
    """Writes that pile up while the file is held are committed in a few transactions."""
    store = open_store(path, busy_timeout=30)
    commits = list[Connection]()
    event.listen(store._writing, "commit", commits.append)
    with outside(path) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [asyncio.ensure_future(store.prefer("ming", f"{n}", "x")) for n in range(128)]
        await store.preferences("ming")
        other.execute("COMMIT")
    await asyncio.gather(*writes)
    assert len(await store.preferences("ming")) == 128
    assert len(commits) <= 4
    await store.close()


async def test_full(store: SqliteStore) -> None:
    """On a full disk a write fails with what to do, keeps nothing of itself, and loses nothing before it."""
    await store.apply([adding("a")], NOON)
    with store._writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    noise = os.urandom(50_000).hex()
    small, large = store.prefer("ming", "x", "y"), store.apply([adding("b"), adding("c", noise)], NOON)
    _, failure = await asyncio.gather(small, large, return_exceptions=True)
    assert isinstance(failure, StoreUnavailable)
    assert "full" in str(failure)
    assert list(await store.titles()) == [(1, "a")]
    with store._writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert list(await store.apply([adding("b", noise)], NOON)) == [2]


async def test_damaged(store: SqliteStore, path: Path) -> None:
    """Bytes that are not what was written are an error, never an answer."""
    await store.apply([adding("a")], NOON)
    text = content("a").hash
    await store.keep_derived(text, "1", derived())
    with outside(path) as other:
        other.execute("UPDATE content SET data = x'00'")
        other.execute("UPDATE derived SET data = ?", (zlib.compress(b'{"essay":{}}'),))
    with pytest.raises(StoreUnavailable, match="damaged"):
        await store.content(text)
    with pytest.raises(StoreUnavailable, match="damaged"):
        await store.derived(text, "1")


async def test_erased(store: SqliteStore, path: Path) -> None:
    """What was forgotten is in the file no more, not even in its unused parts."""
    secret = "a rather private preference"
    await store.prefer("ming", "note", secret)
    await store.forget(["ming"])
    await store.close()
    assert secret.encode() not in folded(path)


def holding(path: Path, text: str) -> list[str]:
    """The files of a database in which a text is."""
    return [file.name for file in path.parent.iterdir() if text.encode() in file.read_bytes()]


async def test_erased_while_open(store: SqliteStore, path: Path) -> None:
    """What was forgotten is in no file any more while the store is open, the log among them."""
    secret = "a rather private preference"
    await store.prefer("ming", "note", secret)
    assert holding(path, secret)
    await store.forget(["ming"])
    assert holding(path, secret) == []


async def test_erased_beside_a_backup(store: SqliteStore, path: Path) -> None:
    """What is read by another program when it is forgotten is gone with the next write after that."""
    secret = "a rather private preference"
    await store.prefer("ming", "note", secret)
    with outside(path) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM preference").fetchall()
        assert await store.forget(["ming"]) == 1
        await store.prefer("hua", "language", "en")
        assert holding(path, secret)
    await store.prefer("hua", "language", "zh-Hant")
    assert holding(path, secret) == []
    assert await store.preferences("hua") == {"language": "zh-Hant"}


async def test_erased_by_a_migration(path: Path) -> None:
    """What a migration moves or deletes is overwritten where it was, however SQLite was built."""
    path.parent.mkdir()
    engine = connect(path, MIGRATING, 1)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    engine.dispose()


async def test_closed(store: SqliteStore, path: Path) -> None:
    """A closed store is one file, answers no more, and may be closed again."""
    await store.apply([adding("a")], NOON)
    await store.close()
    await store.close()
    assert folded(path)
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.count()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.prefer("a", "b", "c")


CRASHING = """
import asyncio, sys
from pathlib import Path
from bot.stores.sqlite import open_store
from tests.essays import NOON, adding

async def main():
    store = open_store(Path(sys.argv[1]))
    for n in range(100_000):
        await store.apply([adding(f"{n}", "x" * 20_000 + str(n)), adding(f"{n}b")], NOON)
        print(n, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("writes", [1, 20])
async def test_killed(path: Path, checkout: Path, writes: int) -> None:
    """Killed in the middle of writing, it has every write that was answered, and each whole or not at all."""
    command = [sys.executable, "-c", CRASHING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=checkout) as process:  # noqa: ASYNC220
        assert process.stdout is not None
        answered = [int(process.stdout.readline()) for _ in range(writes)]
        process.kill()
    store = open_store(path)
    titles = await store.titles()
    assert len(titles) >= 2 * len(answered)
    assert [number for number, _ in titles] == list(range(1, len(titles) + 1))
    assert len(titles) % 2 == 0
    await store.close()
    with outside(path) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
