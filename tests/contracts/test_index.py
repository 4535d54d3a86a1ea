"""What every index promises."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Document, Index, Standing, Suggestion, SuggestionKind, Withdrawn
from digests.query import parse
from tests.contracts.kinds import INDEXES

BORN = "2026-03-01"


def document(number: int, title: str, text: str, *, sequence: int | None = None, **facts: object) -> Document:
    """An essay; its change is its number unless another is given."""
    plain = Document(number, sequence or number, title, text, None, None, None)
    return replace(plain, **facts)  # type: ignore[arg-type]


SHELF = (
    document(1, "产业互联网的深逻辑", "平台把流量归自己。产业不需要流量。", author="孟永辉",
             source="人人", date=date(2021, 10, 29), keywords=("产业", "深耕")),
    document(2, "渡口", "没有桥的地方，等待是唯一的路。徐雷在渡口。", author="李舟",
             date=date(2020, 3, 1), keywords=("渡口", "等待")),
    document(3, "桥", "造桥的人相信等待可以缩短。石头记得水的流量。", author="李舟",
             keywords=("造桥", "等待")),
    document(4, "Notes on Bridges", "A bridge is a promise; GPT-4 can't cross it.", source="Ferry Review",
             keywords=("bridge",)),
    document(5, "網絡時代", "網際網路改變了平臺與流量。", date=date(2022, 1, 1), keywords=("网络",)),
)  # fmt: skip


async def fill(index: Index, documents: Sequence[Document | Withdrawn] = SHELF) -> None:
    """Bring them in, as they follow on what is there."""
    assert await index.advance(BORN, await index.reached() or 0, documents)


async def found(index: Index, words: str, limit: int = 10, bound: int | None = None) -> list[int]:
    """Numbers of the essays that hold all a query asks for, the best first; some of it, if none has all."""
    ranking = await index.search(parse(words), limit, bound)
    scores = [ranked.score for ranked in ranking.hits]
    assert scores == sorted(scores, reverse=True)
    return [ranked.number for ranked in ranking.hits[: ranking.whole or None]]


async def test_empty(index: Index) -> None:
    """An empty index finds nothing, and says so without an error."""
    assert await index.standing() == Standing("", 0, 0, 0)
    assert await index.reached() == 0
    assert await found(index, "桥") == []
    for nothing in (
        index.titled("桥", 5),
        index.nearest("桥", 5),
        index.suggest("桥", 5),
        index.related(1, 5),
    ):
        assert list(await nothing) == []


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


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("bridge", {1, 2}),
        ("bridges", {1, 2}),
        ("city", {3}),
        ("cities", {3}),
        ("box", {3}),
        ("cafe", {2}),
        ("CAFÉ", {2}),
        ("resume", {2}),
        ("title:cafe", {2}),
        ("city -box", set()),
        ("供应 链", {4}),
        ("链 供应", {4}),
        ("其五〇", {5}),
        ("其五○", {5}),
        ("-Serv", {6}),
        ("中台到底是什么", {7}),
        ("台", {7, 8}),
    ],
)
async def test_forms(index: Index, words: str, numbers: set[int]) -> None:
    """Singular and plural, accents, words within words and round zeros find each other."""
    await fill(
        index,
        [
            document(1, "One", "A bridge."),
            document(2, "Café", "Bridges, and a résumé."),
            document(3, "Three", "The cities have boxes."),
            document(4, "四", "供应链条很长。"),
            document(5, "其五○", "別的。"),
            document(6, "Pre-Serv", "别的。"),
            document(7, "七", "中台是一种组织。"),
            document(8, "八", "台在山上。"),
        ],
    )
    ranking = await index.search(parse(words), 10)
    assert {ranked.number for ranked in ranking.hits[: ranking.whole]} == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("R", [1]),
        ("go", [2]),
        ("Go", [2]),
        ("C++", [4]),
        ("c＋＋", [4]),
        ("c#", [5]),
        (".net", [6]),
        ("C", [7]),
        ("UI L", [8]),
    ],
)
async def test_short_words(index: Index, words: str, numbers: list[int]) -> None:
    """One or two Latin letters are a word of a title, not a piece of one; a sign makes another word of it."""
    titles = "R 语言入门|Go 并发|Django 与 ESR|C++ 之美|C# 之美|.NET 之美|C 之美|GUI Lab".split("|")
    shelf = [document(number, title, "别的。") for number, title in enumerate(titles, 1)]
    await fill(index, shelf)
    assert list(await found(index, words)) == numbers
    if len(words) < len("UI L"):
        assert list(await index.titled(words, 5)) == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("title:R", [1]),
        ("-title:r", [2, 3, 4, 5, 6]),
        ("title:C++", [3]),
        ("title:C", [4]),
        ("title:.NET", [5]),
        ("title:reader", [6]),
        ('title:"easy readers"', [6]),
        ("title:React", [2]),
        ("title:Reac", []),
        ("title:语", [1]),
        ("title:R语言", [1]),
        ("title:入门 title:R", [1]),
    ],
)
async def test_words_of_a_title(index: Index, words: str, numbers: list[int]) -> None:
    """A filter by title looks for whole words in Latin letters, with their signs, and for Chinese pieces."""
    titles = "R 语言入门|React 入门|C++ 之美|C 之美|.NET 之美|Easy Readers".split("|")
    await fill(index, [document(number, title, "别的。") for number, title in enumerate(titles, 1)])
    assert sorted(await found(index, words)) == numbers


@pytest.mark.parametrize(("words", "number"), [("——品", 2), ("e Ba", 4), ("话:悟", 6), ("MOS", 7)])
async def test_signs_in_a_title(index: Index, words: str, number: int) -> None:
    """A title that has the piece as it was typed, with its signs and blanks, comes before shorter ones."""
    titles = (
        "品牌|摆烂营销——品牌年轻化|Eba|LibreOffice Base 数据库|话悟空|黑神话:悟空的故事|MOSN 实践|A M-O-S"
    )
    await fill(
        index, [document(number, title, "别的。") for number, title in enumerate(titles.split("|"), 1)]
    )
    assert (await found(index, words))[0] == number
    assert (await index.titled(words, 5))[0] == number


async def test_less_is_partial(index: Index) -> None:
    """An essay with a word less the small one that belongs to it holds only some of what was asked for."""
    await fill(index, [document(1, "一", "中心化的网络。"), document(2, "二", "现在的事。")])
    for words in ("去中心化", "go 现在"):
        ranking = await index.search(parse(words), 5)
        assert ranking.hits
        assert ranking.partial
    await fill(index, [document(3, "三", "去中心化的网络。")])
    both = await index.search(parse("去中心化"), 5)
    assert ([ranked.number for ranked in both.hits], both.whole) == ([3, 1], 1)


async def test_typed_as_one(index: Index) -> None:
    """Words typed in one piece are to stand so, if any essay has them so; those apart are only some of it."""
    shelf = [
        document(1, "一", "机器在转。入门之前先学习。"),
        document(2, "二", "入门以后，机器学习要紧。"),
        document(3, "三", "机器学习，从入门开始。"),
    ]
    await fill(index, shelf)
    ranking = await index.search(parse("机器学习 入门"), 5)
    assert ([ranked.number for ranked in ranking.hits], ranking.whole) == ([3, 2, 1], 2)
    assert await index.matching(parse("机器学习 入门")) == {2, 3}
    apart = await index.search(parse("机器入门"), 5)
    assert {ranked.number for ranked in apart.hits} == {1, 2, 3}
    assert apart.whole == 3


async def test_one_character(index: Index) -> None:
    """A single character leads to the words that it begins, behind those where it stands alone."""
    shelf = [document(number, f"{number}", "梅花开了。", author="陸游") for number in range(1, 8)]
    await fill(index, [*shelf, document(8, "八", "梅。", author="陆游"), document(9, "九", "一树桃。")])
    for words in ("梅", "author:陸游 梅"):
        found_first, *others = await found(index, words)
        assert found_first == 8
        assert set(others) == set(range(1, 8))
        assert await index.matching(parse(words)) == set(range(1, 9))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("月", {1, 2, 3}),
        ("author:苏轼 月", {1, 2}),
        ("月 酒", {2}),
        ("柳 诗人", {5}),
        ("author:苏轼 -月", {4}),
        ("诗人 -月", {5}),
        ("-月", {4, 5}),
        ("柳", {4, 5}),
    ],
)
async def test_within_words(index: Index, words: str, numbers: set[int]) -> None:
    """A single character that was typed alone is found, and left out, within words as well."""
    shelf = [
        document(1, "一", "月。", author="苏轼"),
        document(2, "二", "明月几时有，诗人把酒问青天。", author="苏轼"),
        document(3, "月亮", "别的。"),
        document(4, "四", "老柳困樵薪。", author="苏轼"),
        document(5, "五", "诗人折柳枝。"),
    ]
    await fill(index, shelf)
    assert set(await found(index, words)) == numbers
    assert await index.matching(parse(words)) == numbers


@pytest.mark.parametrize("words", ["版本控制", "“版本控制”", "Python 2.6", "Go 1.18", "“Go 1.18”"])
async def test_longer_words(index: Index, words: str) -> None:
    """What goes on as a longer word, and a version that goes on, are found by their beginning."""
    await fill(
        index,
        [document(1, "一", "版本控制系统。在 Python 2.6.6 和 Go1.18 中。"), document(2, "二", "版本。")],
    )
    assert await found(index, words) == [1]


async def test_all_cuts_counted(index: Index) -> None:
    """A word or phrase that several essays have is counted in all of them, wherever it is cut."""
    shelf = [document(number, f"第{number}篇", "说的是版本控制。") for number in range(1, 7)]
    await fill(
        index, [*shelf, document(7, "七", "一个版本控制系统。"), document(8, "八", "版本。控制系统。")]
    )
    for words in ("版本控制", "“版本控制”"):
        assert {7} < set(await found(index, words))
        assert await index.matching(parse(words)) >= set(range(1, 8))


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
    await fill(index)
    await fill(index, [Withdrawn(2, 6)])
    assert await found(index, "等待") == [3]
    assert list(await index.titled("渡口", 5)) == []
    assert list(await index.related(2, 5)) == []
    assert await index.standing() == Standing(BORN, 6, 4, 1 + 3 + 4 + 5)


async def test_all_or_none(index: Index) -> None:
    """Changes that do not follow on what is there, or are of another library, are not brought in."""
    await fill(index)
    before = await index.standing()
    assert not await index.advance(BORN, 3, [document(9, "晚", "晚了。")])
    assert not await index.advance("another", 5, [document(9, "晚", "晚了。")])
    assert await index.standing() == before


async def test_titles(index: Index) -> None:
    """A piece of a title leads to it, whatever its writing and signs; the shortest title comes first."""
    await fill(index)
    assert list(await index.titled("桥", 5)) == [3]
    assert list(await index.titled("互聯網的深", 5)) == [1]
    assert list(await index.titled("网络，时代", 5)) == [5]
    assert list(await index.titled("on bridges!", 5)) == [4]
    assert list(await index.titled("桥墩", 5)) == []


async def test_nearest(index: Index) -> None:
    """The nearest titles are those that share the most."""
    await fill(index)
    assert (await index.nearest("产业互联网的浅逻辑", 5))[0] == 1
    assert (await index.nearest("网络年代", 5))[0] == 5
    assert list(await index.nearest("kettle", 5)) == []
    assert list(await index.nearest("诗", 5)) == []


async def test_suggest(index: Index) -> None:
    """What begins as was typed is suggested: authors, titles, terms; then titles that hold it."""
    await fill(index)
    assert list(await index.suggest("李", 5)) == [Suggestion(SuggestionKind.AUTHOR, "李舟")]
    assert list(await index.suggest("渡", 5)) == [
        Suggestion(SuggestionKind.ESSAY, "渡口", 2),
        Suggestion(SuggestionKind.WORD, "渡口"),
    ]
    assert list(await index.suggest("互联网", 5)) == [
        Suggestion(SuggestionKind.ESSAY, "产业互联网的深逻辑", 1)
    ]
    assert list(await index.suggest("網", 1)) == [Suggestion(SuggestionKind.ESSAY, "網絡時代", 5)]
    authors = await index.suggest("", 5, SuggestionKind.AUTHOR)
    assert [author.text for author in authors] == ["李舟", "孟永辉"]
    assert {author.kind for author in authors} == {SuggestionKind.AUTHOR}
    assert list(await index.suggest("🚢", 5, SuggestionKind.AUTHOR)) == []
    assert list(await index.suggest("深逻辑", 5, SuggestionKind.ESSAY)) == [
        Suggestion(SuggestionKind.ESSAY, "产业互联网的深逻辑", 1)
    ]


async def test_suggest_signs(index: Index) -> None:
    """Signs alone find the titles that hold them."""
    await fill(index, [*SHELF, document(6, "船 🚢 来了", "早晨。")])
    for kind in (None, SuggestionKind.ESSAY):
        assert list(await index.suggest(" 🚢", 5, kind)) == [
            Suggestion(SuggestionKind.ESSAY, "船 🚢 来了", 6)
        ]
    assert list(await index.suggest(" ", 5)) == []


async def test_frequent(index: Index) -> None:
    """Frequent are the terms that several essays are about."""
    await fill(index)
    assert list(await index.frequent(5)) == ["等待"]
    await fill(index, [document(6, "六", "渡口。", keywords=("渡口", "等待")), Withdrawn(3, 7)])
    assert list(await index.frequent(5)) == ["渡口", "等待"]
    assert list(await index.frequent(1)) == ["渡口"]


async def test_related(index: Index) -> None:
    """Related are essays that share several rare terms, not those that share what all have, or one word."""
    terms = ("渡口", "等待", "船夫", "流量")
    common = [
        document(number, f"第{number}篇", "大家都说流量。", keywords=("流量",)) for number in range(10, 30)
    ]
    shelf = [
        document(1, "一", "渡口有船夫，等待流量。", keywords=terms),
        document(2, "二", "船夫在渡口。流量。", keywords=("船夫", "流量")),
        document(3, "三", "等待。流量。", keywords=("等待", "流量")),
        document(4, "四", "渡口。船夫。等待。"),
        document(5, "五", "船夫在桥上。", keywords=("船夫",)),
    ]
    await fill(index, [*shelf, *common])
    assert [ranked.number for ranked in await index.related(1, 5)] == [4, 2]
    assert [ranked.number for ranked in await index.related(1, 1)] == [4]
    assert [ranked.number for ranked in await index.related(99, 5)] == []


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
