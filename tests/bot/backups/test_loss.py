"""A database with nothing in it: lost, or never begun."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backups.backup import back_up
from bot.clock import SystemClock
from bot.errors import StoreUnavailable
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


async def test_first_start(chosen: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """Where there is no database yet there is nothing to say."""
    await begun(chosen)
    assert caplog.messages == []
