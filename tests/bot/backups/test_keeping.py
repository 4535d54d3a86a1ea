"""Backups that are made by themselves: by day, before a migration, and which of them are kept."""

import asyncio
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from bot.backups.backup import unpack
from bot.backups.keeping import Backups
from bot.errors import AlreadyRunning, StoreUnavailable
from bot.serving.locking import sole_server
from bot.settings import Settings
from bot.stores.connections import MIGRATING, connect
from bot.stores.migrating import migrate
from bot.stores.schema import REVISIONS
from bot.stores.sqlite import open_store
from bot.upkeep import jobs
from bot.wiring import assemble, backups_of, database_of
from tests.databases import made, titles
from tests.essays import NOON, Noon, adding
from tests.subscriptions import Hands

STORED = Path(__file__).with_name("backups")


async def test_daily(database: Path, tmp_path: Path) -> None:
    """There is one a day, and those before the newest so many go; what else is in the folder stays."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    backups = Backups(database, folder, 3, clock)
    for _ in range(5):
        await backups.daily()
        await backups.daily()
        clock.time += timedelta(days=1)
    days = ["daily-20260303.zip", "daily-20260304.zip", "daily-20260305.zip"]
    assert made(folder) == days
    for name in ("mine.zip", "upgrade-20260228-120000.zip", "upgrade-20260306-120000.zip"):
        (folder / name).touch()
    await backups.daily()
    assert made(folder) == [*days[1:], "daily-20260306.zip", "mine.zip", "upgrade-20260306-120000.zip"]


async def test_last(database: Path, tmp_path: Path) -> None:
    """When the last daily one was made is seen from the folder, of those of this library that can be read."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    backups = Backups(database, folder, 3, clock)
    assert await backups.last() is None
    await backups.daily()
    assert await backups.last() == NOON
    clock.time += timedelta(days=3)
    (folder / "daily-20260302.zip").write_bytes(b"cut off")
    (folder / "upgrade-20260303-120000.zip").write_bytes((folder / "daily-20260301.zip").read_bytes())
    assert await Backups(database, folder, 3, clock).last() == NOON
    other = tmp_path / "other" / "digestbot.sqlite3"
    store = open_store(other)
    await store.apply([adding("a", "风筝")], clock.time)
    await store.close()
    assert await Backups(other, folder, 3, clock).last() is None


async def test_daily_fails(database: Path, tmp_path: Path) -> None:
    """While none can be made, none goes."""
    clock = Hands(NOON)
    await Backups(database, tmp_path / "backups", 1, clock).daily()
    backups = Backups(tmp_path / "gone", tmp_path / "backups", 1, clock)
    clock.time += timedelta(days=9)
    with pytest.raises(StoreUnavailable):
        await backups.daily()
    assert made(tmp_path / "backups") == ["daily-20260301.zip"]


async def test_after_a_pause(database: Path, tmp_path: Path) -> None:
    """After a long time without any, the newest so many are kept, however old they are."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    for days in (1, 1, 90, 1):
        await Backups(database, folder, 3, clock).daily()
        clock.time += timedelta(days=days)
    assert made(folder) == ["daily-20260302.zip", "daily-20260303.zip", "daily-20260601.zip"]


async def test_wrong_clock(database: Path, tmp_path: Path) -> None:
    """Those from when the clock was wrong are the first to go."""
    folder, clock = tmp_path / "backups", Hands(NOON + timedelta(days=3650))
    backups = Backups(database, folder, 2, clock)
    await backups.daily()
    for days in range(3):
        clock.time = NOON + timedelta(days=days)
        await backups.daily()
    assert made(folder) == ["daily-20260302.zip", "daily-20260303.zip"]


async def test_undeletable(database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One that cannot be deleted is told of, keeps no other, and does not undo the backup of the day."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    for name in ("daily-20200101.zip", "upgrade-20200101-120000.zip"):
        (folder / name).mkdir(parents=True)
    (folder / "daily-20200102.zip").touch()
    await Backups(database, folder, 1, clock).daily()
    assert made(folder) == ["daily-20200101.zip", "daily-20260301.zip", "upgrade-20200101-120000.zip"]
    assert sum("cannot be deleted" in line for line in caplog.messages) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.backups.backup import back_up
from tests.essays import NOON

back_up(Path(sys.argv[1]), Path(sys.argv[2]), NOON, lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
async def test_killed(database: Path, tmp_path: Path, checkout: Path) -> None:
    """What a killed process was making is cleared away before it is looked whether there is room."""
    folder = tmp_path / "backups"
    folder.mkdir()
    arguments = ("-c", KILLED, str(database), str(folder / "daily-20260301.zip"))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=checkout)
    await process.wait()
    (left,) = made(folder)
    assert left.startswith(".backup-daily-20260301-")
    # It seems to need more room than there is.
    os.truncate(database, 2**42)
    with pytest.raises(StoreUnavailable, match="make room"):
        await Backups(database, folder, 1, Hands(NOON)).daily()
    assert made(folder) == []


async def test_others_at_work(database: Path, tmp_path: Path) -> None:
    """What the operator is making is left alone until it lies still for a day; what is no backup, always."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    for name in (".backup-monday-x/backup.zip", ".backup-y/digestbot.sqlite3", ".backup-photos/me.png"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    (folder / ".backup-notes").touch()
    before = (NOON - timedelta(days=1, minutes=1)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (before, before))
    os.utime(folder / ".backup-monday-x/backup.zip", (before + 120, before + 120))
    await Backups(database, folder, 1, clock).daily()
    assert made(folder) == [".backup-monday-x", ".backup-notes", ".backup-photos", "daily-20260301.zip"]


