"""What every index offers without a search: titles, suggestions, what is near."""

from bot.ports import Index, Suggestion, SuggestionKind, Withdrawn
from digests.model import Keyword
from tests.contracts.shelf import SHELF, about, document, fill, weighed


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


async def test_suggest_words(index: Index) -> None:
    """A keyword of several words is suggested as such; what an essay only mentions is not suggested."""
    terms = ("machine learning", "machine translation")
    await fill(index, [document(1, "一", "渡口。", keywords=terms[:1], terms=terms)])
    assert [offered.text for offered in await index.suggest("Machine ", 5)] == ["machine learning"]


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
    common = [about(number, "流量", "平台") for number in range(10, 40)]
    shelf = [
        about(1, "渡口", "等待", "船夫", "流量", "平台"),
        about(2, "船夫", "等待", "流量", "平台"),
        about(3, "等待", "流量", "平台"),
        about(4, "船夫", "等待", "渡口"),
        about(5, "船夫"),
    ]
    await fill(index, [*shelf, *common])
    terms = weighed(渡口=1, 等待=1, 船夫=1, 流量=1, 平台=1)
    assert [ranked.number for ranked in await index.related(1, terms, 5)] == [4, 2]
    assert [ranked.number for ranked in await index.related(1, terms, 1)] == [4]
    assert [ranked.number for ranked in await index.related(99, (), 5)] == []
    await fill(index, [Withdrawn(4, 50)])
    assert [ranked.number for ranked in await index.related(1, terms, 5)] == [2]


async def test_related_by_weight(index: Index) -> None:
    """What an essay is mostly about counts for more than what it mentions."""
    shelf = [
        about(1, "渡口", "船夫", "灯", "风"),
        about(2, "灯", "风", "渡口"),
        about(3, "渡口", "船夫", "灯"),
        about(4, "灯", "风", "芦苇", "石头"),
    ]
    await fill(index, shelf)
    terms = weighed(渡口=9, 船夫=9, 灯=1, 风=1)
    assert [ranked.number for ranked in await index.related(1, terms, 5)] == [3, 2]


async def test_strange_terms(index: Index) -> None:
    """A term of several words, or with signs in it, is one term; whatever is asked for is no operator."""
    strange = ("machine learning", "node.js", "C++", 'a"b', "x OR y", "a-b*")
    await fill(index, [about(1, *strange, "渡口"), about(2, "node.js", "x OR y"), about(3, "machine", "x")])
    assert (await index.commonness([*strange, "", "\x00", "\ud800", "a"])).essays == {
        "machine learning": 1, "node.js": 2, "C++": 1, 'a"b': 1, "x OR y": 2, "a-b*": 1,
    }  # fmt: skip
    terms = tuple(Keyword(term, 1) for term in strange)
    assert [ranked.number for ranked in await index.related(1, terms, 5)] == [2]


async def test_frequent_of_many(index: Index) -> None:
    """Of terms that many essays are about, those of the most come first."""
    terms = {number: ("渡口", *["船夫"][: number % 2], *["灯"][: number % 3]) for number in range(1, 91)}
    await fill(
        index, [document(number, "渡", "船。", keywords=each, terms=each) for number, each in terms.items()]
    )
    assert list(await index.frequent(5)) == ["渡口", "灯", "船夫"]
    assert (await index.commonness(["渡口", "灯", "船夫"])).essays == {"渡口": 90, "灯": 60, "船夫": 45}


async def test_commonness(index: Index) -> None:
    """It is known how many essays may be about a term, after changes too."""
    await fill(index, [about(1, "渡口", "船夫"), about(2, "渡口"), about(3, "桥")])
    found = await index.commonness(["渡口", "船夫", "芦苇"])
    assert (found.essays, found.total) == ({"渡口": 2, "船夫": 1}, 3)
    await fill(index, [Withdrawn(1, 4), about(2, "桥", sequence=5)])
    assert (await index.commonness(["渡口", "船夫", "桥"])).essays == {"桥": 2}
