"""What every store tells an index of its changes."""

import pytest

from bot.ports import (
    Change,
    HideEssay,
    MoveEssay,
    RefuseFile,
    RemoveEssay,
    Standing,
    Store,
)
from tests.essays import NOON, adding, facts, later, revising, stamp


async def changed(store: Store, after: int = 0, limit: int = 99) -> list[tuple[int, int, bool]]:
    """The changes since then: their sequence, the essay, and whether it can be seen."""
    return [
        (change.sequence, change.number, change.record is not None)
        for change in await store.changes(after, limit)
    ]


async def test_arrivals(store: Store) -> None:
    """Visible essays in the order in which they were added, each with when that was."""
    assert list(await store.arrivals()) == []
    await store.apply([adding("a"), adding("b")], later(2))
    await store.apply([adding("c")], later(1))
    await store.apply([HideEssay(2), revising(1, "a", "neu")], later(3))
    assert list(await store.arrivals()) == [(3, later(1)), (1, later(2))]


async def test_changes(store: Store) -> None:
    """What a search has to know is numbered in its order, each essay with its last change alone."""
    assert await store.last_change() == 0
    await store.apply([adding("a"), adding("b"), adding("c")], NOON)
    assert await changed(store) == [(1, 1, True), (2, 2, True), (3, 3, True)]
    await store.apply([revising(1, "a", "neu"), HideEssay(2)], later(1))
    assert await changed(store) == [(3, 3, True), (4, 1, True), (5, 2, False)]
    assert await changed(store, 3, 1) == [(4, 1, True)]
    assert await changed(store, 5) == []
    assert await store.last_change() == 5
    (change, *_) = await store.changes(3, 1)
    assert change.record == await store.essay(1)


@pytest.mark.parametrize(
    "change",
    [
        MoveEssay(1, "b", stamp(2)),
        revising(1, "a", "a"),
        RefuseFile("here", "a", stamp(2), "0", "bad"),
    ],
    ids=lambda change: type(change).__name__,
)
async def test_no_news(store: Store, change: Change) -> None:
    """What changes nothing that can be found is no change to a search."""
    await store.apply([adding("a")], NOON)
    await store.apply([change], later(1))
    assert await store.last_change() == 1


async def test_news(store: Store) -> None:
    """Hidden, shown again, removed, brought back, and other facts: each is a change."""
    await store.apply([adding("a")], NOON)
    news: list[Change] = [HideEssay(1), MoveEssay(1, "a", stamp()), RemoveEssay(1), adding("a")]
    for number, change in enumerate(news, start=2):
        await store.apply([change], NOON)
        assert await store.last_change() == number
    await store.renew_facts(1, facts("ein anderer Titel"))
    assert await store.last_change() == 6


async def test_standing(store: Store) -> None:
    """The standing tells how many essays can be seen, the last change, and one library from another."""
    assert await store.standing() == Standing("", 0, 0, 0)
    await store.apply([adding("a"), adding("b")], NOON)
    await store.apply([HideEssay(1)], later(1))
    assert await store.standing() == Standing(NOON.isoformat(), 3, 1, 2)
