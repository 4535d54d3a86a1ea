"""Files that are added by hand, and what comes from the folder."""

from pathlib import Path

from bot.ports import RemoveEssay, Store
from bot.shelf.intake import ShelvingReport, shelve
from tests.bot.shelf.intake.folders import Folder, shelved
from tests.essays import NOON, Noon, derive


async def added(store: Store, path: Path) -> ShelvingReport:
    """Add a file from beside the folder by hand."""
    prefix = f"{path.parent}/"
    return await shelve(store, path, "added", Noon(), derive, prefix=prefix, by_hand=True)


async def test_added_copy(store: Store, folder: Folder, tmp_path: Path) -> None:
    """What is in the library already is not added again, from whichever side it comes."""
    folder.write(a="甲")
    await shelved(store, folder)
    beside = Folder(tmp_path / "beside")
    beside.write(x="甲", y="乙")
    path = beside.path / "x.txt"
    assert await added(store, path) == ShelvingReport(copies=((str(path), 1),))
    assert await added(store, beside.path / "y.txt") == ShelvingReport(added=1)
    folder.write(b="乙")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, copies=(("b.txt", 2),))
    beside.drop("y")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, moved=1)
    assert list(await store.titles()) == [(1, "甲"), (2, "乙")]


async def test_removed_and_added_elsewhere(store: Store, folder: Folder, tmp_path: Path) -> None:
    """A removed essay comes back under its number with a copy of its file, and only then."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    await store.apply([RemoveEssay(1)], NOON)
    folder.drop("a")
    await shelved(store, folder)
    folder.write(c="甲")
    await shelved(store, folder)
    assert list(await store.titles()) == [(2, "乙")]
    beside = Folder(tmp_path / "beside")
    beside.write(x="甲")
    assert (await added(store, beside.path / "x.txt")).shown == 1
    assert list(await store.titles()) == [(1, "甲"), (2, "乙")]


async def test_added_one_by_one_after_a_swap(store: Store, tmp_path: Path) -> None:
    """Files that were added by hand, swapped, and added again one by one keep their numbers."""
    beside = Folder(tmp_path / "beside")
    beside.write(x="甲", y="乙")
    for key in "xy":
        await added(store, beside.path / f"{key}.txt")
    for old, new in (("x", "z"), ("y", "x"), ("z", "y")):
        beside.move(old, new)
    for key in "xy":
        await added(store, beside.path / f"{key}.txt")
    assert list(await store.titles()) == [(1, "甲"), (2, "乙")]
