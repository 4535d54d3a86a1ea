import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.plan import (
    NEARNESS,
    Term,
    Tier,
    Way,
    characters,
    closer,
    every,
    looser,
    pieces_of,
    rarest,
    recut,
    some,
    split_up,
    two,
)
from digests.query import MAX_SPREAD, Phrase, Query, parse


def terms(*words: str) -> tuple[Term, ...]:
    """Terms that are each one word."""
    return tuple((Phrase((word,)),) for word in words)


@given(st.text(max_size=300) | st.text('"-:：作者的桥ab s', max_size=300), st.integers(0, 2))
def test_any_query(text: str, held: int) -> None:
    """Whatever is asked, there is a plan of bounded size."""
    query = parse(text)
    counts = dict.fromkeys(query.words, held)
    plans = [every(query), *closer(query), looser(query, counts, 5), two(query, counts, 100)]
    plans.append(some(query, counts, 100))
    assert all(len(plan.terms) <= MAX_SPREAD and all(plan.terms) for plan in plans if plan)


def test_ways() -> None:
    """All words are looked for, then any but the commonest; better are as typed, then near each other."""
    query = parse("革命平台 流量")
    assert every(query) == Tier(Way.ALL, terms("革命", "平台", "流量"))
    exact = Tier(Way.NEAR, ((Phrase(("革命", "平台")),), (Phrase(("流量",)),)), NEARNESS[1])
    assert closer(query) == [
        exact,
        *(Tier(Way.NEAR, terms("革命", "平台", "流量"), near) for near in NEARNESS),
    ]
    counts = {"革命": 5, "平台": 90, "流量": 20}
    assert looser(query, counts, 1) is None
    assert two(query, counts, 50) == Tier(Way.TWO, terms("革命", "流量"))
    assert some(query, counts, 50) == Tier(Way.ANY, terms("革命", "流量"))
    assert two(parse("革命 平台"), counts, 50) is None


def test_words_of_every_text() -> None:
    """Of words that nearly every text has it does not matter where they stand, unless they are quoted."""
    assert closer(parse("不是我的")) == []
    assert closer(parse("不是我的桥"))
    assert parse("“不是我的”").phrases


def test_part_of_a_word() -> None:
    """A word that is a part of another stands within it, not beside it."""
    near = [plan.terms for plan in closer(Query(words=("国内", "国内外", "平台")))]
    assert near == [terms("国内外", "平台")] * len(NEARNESS)
    assert closer(Query(words=("国内", "国内外"))) == []


def test_compound() -> None:
    """A word with the small word that belongs to it is looked for as one; alone it is only some of it."""
    query = parse("小程序 流量")
    compound = (Phrase(("小", "程序")),)
    assert every(query) == Tier(Way.ALL, ((*compound, Phrase(("小程序",))), *terms("流量")))
    assert closer(query)[1] == Tier(Way.NEAR, (compound, *terms("流量")), NEARNESS[0])
    loose = looser(query, {"程序": 3, "流量": 3}, 5)
    assert loose is not None
    assert set(loose.terms[0]) == {*compound, Phrase(("小程序",)), *split_up("小程序")}
    assert loose.terms[1] == split_up("流量")
    assert looser(query, {"程序": 9, "流量": 9}, 5) is None
    assert some(parse("去中心化"), {"中心化": 3}, 50) == Tier(Way.ANY, terms("中心化"))
    assert some(parse("中台"), {"台": 3}, 50) is None


def test_one_word() -> None:
    """One word is near to nothing, and there is no other."""
    assert closer(parse("革命")) == []
    assert some(parse("革命"), {"革命": 3}, 50) is None


def test_long_text() -> None:
    """Of a text of some length no essay is expected to hold all."""
    query = Query(words=tuple(f"w{number}" for number in range(30)))
    counts = dict.fromkeys(query.words, 1)
    assert every(query) is None
    assert closer(query) == []
    assert looser(query, counts, 5) is None
    assert two(query, counts, 50) is None
    assert some(query, counts, 50) == Tier(Way.ANY, terms(*sorted(query.words)))


def test_unknown_word() -> None:
    """A word that no essay holds in one piece is also looked for in two."""
    halves = (Phrase(("徐雷",), begins=True), Phrase(("徐", "雷")))
    assert split_up("徐雷") == halves
    assert split_up("徐雷传")[1:3] == (Phrase(("徐", "雷传"), begins=True), Phrase(("徐雷", "传")))
    assert split_up("a1") == split_up("桥") == ()
    query = Query(words=("徐雷", "美团"))
    assert looser(query, {"徐雷": 0, "美团": 9}, 5) == Tier(Way.ALL, (halves, (Phrase(("美团",)),)))


def test_recut() -> None:
    """A short phrase in Chinese is looked for in all cuts, the last word going on; a long one is not."""
    phrase = parse("“衣锦还”").phrases[0]
    assert {phrase, Phrase(("衣锦还",), begins=True), Phrase(("衣", "锦", "还"))} < {*recut(phrase)}
    assert recut(Phrase(("去中心化", "的方式"))) == (Phrase(("去中心化", "的方式")),)
    assert recut(Phrase(("go", "on"))) == (Phrase(("go", "on")),)


def test_pieces_of() -> None:
    """A word cut elsewhere may be found by its pieces of two characters and more, of which few are tried."""
    assert {Phrase(("邮件",)), Phrase(("地址",)), Phrase(("件地址",))} < {*pieces_of("邮件地址")}
    assert pieces_of("邮") == ()
    assert len(pieces_of("桥" * 1_000)) < 50


def test_characters() -> None:
    """A single character that was typed alone stands within words too, but not a common one beside others."""
    assert characters(parse("author:苏轼 月")) == ("月",)
    assert characters(parse("柳 春风 月")) == ("柳",)
    assert characters(parse("供应链 a")) == characters(parse("“月”")) == ()


def test_single_character() -> None:
    """A single Chinese character is also looked for where it begins a word, or makes one with a neighbour."""
    loose = looser(Query(words=("供应", "链")), {"供应": 9, "链": 5}, 5)
    assert loose is not None
    assert loose.terms[0] == (Phrase(("供应",)),)
    assert set(loose.terms[1]) == {
        Phrase(("链",), begins=True),
        Phrase(("供应链",)),
        Phrase(("链供应",)),
    }
    common = looser(Query(words=("供应", "链")), {"供应": 9, "链": 6}, 5)
    assert common is not None
    assert not any(phrase.begins for phrase in common.terms[1])
    assert looser(parse("a b"), {"a": 1, "b": 1}, 5) is None


@pytest.mark.parametrize("word", ["platform", "platforms"])
def test_english(word: str) -> None:
    """An English noun is looked for in the singular and in the plural."""
    plan = every(parse(word))
    assert plan is not None
    assert set(plan.terms[0]) == {Phrase(("platform",)), Phrase(("platforms",))}


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 100)), st.integers(1, 200))
def test_rarest(counts: dict[str, int], scored: int) -> None:
    """What is left of the words fits the measure, unless it is a single one; unknown words are not in it."""
    kept = rarest(counts, scored)
    assert all(counts[word] for word in kept)
    assert len(kept) <= 1 or sum(counts[word] for word in kept) <= scored
    assert bool(kept) == any(counts.values())
