"""Which file is which essay, decided with values alone."""

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
    RefuseFile,
    ReviseEssay,
)
from bot.shelving import EVERYTHING, Bad, Good, Plan, Settling, decide
from tests.essays import adding, content, facts, stamp


def essay(number: int, key: str, text: str = "") -> KnownFile:
    """A known essay whose text is its key unless another is given."""
    return KnownFile(key, stamp(), content(text or key).hash, number)


def refused(key: str, problem: str = "empty", text: str = "bad") -> KnownFile:
    """A known file that could not be read, by reader 1."""
    return KnownFile(key, stamp(), content(text).hash, problem=problem, reader="1")


def good(key: str, text: str) -> Good:
    """A file that was read well."""
    return Good(content(text, key), facts(text))


def settle(
    known: list[KnownFile], texts: dict[str, str], unseen: tuple[str, ...] = (), reader: str = "1"
) -> list[Change]:
    """The changes when the folder now holds these texts: all changed, unless they say ``=``."""
    before = {file.key: file for file in known}
    found = {key: stamp(1 if text == "=" else 2) for key, text in texts.items()}
    plan = decide(before, found, unseen, reader)
    settling = Settling("here", before, plan, reader)
    changes = list[Change]()
    for key in plan.read:
        text = texts[key]
        reading = Bad(content(text).hash, "empty") if text.startswith("?") else good(key, text)
        changes += settling.settle(key, found[key], reading)
    changes += [settling.back(key, found[key]) for key in plan.back]
    return [*changes, *settling.rest()]


def revised(number: int, key: str, text: str) -> ReviseEssay:
    """The expected revision."""
    return ReviseEssay(number, stamp(2), content(text, key), facts(text))


def added(key: str, text: str) -> AddEssay:
    """The expected addition."""
    return replace(adding(key, text), stamp=stamp(2))


def copy_of(key: str, original: str, text: str, at: int = 2) -> RefuseFile:
    """The expected refusal of a second copy."""
    return RefuseFile("here", key, stamp(at), content(text).hash, f"has the same text as {original}", "1")


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
    assert settle([essay(1, "a")], {"a": "a"}) == [MoveEssay(1, "a", stamp(2))]


def test_moved() -> None:
    """A known text under a new key, its old key gone, has moved."""
    assert settle([essay(1, "a", "x")], {"b/a": "x"}) == [MoveEssay(1, "b/a", stamp(2))]


def test_moved_and_read_anew() -> None:
    """Under a name of another kind it has moved, and is read in that name's way."""
    expected = [MoveEssay(1, "a.md", stamp(2)), revised(1, "a.md", "x")]
    assert settle([essay(1, "a.txt", "x")], {"a.md": "x"}) == expected


def test_vanished() -> None:
    """What is gone is hidden, once."""
    hidden = replace(essay(2, "b"), hidden=True)
    assert settle([essay(1, "a"), hidden, refused("c")], {}) == [HideEssay(1), ForgetFile("here", "c")]


@pytest.mark.parametrize("file", [essay(1, "a"), refused("a")], ids=["essay", "refused"])
@pytest.mark.parametrize("unseen", ["a", EVERYTHING])
def test_unseen(file: KnownFile, unseen: str) -> None:
    """What could not be looked at is not taken for gone."""
    assert settle([file], {}, (unseen,)) == []


def test_unseen_folder() -> None:
    """Nor is anything in a folder that could not be looked at; a like-named file beside it is."""
    known = [essay(1, "x/y/a"), essay(2, "x/b"), essay(3, "x"), essay(4, "xy/c")]
    assert settle(known, {}, ("x/",)) == [HideEssay(3), HideEssay(4)]


def test_back() -> None:
    """A hidden essay whose file is there again as it was is shown without being read."""
    assert settle([replace(essay(1, "a"), hidden=True)], {"a": "="}) == [MoveEssay(1, "a", stamp())]


def test_back_elsewhere() -> None:
    """A hidden essay's text under a new key is the essay, moved."""
    hidden = replace(essay(1, "a", "x"), hidden=True)
    assert settle([hidden], {"b": "x"}) == [MoveEssay(1, "b", stamp(2))]


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
    assert decide(known, found, (), "2").read == ("c", "b")
    assert decide(known, found, (), "1").read == ("c",)


def test_copy() -> None:
    """A second copy is refused, in whichever order the two are named."""
    assert settle([essay(1, "b", "x")], {"a": "x", "b": "="}) == [copy_of("a", "b", "x")]
    assert settle([], {"a": "x", "b": "x"}) == [added("a", "x"), copy_of("b", "a", "x")]


def test_copy_stays() -> None:
    """A copy is not read again while its original stays."""
    copy = refused("b", "has the same text as a", "x")
    assert settle([essay(1, "a", "x"), copy], {"a": "=", "b": "="}) == []


def test_copy_of_gone() -> None:
    """When the original goes, its copy is the essay's new place."""
    copy = refused("b", "has the same text as a", "x")
    known = {"a": essay(1, "a", "x"), "b": copy}
    assert decide(known, {"b": stamp()}) == Plan(("b",), (), ("a",))
    assert settle([*known.values()], {"b": "x"}) == [MoveEssay(1, "b", stamp(2))]


def test_copy_of_revised() -> None:
    """When the original changes, its copy becomes an essay of its own."""
    copy = refused("0", "has the same text as a", "x")
    known = {"a": essay(1, "a", "x"), "0": copy}
    assert decide(known, {"a": stamp(2), "0": stamp()}).read == ("a", "0")
    assert settle([*known.values()], {"a": "neu", "0": "x"}) == [revised(1, "a", "neu"), added("0", "x")]


def test_swapped() -> None:
    """Two essays that swap their texts are two revised essays."""
    known = [essay(1, "a", "x"), essay(2, "b", "y")]
    assert settle(known, {"a": "y", "b": "x"}) == [revised(1, "a", "y"), revised(2, "b", "x")]


def test_removed() -> None:
    """A removed essay's file is not read, and its text comes back under no other key."""
    removed = replace(essay(1, "a", "x"), removed=True)
    assert settle([removed], {"a": "neu"}) == []
    assert settle([removed], {"a": "=", "b": "x"}) == [copy_of("b", "a", "x")]
    assert settle([removed], {"b.md": "x"}) == [MoveEssay(1, "b.md", stamp(2))]


def test_copy_of_removed() -> None:
    """A copy of a removed essay's text is not read again, whatever became of the removed essay's file."""
    removed = replace(essay(1, "a", "x"), removed=True)
    known = {"a": removed, "b": refused("b", "has the same text as a", "x")}
    assert decide(known, {"a": stamp(2), "b": stamp()}, (), "1").read == ()
    assert decide(known, {"b": stamp()}, (), "1").read == ()


KEYS = st.sampled_from(["a", "b", "c", "d/e", "d/f"])
TEXTS = st.sampled_from(["x", "y", "z", "?"])


@given(st.dictionaries(KEYS, TEXTS), st.dictionaries(KEYS, TEXTS))
def test_partition(before: dict[str, str], after: dict[str, str]) -> None:
    """Every found file is read once or known as it is; every known one is found, gone, or unseen."""
    known = {key: essay(number, key, text) for number, (key, text) in enumerate(before.items(), 1)}
    found = {key: stamp(1 if before.get(key) == text else 2) for key, text in after.items()}
    plan = decide(known, found)
    assert len(set(plan.read)) == len(plan.read)
    assert set(plan.read) == {key for key in found if key not in known or found[key] != stamp()}
    assert set(plan.gone) == known.keys() - found.keys()
