"""Going back to a backup: of any version, with nothing lost and nothing posted twice."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import __version__
from bot.backups.backup import back_up
from bot.backups.restoring import Restored, restore
from bot.errors import AlreadyRunning, NewerSchema, StoreUnavailable, UnusableFile
from bot.jobs.ticking import tick
from bot.serving.locking import sole_server
from bot.settings import Settings
from bot.stores.schema import REVISIONS
from bot.stores.sqlite import open_store
from bot.subscriptions.delivery import Filter, Settlement, State
from bot.wiring import assemble, database_of
from tests.databases import made
from tests.essays import NOON, Noon, adding
from tests.subscriptions import Hands, subscribed
from tests.tools.backups import TEXT

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
STORED = Path(__file__).with_name("backups")
PERSON = "person/telegram/1"
# Whoever restores is the one that serves meanwhile; the files of its locks stay.
LOCKS = ["run.lock", "serving.lock"]


@pytest.fixture(name="database")
def make_database(tmp_path: Path) -> Path:
    """Where a database may be."""
    return tmp_path / "data" / "digestbot.sqlite3"


async def with_essay(path: Path, text: str) -> None:
    """Add an essay to a database."""
    store = open_store(path)
    await store.apply([adding(text)], NOON)
    await store.close()


async def titles(path: Path) -> list[str]:
    """The titles in a database."""
    store = open_store(path)
    found = [title for _, title in await store.titles()]
    await store.close()
    return found


def test_all_stored() -> None:
    """There is a stored backup of every schema (``python -m tests.tools.backups`` makes one of a new one)."""
    assert sorted(path.stem for path in STORED.iterdir()) == sorted(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_any_version(database: Path, revision: str) -> None:
    """A backup of any version is restored and migrated with all that was in it."""
    restored = await restore(STORED / f"{revision}.zip", database, Noon())
    assert (restored.essays, restored.aside) == (1, None)
    assert restored.label is not None
    assert restored.label.revision == revision
    store = open_store(database)
    record = await store.essay(1)
    assert record is not None
    content = await store.content(record.content_hash)
    assert content is not None
    assert content.data.decode() == TEXT
    assert await store.preferences(PERSON) == {"language": "zh-Hant"}
    assert [saved.number for saved in await store.saved(PERSON)] == [1]
    bookmark = await store.latest_bookmark(PERSON)
    assert bookmark is not None
    assert bookmark.block == 1
    assert len(await store.subscriptions()) == restored.subscriptions == (1 if revision >= "0004" else 0)
    assert await store.given(1) == ({1: date(2026, 3, 1)} if revision >= "0004" else {})
    await store.close()
    with closing(sqlite3.connect(database)) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[-1],)
        assert other.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_aside(database: Path, tmp_path: Path) -> None:
    """What was there is kept aside, as it was."""
    await with_essay(database, "老的")
    back_up(database, tmp_path / "b.zip", NOON)
    await with_essay(database, "新的")
    restored = await restore(tmp_path / "b.zip", database, Noon())
    assert await titles(database) == ["老的"]
    aside = database.parent / "before-restore-20260301-120000"
    assert restored.aside == aside
    assert await titles(aside / database.name) == ["老的", "新的"]


async def test_killed_before(database: Path, tmp_path: Path) -> None:
    """What a killed bot left in its log is kept with its database, and does not get into the restored one."""
    await with_essay(database, "老的")
    back_up(database, tmp_path / "b.zip", NOON)
    store = open_store(database)
    await store.apply([adding("新的")], NOON)
    killed = tmp_path / "killed"
    shutil.copytree(database.parent, killed)
    await store.close()
    restored = await restore(tmp_path / "b.zip", killed / database.name, Noon())
    assert await titles(killed / database.name) == ["老的"]
    assert restored.aside is not None
    assert await titles(restored.aside / database.name) == ["老的", "新的"]


def held(path: Path) -> bytes:
    """The bytes of a file."""
    return path.read_bytes()


async def test_over_damage(database: Path, tmp_path: Path) -> None:
    """A damaged database is no hindrance, and kept too."""
    await with_essay(database, "老的")
    back_up(database, tmp_path / "b.zip", NOON)
    shutil.copyfile(__file__, database)
    restored = await restore(tmp_path / "b.zip", database, Noon())
    assert await titles(database) == ["老的"]
    assert restored.aside is not None
    assert held(restored.aside / database.name) == held(Path(__file__))


async def test_left_over(database: Path) -> None:
    """What a restore that was killed has left is cleared away."""
    left = database.parent / ".restoring-killed"
    left.mkdir(parents=True)
    await restore(STORED / "0001.zip", database, Noon())
    assert made(database.parent) == [database.name, *LOCKS]


async def test_plain(database: Path, tmp_path: Path) -> None:
    """A plain copy of a database will do."""
    await with_essay(tmp_path / "other" / "db", "老的")
    restored = await restore(tmp_path / "other" / "db", database, Noon())
    assert restored.label is None
    assert await titles(database) == ["老的"]


async def test_plain_and_log(database: Path, tmp_path: Path) -> None:
    """A plain copy that was made while the database was open is restored with what is in its log."""
    store = open_store(tmp_path / "other" / "db")
    await store.apply([adding("新的")], NOON)
    copied = Path(shutil.copytree(tmp_path / "other", tmp_path / "copied"))
    await store.close()
    assert (copied / "db-wal").stat().st_size > 0
    await restore(copied / "db", database, Noon())
    assert await titles(database) == ["新的"]
    assert made(database.parent) == [database.name, *LOCKS]


class Onlooker(Noon):
    """A clock; when it is asked, another program begins to read what is being restored."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.reading = list[sqlite3.Connection]()

    def now(self) -> datetime:
        """Noon."""
        for found in () if self.reading else self._data.glob(".restoring-*/digestbot.sqlite3"):
            other = sqlite3.connect(found)
            other.execute("BEGIN")
            other.execute("SELECT * FROM alembic_version").fetchone()
            self.reading.append(other)
        return super().now()


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete what others have open")
async def test_not_folded(database: Path, tmp_path: Path) -> None:
    """Where what is to be in place cannot be brought into one file, nothing is restored: it would be lost."""
    store = open_store(database)
    await store.prefer("platform/telegram", "unanswered by 1", "{}")
    await store.close()
    back_up(database, tmp_path / "b.zip", NOON)
    clock, before = Onlooker(database.parent), held(database)
    with pytest.raises(StoreUnavailable, match="into one file, and nothing was changed"):
        await restore(tmp_path / "b.zip", database, clock)
    (reading,) = clock.reading
    reading.close()
    assert held(database) == before
    assert made(database.parent) == [database.name, *LOCKS]


