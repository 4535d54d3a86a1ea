"""How changes in the folder of the essays are heard of."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.jobs.watching import Watcher, _concern
from bot.ports import Clock
from tests.stories.jumping import JumpingClock

# pyright: reportPrivateUsage=false


class Ear:
    """What a watcher tells of a folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.told = list[str]()
        self.heard = asyncio.Event()
        self.watcher = Watcher(folder, self.heard.set, clock, self.told.append)

    async def again(self) -> None:
        """Return when something changed since the last time."""
        async with asyncio.timeout(30):
            await self.heard.wait()
        self.heard.clear()


@asynccontextmanager
async def watched(folder: Path, stopping: asyncio.Event) -> AsyncGenerator[Ear]:
    """Watch meanwhile; on return what had changed before is heard of, and the folder watched."""
    ear = Ear(folder, JumpingClock())
    watching = asyncio.create_task(ear.watcher.serve(stopping))
    try:
        await ear.again()
        yield ear
    finally:
        stopping.set()
        await watching


@pytest.mark.parametrize("polling", ["", "1"])
async def test_heard(polling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An essay that came, changed or went is heard of; on a network disk by asking, if that is set."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    async with watched(tmp_path, asyncio.Event()) as ear:
        (tmp_path / "a.md").write_text("灯塔", encoding="utf-8")
        await ear.again()
        # Whoever asks the disk takes a file for changed if it is a whole second younger.
        os.utime(tmp_path / "a.md", (2**32, 2**32))
        await ear.again()
        (tmp_path / "a.md").unlink()
        await ear.again()
    assert ear.told == []


def test_concern(tmp_path: Path) -> None:
    """Files that are no essays concern nobody; essays do, folders, and what may have been one of these."""
    others = {(1, str(tmp_path / f"{number}.jpg")) for number in range(100)}
    for _, path in others:
        Path(path).touch()
    assert not _concern(others)
    for one in (tmp_path / "a.MD", tmp_path, tmp_path / "gone"):
        assert _concern({*others, (1, str(one))})


async def test_cancelled(tmp_path: Path) -> None:
    """A watcher that is broken off leaves the rest of the bot to go on."""
    stopping = asyncio.Event()
    ear = Ear(tmp_path, JumpingClock())
    watching = asyncio.create_task(ear.watcher.serve(stopping))
    await ear.again()
    # It takes its breath, and listens again.
    assert (await asyncio.wait([watching], timeout=0.5))[1] == {watching}
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching
    assert not stopping.is_set()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
async def test_odd_name(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is heard of, and so is what comes after it; nobody is bothered."""
    async with watched(tmp_path, asyncio.Event()) as ear:
        (tmp_path / os.fsdecode(b"\xe3.md")).touch()
        await ear.again()
        (tmp_path / "a.md").touch()
        await ear.again()
    assert ear.told == []


async def test_replaced(tmp_path: Path) -> None:
    """A folder that another took the place of is watched anew, also if there was none for a while."""
    folder = tmp_path / "essays"
    folder.mkdir()
    async with watched(folder, asyncio.Event()) as ear:
        folder.rename(tmp_path / "aside")
        folder.mkdir()
        await ear.again()
        (folder / "a.md").touch()
        await ear.again()
    assert ear.told == []
