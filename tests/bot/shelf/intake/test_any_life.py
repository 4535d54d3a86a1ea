"""Whatever becomes of a folder, numbers and texts stay together."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.ports import KnownFile, RemoveEssay
from bot.shelf.intake import ShelvingReport, shelve
from bot.stores.sqlite import open_store
from tests.bot.shelf.intake.folders import Folder, shelved, unread
from tests.essays import NOON, Noon, content, derive

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