async def test_shared(database: Path, tmp_path: Path) -> None:
    """Another library's backups are neither taken for one's own nor deleted, and it is said what to do."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    other = tmp_path / "other" / "digestbot.sqlite3"
    store = open_store(other)
    await store.apply([adding("b")], NOON + timedelta(hours=1))
    await store.close()
    await Backups(database, folder, 1, clock).daily()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r"another library.*DIGESTBOT_BACKUPS"):
            await Backups(other, folder, 1, clock).daily()
        clock.time += timedelta(days=1)
    await Backups(database, folder, 1, clock).daily()
    assert made(folder) == ["daily-20260303.zip"]
    unpack(folder / "daily-20260303.zip", tmp_path / "again")
    assert titles(tmp_path / "again") == ["风筝"]


async def test_earlier_version(database: Path, tmp_path: Path) -> None:
    """Backups of versions that did not say whose they are count as one's own."""
    folder, clock = tmp_path / "backups", Hands(NOON)
    folder.mkdir()
    for day in (26, 27, 28):
        shutil.copyfile(STORED / "0004.zip", folder / f"daily-202602{day}.zip")
    await Backups(database, folder, 2, clock).daily()
    assert made(folder) == ["daily-20260228.zip", "daily-20260301.zip"]


@pytest.fixture(name="older")
def make_older(tmp_path: Path) -> Settings:
    """Settings whose data folder has a database of the first version."""
    settings = Settings(essays=tmp_path, data=tmp_path / "data")
    settings.data.mkdir()
    engine = connect(database_of(settings), MIGRATING, 1)
    with engine.begin() as connection:
        migrate(connection, REVISIONS[0])
        connection.exec_driver_sql("INSERT INTO preference VALUES ('ming', 'language', 'en')")
    engine.dispose()
    return settings


async def test_upgrade(older: Settings) -> None:
    """Before a database is migrated there is a backup of it as it was."""
    async with await assemble(older, Noon()) as bot:
        assert await bot.store.preferences("ming") == {"language": "en"}
    (file,) = (older.data / "backups").iterdir()
    assert file.name == "upgrade-20260301-120000.zip"
    label = unpack(file, older.data / "again")
    assert label is not None
    assert label.revision == REVISIONS[0]


async def test_upgrade_beside_a_bot(older: Settings) -> None:
    """A database that an older version serves at the moment is left as it is."""
    with sole_server(older.data), pytest.raises(AlreadyRunning):
        await assemble(older, Noon())
    with closing(sqlite3.connect(database_of(older))) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)
    assert not (older.data / "backups").exists()


async def test_upgrade_without_backup(older: Settings) -> None:
    """Without a backup nothing is migrated."""
    (older.data / "backups").touch()
    with pytest.raises(StoreUnavailable, match="backups"):
        await assemble(older, Noon())
    with closing(sqlite3.connect(database_of(older))) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[0],)


def test_folder(tmp_path: Path) -> None:
    """They are beside the data, or where the operator wants them."""
    assert backups_of(Settings(data=tmp_path), Noon()).folder == tmp_path / "backups"
    elsewhere = Settings(data=tmp_path, backups=tmp_path / "disk")
    assert backups_of(elsewhere, Noon()).folder == tmp_path / "disk"


async def test_told(tmp_path: Path, seeds: Path) -> None:
    """The operator is told once a day that there is no backup, and what is in the way is logged."""
    (tmp_path / "file").touch()
    settings = Settings(
        essays=seeds, data=tmp_path, backups=tmp_path / "file", admins=frozenset({"telegram:1"})
    )
    clock = Hands(NOON)
    async with await assemble(settings, clock) as bot:
        (job,) = (job for job in jobs(bot, print, bot.tidy) if "backup" in job.name)
        for hours in (1, 23, 1):
            with pytest.raises(StoreUnavailable, match="file"):
                await job.work()
            clock.time += timedelta(hours=hours)
        bot.notices.tell(lambda _: "that is all")
        said = [await bot.notices.next("telegram") for _ in range(3)]
    assert [(person, "备份" in text) for person, text in chain(*said)] == [
        ("1", True),
        ("1", True),
        ("1", False),
    ]
