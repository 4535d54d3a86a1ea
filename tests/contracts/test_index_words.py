"""Which words every index takes for the same, or for one."""

import pytest

from bot.ports import Index
from digests.query import parse
from tests.contracts.shelf import document, fill, found


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