async def test_live(database: Path, tmp_path: Path) -> None:
    """Under a running bot nothing is replaced."""
    await with_essay(database, "老的")
    back_up(database, tmp_path / "b.zip", NOON)
    before = held(database)
    with sole_server(database.parent), pytest.raises(AlreadyRunning):
        await restore(tmp_path / "b.zip", database, Noon())
    assert held(database) == before


def text_file(path: Path) -> None:
    """Some other file."""
    path.write_text("风筝", encoding="utf-8")


def other_database(path: Path) -> None:
    """The database of another program."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE other (name)")


def newer(path: Path) -> None:
    """A database of a version to come."""
    open_store(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (text_file, UnusableFile, "no backup"),
        (other_database, StoreUnavailable, "another program"),
        (newer, NewerSchema, r"it has schema 9999, and this one knows .* newer release or checkout"),
        (Path.mkdir, StoreUnavailable, "cannot be used"),
        (Path.exists, StoreUnavailable, "No such file"),
    ],
)
async def test_refused(
    database: Path, tmp_path: Path, make: object, error: type[Exception], says: str
) -> None:
    """What cannot be restored is named, and nothing has changed."""
    await with_essay(database, "老的")
    file = tmp_path / "given"
    assert callable(make)
    make(file)
    before = held(database)
    with pytest.raises(error, match=says) as raised:
        await restore(file, database, Noon())
    assert str(file) in str(raised.value)
    assert held(database) == before
    assert made(database.parent) == [database.name, *LOCKS]


async def test_newer_checkout(database: Path, tmp_path: Path) -> None:
    """The versions are named only where they differ: before a release two checkouts bear the same."""
    newer(tmp_path / "newer.sqlite3")
    back_up(tmp_path / "newer.sqlite3", tmp_path / "b.zip", NOON)
    with pytest.raises(NewerSchema) as raised:
        await restore(tmp_path / "b.zip", database, Noon())
    assert __version__ not in str(raised.value)


async def test_index(tmp_path: Path, seeds: Path) -> None:
    """The search finds what was restored, and nothing else."""
    settings = Settings(essays=seeds, data=tmp_path / "data")
    async with await assemble(settings, Noon()) as bot:
        await bot.refresh()
    back_up(database_of(settings), tmp_path / "b.zip", NOON)
    async with await assemble(settings, Noon()) as bot:
        await bot.store.apply([adding("new.md", "# 新的\n\n风来了，线在手里。\n")], NOON)
        await bot.library.indexer.follow()
    await restore(tmp_path / "b.zip", database_of(settings), Noon())
    async with await assemble(settings, Noon()) as bot:
        await bot.library.indexer.follow()
        assert await bot.index.standing() == await bot.store.standing()


async def restored_at(database: Path, tmp_path: Path, now: datetime, *, moved: bool = False) -> Restored:
    """Restore, at that time, a backup with two subscriptions: one was just being posted, one was due."""
    store = open_store(database)
    await subscribed(store, "1", "2")
    await tick(store, "telegram", Hands(EIGHT))
    epoch = await store.take("telegram", EIGHT)
    assert await store.begin(1, epoch, EIGHT)
    await store.close()
    back_up(database, tmp_path / "b.zip", EIGHT)
    return await restore(tmp_path / "b.zip", database, Hands(now), moved=moved)


async def states(database: Path, now: datetime) -> list[tuple[str, date, State]]:
    """What there is to be posted by then, and what was: by chat."""
    store = open_store(database)
    await tick(store, "telegram", Hands(now))
    found = [(one.subscription.address.chat, one.day, one.state) for one in await store.deliveries(Filter())]
    await store.close()
    return sorted(found)


async def test_in_doubt(database: Path, tmp_path: Path) -> None:
    """What came due since the backup is listed, and not posted by itself; what comes then is."""
    now = EIGHT + timedelta(days=1, hours=1)
    restored = await restored_at(database, tmp_path, now)
    assert restored.in_doubt == 3
    first, second, third = (EIGHT.date() + timedelta(days=day) for day in range(3))
    assert await states(database, now) == [
        ("1", first, State.SENDING),
        ("1", second, State.UNKNOWN),
        ("2", first, State.UNKNOWN),
        ("2", second, State.UNKNOWN),
    ]
    later = await states(database, EIGHT + timedelta(days=2))
    assert [one for one in later if one[2] is State.PENDING] == [
        ("1", third, State.PENDING),
        ("2", third, State.PENDING),
    ]
    store = open_store(database)
    (doubtful,) = await store.deliveries(Filter(first, states=frozenset({State.UNKNOWN})))
    assert await store.resend(doubtful.id, now)
    await store.close()


async def test_moved(database: Path, tmp_path: Path) -> None:
    """Where nothing was posted since, what is due is posted."""
    restored = await restored_at(database, tmp_path, EIGHT + timedelta(hours=1), moved=True)
    assert restored.in_doubt == 0
    assert ("2", EIGHT.date(), State.PENDING) in await states(database, EIGHT + timedelta(hours=1))


async def test_not_asked_again(database: Path, tmp_path: Path) -> None:
    """What was left to be answered when the backup was made may have been, and is not answered again."""
    store = open_store(database)
    await store.prefer("platform/telegram", "unanswered by 1", "{}")
    await store.close()
    back_up(database, tmp_path / "b.zip", NOON)
    await restore(tmp_path / "b.zip", database, Noon())
    store = open_store(database)
    assert await store.preferences("platform/telegram") == {}
    await store.close()


async def test_settled_stays(database: Path, tmp_path: Path) -> None:
    """What was posted before the backup stays posted."""
    store = open_store(database)
    await subscribed(store, "1")
    await tick(store, "telegram", Hands(EIGHT))
    epoch = await store.take("telegram", EIGHT)
    await store.begin(1, epoch, EIGHT)
    await store.settle(1, epoch, Settlement(State.SENT, EIGHT))
    await store.close()
    back_up(database, tmp_path / "b.zip", EIGHT)
    now = EIGHT + timedelta(hours=1)
    await restore(tmp_path / "b.zip", database, Hands(now))
    assert await states(database, now) == [("1", EIGHT.date(), State.SENT)]
