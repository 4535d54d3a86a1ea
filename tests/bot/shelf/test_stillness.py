"""Files that are being written are left alone until they stand still."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import FileStamp, KnownFile
from bot.shelf.folder import Scan
from bot.shelf.stillness import Stillness

A, B = FileStamp(1, 1), FileStamp(1, 2)
EMPTY, PIECE, WHOLE = FileStamp(0, 1), FileStamp(4096, 2), FileStamp(9000, 3)


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> datetime:
        """Some instant."""
        return datetime(2026, 3, 1, tzinfo=UTC)

    def elapsed(self) -> float:
        """What it is set to."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Go on at once."""
        self.at += seconds


class Desk:
    """Looks of which each is at its own time."""

    def __init__(self, *known: KnownFile) -> None:
        self.clock = Hand()
        self.stillness = Stillness(self.clock)
        self.known = {file.key: file for file in known}

    def sees(self, at: float, files: Mapping[str, FileStamp]) -> Mapping[str, FileStamp]:
        """What a look at that time is left with."""
        self.clock.at = at
        return self.stillness.settled(Scan(files, {}), self.known).files


def test_came() -> None:
    """A file that came is there when it has stood still, which is reckoned from its last change."""
    desk = Desk()
    assert desk.sees(0, {"a": A}) == {}
    assert desk.stillness.soon == pytest.approx(0.8)
    assert desk.sees(0.7, {"a": B}) == {}
    assert desk.sees(1.4, {"a": B}) == {}
    assert desk.stillness.soon == pytest.approx(0.1)
    assert desk.sees(1.6, {"a": B}) == {"a": B}
    assert desk.stillness.soon is None


def test_changed() -> None:
    """An essay whose file is being written stays as it was, until the file stands still."""
    desk = Desk(KnownFile("a", A, "text", 1))
    assert desk.sees(0, {"a": B}) == {"a": A}
    assert desk.sees(1, {"a": B}) == {"a": B}


def test_in_pieces() -> None:
    """A file that grows between two looks has a slow writer: it is left alone for longer."""
    desk = Desk()
    assert desk.sees(0, {"a": PIECE}) == {}
    assert desk.sees(0.5, {"a": WHOLE}) == {}
    assert desk.sees(5.4, {"a": WHOLE}) == {}
    assert desk.stillness.soon == pytest.approx(0.1)
    assert desk.sees(5.6, {"a": WHOLE}) == {"a": WHOLE}


def test_pause() -> None:
    """What was taken for whole, and soon grows after all, stays as it is until nothing is added any more."""
    desk = Desk()
    desk.sees(0, {"a": PIECE})
    assert desk.sees(0.9, {"a": PIECE}) == {"a": PIECE}
    desk.known = {"a": KnownFile("a", PIECE, "half", 1)}
    assert desk.sees(1.9, {"a": PIECE}) == {"a": PIECE}
    assert desk.sees(2.9, {"a": WHOLE}) == {"a": PIECE}
    assert desk.sees(7.8, {"a": WHOLE}) == {"a": PIECE}
    assert desk.sees(8, {"a": WHOLE}) == {"a": WHOLE}


def test_replaced() -> None:
    """A file that another is moved over, or that had only been begun, is whole as soon as any."""
    desk = Desk()
    desk.sees(0, {"a": EMPTY, "b": PIECE})
    moved = FileStamp(9000, 3, inode=7)
    assert desk.sees(0.2, {"a": WHOLE, "b": moved}) == {}
    assert desk.sees(1.1, {"a": WHOLE, "b": moved}) == {"a": WHOLE, "b": moved}


def test_renamed() -> None:
    """A file under a new name is there before it has gone from the old one."""
    desk = Desk(KnownFile("a", A, "text", 1))
    assert desk.sees(0, {}) == {"a": A}
    assert desk.sees(0.5, {"b": A}) == {"a": A}
    assert desk.sees(1.5, {"b": A}) == {"a": A, "b": A}
    assert desk.sees(2, {"b": A}) == {"b": A}


def test_hidden() -> None:
    """An essay that has gone stays so, also while its file is coming back."""
    desk = Desk(KnownFile("a", A, "text", 1, hidden=True))
    assert desk.sees(0, {}) == {}
    assert desk.stillness.soon is None
    assert desk.sees(1, {"a": A}) == {}
    assert desk.sees(2, {"a": A}) == {"a": A}


files = st.dictionaries(st.sampled_from("abc"), st.builds(FileStamp, st.integers(1, 3), st.just(0)))
documents = st.builds(
    KnownFile, st.sampled_from("abc"), st.just(A), st.just("text"), st.just(1), st.booleans()
)


@given(st.lists(documents), files, files)
def test_comes_to_rest(
    known: list[KnownFile], before: dict[str, FileStamp], now: dict[str, FileStamp]
) -> None:
    """Whatever there was, when all has stood still everything is as it is, in order of the keys."""
    desk = Desk(*known)
    desk.sees(0, before)
    desk.sees(1, now)
    assert list(desk.sees(6, now).items()) == sorted(now.items())
    assert desk.stillness.soon is None


@given(st.lists(documents), files)
def test_never_half(known: list[KnownFile], now: dict[str, FileStamp]) -> None:
    """At first sight nothing has changed but what is as it is known."""
    desk = Desk(*known)
    there = {key: file.stamp for key, file in desk.known.items() if not file.hidden}
    assert desk.sees(0, now) == there
