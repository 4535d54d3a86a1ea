"""A folder and the library, brought in line."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.errors import FolderUnavailable
from bot.intake import ShelvingReport, shelve
from bot.ports import Bookmark, Content, KnownFile, RemoveEssay, Store
from bot.stores.sqlite import open_store
from digests.derived import VERSION, Derived
from tests.essays import NOON, Noon, content, derive, derived


class Folder:
    """A folder whose files get a new time at every change, however fast the changes come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._times = count(1_700_000_000)

    def write(self, **texts: str) -> None:
        """Leave the texts under their keys (``a="x"`` is the text of a.txt)."""
        self.path.mkdir(exist_ok=True)
        for key, text in texts.items():
            file = self.path / f"{key}.txt"
            file.write_text(text)
            moment = next(self._times)
            os.utime(file, (moment, moment))

    def move(self, old: str, new: str) -> None:
        """Rename a file; its time stays."""
        (self.path / f"{old}.txt").rename(self.path / f"{new}.txt")

    def drop(self, key: str) -> None:
        """Delete a file."""
        (self.path / f"{key}.txt").unlink()


@pytest.fixture(name="store")
async def make_store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    store = open_store(tmp_path / "db")
    yield store
    await store.close()


@pytest.fixture(name="folder")
def make_folder(tmp_path: Path) -> Folder:
    """A folder that is not there yet."""
    return Folder(tmp_path / "essays")


async def shelved(store: Store, folder: Folder) -> ShelvingReport:
    """Bring the library in line."""
    return await shelve(store, folder.path, "here", Noon(), derive)


def unread(_: Content) -> Derived:
    """Reading that must not happen."""
    raise AssertionError("a file was read that need not be")


async def test_first_time(store: Store, folder: Folder) -> None:
    """All essays get their numbers in the order of their names, their facts, and what is worked out."""
    folder.write(b="乙", a="甲", c="?")
    report = await shelved(store, folder)
    assert report == ShelvingReport(added=2, problems=(("c.txt", "it starts with a question mark"),))
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


KEYS = st.sampled_from("abcd")
TEXTS = st.sampled_from(["甲", "乙", "丙", "丁", "?"])


