"""A folder and the library, brought in line."""

import asyncio
import os
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.errors import FolderUnavailable
from bot.intake import ShelvingReport, shelve
from bot.ports import Content, RemoveEssay, Store
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
    """A copy is told, and takes the essay's number when the original goes."""
    folder.write(a="甲", b="甲")
    report = ShelvingReport(added=1, problems=(("b.txt", "has the same text as a.txt"),))
    assert await shelved(store, folder) == report
    folder.drop("a")
    assert await shelved(store, folder) == ShelvingReport(moved=1)
    assert list(await store.titles()) == [(1, "甲")]


async def test_removed(store: Store, folder: Folder) -> None:
    """What the operator removed does not come back by itself, but does when added by hand."""
    folder.write(a="甲", b="乙")
    await shelved(store, folder)
    await store.apply([RemoveEssay(1)], NOON)
    folder.write(a="甲二")
    assert await shelved(store, folder) == ShelvingReport(unchanged=1)
    by_hand = await shelve(store, folder.path / "a.txt", "here", Noon(), derive, by_hand=True)
    assert by_hand == ShelvingReport(added=1)
    assert list(await store.titles()) == [(1, "甲二"), (2, "乙")]


async def test_folder_missing(store: Store, folder: Folder) -> None:
    """A folder that is missing, or suddenly empty, is an error, and hides nothing."""
    with pytest.raises(FolderUnavailable):
        await shelved(store, folder)
    folder.write(a="甲")
    await shelved(store, folder)
    folder.drop("a")
    with pytest.raises(FolderUnavailable, match="1 are known"):
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


KEYS = st.sampled_from("abcde")
TEXTS = st.sampled_from(["甲", "乙", "丙", "丁", "?"])


class LifeOfAFolder(RuleBasedStateMachine):
    """Whatever happens to the files, the library says what the folder says, under lasting numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        root = Path(self._temporary.name)
        self.folder = Folder(root / "essays")
        self.texts = dict[str, str]()
        self.runner = asyncio.Runner()
        self.store = open_store(root / "db")
        self.numbers = dict[int, int]()
        self.folder.write(keeper="常在")
        self.texts["keeper"] = "常在"

    @rule(key=KEYS, text=TEXTS)
    def write(self, key: str, text: str) -> None:
        """A file is added or changed."""
        self.folder.write(**{key: text})
        self.texts[key] = text

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        """A file vanishes."""
        key = data.draw(st.sampled_from(sorted(self.texts.keys() - {"keeper"})))
        self.folder.drop(key)
        del self.texts[key]

    @precondition(lambda self: len(self.texts) > 1)
    @rule(data=st.data(), new=KEYS)
    def move(self, data: st.DataObject, new: str) -> None:
        """A file is renamed, over another perhaps."""
        old = data.draw(st.sampled_from(sorted(self.texts.keys() - {"keeper"})))
        self.folder.move(old, new)
        self.texts[new] = self.texts.pop(old)

    @rule()
    def look(self) -> None:
        """The library is brought in line, and agrees with the folder."""
        before = self.known()
        report = self.runner.run(shelved(self.store, self.folder))
        after = self.known()
        good = {text for text in self.texts.values() if text != "?"}
        assert {text for text, _ in after.values()} >= good
        assert {f"{key}.txt" for key, text in self.texts.items() if text == "?"} <= dict(
            report.problems
        ).keys()
        assert report.added == len(after.keys() - self.numbers.keys())
        for number, version in self.numbers.items():
            if number in after:
                changed = number in before and before[number][0] != after[number][0]
                assert after[number][1] >= version + changed
        self.check_keys()
        self.numbers |= {number: version for number, (_, version) in after.items()}
        assert sorted(self.numbers) == list(range(1, len(self.numbers) + 1))

    @rule()
    def look_again(self) -> None:
        """A second look finds nothing to do, and reads nothing."""
        self.look()
        again = self.runner.run(shelve(self.store, self.folder.path, "here", Noon(), unread))
        assert (again.added, again.revised, again.moved, again.hidden, again.shown) == (0, 0, 0, 0, 0)

    def check_keys(self) -> None:
        """Every visible essay is at a file of its own, and is that file's text unless that is bad."""
        records = self.runner.run(self.store.essays())
        assert len({record.key for record in records}) == len(records)
        for record in records:
            assert self.texts[record.key.removesuffix(".txt")] in {record.facts.title, "?"}

    def known(self) -> dict[int, tuple[str, int]]:
        """Text and version of every visible essay, by number."""
        records = self.runner.run(self.store.essays())
        return {record.number: (record.facts.title, record.version) for record in records}

    def teardown(self) -> None:
        """Close the store, and let go of the files."""
        self.runner.run(self.store.close())
        self.runner.close()
        self._temporary.cleanup()


LifeOfAFolder.TestCase.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
test_any_life = LifeOfAFolder.TestCase
