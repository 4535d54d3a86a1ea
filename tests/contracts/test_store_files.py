"""How every store follows the files that essays are in."""

import pytest

from bot.ports import (
    Change,
    ForgetFile,
    HideEssay,
    KnownFile,
    MoveEssay,
    NoteCopy,
    RefuseFile,
    RemoveEssay,
    RestoreEssay,
    Store,
)
from tests.contracts.numbering import numbers
from tests.essays import NOON, adding, content, revising, stamp


async def test_hide(store: Store) -> None:
    """A hidden essay is in no list, but its number is taken and its text kept."""
    await store.apply([adding("a"), adding("b")], NOON)
    await store.apply([HideEssay(1)], NOON)
    assert await store.essay(1) is None
    assert await store.count() == 1
    assert numbers(await store.essays()) == numbers(await store.latest()) == [2]
    assert list(await store.titles()) == [(2, "b")]
    assert numbers(await store.underived("1", 10)) == [2]
    assert list(await store.apply([adding("c")], NOON)) == [3]
    assert await store.content(content("a").hash) is not None


@pytest.mark.parametrize(
    ("change", "key"), [(MoveEssay(1, "z", stamp(3)), "z"), (revising(1, "a", "neu"), "a")], ids=repr
)
async def test_shown_again(store: Store, change: Change, key: str) -> None:
    """Moving or revising a hidden essay shows it again."""
    await store.apply([adding("a")], NOON)
    await store.apply([HideEssay(1)], NOON)
    await store.apply([change], NOON)
    record = await store.essay(1)
    assert record is not None
    assert record.key == key


async def test_move(store: Store) -> None:
    """A moved essay is known under its new key alone, with its new stamp and its old version."""
    await store.apply([adding("a")], NOON)
    assert list(await store.apply([MoveEssay(1, "b/a", stamp(3))], NOON)) == [1]
    known = KnownFile("b/a", stamp(3), content("a").hash, 1)
    assert await store.known_files("here") == {"b/a": known}


async def test_remove(store: Store) -> None:
    """A removed essay stays away whatever its file does, until it is added again under its number."""
    await store.apply([adding("a"), adding("b")], NOON)
    await store.apply([RemoveEssay(1)], NOON)
    await store.apply([MoveEssay(1, "z", stamp(2)), revising(1, "z", "neu"), HideEssay(1)], NOON)
    assert await store.essay(1) is None
    assert (await store.known_files("here"))["z"].removed
    assert list(await store.apply([adding("z", "neu")], NOON)) == [1]
    assert await store.count() == 2


async def test_added_twice(store: Store) -> None:
    """Adding what is under a known key gives the number it has, in its newest version."""
    await store.apply([adding("a")], NOON)
    assert list(await store.apply([adding("a"), adding("a", "neu")], NOON)) == [1, 1]
    record = await store.essay(1)
    assert record is not None
    assert (record.version, record.facts.title) == (2, "neu")


async def test_collections(store: Store) -> None:
    """The same key in two collections is two essays, each known in its own."""
    await store.apply([adding("a", "x"), adding("a", "x", collection="there")], NOON)
    assert (await store.known_files("here"))["a"].number == 1
    assert (await store.known_files("there"))["a"].number == 2


async def test_move_elsewhere(store: Store) -> None:
    """An essay may move to another collection, under its number."""
    await store.apply([adding("a"), MoveEssay(1, "b", stamp(2), "there")], NOON)
    assert await store.known_files("here") == {}
    assert await store.known_files("there") == {"b": KnownFile("b", stamp(2), content("a").hash, 1)}


async def test_names_taken_over(store: Store) -> None:
    """Essays can take each other's keys; one whose key is taken is hidden until it has another."""
    await store.apply([adding("a", "x"), adding("b", "y")], NOON)
    await store.apply([MoveEssay(1, "b", stamp(2))], NOON)
    assert numbers(await store.essays()) == [1]
    known = await store.known_files("here")
    assert known["b"].number == 1
    assert known["2//b"] == KnownFile("2//b", stamp(), content("y").hash, 2, hidden=True)
    await store.apply([MoveEssay(2, "a", stamp(2))], NOON)
    assert {key: file.number for key, file in (await store.known_files("here")).items()} == {"a": 2, "b": 1}
    assert numbers(await store.essays()) == [1, 2]
    await store.apply([MoveEssay(2, "b", stamp(2)), MoveEssay(1, "a", stamp(2))], NOON)
    assert numbers(await store.essays()) == [1, 2]


