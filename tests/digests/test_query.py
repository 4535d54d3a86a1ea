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
    parse,
)

DAY = datetime.date


@given(st.text(max_size=300) | st.text('"“”「」-:：作者after2021 的桥a', max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    """Any text gives a query of bounded size."""
    query = parse(text)
    assert len(query.words) <= MAX_SPREAD
    assert len(query.typed) <= MAX_TERMS
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


def test_only_excluded() -> None:
    """One thing to leave out and nothing to find is words with a dash before; two are as they are written."""
    assert parse("-流量").words == ("流量",)
    assert parse("-流量").piece == "流量"
    assert parse("-流量 after:2021").excluded == (Phrase(("流量",)),)
    assert len(parse("-流量 -平台").excluded) == 2


def test_excluded_number() -> None:
    """An English noun is left out in the singular and in the plural."""
    assert set(parse("a -bridge").excluded) == {Phrase(("bridge",)), Phrase(("bridges",))}


@pytest.mark.parametrize(
    ("text", "compounds"),
    [
        ("中台到底是什么", (Phrase(("中", "台")),)),
        ("数据中台", (Phrase(("中", "台")),)),
        ("怎么做小程序", (Phrase(("小", "程序")),)),
        ("新零售 去中心化", (Phrase(("新", "零售")), Phrase(("去", "中心化")))),
        ("在平台中用户的增长", ()),
        ("中 台", ()),
    ],
)
def test_compounds(text: str, compounds: tuple[Phrase, ...]) -> None:
    """A small word that makes another word of the one behind it belongs to it."""
    assert parse(text).compounds == compounds


def test_rest() -> None:
    """What is to be left out is left of a query without what is to be found."""
    rest = parse('革命 "平台" -流量 author:李').rest
    assert rest == Query(excluded=(Phrase(("流量",)),), filters=(Filter("author", "李"),))
    assert not parse("革命").rest


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
