"""Which file is which essay, decided with values alone."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import (
    AddEssay,
    Change,
    ForgetFile,
    HideEssay,
    KnownFile,
    MoveEssay,
    NoteCopy,
    RefuseFile,
    RestoreEssay,
    ReviseEssay,
)
from bot.shelf.places import Look, arrange, unread
from bot.shelf.shelving import Bad, Good, Settling
from tests.essays import adding, content, facts, stamp


def essay(number: int, key: str, text: str = "") -> KnownFile:
    """A known essay whose text is its key unless another is given."""
    return KnownFile(key, stamp(), content(text or key).hash, number)


def refused(key: str, problem: str = "empty", text: str = "bad") -> KnownFile:
    """A known file that could not be read, by reader 1."""
    return KnownFile(key, stamp(), content(text).hash, problem=problem, reader="1")


def copy(key: str, text: str) -> KnownFile:
    """A file that is known as a copy."""
    return KnownFile(key, stamp(), content(text).hash)


def read(key: str, text: str) -> Good | Bad:
    """What reading gives: ``?`` at the start of a text makes it bad, ``#`` under a name in ``.md``."""
    if text.startswith("?") or (text.startswith("#") and key.endswith(".md")):
        return Bad(content(text).hash, "empty")
    return Good(content(text, key), facts(text))


def look(
    known: list[KnownFile],
    texts: Mapping[str, str],
    unseen: Collection[str] = (),
    reader: str = "1",
    elsewhere: Collection[KnownFile] = (),
    named: Collection[str] = (),
) -> Look:
    """A look at a folder that now holds these texts: all changed, unless they say ``=``."""
    before = {file.key: file for file in known}
    found = {key: stamp(1 if text == "=" else 2) for key, text in texts.items()}
    hashes = {key: content(texts[key]).hash for key in unread(before, found, reader)}
    gone = [key for key in before if key not in found and key not in unseen]
    return Look(before, found, hashes, gone, {file.content_hash: file for file in elsewhere}, named)


def settle(
    known: list[KnownFile],
    texts: Mapping[str, str],
    unseen: Collection[str] = (),
    reader: str = "1",
    elsewhere: Collection[KnownFile] = (),
    named: Collection[str] = (),
) -> list[Change]:
    """The changes that follow from such a look."""
    settling = Settling("here", look(known, texts, unseen, reader, elsewhere, named), reader)
    changes = list(settling.begin())
    for keys in (settling.asked, settling.heirs):
        for key in keys:
            changes += settling.settle(key, read(key, texts[key]))
    return changes


def moved(number: int, key: str, at: int = 2) -> MoveEssay:
    """The expected move."""
    return MoveEssay(number, key, stamp(at), "here")


def revised(number: int, key: str, text: str) -> ReviseEssay:
    """The expected revision."""
    return ReviseEssay(number, stamp(2), content(text, key), facts(text))


def added(key: str, text: str) -> AddEssay:
    """The expected addition."""
    return replace(adding(key, text), stamp=stamp(2))


def copied(key: str, text: str, at: int = 2) -> NoteCopy:
    """The expected note of a copy."""
    return NoteCopy("here", key, stamp(at), content(text).hash)


def test_unchanged() -> None:
    """Files that look as they did are neither read nor mentioned."""
    known = [essay(1, "a"), essay(2, "b"), refused("c")]
    assert settle(known, {"a": "=", "b": "=", "c": "="}) == []


def test_new() -> None:
    """New files are added in the order of their names."""
    assert settle([essay(1, "m")], {"m": "=", "z": "z", "a": "a"}) == [added("a", "a"), added("z", "z")]


def test_revised() -> None:
    """New text under a known key is a new version of the same essay."""
    assert settle([essay(1, "a")], {"a": "neu"}) == [revised(1, "a", "neu")]


def test_touched() -> None:
    """The same text with a new stamp is noted, so that it is not read again."""
    assert settle([essay(1, "a")], {"a": "a"}) == [moved(1, "a")]


def test_moved() -> None:
    """A known text under a new key, its old key gone, has moved."""
    assert settle([essay(1, "a", "x")], {"b/a": "x"}) == [moved(1, "b/a")]


def test_moved_and_read_anew() -> None:
    """Under a name of another kind it has moved, and is read in that name's way."""
    expected = [moved(1, "a.md"), revised(1, "a.md", "x")]
    assert settle([essay(1, "a.txt", "x")], {"a.md": "x"}) == expected


def test_vanished() -> None:
    """What is gone is hidden, once."""
    hidden = replace(essay(2, "b"), hidden=True)
    assert settle([essay(1, "a"), hidden, refused("c")], {}) == [HideEssay(1), ForgetFile("here", "c")]


