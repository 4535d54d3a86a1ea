"""Files that change their names keep their numbers."""

import os

import pytest

from bot.ports import Bookmark, Store
from bot.shelf.intake import ShelvingReport, shelve
from tests.bot.shelf.intake.folders import Folder, shelved
from tests.essays import NOON, Noon, derive

RENAMED = {
    "shifted": {"1": "4", "2": "3", "3": "1", "4": "2"},
    "swapped": {"1": "2", "2": "1"},
    "moved on": {"1": "9", "2": "1"},
}


@pytest.mark.parametrize("names", RENAMED.values(), ids=RENAMED)
@pytest.mark.parametrize("same_instant", [False, True])
async def test_renamed(store: Store, folder: Folder, names: dict[str, str], *, same_instant: bool) -> None:
    """Files that take over each other's names keep their numbers, and what people keep under these.

    Even if they were all written in one instant, with the same length.
    """
    texts = {"1": "甲", "2": "乙", "3": "丙", "4": "丁"}
    folder.write(**texts)
    if same_instant:
        for key in texts:
            os.utime(folder.path / f"{key}.txt", (1, 1))
    await shelved(store, folder)
    await store.keep_bookmark("ming", Bookmark(1, 1, 0, 0), NOON)
    for key in names:
        folder.move(key, f"{key} on its way")
    for key, name in names.items():
        folder.move(f"{key} on its way", name)
    report = await shelved(store, folder)
    assert report == ShelvingReport(unchanged=4 - len(names), moved=len(names))
    assert list(await store.titles()) == [(1, "甲"), (2, "乙"), (3, "丙"), (4, "丁")]
    keys = {record.number: record.key for record in await store.essays()}
    assert keys == {number: f"{names.get(str(number), str(number))}.txt" for number in range(1, 5)}
    assert await store.latest_bookmark("ming") == Bookmark(1, 1, 0, 0)


async def test_renamed_unnoticed(store: Store, folder: Folder) -> None:
    """Files that move up by one are no change to what can be found."""
    folder.write(**{f"e{number:03}": f"第{number}篇" for number in range(120)})
    await shelved(store, folder)
    before = await store.last_change()
    for number in reversed(range(120)):
        folder.move(f"e{number:03}", f"e{number + 1:03}")
    assert await shelved(store, folder) == ShelvingReport(moved=120)
    assert await store.last_change() == before


async def test_replaced(store: Store, folder: Folder) -> None:
    """Another essay under a name whose old text is elsewhere now is a new one."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    folder.write(a="丙", z="甲")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, moved=1, added=1)
    assert list(await store.titles()) == [(1, "甲"), (2, "乙"), (3, "丙")]


async def test_overwritten_and_back(store: Store, folder: Folder) -> None:
    """An essay overwritten by a copy of another is hidden, and is back with its text, wherever that is."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    folder.write(b="甲")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, hidden=1, copies=(("b.txt", 1),))
    folder.write(a="乙")
    assert await shelved(store, folder) == ShelvingReport(moved=1, shown=1)
    assert list(await store.titles()) == [(1, "甲"), (2, "乙")]


async def test_cut_short_while_names_change(store: Store, folder: Folder) -> None:
    """Wherever a look at renamed files is cut short, the next one gives every text its old number."""
    texts = {f"e{number:03}": f"第{number}篇" for number in range(120)}
    folder.write(**texts)
    await shelved(store, folder)
    for key in sorted(texts, reverse=True):
        folder.move(key, f"e{int(key[1:]) + 1:03}")
        if int(key[1:]) % 30 == 0:
            await shelved(store, folder)
    folder.write(e000="新")
    await shelved(store, folder)
    expected = [(number + 1, f"第{number}篇") for number in range(120)]
    assert list(await store.titles()) == [*expected, (121, "新")]


async def test_cut_short_between_batches(store: Store, folder: Folder) -> None:
    """A look that ends after its first batch, in the middle of a circle of names, is made up for."""

    async def stop() -> None:
        raise InterruptedError

    folder.write(**{f"e{number:03}": f"第{number}篇" for number in range(120)})
    await shelved(store, folder)
    before = list(await store.titles())
    for number in reversed(range(120)):
        folder.move(f"e{number:03}", f"e{number + 1:03}")
    folder.move("e120", "e000")
    with pytest.raises(InterruptedError):
        await shelve(store, folder.path, "here", Noon(), derive, kept=stop)
    assert list(await store.titles()) != before
    await shelved(store, folder)
    assert list(await store.titles()) == before
    assert [record.key for record in await store.essays()][-2:] == ["e119.txt", "e000.txt"]
