"""What every index finds for a query, and in which order."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Index
from digests.query import parse
from tests.contracts.kinds import INDEXES
from tests.contracts.shelf import document, fill, found


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("流量 平台", {1, 5}),
        ("平台", {1, 5}),
        ("平臺", {1, 5}),
        ("GPT", {4}),
        ("ｂｒｉｄｇｅ", {4}),
        ("can't", {4}),
        ("互联", {1}),
        ("桥", {2, 3}),
        ("孟永辉", {1}),
        ("徐雷", {2}),
        ('"等待是唯一"', {2}),
        ("等待 -渡口", {3}),
        ('等待 -"唯一的路"', {3}),
        ("作者：李舟", {2, 3}),
        ("等待 作者：李", {2, 3}),
        ("-作者：李舟 等待", set()),
        ("source:ferry", {4}),
        ("title:桥", {3}),
        ("流量 after:2021-10", {1, 5}),
        ("流量 after:2021-10 before:2021", {1}),
        ("流量 after:2021-10-30 before:2022", {5}),
        ("after:2021-10 before:2021-10", {1}),
        ("after:2021-10-29 before:2021-10-29", {1}),
        ("before:2020", {2}),
        ("-after:2021", {2}),
        ("-before:2021", {5}),
        ("-title:桥 -author:李舟", {1, 4, 5}),
        ("-等待 -bridge", {1, 5}),
    ],
)
async def test_search(index: Index, words: str, numbers: set[int]) -> None:
    """Words, phrases, what is excluded and what narrows find the essays they should, and no other."""
    await fill(index)
    assert set(await found(index, words)) == numbers


async def test_order(index: Index) -> None:
    """A piece of a title comes first, then words near each other, then words anywhere."""
    far = "一面是革命。" + "这里说的是别的事情，和那里说的完全不同。" * 9 + "另一面是平台。"
    await fill(
        index,
        [
            document(1, "别的", far),
            document(2, "别的", "革命的是平台。" + "这里说的是别的事情。" * 9),
            document(3, "革命与平台", "别的。"),
        ],
    )
    assert await found(index, "革命 平台") == [3, 2, 1]
    piece = await index.search(parse("革命与平"), 5)
    assert [ranked.number for ranked in piece.hits] == [3, 2, 1]


async def test_partial(index: Index) -> None:
    """Behind essays with all the words come some with some of them, and where these begin is said."""
    await fill(index)
    mixed, some = await index.search(parse("等待 石头"), 5), await index.search(parse("等待 量子"), 5)
    assert [ranked.number for ranked in mixed.hits] == [3, 2]
    assert (mixed.whole, mixed.partial) == (1, False)
    assert {ranked.number for ranked in some.hits} == {2, 3}
    assert (some.whole, some.partial) == (0, True)
    loose = await index.search(parse('"路唯一"'), 5)
    assert loose.partial
    assert [ranked.number for ranked in loose.hits] == [2]
    nothing = await index.search(parse("量子 纠缠"), 5)
    assert not nothing.hits
    assert not nothing.partial


async def test_no_filling(index: Index) -> None:
    """Behind a phrase, a text or a full page nothing is added that does not hold all."""
    await fill(index)
    assert (await index.search(parse('等待 "石头记得"'), 5)).hits[1:] == ()
    bridges = [document(number, f"{number}", "桥和渡口。") for number in range(6, 20)]
    await fill(index, [*bridges, document(20, "二十", "桥。")])
    many = await index.search(parse("桥 渡口"), 60)
    assert (len(many.hits), many.whole) == (15, 15)
    text = "春天的大河边有桥梁、码头、车站、灯塔、果园、麦田和渔船"
    await fill(index, [document(21, "二十一", f"{text}。")])
    pasted = await index.search(parse(text), 60)
    assert [ranked.number for ranked in pasted.hits] == [21]


async def test_pages_stand(index: Index) -> None:
    """With the bound of an earlier search the same essays are found, however common the words became."""
    shelf = [document(number, f"{number}", "桥。" if number % 2 else "渡口。") for number in range(1, 60)]
    await fill(index, [*shelf, document(60, "六十", "桥与渡口。")])
    first = await index.search(parse("桥 渡口 量子"), 60)
    await fill(index, [document(number, f"{number}", "桥。") for number in range(61, 400)])
    again = await index.search(parse("桥 渡口 量子"), 60, first.bound)
    assert {ranked.number for ranked in again.hits} == {ranked.number for ranked in first.hits}


async def test_candidates(index: Index) -> None:
    """Essays that have the characters of what was typed can be looked into, the likeliest first."""
    shelf = [
        document(1, "一", "请写电子邮件地址。"),
        document(2, "二", "件件寄往此地的邮包都有名有址。", author="李舟"),
        document(3, "三", "邮件没有到。"),
    ]
    await fill(index, shelf)
    assert await index.candidates(parse("邮件地址"), 10, 9) == [1, 2]
    assert await index.candidates(parse("“邮件地址” -author:李"), 10, 9) == [1]
    assert await index.candidates(parse("邮件地址"), 10, 0) == []
    assert await index.candidates(parse("bridge 桥"), 10, 9) == []


async def test_only_excluded(index: Index) -> None:
    """One thing to leave out lists what does not hold it, the newest first, unless a title has its dash."""
    await fill(index)
    assert await found(index, "-流量") == [2, 4]
    ranking = await index.search(parse("-流量"), 1)
    assert (len(ranking.hits), ranking.whole, ranking.listed) == (1, 2, True)
    assert [hit.number for hit in await index.listed(parse("-流量"), 5, ranking.bound, 1)] == [4]
    await fill(index, [document(6, "渡口-流量", "别的。"), document(7, "流量", "别的。")])
    assert await found(index, "-流量") == [6]


MATCHED = (
    *("流量", "流量 平台", "徐雷", "桥", "互联", "革命的桥", "作者：李舟", '"等待是唯一"', "等待 -渡口"),
    *("-等待", "-Bridges", "量子", " "),
)


@pytest.mark.parametrize("words", MATCHED)
async def test_matching(index: Index, words: str) -> None:
    """All essays that hold all of it are those that a search says hold it."""
    await fill(index)
    ranking = await index.search(parse(words), 10)
    assert await index.matching(parse(words)) == {hit.number for hit in ranking.hits[: ranking.whole]}


async def test_matching_many(index: Index) -> None:
    """However many essays there are on a topic, each of them matches."""
    shelf = [document(number, f"第{number}篇", "这里说的是渡口。") for number in range(1, 1501)]
    await fill(index, [*shelf, document(1501, "别的", "这里说的是桥。")])
    for words in ("渡口", '"说的是渡口"', "第", "-桥"):
        assert await index.matching(parse(words)) == set(range(1, 1501))


async def test_limit(index: Index) -> None:
    """Never more than asked for are found; that there may be more is said."""
    await fill(index)
    assert len(await found(index, "流量", limit=2)) == 2
    assert (await index.search(parse("流量"), 2)).more
    assert not (await index.search(parse("流量"), 9)).more


async def test_bound(index: Index) -> None:
    """With a bound, what came later is not found."""
    await fill(index)
    bound = (await index.search(parse("等待"), 5)).bound
    await fill(index, [document(6, "等待等待", "等待，等待。")])
    assert set(await found(index, "等待", bound=bound)) == {2, 3}
    assert set(await found(index, "等待")) == {2, 3, 6}


@pytest.mark.parametrize(
    "text",
    ['"', "*", "AND", "NOT", "NEAR(a b)", "a OR b", "🐟", "'; DROP TABLE document; --", "的 了", "(" * 5_000,
     "“" * 10_000, "的" * 10_000, "产业互联网" * 2_000, " ".join(map(chr, range(0x4E00, 0x4E00 + 5_000))),
     "a" * 10_000, "title:" * 2_000, "\0", "\udc80", "%_", "\U0010ffff", "渡*", "“月” “酒”"],
)  # fmt: skip
async def test_any_query(index: Index, text: str) -> None:
    """Whatever is asked, there is an answer."""
    await fill(index)
    await index.search(parse(text), 10)
    await index.candidates(parse(text), 10, 9)
    await index.titled(text, 5)
    await index.nearest(text, 5)
    await index.suggest(text, 5)


@pytest.mark.parametrize("kind", INDEXES)
@settings(max_examples=60)
@given(parts=st.lists(st.text() | st.sampled_from(["桥", '"', "-", "author:", "after:2021", "渡口", "AND"])))
def test_random_query(kind: str, parts: list[str]) -> None:
    """Nor does it matter how the parts of a query are put together."""

    async def ask() -> None:
        with TemporaryDirectory() as folder:
            index = INDEXES[kind](Path(folder))
            await fill(index)
            await index.search(parse(" ".join(parts)), 10)
            await index.candidates(parse(" ".join(parts)), 10, 9)
            await index.close()

    asyncio.run(ask())
