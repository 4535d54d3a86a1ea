import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.query import (
    MAX_SPREAD,
    MAX_TERMS,
    Filter,
    Phrase,
    Query,
    Tier,
    Way,
    closer,
    parse,
    rarest,
    split_up,
    tiers,
)

DAY = datetime.date


def any_phrase(*words: str) -> tuple[tuple[Phrase, ...], ...]:
    """Terms that are each one word."""
    return tuple((Phrase((word,)),) for word in words)


@given(st.text(max_size=300) | st.text('"“”「」-:：作者after2021 的桥a', max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    """Any text gives a query of bounded size, and a plan that ends."""
    query = parse(text)
    assert len(query.words) <= MAX_SPREAD
    assert len(query.typed) <= MAX_TERMS
    assert len(list(tiers(query, lambda _: 1, 100))) <= 4
    assert not query.relaxed.phrases
    assert query.relaxed.relaxed == query.relaxed


@pytest.mark.parametrize("text", ["", " ", '"', '""', "-", "！？", "🐟", "“”"])
def test_no_words(text: str) -> None:
    """What holds no word asks for nothing."""
    assert not parse(text)


def test_words() -> None:
    """Words are cut apart and folded, each once; stop words count only where there is nothing else."""
    assert parse("產業互聯網 革命的 Ａi 革命").words == ("产业", "互联网", "革命", "ai")
    assert parse("的 了").words == ("的", "了")


@pytest.mark.parametrize("text", ['"深 逻辑"', "“深逻辑”", "「深邏輯」", "『深逻辑』", "＂深逻辑＂"])
def test_phrase(text: str) -> None:
    """What stands in quotation marks, of whichever kind, is found as it stands."""
    query = parse(text)
    assert query.phrases == (Phrase(("深", "逻辑")),)
    assert query.words == ()
    assert query.piece == ""


def test_unclosed_quotation() -> None:
    """A quotation mark that is never closed is no mark."""
    assert parse('"深逻辑 革命').words == ("深", "逻辑", "革命")


def test_excluded() -> None:
    """A dash before a word or phrase excludes it; a dash within a word or alone does not."""
    query = parse('革命 -流量 －"平台 经济" - 去-中心')
    assert query.excluded == (Phrase(("流量",)), Phrase(("平台", "经济")))
    assert "中心" in query.words


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("author:Ming", (Filter("author", "ming"),)),
        ("作者：孟 永辉", (Filter("author", "孟"),)),
        ('作者："孟 永辉"', (Filter("author", "孟永辉"),)),
        ("來源: 人人", (Filter("source", "人人"),)),
        ("標題：「革命，」", (Filter("title", "革命"),)),
        ("-title:革命", (Filter("title", "革命", excluded=True),)),
    ],
)
def test_filters(text: str, filters: tuple[Filter, ...]) -> None:
    """Filters are named in English or Chinese, with either colon."""
    assert parse(text).filters == filters


@pytest.mark.parametrize(
    ("written", "day"),
    [("2021", DAY(2021, 1, 1)), ("2021-03", DAY(2021, 3, 1)), ("2021/3/9", DAY(2021, 3, 9)),
     ("２０２１年３月９日", DAY(2021, 3, 9))],
)  # fmt: skip
def test_dates(written: str, day: datetime.date) -> None:
    """A year, a month or a day is a date: its first day."""
    query = parse(f"after:{written} 之前：{written}")
    assert (query.after, query.before) == (day, day)
    assert query.narrowed


@pytest.mark.parametrize("text", ["after:soon", "before:2021-13", "author:", "之后：！"])
def test_no_filter(text: str) -> None:
    """What cannot be a filter is words."""
    query = parse(text)
    assert not query.narrowed
    assert query.words


def test_long_text() -> None:
    """In a text of some length quotation marks and dashes are its own."""
    things = "春天 桥梁 夏天 大河 “秋天 山” 冬天 雪 -早晨 雾 黄昏 风 村庄 城市 码头 车站 灯塔 果园 麦田 渔船"
    text = things.replace(" ", "，")
    query = parse(text)
    assert query.phrases == query.excluded == ()
    assert "秋天" in query.words


def test_tiers() -> None:
    """All words are looked for, then any but the commonest; better are as typed, then near each other."""
    query = parse("革命平台 流量")
    counts = {"革命": 5, "平台": 90, "流量": 20}
    exact = Tier(Way.EXACT, ((Phrase(("革命", "平台")),), (Phrase(("流量",)),)))
    every = any_phrase("革命", "平台", "流量")
    assert list(tiers(query, counts.__getitem__, 50)) == [
        Tier(Way.ALL, every),
        Tier(Way.ANY, any_phrase("革命", "流量")),
    ]
    assert list(closer(query)) == [exact, Tier(Way.NEAR, every)]


def test_unknown_word() -> None:
    """A word that no essay holds in one piece is also looked for in two."""
    halves = (Phrase(("徐", "雷")),)
    assert split_up("徐雷") == halves
    (_, again) = tiers(Query(words=("徐雷",)), lambda _: 0, 50)
    assert again == Tier(Way.ALL, ((Phrase(("徐雷",)), *halves),))
    assert split_up("a1") == split_up("桥") == ()


def test_single_character() -> None:
    """A single Chinese character stands for the words it begins, too."""
    (every,) = tiers(parse("桥"), lambda _: 1, 50)
    assert every == Tier(Way.ALL, ((Phrase(("桥",), begins=True),),))


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 100)), st.integers(1, 200))
def test_rarest(counts: dict[str, int], scored: int) -> None:
    """What is left of the words fits the measure, unless it is a single one; unknown words are not in it."""
    kept = rarest(counts, scored)
    assert all(counts[word] for word in kept)
    assert len(kept) <= 1 or sum(counts[word] for word in kept) <= scored
    assert bool(kept) == any(counts.values())