async def test_restore(store: Store) -> None:
    """A removed essay that is restored is as it was."""
    await store.apply([adding("a")], NOON)
    before = await store.essay(1)
    await store.apply([RemoveEssay(1)], NOON)
    assert list(await store.apply([RestoreEssay(1)], NOON)) == [1]
    assert await store.essay(1) == before


async def test_copy(store: Store) -> None:
    """A copy is remembered without a problem until it is forgotten or an essay; an essay there gives way."""
    copy = NoteCopy("here", "b", stamp(2), content("a").hash)
    assert list(await store.apply([adding("a"), adding("b"), copy], NOON)) == [1, 2, None]
    known = await store.known_files("here")
    assert known["b"] == KnownFile("b", stamp(2), content("a").hash)
    assert known["2//b"].hidden
    await store.apply([MoveEssay(2, "b", stamp(3))], NOON)
    assert {key: file.number for key, file in (await store.known_files("here")).items()} == {"a": 1, "b": 2}
    await store.apply([NoteCopy("here", "c", stamp(), content("a").hash), ForgetFile("here", "c")], NOON)
    assert "c" not in await store.known_files("here")


async def test_holders(store: Store) -> None:
    """Essays are found by their texts, in all collections, hidden and removed ones too; copies are not."""
    await store.apply([adding("a", "x"), adding("b", "x", collection="there"), adding("c")], NOON)
    await store.apply([HideEssay(1), RemoveEssay(2), NoteCopy("here", "d", stamp(), content("x").hash)], NOON)
    text = content("x").hash
    assert list(await store.holders([text, "0" * 64])) == [
        ("here", KnownFile("a", stamp(), text, 1, hidden=True)),
        ("there", KnownFile("b", stamp(), text, 2, removed=True)),
    ]
    assert list(await store.holders([])) == []
    many = [text, *(f"{number:064}" for number in range(40_000))]
    assert [file.number for _, file in await store.holders(many)] == [1, 2]


async def test_refuse(store: Store) -> None:
    """A refused file is remembered with its problem, until it is forgotten or becomes an essay."""
    bad = RefuseFile("here", "a", stamp(1), "f00", "empty", reader="3")
    assert list(await store.apply([bad, RefuseFile("here", "b", stamp(1), "f00", "empty")], NOON)) == [
        None,
        None,
    ]
    known = KnownFile("a", stamp(1), "f00", problem="empty", reader="3")
    assert (await store.known_files("here"))["a"] == known
    assert await store.count() == 0
    assert list(await store.apply([ForgetFile("here", "b"), adding("a")], NOON)) == [None, 1]
    assert await store.known_files("here") == {"a": KnownFile("a", stamp(1), content("a").hash, 1)}


async def test_good_turned_bad(store: Store) -> None:
    """An essay whose file turned bad keeps its last good text, and its problem ends with the next one."""
    await store.apply([adding("a")], NOON)
    bad = RefuseFile("here", "a", stamp(2), "f00", "binary", reader="1")
    assert list(await store.apply([bad], NOON)) == [1]
    expected = KnownFile("a", stamp(2), content("a").hash, 1, problem="binary", reader="1")
    assert await store.known_files("here") == {"a": expected}
    assert await store.count() == 1
    await store.apply([MoveEssay(1, "a", stamp(3))], NOON)
    assert await store.known_files("here") == {"a": KnownFile("a", stamp(3), content("a").hash, 1)}


async def test_moved_over_refused(store: Store) -> None:
    """An essay that moves to the key of a refused file takes its place."""
    await store.apply([adding("a"), RefuseFile("here", "b", stamp(), "f00", "copy")], NOON)
    await store.apply([MoveEssay(1, "b", stamp(2))], NOON)
    assert (await store.known_files("here"))["b"].number == 1
