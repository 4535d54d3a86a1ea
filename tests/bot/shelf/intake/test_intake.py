"""A folder and the library, brought in line."""

import asyncio
import os

import pytest

from bot.errors import FolderUnavailable
from bot.ports import Content, RemoveEssay, Store
from bot.shelf.intake import ShelvingReport, shelve
from digests.derived import VERSION, Derived
from tests.bot.shelf.intake.folders import Folder, shelved, unread
from tests.essays import NOON, Noon, content, derive, derived


async def test_first_time(store: Store, folder: Folder) -> None:
    """All essays get their numbers in the order of their names, their facts, and what is worked out."""
    folder.write(b="乙", a="甲", c="?")
    report = await shelved(store, folder)
    problems = (("c.txt", "it starts with a question mark"),)
    assert report == ShelvingReport(added=2, problems=problems, refused=("c.txt",))
    assert list(await store.titles()) == [(1, "甲"), (2, "乙")]
    assert await store.derived(content("甲").hash, VERSION) == derived("甲")
    kept = await store.content(content("甲").hash)
    assert kept == content("甲", "a.txt")
    record = await store.essay(1)
    assert record is not None
    assert (record.key, record.added_at, record.facts.language) == ("a.txt", NOON, "zh")


async def test_second_time(store: Store, folder: Folder) -> None:
    """Nothing is read again that has not changed; problems are still told."""
    folder.write(a="甲", b="?")
    await shelved(store, folder)
    report = await shelve(store, folder.path, "here", Noon(), unread)
    assert report == ShelvingReport(unchanged=1, problems=(("b.txt", "it starts with a question mark"),))


async def test_life(store: Store, folder: Folder) -> None:
    """Touched, revised, moved, vanished, back: the number stays."""
    folder.write(a="甲", b="乙", c="丙", d="丁")
    await shelved(store, folder)
    folder.write(a="甲", b="乙二")
    folder.move("c", "z")
    folder.drop("d")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, revised=1, moved=1, hidden=1)
    assert list(await store.titles()) == [(1, "甲"), (2, "乙二"), (3, "丙")]
    folder.write(d="丁")
    assert await shelved(store, folder) == ShelvingReport(unchanged=3, shown=1)
    assert [number for number, _ in await store.titles()] == [1, 2, 3, 4]


async def test_turned_bad(store: Store, folder: Folder) -> None:
    """An essay whose file turned bad stays in its last good text, and the problem is told."""
    folder.write(a="甲")
    await shelved(store, folder)
    folder.write(a="?")
    problems = (("a.txt", "it starts with a question mark"),)
    assert (await shelved(store, folder)).problems == problems
    assert (await shelved(store, folder)).problems == problems
    assert list(await store.titles()) == [(1, "甲")]
    folder.write(a="甲二")
    assert await shelved(store, folder) == ShelvingReport(revised=1)


async def test_turned_bad_beside_a_copy(store: Store, folder: Folder) -> None:
    """An essay whose file turned bad is not shown twice: it goes on in the file that was its copy."""
    folder.write(b="乙")
    await shelved(store, folder)
    folder.write(a="乙")
    await shelved(store, folder)
    folder.write(b="?")
    problems = (("b.txt", "it starts with a question mark"),)
    assert (await shelved(store, folder)).problems == problems
    assert list(await store.titles()) == [(1, "乙")]
    again = await shelve(store, folder.path, "here", Noon(), unread)
    assert again == ShelvingReport(unchanged=1, problems=problems)
    folder.write(b="乙二")
    assert await shelved(store, folder) == ShelvingReport(added=1, unchanged=1)
    assert list(await store.titles()) == [(1, "乙"), (2, "乙二")]


async def test_copy(store: Store, folder: Folder) -> None:
    """A copy is told with the number of its essay, each time, and is its place when the original goes."""
    folder.write(a="甲", b="甲")
    assert await shelved(store, folder) == ShelvingReport(added=1, copies=(("b.txt", 1),))
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, copies=(("b.txt", 1),))
    folder.drop("a")
    assert await shelved(store, folder) == ShelvingReport(moved=1)
    assert list(await store.titles()) == [(1, "甲")]


