"""What every store keeps of essays and their texts."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest

from bot.ports import (
    Change,
    EssayRecord,
    FileStamp,
    HideEssay,
    MoveEssay,
    RemoveEssay,
    RestoreEssay,
    Store,
)
from tests.contracts.numbering import numbers
from tests.essays import NOON, adding, content, derived, facts, later, revising, stamp


async def test_empty(store: Store) -> None:
    """A new store has nothing, and says so without an error."""
    assert await store.count() == 0
    assert await store.essay(1) is None
    assert numbers(await store.essays()) == numbers(await store.latest()) == []
    assert list(await store.titles()) == []
    assert await store.known_files("here") == {}
    assert await store.content("0" * 64) is None
    assert await store.derived("0" * 64, "1") is None
    assert list(await store.underived("1", 10)) == []
    assert list(await store.apply([], NOON)) == []


async def test_numbers(store: Store) -> None:
    """Essays are numbered from 1 in the order they are added."""
    assert list(await store.apply([adding("b"), adding("a")], NOON)) == [1, 2]
    assert list(await store.apply([adding("c")], NOON)) == [3]
    assert list(await store.titles()) == [(1, "b"), (2, "a"), (3, "c")]


async def test_title(store: Store) -> None:
    """A number keeps its title, whether or not its essay can be seen."""
    await store.apply([adding("b"), adding("a")], NOON)
    await store.apply([HideEssay(2)], NOON)
    assert [await store.title(number) for number in (1, 2, 3)] == ["b", "a", None]
    assert [await store.title(number) for number in (0, -1, 10**30)] == [None] * 3


async def test_had(store: Store) -> None:
    """A number that an essay had stays known when the essay is hidden or removed; others are not known."""
    await store.apply([adding("a"), adding("b"), adding("c")], NOON)
    await store.apply([HideEssay(1), RemoveEssay(2)], NOON)
    assert [await store.had(number) for number in (0, 1, 2, 3, 4, 10**17)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]


async def test_record(store: Store) -> None:
    """An essay comes back with everything that was said of it."""
    change = adding("x/一.md", "正文", date(2021, 6, 10))
    await store.apply([change], NOON)
    expected = EssayRecord(1, 1, change.content.hash, "here", "x/一.md", NOON, change.facts)
    assert await store.essay(1) == expected
    assert list(await store.essays()) == [expected]
    assert await store.content(change.content.hash) == change.content


async def test_other_zone(store: Store) -> None:
    """A time given in another zone comes back as the same instant in UTC."""
    await store.apply([adding("a")], NOON.astimezone(timezone(timedelta(hours=8))))
    record = await store.essay(1)
    assert record is not None
    assert record.added_at == NOON
    assert record.added_at.utcoffset() == timedelta(0)


async def test_naive_time(store: Store) -> None:
    """A time without a zone is refused, not guessed."""
    with pytest.raises(ValueError, match="zone"):
        await store.apply([adding("a")], datetime(2026, 3, 1))  # noqa: DTZ001
    assert await store.count() == 0


async def test_all_or_none(store: Store) -> None:
    """Of changes made together, none is kept when one cannot be made."""
    with pytest.raises(LookupError):
        await store.apply([adding("a"), HideEssay(99)], NOON)
    assert await store.count() == 0
    assert await store.known_files("here") == {}


@pytest.mark.parametrize(
    "change",
    [HideEssay(9), RemoveEssay(9), RestoreEssay(9), MoveEssay(9, "x", stamp()), revising(9, "x", "y")],
    ids=repr,
)
async def test_no_such_essay(store: Store, change: Change) -> None:
    """Changing an essay that was never added is an error."""
    with pytest.raises(LookupError):
        await store.apply([change], NOON)


async def test_revise(store: Store) -> None:
    """A revised essay keeps its number and day of arrival, and has the next version and the new text."""
    first = adding("a", "alt")
    await store.apply([first], NOON)
    change = revising(1, "a", "neu")
    assert list(await store.apply([change], later(5))) == [1]
    assert await store.essay(1) == EssayRecord(1, 2, change.content.hash, "here", "a", NOON, change.facts)
    assert (await store.known_files("here"))["a"].stamp == stamp(2)


async def test_old_text(store: Store) -> None:
    """What no essay refers to any more is let go of; what another essay has too is kept."""
    await store.apply([adding("a", "alt"), adding("b", "beide"), adding("c", "beide")], NOON)
    alone, shared = content("alt").hash, content("beide").hash
    await store.keep_derived(alone, "1", derived())
    await store.keep_derived(shared, "1", derived())
    await store.apply([revising(1, "a", "neu"), revising(2, "b", "neuer")], NOON)
    assert await store.content(alone) is None
    assert await store.derived(alone, "1") is None
    assert await store.content(shared) is not None
    assert await store.derived(shared, "1") == derived()


async def test_same_text_again(store: Store) -> None:
    """Revising to the very text that is kept changes no version and loses nothing."""
    await store.apply([adding("a", "text")], NOON)
    await store.apply([revising(1, "a", "text")], NOON)
    record = await store.essay(1)
    assert record is not None
    assert record.version == 1
    assert await store.content(content("text").hash) is not None


async def test_other_kind_of_name(store: Store) -> None:
    """The same bytes under another kind of name are read anew: another version, nothing worked out yet."""
    await store.apply([adding("a.txt", "text")], NOON)
    text = content("text").hash
    await store.keep_derived(text, "1", derived())
    await store.apply([MoveEssay(1, "a.md", stamp(2)), revising(1, "a.md", "text")], NOON)
    record, kept = await store.essay(1), await store.content(text)
    assert record is not None
    assert kept is not None
    assert (record.version, record.key, kept.name) == (2, "a.md", "a.md")
    assert await store.derived(text, "1") is None


async def test_latest(store: Store) -> None:
    """The newest is first: by the essay's date, else the day it was added; then by number."""
    dates = [date(2021, 1, 1), None, date(2026, 2, 28), date(2026, 3, 1), date(2030, 1, 1)]
    await store.apply([adding(f"{place}", dated=dated) for place, dated in enumerate(dates)], NOON)
    assert numbers(await store.latest()) == [5, 4, 2, 3, 1]
    await store.renew_facts(5, facts("undated"))
    assert numbers(await store.latest()) == [5, 4, 2, 3, 1]
    await store.renew_facts(5, facts("old", date(1999, 9, 9)))
    assert numbers(await store.latest()) == [4, 2, 3, 1, 5]