class LifeOfAFolder(RuleBasedStateMachine):
    """Whatever happens to the files, the library says what they say, under numbers that follow the texts.

    There is a folder that the library follows, and files beside it that are added by hand.
    """

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        root = Path(self._temporary.name).resolve()
        self.folder, self.beside = Folder(root / "essays"), Folder(root / "beside")
        self.runner = asyncio.Runner()
        self.store = open_store(root / "db")
        self.seen = dict[str, str]()
        self.texts = dict[str, str]()
        self.removed = set[int]()
        self.folder.write(keeper="常在")
        self.texts["keeper"] = "常在"

    def names(self) -> list[str]:
        """The files that something may happen to."""
        return sorted(self.texts.keys() - {"keeper"})

    @rule(key=KEYS, text=TEXTS)
    def write(self, key: str, text: str) -> None:
        """A file is added or changed."""
        self.folder.write(**{key: text})
        self.texts[key] = text

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        """A file vanishes."""
        key = data.draw(st.sampled_from(self.names()))
        self.folder.drop(key)
        del self.texts[key]

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data(), new=KEYS)
    def move(self, data: st.DataObject, new: str) -> None:
        """A file is renamed, over another perhaps."""
        old = data.draw(st.sampled_from(self.names()))
        self.folder.move(old, new)
        self.texts[new] = self.texts.pop(old)

    @precondition(lambda self: len(self.texts) > 2)
    @rule(data=st.data())
    def rename_all(self, data: st.DataObject) -> None:
        """The files take over each other's names: two are swapped, or all shifted."""
        old = self.names()
        new = data.draw(st.permutations([*old, "e"]))[: len(old)]
        for key in old:
            self.folder.move(key, f"{key} on its way")
        for key, name in zip(old, new, strict=True):
            self.folder.move(f"{key} on its way", name)
        moved = {name: self.texts.pop(key) for key, name in zip(old, new, strict=True)}
        self.texts |= moved

    @rule(text=TEXTS)
    def add(self, text: str) -> None:
        """A file from somewhere else is added by hand."""
        self.beside.write(file=text)
        before = self.visible()
        report = self.by_hand(self.beside.path / "file.txt", f"{self.beside.path}/", "added")
        after = self.visible()
        self.removed.difference_update(after.values())
        assert (text in after) == (text != "?")
        self.check_numbers(before, after)
        assert report.hidden <= 1

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data())
    def move_in(self, data: st.DataObject) -> None:
        """The file that was added by hand is moved into the folder."""
        if (self.beside.path / "file.txt").exists():
            key = data.draw(st.sampled_from(self.names()))
            self.texts[key] = (self.beside.path / "file.txt").read_text()
            (self.beside.path / "file.txt").rename(self.folder.path / f"{key}.txt")

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """The operator removes an essay."""
        if visible := self.visible():
            number = data.draw(st.sampled_from(sorted(visible.values())))
            self.runner.run(self.store.apply([RemoveEssay(number)], NOON))
            self.removed.add(number)

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data())
    def add_again(self, data: st.DataObject) -> None:
        """A file of the folder is named by hand, which brings back what was removed."""
        key = data.draw(st.sampled_from(self.names()))
        self.look()
        report = self.by_hand(self.folder.path / f"{key}.txt", "", "here")
        assert report.added == 0
        assert self.texts[key] in {"?", *self.visible()}
        self.removed.difference_update(self.visible().values())

    @rule()
    def look(self) -> None:
        """The library is brought in line."""
        before = self.visible()
        report = self.runner.run(shelved(self.store, self.folder))
        after = self.visible()
        bad = {f"{key}.txt" for key, text in self.texts.items() if text == "?"}
        assert {key for key, _ in report.problems} <= bad
        assert not self.removed.intersection(after.values())
        self.check_numbers(before, after)
        self.check_places()
        self.seen = dict(self.texts)

    @rule()
    def look_again(self) -> None:
        """A second look finds nothing to do, and digests nothing."""
        self.look()
        before = self.visible()
        again = self.runner.run(shelve(self.store, self.folder.path, "here", Noon(), unread))
        assert (again.added, again.revised, again.moved, again.hidden, again.shown) == (0, 0, 0, 0, 0)
        assert self.visible() == before

    def by_hand(self, path: Path, prefix: str, collection: str) -> ShelvingReport:
        """Add a file."""
        shelving = shelve(self.store, path, collection, Noon(), derive, prefix=prefix, by_hand=True)
        return self.runner.run(shelving)

    def check_numbers(self, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """A text keeps its number, except that a copy of an edited essay's old text gets a new one."""
        copies = {text for key, text in self.seen.items() if self.texts.get(key) == text}
        for text, number in before.items():
            assert text not in after or after[text] == number or text in copies
        assert len(after) == self.runner.run(self.store.count())

    def check_places(self) -> None:
        """Every good text of the folder can be seen unless it was removed, and essays are where they say."""
        records = self.runner.run(self.store.essays())
        held = {file.content_hash for _, file in self.holders() if file.removed}
        for text in self.texts.values():
            assert text in {"?", *self.visible()} or content(text).hash in held
        for record in records:
            if record.collection == "here":
                assert self.texts[record.key.removesuffix(".txt")] in {record.facts.title, "?"}

    def holders(self) -> Sequence[tuple[str, KnownFile]]:
        """Which essays have the texts of the folder."""
        return self.runner.run(self.store.holders({content(text).hash for text in self.texts.values()}))

    def visible(self) -> dict[str, int]:
        """The number of every text that can be seen."""
        records = self.runner.run(self.store.essays())
        return {record.facts.title: record.number for record in records}

    def teardown(self) -> None:
        """Close the store, and let go of the files."""
        self.runner.run(self.store.close())
        self.runner.close()
        self._temporary.cleanup()


LifeOfAFolder.TestCase.settings = settings(max_examples=40, stateful_step_count=15)
test_any_life = LifeOfAFolder.TestCase