async def test_copy_of_edited(store: Store, folder: Folder) -> None:
    """When the original is edited it keeps its number, and its old text, still there as a copy, gets one."""
    folder.write(a="甲", b="甲")
    await shelved(store, folder)
    folder.write(a="甲二")
    assert await shelved(store, folder) == ShelvingReport(revised=1, added=1)
    assert list(await store.titles()) == [(1, "甲二"), (2, "甲")]


async def test_removed(store: Store, folder: Folder) -> None:
    """What the operator removed does not come back by itself, but does when added by hand."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    await store.apply([RemoveEssay(1)], NOON)
    folder.write(a="甲二")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1)
    by_hand = await shelve(store, folder.path / "a.txt", "here", Noon(), derive, by_hand=True)
    assert by_hand == ShelvingReport(shown=1)
    assert list(await store.titles()) == [(1, "甲二"), (2, "乙")]


async def test_changed_meanwhile(store: Store, folder: Folder) -> None:
    """A file that changes between being looked at and being read is told, and taken at the next look."""

    def changing(read: Content) -> Derived:
        folder.write(b="丙")
        return derive(read)

    folder.write(a="甲", b="乙")
    report = await shelve(store, folder.path, "here", Noon(), changing)
    assert (report.added, [key for key, _ in report.problems]) == (1, ["b.txt"])
    assert await shelved(store, folder) == ShelvingReport(unchanged=1, added=1)
    assert list(await store.titles()) == [(1, "甲"), (2, "丙")]


async def test_folder_missing(store: Store, folder: Folder) -> None:
    """A folder that is missing, or suddenly empty, is an error, and hides nothing."""
    with pytest.raises(FolderUnavailable):
        await shelved(store, folder)
    folder.write(a="甲")
    await shelved(store, folder)
    folder.drop("a")
    with pytest.raises(FolderUnavailable, match="not one of the essays"):
        await shelved(store, folder)
    folder.path.rmdir()
    with pytest.raises(FolderUnavailable):
        await shelved(store, folder)
    assert await store.count() == 1


async def test_empty_from_the_start(store: Store, folder: Folder) -> None:
    """A folder without essays is no error while none are known from it."""
    folder.path.mkdir()
    assert await shelved(store, folder) == ShelvingReport()


@pytest.mark.skipif(os.name == "nt", reason="Windows links work in other ways")
async def test_passing_problem(store: Store, folder: Folder) -> None:
    """What cannot be opened now is told, hides nothing, and is tried again."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    folder.drop("a")
    (folder.path / "a.txt").symlink_to("a.txt")
    report = await shelved(store, folder)
    assert [key for key, _ in report.problems] == ["a.txt"]
    assert await store.count() == 2
    (folder.path / "a.txt").unlink()
    folder.write(a="甲二")
    assert (await shelved(store, folder)).revised == 1


async def test_our_mistake(store: Store, folder: Folder) -> None:
    """A mistake of the bot's in one file is told, stops no other, and is not held against the file."""

    def stumbling(read: Content) -> Derived:
        if read.data == "甲".encode():
            raise RecursionError("too deep")
        return derive(read)

    folder.write(a="甲", b="乙")
    report = await shelve(store, folder.path, "here", Noon(), stumbling)
    assert report.added == 1
    ((key, problem),) = report.problems
    assert (key, "RecursionError: too deep" in problem) == ("a.txt", True)
    assert await shelved(store, folder) == ShelvingReport(added=1, unchanged=1)


async def test_progress(store: Store, folder: Folder) -> None:
    """Progress counts every file that is read."""
    folder.write(a="甲", b="?", c="丙")
    told = list[tuple[int, int]]()
    await shelve(store, folder.path, "here", Noon(), derive, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


async def test_interrupted(store: Store, folder: Folder) -> None:
    """An import that is interrupted keeps what it had, and goes on from there with the same numbers."""
    folder.write(**{f"e{number:03}": f"第{number}篇" for number in range(160)})
    task: asyncio.Task[ShelvingReport]

    def interrupt(done: int, _: int) -> None:
        if done == 120:
            task.cancel()

    task = asyncio.create_task(shelve(store, folder.path, "here", Noon(), derive, interrupt))
    with pytest.raises(asyncio.CancelledError):
        await task
    kept = await store.count()
    assert 50 <= kept < 160
    report = await shelved(store, folder)
    assert (report.added, report.unchanged) == (160 - kept, kept)
    assert list(await store.titles()) == [(number + 1, f"第{number}篇") for number in range(160)]
