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
    joined,
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


def test_long_phrase() -> None:
    """A phrase of many words is looked for in parts, and what is said again and again not all the time."""
    quoted = parse('"a b c d e f g h i j"')
    assert quoted.phrases == (Phrase(tuple("abcdefgh")), Phrase(("i", "j")))
    assert parse('"ha ha ha ha ha ha oh"').phrases == (Phrase(("ha", "ha", "ha", "oh")),)
    assert parse('-"a b c d e f g h i j"').excluded == (Phrase(tuple("abcdefgh")),)


def test_unclosed_quotation() -> None:
    """A quotation mark that is never closed is no mark."""
    assert parse('"深逻辑 革命').words == ("深", "逻辑", "革命")


def test_excluded() -> None:
    """A dash before a word or phrase excludes it; a dash within a word or alone does not."""
    query = parse('革命 -流量 －"平台 经济" - 去-中心')
    assert query.excluded == (Phrase(("流量",)), Phrase(("平台", "经济")))
    assert "中心" in query.words


def test_only_excluded() -> None:
    """One thing to leave out is left out; with nothing else it may be a piece of a title with a dash."""
    assert parse("-流量").excluded == (Phrase(("流量",)),)
    assert parse("-流量").dashed == "-流量"
    assert parse("-流量 after:2021").excluded == (Phrase(("流量",)),)
    assert parse("-流量 after:2021").dashed == parse("-流量 -平台").dashed == ""
    assert len(parse("-流量 -平台").excluded) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("go 并发", ("go", "并发")),
        ("IT 行业", ("it", "行业")),
        ("go web", ("go", "web")),
        ("the bridge", ("bridge",)),
        ("现在 未来", ("现在", "未来")),
        ("未来的现在", ("未来",)),
        ("什么 是 现在 的 未来", ("未来",)),
    ],
)
def test_stop_words(text: str, words: tuple[str, ...]) -> None:
    """Stop words count where each word was typed for a reason, and beside words of another language."""
    assert parse(text).words == words


def test_idle() -> None:
    """Words that nearly every text has are nothing to look for alone; the name of a language is."""
    assert parse("的 了").idle
    assert not parse("go").idle
    assert not parse("“的”").idle
    assert not parse("author:李").idle


@pytest.mark.parametrize(
    ("text", "entire"),
    [("R", 1), ("go", 1), ("C++", 1), (".NET", 1), ("ios", 0), ("桥", 0), ("c语言", 0)],
)
def test_entire(text: str, entire: int) -> None:
    """What is short in Latin letters, or has a sign, is a word of a title, no piece of one."""
    assert parse(text).entire == bool(entire)


def test_joined() -> None:
    """The name of an author or source may have a word more, or two."""
    assert list(joined("并发 来源:Go 中文网 -李")) == [parse('并发 来源:"Go 中文网" -李')]
    assert [query.filters for query in joined("author:Wang Wei 渡")] == [
        (Filter("author", "wangwei"),),
        (Filter("author", "wangwei渡"),),
    ]
    assert list(joined('桥 author:李 "渡口" title:a b')) == []


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
        ("title:C++", (Filter("title", "c", words=(Phrase(("c++",)),)),)),
        ("title:Essays", (Filter("title", "essays", words=(Phrase(("essays",)), Phrase(("essay",)))),)),
        ("title:R语言", (Filter("title", "r语言"),)),
    ],
)
def test_filters(text: str, filters: tuple[Filter, ...]) -> None:
    """Filters are named in English or Chinese, with either colon."""
    assert parse(text).filters == filters


@pytest.mark.parametrize(
    ("written", "day"),
    [("2021", (2021, 1, 1, 365)), ("2021-03", (2021, 3, 1, 31)), ("2021-12", (2021, 12, 1, 31)),
     ("2021/3/9", (2021, 3, 9, 1)), ("２０２１年３月９日", (2021, 3, 9, 1))],
)  # fmt: skip
def test_dates(written: str, day: tuple[int, int, int, int]) -> None:
    """A year, a month or a day is a date, all of it: after it begins with it, before it ends with it."""
    first, days = DAY(*day[:3]), datetime.timedelta(days=day[3])
    query = parse(f"after:{written} 之前：{written}")
    assert (query.after, query.before) == (first, first + days)
    assert query.narrowed
    assert parse(f"-after:{written}").before == first
    assert parse(f"-before:{written}").after == first + days


@pytest.mark.parametrize("text", ["soon", "2021-13", "2021-02-30", "昨天"])
def test_undated(text: str) -> None:
    """What stands where a date should and is none is neither a date nor a word."""
    query = parse(f"桥 after:{text}")
    assert query.undated == (text,)
    assert query.words == ("桥",)
    assert not query.narrowed


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12", "9999"])
def test_last_dates(text: str) -> None:
    """The last day, month and year that there are dates for are dates too."""
    query = parse(f"after:{text} 之前：{text}")
    assert query.undated == ()
    assert query.after is not None
    assert query.after.year == datetime.MAXYEAR
    assert query.before == datetime.date.max


def test_dash_within() -> None:
    """A dash behind the name of a filter leaves out as well as one before it."""
    assert parse("title:-月 苏轼").filters == parse("-title:月 苏轼").filters
    assert parse("title:-月 苏轼").words == ("苏轼",)
    assert parse('title:"-月"').filters == parse("title:月").filters


def test_pieces() -> None:
    """Pieces are what was typed without blanks, or between quotation marks."""
    assert parse("邮件地址 “老 柳” -桥 author:李").pieces == ("邮件地址", "老柳")


@pytest.mark.parametrize("text", ["author:-", "title:、", "作者：！"])
def test_no_filter(text: str) -> None:
    """What cannot be a filter is words."""
    query = parse(text)
    assert not query.narrowed
    assert query.words


@pytest.mark.parametrize("text", ["title:", "标题： ", "author: ", '来源：""', "after:", "-before:"])
def test_empty_filter(text: str) -> None:
    """A filter without a value asks for nothing, and what stands beside it is asked for alone."""
    assert parse(text) == Query()
    assert parse(f"渡口 {text}").words == ("渡口",)


def test_joint() -> None:
    """Two words typed in one piece may be one; with a stop word, or among three, they are not."""
    assert parse("机器学习 入门").joint == (Phrase(("机器", "学习")),)
    assert parse("机器的学习 产业互联网革命").joint == ()
    assert parse("“机器学习”").joint == parse("机器 学习").joint == ()


@pytest.mark.parametrize("word", ["漏洞 ", "漏洞，", "bridge ", "Bridge, "])
def test_cut_short(word: str) -> None:
    """A text that goes on and on is read up to a blank or sign: no word is cut, and each counts once."""
    assert parse(word * 999).words == parse(word).words


def test_endless_word() -> None:
    """A text without any blank or sign is read all the same."""
    assert parse("渡" * 9_999).words
    assert parse("a" * 9_999).words


def test_long_text() -> None:
    """In a text of some length quotation marks and dashes are its own."""
    things = "春天 桥梁 夏天 大河 “秋天 山” 冬天 雪 -早晨 雾 黄昏 风 村庄 城市 码头 车站 灯塔 果园 麦田 渔船"
    text = things.replace(" ", "，")
    query = parse(text)
    assert query.phrases == query.excluded == ()
    assert "秋天" in query.words