@pytest.mark.parametrize(
    "file", [essay(1, "a"), refused("a"), copy("a", "x")], ids=["essay", "refused", "copy"]
)
def test_unseen(file: KnownFile) -> None:
    """What could not be looked at is not taken for gone."""
    assert settle([file], {}, ("a",)) == []


def test_back() -> None:
    """A hidden essay whose file is there again as it was is shown without being read."""
    assert settle([replace(essay(1, "a"), hidden=True)], {"a": "="}) == [moved(1, "a", 1)]


def test_back_elsewhere() -> None:
    """A hidden essay's text under a new key is the essay, moved."""
    hidden = replace(essay(1, "a", "x"), hidden=True)
    assert settle([hidden], {"b": "x"}) == [moved(1, "b")]


def test_back_with_problem() -> None:
    """A hidden essay whose file is there again and still bad is shown in its last good text."""
    hidden = replace(essay(1, "a"), hidden=True, problem="empty", reader="1")
    back = RefuseFile("here", "a", stamp(), hidden.content_hash, "empty", "1")
    assert settle([hidden], {"a": "="}) == [back]


def test_bad() -> None:
    """A bad file is remembered; an essay that turned bad is too, and is not hidden."""
    bad = content("?").hash
    assert settle([essay(1, "a")], {"a": "?", "b": "?"}) == [
        RefuseFile("here", "a", stamp(2), bad, "empty", "1"),
        RefuseFile("here", "b", stamp(2), bad, "empty", "1"),
    ]


def test_mended() -> None:
    """A bad file that is good now is an essay."""
    assert settle([refused("a")], {"a": "good"}) == [added("a", "good")]


def test_other_reader() -> None:
    """What one version of the reader refused, another reads again, and nothing else."""
    known = {
        file.key: file for file in (essay(1, "a"), refused("b"), replace(essay(2, "c"), problem="empty"))
    }
    found = dict.fromkeys("abc", stamp())
    assert unread(known, found, "2") == ["b", "c"]
    assert unread(known, found, "1") == ["c"]


@pytest.mark.parametrize(
    ("texts", "changes"),
    [
        ({"a": "y", "b": "x", "c": "="}, [moved(2, "a"), moved(1, "b")]),
        ({"b": "x", "c": "y", "d": "z"}, [moved(3, "d"), moved(2, "c"), moved(1, "b")]),
        ({"a": "y", "b": "z", "c": "x"}, [moved(2, "a"), moved(3, "b"), moved(1, "c")]),
        ({"a": "y", "i": "x", "c": "="}, [moved(1, "i"), moved(2, "a")]),
        ({"a": "neu", "i": "x", "b": "=", "c": "="}, [moved(1, "i"), added("a", "neu")]),
        ({"a": "y", "b": "neu", "c": "="}, [HideEssay(1), moved(2, "a"), added("b", "neu")]),
        (
            {"a": "?", "i": "x", "b": "=", "c": "="},
            [moved(1, "i"), RefuseFile("here", "a", stamp(2), content("?").hash, "empty", "1")],
        ),
    ],
    ids=["swapped", "shifted", "turned", "known over", "new over", "overwritten", "bad over"],
)
def test_names_taken_over(texts: dict[str, str], changes: list[Change]) -> None:
    """Essays whose files take over each other's names keep their numbers: they have moved."""
    known = [essay(1, "a", "x"), essay(2, "b", "y"), essay(3, "c", "z")]
    assert settle(known, texts) == changes


def test_overwritten_by_copy() -> None:
    """An essay whose file became a copy of another's is hidden, not made a second one of the same text."""
    known = [essay(1, "a", "x"), essay(2, "b", "y")]
    assert settle(known, {"a": "=", "b": "x"}) == [HideEssay(2), copied("b", "x")]


def test_ousted() -> None:
    """A hidden essay whose key was taken is back with its text; or with a new one, when the key is free."""
    ousted = replace(essay(2, "2//b", "y"), hidden=True)
    known = [essay(1, "a", "x"), copy("b", "x"), ousted]
    assert settle(known, {"a": "=", "b": "y"}) == [moved(2, "b")]
    assert settle(known, {"a": "=", "b": "=", "c": "y"}) == [moved(2, "c")]
    assert settle(known, {"a": "=", "b": "neu"}) == [moved(2, "b"), revised(2, "b", "neu")]


def test_text_of_bad_file() -> None:
    """An essay whose file turned bad moves when its text turns up; the bad file stays known as bad."""
    bad = replace(essay(1, "a", "x"), problem="empty", reader="1")
    assert settle([bad], {"a": "=", "b": "x"}) == [
        moved(1, "b"),
        RefuseFile("here", "a", stamp(), "", "empty", "1"),
    ]


def test_unreadable_under_new_name() -> None:
    """An essay that cannot be read under a name of another kind is hidden; a new text can have its key."""
    refusal = RefuseFile("here", "b.md", stamp(2), content("#x").hash, "empty", "1")
    assert settle([essay(1, "a.txt", "#x")], {"b.md": "#x"}) == [refusal, HideEssay(1)]


