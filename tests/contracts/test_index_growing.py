"""How every index grows, changes and is made anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.ports import Index, Standing, Withdrawn
from tests.contracts.shelf import BORN, SHELF, document, fill, found, weighed


async def test_empty(index: Index) -> None:
    """An empty index finds nothing, and says so without an error."""
    assert await index.standing() == Standing("", 0, 0, 0)
    assert await index.reached() == 0
    assert await found(index, "桥") == []
    for nothing in (
        index.titled("桥", 5),
        index.nearest("桥", 5),
        index.suggest("桥", 5),
        index.related(1, weighed(桥=1, 等待=1), 5),
    ):
        assert list(await nothing) == []


async def test_change(index: Index) -> None:
    """An essay that changed is found by what it says now, and by nothing it said before."""
    await fill(index)
    await fill(index, [document(2, "码头", "船在码头。", sequence=6)])
    assert await found(index, "码头") == [2]
    assert await found(index, "渡口") == await found(index, "作者：李舟 唯一") == []
    assert list(await index.titled("渡口", 5)) == []
    assert [suggestion.text for suggestion in await index.suggest("渡", 5)] == []


async def test_withdraw(index: Index) -> None:
    """An essay that is withdrawn is not found by anything."""
    near = [document(number, "船", "来了。", terms=("渡口", "等待")) for number in (6, 7)]
    await fill(index, [*SHELF, *near])
    terms = weighed(渡口=1, 等待=1)
    assert [ranked.number for ranked in await index.related(6, terms, 5)] == [7]
    await fill(index, [Withdrawn(2, 8), Withdrawn(7, 9)])
    assert await found(index, "等待") == [3]
    assert list(await index.titled("渡口", 5)) == []
    assert list(await index.related(6, terms, 5)) == []
    assert await index.standing() == Standing(BORN, 9, 5, 1 + 3 + 4 + 5 + 6)


async def test_all_or_none(index: Index) -> None:
    """Changes that do not follow on what is there, or are of another library, are not brought in."""
    await fill(index)
    before = await index.standing()
    assert not await index.advance(BORN, 3, [document(9, "晚", "晚了。")])
    assert not await index.advance("another", 5, [document(9, "晚", "晚了。")])
    assert await index.standing() == before


async def test_kept(make_index: Callable[[Path], Index], tmp_path: Path) -> None:
    """What was brought in is there when the index is opened again."""
    index = make_index(tmp_path)
    await fill(index)
    standing = await index.standing()
    await index.close()
    again = make_index(tmp_path)
    assert await again.standing() == standing
    assert await found(again, "渡口") == [2]
    assert await again.size() > 0
    await again.close()


async def test_shared(make_index: Callable[[Path], Index], tmp_path: Path) -> None:
    """Two that have the same index open see what the other brings in, and renews."""
    one, other = make_index(tmp_path), make_index(tmp_path)
    await fill(one)
    assert await found(other, "渡口") == [2]
    async with one.renewal() as renewal:
        assert await renewal.advance(BORN, 0, SHELF[2:])
        assert await found(other, "渡口") == [2]
    assert await found(other, "渡口") == []
    await fill(other, [document(6, "渡口", "船。")])
    assert await found(one, "渡口") == [6]
    await one.close()
    await other.close()


async def test_tidy(index: Index) -> None:
    """Put together, it holds what it held, and grows on."""
    for one in SHELF:
        await fill(index, [one])
    standing = await index.standing()
    await index.tidy()
    await index.tidy()
    assert await index.standing() == standing
    assert set(await found(index, "流量")) == {1, 3, 5}
    await fill(index, [document(6, "流量", "流量。")])
    assert set(await found(index, "流量")) == {1, 3, 5, 6}


async def test_renewal(index: Index) -> None:
    """Made anew, the index holds what was brought in since; until then the old one answers."""
    await fill(index)
    async with index.renewal() as renewal:
        assert await renewal.reached() == 0
        assert await renewal.advance(BORN, 0, SHELF[:2])
        assert await renewal.advance(BORN, 2, SHELF[3:])
        assert await found(index, "石头") == [3]
    assert await found(index, "石头") == []
    assert await index.standing() == Standing(BORN, 5, 4, 1 + 2 + 4 + 5)


async def test_failed_renewal(index: Index) -> None:
    """If making it anew fails, the old one stays."""
    await fill(index)
    standing = await index.standing()

    async def fail() -> None:
        async with index.renewal() as renewal:
            await renewal.advance(BORN, 0, SHELF[:1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await index.standing() == standing


async def test_worn(index: Index) -> None:
    """What changed leaves something behind, which making it anew gets rid of."""
    await fill(index)
    assert await index.worn() == 0
    await fill(index, [document(1, "新", "新的。", sequence=6), Withdrawn(2, 7)])
    assert await index.worn() == pytest.approx(1 - 4 / 6)
    async with index.renewal() as renewal:
        await renewal.advance(BORN, 0, SHELF)
    assert await index.worn() == 0
