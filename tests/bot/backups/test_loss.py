"""A database with nothing in it: lost, or never begun."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backups.backup import back_up
from bot.backups.restoring import restore
from bot.clock import SystemClock
from bot.errors import StoreUnavailable
from bot.index import generations
from bot.settings import Settings
from bot.stores.connections import MIGRATING, connect
from bot.stores.sqlite import open_store
from bot.wiring import assemble, backups_of, database_of
from tests.essays import NOON

Empty = Callable[[Path], None]


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    """Settings with a data folder."""
    return Settings(essays=tmp_path / "essays", data=tmp_path / "data")


def no_bytes(database: Path) -> None:
    """As a file system leaves a file that it lost, or a first start that was cut short."""
    database.parent.mkdir(exist_ok=True)
    database.write_bytes(b"")


def no_tables(database: Path) -> None:
    """As a first start leaves it that was cut short a moment later."""
    no_bytes(database)
    engine = connect(database, MIGRATING, 1)
    engine.connect().close()
    engine.dispose()


async def begun(chosen: Settings) -> None:
    """Open the bot once."""
    async with await assemble(chosen):
        pass


@pytest.mark.parametrize("emptied", [no_bytes, no_tables])
async def test_index_left(chosen: Settings, emptied: Empty) -> None:
    """With an index beside it, an empty database is not begun anew, and the page that helps is named."""
    await begun(chosen)
    for log in database_of(chosen).parent.glob("digestbot.sqlite3-*"):
        log.unlink()
    emptied(database_of(chosen))
    before = database_of(chosen).read_bytes()
    with pytest.raises(StoreUnavailable, match=r"(?s)it is empty, and .*index.*deploy/recover\.md"):
        await begun(chosen)
    assert database_of(chosen).read_bytes() == before


async def test_backup_left(chosen: Settings) -> None:
    """So it is with a backup; without it and the index it is begun anew."""
    await open_store(database_of(chosen)).close()
    backups = backups_of(chosen, SystemClock()).folder
    backups.mkdir()
    backup = backups / "daily-20261121.zip"
    back_up(database_of(chosen), backup, NOON)
    no_bytes(database_of(chosen))
    with pytest.raises(StoreUnavailable, match="daily-20261121"):
        await begun(chosen)
    backup.unlink()
    await begun(chosen)


@pytest.mark.parametrize("emptied", [no_bytes, no_tables])
async def test_cut_short(chosen: Settings, emptied: Empty, caplog: pytest.LogCaptureFixture) -> None:
    """A first start that was cut short goes on, with a line."""
    emptied(database_of(chosen))
    with caplog.at_level(logging.WARNING):
        await begun(chosen)
    (line,) = caplog.messages
    assert "is empty, as a first start leaves it" in line


def gone(database: Path) -> None:
    """As it is when a disk is not there, or somebody deleted the file."""
    for file in database.parent.glob("digestbot.sqlite3*"):
        file.unlink()


async def test_gone(chosen: Settings) -> None:
    """One that is gone is not begun anew either where an index or backups are left, until these are moved."""
    await begun(chosen)
    await backups_of(chosen, SystemClock()).daily()
    index = generations.current(chosen.data)
    gone(database_of(chosen))
    with pytest.raises(
        StoreUnavailable, match=r"it is gone, and .*daily-.*recover\.md.*index.* and .*backups"
    ):
        await begun(chosen)
    assert not database_of(chosen).exists()
    index.unlink()
    with pytest.raises(StoreUnavailable, match=r"move \S*backups elsewhere"):
        await begun(chosen)
    (chosen.data / "backups").rename(chosen.data / "elsewhere")
    await begun(chosen)
    assert len(list((chosen.data / "elsewhere").iterdir())) == 1


async def test_gone_with_index(chosen: Settings) -> None:
    """The index alone tells of it, too."""
    await begun(chosen)
    gone(database_of(chosen))
    with pytest.raises(StoreUnavailable, match=r"it is gone, and .*index"):
        await begun(chosen)


async def test_brought_back(chosen: Settings) -> None:
    """The backup that is named can be restored, and the bot begins again."""
    await begun(chosen)
    await backups_of(chosen, SystemClock()).daily()
    gone(database_of(chosen))
    (backup,) = (chosen.data / "backups").iterdir()
    await restore(backup, database_of(chosen), SystemClock())
    await begun(chosen)


@pytest.mark.parametrize("there", [(), ("others.zip", "daily.zip", "notes.txt")])
async def test_folder_of_backups(chosen: Settings, there: tuple[str, ...]) -> None:
    """A first start is one also where the folder of the backups is there, or has other files."""
    (chosen.data / "backups").mkdir(parents=True)
    for name in there:
        (chosen.data / "backups" / name).touch()
    await begun(chosen)


async def test_first_start(chosen: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """Where there is no database yet there is nothing to say."""
    await begun(chosen)
    assert caplog.messages == []
