"""A restore that is killed, wherever: what there was before is whole, or what was restored."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.backups.backup import back_up
from bot.backups.restoring import mend
from bot.stores.sqlite import open_store
from tests.conftest import CHECKOUT
from tests.essays import NOON, adding
from tests.platforms.telegram import Telegram
from tests.stories import process

OLD, NEW = ["老的", "新的"], ["老的"]
# More than there are.
_STEPS = 60


@pytest.fixture(name="data")
async def make_data(tmp_path: Path) -> Path:
    """A data folder with two essays, and a backup from before the second."""
    database = tmp_path / "before" / "digestbot.sqlite3"
    for title in OLD:
        store = open_store(database)
        await store.apply([adding(title)], NOON)
        await store.close()
        if title == "老的":
            back_up(database, tmp_path / "b.zip", NOON)
    return database.parent


async def titles(database: Path) -> list[str]:
    """The titles in a database."""
    store = open_store(database)
    found = [title for _, title in await store.titles()]
    await store.close()
    return found


def killed(file: Path, *folders: Path) -> list[int]:
    """Restore into each folder, and die one step later than in the one before; the exit codes."""
    command = (sys.executable, "-m", "tests.crash.mortal", str(file), *map(str, folders))
    subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True)
    return [int(code) for code in file.with_suffix(".codes").read_text(encoding="ascii").split()]


def copies(data: Path, count: int) -> list[Path]:
    """So many folders like this one."""
    return [Path(shutil.copytree(data, data.with_name(f"steps{steps}"))) for steps in range(1, count + 1)]


async def test_killed(data: Path, tmp_path: Path) -> None:
    """Killed at any step, the old or the new is whole; it is said which, once."""
    folders = copies(data, _STEPS)
    codes = killed(tmp_path / "b.zip", *folders)
    found = list[list[str]]()
    for folder in folders[: codes.count(-signal.SIGKILL)]:
        database = folder / "digestbot.sqlite3"
        said = mend(database)
        found.append(await titles(database))
        assert said is None or ("as it was" in said) == (found[-1] == OLD)
        assert mend(database) is None
        (aside,) = list(folder.glob("before-restore-*")) or (None,)
        assert (aside and await titles(aside / database.name)) == (OLD if found[-1] == NEW else None)
    assert found == sorted(found, key=[OLD, NEW].index)
    assert found[0] == OLD
    assert found[-1] == NEW
    assert codes[-1] == 0
    assert set(codes[len(found) :]) == {0}


async def test_next_start(telegram: Telegram, data: Path, tmp_path: Path) -> None:
    """The next start says what became of a restore that was killed, and what to do."""
    assert killed(tmp_path / "b.zip", *[data] * 6)[-1] == -signal.SIGKILL
    settings = {"telegram_token": telegram.token, "telegram_api_root": telegram.root}
    async with process.running(data, **settings) as bot:
        assert "restore it again" in await bot.tells("a restore was ended")
        await bot.tells("Telegram is ready")
        assert await bot.stop() == 0
