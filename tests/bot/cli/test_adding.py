"""Files that the operator adds beside the folder that the library follows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import FolderUnavailable
from bot.ports import RemoveEssay
from bot.settings import Settings
from bot.shelf.intake import ShelvingReport
from bot.wiring import Bot, assemble
from tests.essays import NOON

BRIDGE = "# 桥\n\n桥是两岸的约定。没有约定，桥只是石头。\n"
FERRY = "# 渡\n\n渡口教人等待。等待的人才看得见河。\n"
ROAD = "# 路\n\n路是人走出来的。没有人走，路就回到草里。\n"


@pytest.fixture(name="library")
def make_library(tmp_path: Path) -> Path:
    """A folder of two essays."""
    library = tmp_path / "library"
    write(library / "1.md", BRIDGE)
    write(library / "sub" / "2.md", FERRY)
    return library


@pytest.fixture(name="bot")
async def make_bot(tmp_path: Path, library: Path) -> AsyncIterator[Bot]:
    """A bot that follows it."""
    async with await assemble(Settings(essays=library, data=tmp_path / "data")) as bot:
        await bot.refresh()
        yield bot


def write(path: Path, text: str) -> Path:
    """Leave a text in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


async def titles(bot: Bot) -> dict[int, str]:
    """What can be seen."""
    return dict(await bot.store.titles())


async def test_of_the_library(bot: Bot, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the library's own folder are the essays they are, however they are named."""
    monkeypatch.chdir(library)
    for path in (library, Path(), library / "1.md", Path("1.md"), Path("sub"), Path("sub/../sub/2.md")):
        report = await bot.add(path)
        assert report == ShelvingReport(unchanged=report.unchanged)
        assert report.unchanged > 0
    assert await bot.refresh() == ShelvingReport(unchanged=2)
    assert await titles(bot) == {1: "桥", 2: "渡"}


async def test_copies(bot: Bot, tmp_path: Path) -> None:
    """Copies of what is there are named with its number, and the rest is added."""
    folder = tmp_path / "copies"
    copy = write(folder / "a.md", FERRY)
    write(folder / "b.md", ROAD)
    assert await bot.add(folder) == ShelvingReport(added=1, copies=((str(copy), 2),))
    assert await bot.add(copy) == ShelvingReport(copies=((str(copy), 2),))
    assert await titles(bot) == {1: "桥", 2: "渡", 3: "路"}


@pytest.mark.parametrize("edited", [False, True])
async def test_removed(bot: Bot, library: Path, *, edited: bool) -> None:
    """A removed essay comes back under its number when its file is added, edited meanwhile or not."""
    await bot.store.apply([RemoveEssay(2)], NOON)
    if edited:
        write(library / "sub" / "2.md", ROAD)
    await bot.refresh()
    assert await titles(bot) == {1: "桥"}
    assert (await bot.add(library / "sub" / "2.md")).shown == 1
    assert await titles(bot) == {1: "桥", 2: "路" if edited else "渡"}


async def test_moved_on_disk(bot: Bot, tmp_path: Path) -> None:
    """An added folder that moved is known by its texts, and goes on from its new place."""
    folder, moved = tmp_path / "added", tmp_path / "elsewhere" / "added"
    write(folder / "3.md", ROAD)
    assert (await bot.add(folder)).added == 1
    moved.parent.mkdir()
    folder.rename(moved)
    assert await bot.add(moved) == ShelvingReport(moved=1)
    write(moved / "3.md", ROAD + "\n人多了，也便成了路。\n")
    assert await bot.add(moved / "3.md") == ShelvingReport(revised=1)
    assert await titles(bot) == {1: "桥", 2: "渡", 3: "路"}


async def test_named_in_other_ways(bot: Bot, tmp_path: Path) -> None:
    """A file is the same whether it or a folder around it is named, before and after an edit."""
    path = write(tmp_path / "added" / "deep" / "3.md", ROAD)
    assert (await bot.add(tmp_path / "added")).added == 1
    assert await bot.add(path) == ShelvingReport(unchanged=1)
    write(path, ROAD + "\n人多了，也便成了路。\n")
    assert await bot.add(path.parent) == ShelvingReport(revised=1)
    assert await titles(bot) == {1: "桥", 2: "渡", 3: "路"}


async def test_moved_into_the_library(bot: Bot, library: Path, tmp_path: Path) -> None:
    """An added file that is moved into the library's folder belongs to that from then on."""
    path = write(tmp_path / "3.md", ROAD)
    await bot.add(path)
    path.rename(library / "3.md")
    assert await bot.refresh() == ShelvingReport(unchanged=2, moved=1)
    (library / "3.md").unlink()
    assert await bot.refresh() == ShelvingReport(unchanged=2, hidden=1)


async def test_becomes_the_library(bot: Bot, library: Path, tmp_path: Path) -> None:
    """An added folder that the library comes to follow keeps its essays' numbers, and is followed."""
    added = tmp_path / "added"
    write(added / "3.md", ROAD)
    await bot.add(added)
    await bot.close()
    async with await assemble(Settings(essays=added, data=tmp_path / "data")) as later:
        await later.refresh()
        assert await titles(later) == {3: "路"}
        assert await later.add(library) == ShelvingReport(moved=2)
        write(added / "3.md", ROAD + "\n人多了，也便成了路。\n")
        assert (await later.refresh()).revised == 1
        assert await titles(later) == {1: "桥", 2: "渡", 3: "路"}


async def test_lines_in_the_library(bot: Bot, library: Path) -> None:
    """A file that the library's folder passes over can be added, and is not hidden by it."""
    path = library / "more.jsonl"
    write(path, '{"title": "路", "body": "路是人走出来的。没有人走，路就回到草里。"}\n')
    assert (await bot.add(path)).added == 1
    assert await bot.refresh() == ShelvingReport(unchanged=2)
    assert await bot.add(path) == ShelvingReport(unchanged=1)
    assert await titles(bot) == {1: "桥", 2: "渡", 3: "路"}


async def test_missing(bot: Bot, library: Path, tmp_path: Path) -> None:
    """What is missing is named once; the setting is named if it is the library's folder."""
    with pytest.raises(FolderUnavailable) as missing:
        await bot.add(tmp_path / "nope.md")
    assert str(missing.value) == f"{tmp_path / 'nope.md'}: there is no such file or folder"
    (tmp_path / "library").rename(tmp_path / "away")
    with pytest.raises(FolderUnavailable, match="DIGESTBOT_ESSAYS") as gone:
        await bot.refresh()
    assert str(gone.value).count(str(library)) == 1
    (tmp_path / "library").mkdir()
    with pytest.raises(FolderUnavailable, match="DIGESTBOT_ESSAYS"):
        await bot.refresh()
    assert await titles(bot) == {1: "桥", 2: "渡"}