async def test_pages(store: Store) -> None:
    """A page is that stretch of the whole list, however far it reaches."""
    await store.apply([adding(f"{key}") for key in range(5)], NOON)
    for offset, limit in product((0, 1, 4, 5, 6, 2**70), (None, 0, 1, 3, 5, 6, 2**70)):
        expected = [1, 2, 3, 4, 5][offset:][:limit]
        assert numbers(await store.essays(offset, limit)) == expected
        assert numbers(await store.latest(offset, limit)) == [5, 4, 3, 2, 1][offset:][:limit]


async def test_huge_number(store: Store) -> None:
    """A number no database could hold is simply no essay's."""
    assert await store.essay(10**30) is None
    assert await store.bookmark("ming", 10**30) is None
    assert not await store.unsave("ming", 10**30)


async def test_renew_facts(store: Store) -> None:
    """New facts replace the old, and leave the version alone."""
    await store.apply([adding("a")], NOON)
    await store.renew_facts(1, facts("题目"))
    record = await store.essay(1)
    assert record is not None
    assert (record.version, record.facts) == (1, facts("题目"))
    with pytest.raises(LookupError):
        await store.renew_facts(2, facts("题目"))


async def test_derived(store: Store) -> None:
    """What was worked out comes back equal, for its version only, and gives way to another version's."""
    await store.apply([adding("a")], NOON)
    text = content("a").hash
    await store.keep_derived(text, "1", derived("第一版"))
    assert await store.derived(text, "1") == derived("第一版")
    assert await store.derived(text, "2") is None
    await store.keep_derived(text, "2", derived("第二版"))
    assert await store.derived(text, "1") is None
    assert await store.derived(text, "2") == derived("第二版")


async def test_derived_of_nothing(store: Store) -> None:
    """What was worked out from a content that is gone is not kept."""
    await store.keep_derived("0" * 64, "1", derived())
    assert await store.derived("0" * 64, "1") is None


async def test_underived(store: Store) -> None:
    """Essays without results of this version are listed by number, as many as asked for."""
    await store.apply([adding(key) for key in "abcd"], NOON)
    await store.keep_derived(content("b").hash, "1", derived())
    assert numbers(await store.underived("1", 10)) == [1, 3, 4]
    assert numbers(await store.underived("1", 2)) == [1, 3]
    assert numbers(await store.underived("2", 10)) == [1, 2, 3, 4]


async def test_any_bytes(store: Store) -> None:
    """Bytes of any kind and stamps of any size come back as they were."""
    change = adding("a")
    blob = type(change.content)("f" * 64, "a", bytes(range(256)) * 999 + b"\0")
    wide = FileStamp(2**62, -(2**62), 2**63 - 1)
    await store.apply([type(change)("here", "a", wide, blob, change.facts)], NOON)
    assert await store.content("f" * 64) == blob
    assert (await store.known_files("here"))["a"].stamp == wide


async def test_many_at_once(store: Store) -> None:
    """Writes and reads that wait for one another's turn all happen, each once."""
    added = await asyncio.gather(*(store.apply([adding(f"{key}")], NOON) for key in range(200)))
    assert sorted(number for (number,) in added if number) == list(range(1, 201))
    counts = await asyncio.gather(*(store.count() for _ in range(50)))
    assert set(counts) == {200}


async def test_one_fails(store: Store) -> None:
    """Of writes made at the same time, the one that cannot be made fails alone."""
    writes = [store.apply([adding(f"{key}")], NOON) for key in range(5)]
    failing = store.apply([adding("half"), HideEssay(99)], NOON)
    results = await asyncio.gather(*writes, failing, *[store.prefer("a", "b", "c")], return_exceptions=True)
    assert isinstance(results[5], LookupError)
    assert await store.count() == 5
    assert await store.preferences("a") == {"b": "c"}


async def test_cancelled(store: Store) -> None:
    """Callers that give up leave a store that still writes."""
    tasks = [asyncio.create_task(store.apply([adding(f"{key}")], NOON)) for key in range(20)]
    await store.count()
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    known = await store.known_files("here")
    assert {f"{key}" for key in range(1, 20, 2)} <= known.keys()
    assert list(await store.apply([adding("last")], NOON)) == [len(known) + 1]


async def test_reopened(make_store: Callable[[Path], Store], tmp_path: Path) -> None:
    """What was written before closing is there after opening again."""
    first = make_store(tmp_path)
    pending = [asyncio.create_task(first.apply([adding(f"{key}")], NOON)) for key in range(30)]
    await first.count()
    await first.close()
    await asyncio.gather(*pending)
    second = make_store(tmp_path)
    assert await second.count() == 30
    await second.close()