def test_copy() -> None:
    """A second copy is noted as such, in whichever order the two are named."""
    assert settle([essay(1, "b", "x")], {"a": "x", "b": "="}) == [copied("a", "x")]
    assert settle([], {"a": "x", "b": "x"}) == [added("a", "x"), copied("b", "x")]


def test_copy_stays() -> None:
    """A copy is not mentioned again while its original stays."""
    known = [essay(1, "a", "x"), copy("b", "x")]
    assert settle(known, {"a": "=", "b": "="}) == []


def test_copy_of_gone() -> None:
    """When the original goes, its copy is the essay's new place."""
    assert settle([essay(1, "a", "x"), copy("b", "x")], {"b": "="}) == [moved(1, "b", 1)]


def test_copy_of_revised() -> None:
    """When the original is edited, it stays the essay, and its older copy becomes one of its own."""
    known = [essay(1, "a", "x"), copy("0", "x")]
    new = replace(added("0", "x"), stamp=stamp())
    expected = [revised(1, "a", "neu"), new]
    settling = Settling("here", look(known, {"a": "neu", "0": "="}), "1")
    assert list(settling.begin()) == []
    assert [
        change for key, text in (("a", "neu"), ("0", "x")) for change in settling.settle(key, read(key, text))
    ] == expected
    assert settling.asked == ("a", "0")


def test_copy_of_overwritten() -> None:
    """When another essay takes the original's name, its copy is the essay's new place."""
    known = [essay(1, "a", "x"), essay(2, "b", "y"), copy("c", "x")]
    assert settle(known, {"a": "y", "c": "="}) == [moved(1, "c", 1), moved(2, "a")]


def test_same_bytes_of_two_kinds() -> None:
    """When bytes cannot be read under the first name, they are an essay under the next that they suit."""
    refusal = RefuseFile("here", "a.md", stamp(2), content("#x").hash, "empty", "1")
    found = {"a.md": "#x", "b.txt": "#x", "c.txt": "#x"}
    assert settle([], found) == [refusal, added("b.txt", "#x"), copied("c.txt", "#x")]


def test_removed() -> None:
    """A removed essay is followed like any other, and none of its texts comes back."""
    removed = replace(essay(1, "a", "x"), removed=True)
    assert settle([removed], {"a": "neu"}) == [revised(1, "a", "neu")]
    assert settle([removed], {"a": "=", "b": "x"}) == [copied("b", "x")]
    assert settle([removed], {"b": "x"}) == [moved(1, "b")]


def test_removed_added_by_hand() -> None:
    """A removed essay comes back when a file with its text, or with a new one in its place, is named."""
    removed = replace(essay(1, "a", "x"), removed=True)
    assert settle([removed], {"a": "="}, named=["a"]) == [RestoreEssay(1)]
    assert settle([removed], {"a": "=", "b": "x"}, named=["b"]) == [copied("b", "x"), RestoreEssay(1)]
    assert settle([removed], {"a": "neu"}, named=["a"]) == [revised(1, "a", "neu"), RestoreEssay(1)]
    assert settle([], {"b": "x"}, elsewhere=[removed], named=["b"]) == [copied("b", "x"), RestoreEssay(1)]


def test_elsewhere() -> None:
    """The text of another collection's essay is a copy, unless that one's file is gone: then it moved."""
    other = essay(7, "/side/a", "x")
    assert settle([], {"a": "x"}, elsewhere=[other]) == [copied("a", "x")]
    assert settle([], {"a": "x"}, elsewhere=[replace(other, hidden=True)]) == [moved(7, "a")]
    assert settle([copy("a", "x")], {"a": "="}, elsewhere=[other]) == []


KEYS = st.sampled_from(["a", "b", "c", "d/e", "d/f"])
TEXTS = st.sampled_from(["x", "y", "z", "?"])


@given(st.dictionaries(KEYS, TEXTS), st.dictionaries(KEYS, TEXTS))
def test_places(before: dict[str, str], after: dict[str, str]) -> None:
    """Every file has one place, every essay at most one, and none is lost whose text is in a file."""
    known = list[KnownFile]()
    for number, (key, text) in enumerate(sorted(before.items()), 1):
        first = text not in [before[other] for other in before if other < key]
        known.append(essay(number, key, text) if first else copy(key, text))
    found = {key: "=" if before.get(key) == text else text for key, text in after.items()}
    places = arrange(look(known, found))
    twins = [key for keys in places.twins.values() for key in keys]
    assert sorted([*places.at, *places.asked, *places.copies, *twins]) == sorted(after)
    assert len(set(places.at.values())) == len(places.at)
    for number in places.lost:
        assert places.essays[number].content_hash not in [content(text).hash for text in after.values()]
