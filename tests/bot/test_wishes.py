from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.manners import NIGHT, NO_QUIET, Manners
from bot.schedule import Quiet, Week
from bot.spoken import spoken_week
from bot.texts import Language, speak
from bot.wishes import Wish, option, understand
from bot.zones import find_zones
from digests.derived import Length
from digests.folding import fold

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
ALWAYS = range(7)
WORKDAYS = range(5)
NEVER: tuple[int, ...] = ()


def at(hour: int, minute: int = 0, *, on: tuple[int, ...] | range = ALWAYS) -> dict[int, time]:
    """The same time on some days."""
    return dict.fromkeys(on, time(hour, minute))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("08:30", at(8, 30)),
        ("８：３０", at(8, 30)),
        ("8:30:00", at(8, 30)),
        ("8", at(8)),
        ("at 8 Berlin", at(8)),
        ("8点半", at(8, 30)),
        ("8點一刻", at(8, 15)),
        ("八点三刻", at(8, 45)),
        ("8点05分", at(8, 5)),
        ("十点二十五", at(10, 25)),
        ("20时", at(20)),
        ("早上8点", at(8)),
        ("早上八点钟", at(8)),
        ("下午3点半", at(15, 30)),
        ("中午12点", at(12)),
        ("中午1点", at(13)),
        ("晚上8:30", at(20, 30)),
        ("晚10点", at(22)),
        ("晚上12点半", at(0, 30)),
        ("凌晨12点", at(0)),
        ("半夜2点", at(2)),
        ("8am", at(8)),
        ("8:15 p.m.", at(20, 15)),
        ("12am", at(0)),
        ("12 pm", at(12)),
        ("at 6 o'clock", at(6)),
        ("18h30", at(18, 30)),
        ("noon", at(12)),
        ("每天中午", at(12)),
        ("24:00", at(0)),
        ("7.30", at(7, 30)),
        ("0730", at(7, 30)),
        ("1830", at(18, 30)),
        ("half past 6", at(6, 30)),
        ("quarter past seven", at(7, 15)),
        ("a quarter to eight pm", at(19, 45)),
        ("ten past 8", at(8, 10)),
        ("at seven", at(7)),
        ("at 7 in the morning", at(7)),
        ("seven in the evening", at(19)),
        ("8 at night", at(20)),
        ("subscribe me at 7am please", at(7)),
        ("请每天早上八点推送", at(8)),
        ("Send it at 8, please!", at(8)),
        ("Please post at 8.", at(8)),
    ],
)
def test_time(text: str, times: Mapping[int, time]) -> None:
    """A time of day is read as people write it, in English and Chinese."""
    wish = understand(text)
    assert dict(enumerate(wish.times)) == times
    assert (wish.topics, wish.unclear) == ("", ())


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("8:00", NEVER),
        ("每天", ALWAYS),
        ("daily", ALWAYS),
        ("every day", ALWAYS),
        ("工作日", WORKDAYS),
        ("on weekdays", WORKDAYS),
        ("周末", (SAT, SUN)),
        ("每周一三五", (MON, WED, FRI)),
        ("周一、三、五", (MON, WED, FRI)),
        ("週一到週五", WORKDAYS),
        ("星期一至五", WORKDAYS),
        ("礼拜天", (SUN,)),
        ("周五至周一", (FRI, SAT, SUN, MON)),
        ("mon-fri", WORKDAYS),
        ("Monday through Friday", WORKDAYS),
        ("mon, wed and fri", (MON, WED, FRI)),
        ("every tues/thurs", (TUE, THU)),
        ("fri to mon", (FRI, SAT, SUN, MON)),
        ("weekly", (MON,)),
        ("每周一次", (MON,)),
        ("weekly on Friday", (FRI,)),
    ],
)
def test_days(text: str, days: tuple[int, ...] | range) -> None:
    """Weekdays are read one by one, as lists, as stretches and by their common names."""
    wish = understand(text)
    assert wish.days == set(days)
    assert (wish.topics, wish.unclear) == ("", ())


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("mon 9:00 fri 17:30", at(9, on=(MON,)) | at(17, 30, on=(FRI,))),
        ("mon 9:00 fri 17:30 weekly", at(9, on=(MON,)) | at(17, 30, on=(FRI,))),
        ("9:00 mon, 17:30 fri", at(9, on=(MON,)) | at(17, 30, on=(FRI,))),
        ("周一9点，周五下午5点半", at(9, on=(MON,)) | at(17, 30, on=(FRI,))),
        ("8:00 周末10:00", at(8) | at(10, on=(SAT, SUN))),
        ("工作日8:00 周末10:00", at(8) | at(10, on=(SAT, SUN))),
        ("mon 8:00 fri", at(8, on=(MON, FRI))),
        ("周末10:00", at(10, on=(SAT, SUN))),
        ("mon-fri 7:15 sat 9 sun 10:30", at(7, 15, on=WORKDAYS) | at(9, on=(SAT,)) | at(10, 30, on=(SUN,))),
        ("sat 9 sun 10", at(9, on=(SAT,)) | at(10, on=(SUN,))),
        ("9 sat, 10 sun", at(9, on=(SAT,)) | at(10, on=(SUN,))),
        ("工作日7 周末10", at(7, on=WORKDAYS) | at(10, on=(SAT, SUN))),
    ],
)
def test_times_of_days(text: str, times: Mapping[int, time]) -> None:
    """Each time is for the days it stands with; one without days is for all others."""
    wish = understand(text)
    assert {day: moment for day, moment in enumerate(wish.times) if moment} == times
    assert wish.days == times.keys()


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("08:30 Asia/Taipei 工作日", "Asia/Taipei", ""),
        ("8点半 台北 每周一三五 产业互联网", "Asia/Taipei", "产业互联网"),
        ("台北时间早上8点", "Asia/Taipei", ""),
        ("每天早上7点半上海", "Asia/Shanghai", ""),
        ("noon in New York", "America/New_York", ""),
        ("Berlin,8:00", "Europe/Berlin", ""),
        ("8:00 UTC +8 经济", "Etc/GMT-8", "经济"),
        ("时区：东京 时间：8点", "Asia/Tokyo", ""),
        ("zone: New York 8:00", "America/New_York", ""),
        ("at 7 in the morning New York", "America/New_York", ""),
        ("8:00 Lord Howe", "Australia/Lord_Howe", ""),
        ("8:00 -5", "Etc/GMT+5", ""),
        ("I live in Berlin.", "Europe/Berlin", ""),
        ("日本时间 8点 日本", "Asia/Tokyo", "日本"),
        ("8am PST", "America/Los_Angeles", ""),
    ],
)
def test_zone(text: str, zone: str, words: str) -> None:
    """A zone that is named is taken, wherever it stands; the rest are words that may be a topic."""
    wish = understand(text)
    assert wish.zones[0] == zone
    assert (wish.words, wish.topics, wish.unclear) == (words, "", ())


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ('"平台 经济" -流量', '"平台 经济" -流量'),
        ("作者：孟永輝 title:革命 after:2021", "作者：孟永輝 title:革命 after:2021"),
        ("Asia/Taipei -流量", "-流量"),
        ('"war at 8:00 in Berlin"', '"war at 8:00 in Berlin"'),
        ("话题：产业互联网", "产业互联网"),
        ("話題 教育", "教育"),
        ("關於教育的文章", "教育"),
        ("topics: war, peace, author:Graham", "war peace author:Graham"),
        ("topics: Berlin", "Berlin"),
        ("about the sun", "sun"),
        ("about startups every weekday in silence", "startups"),
    ],
)
def test_topics(text: str, topics: str) -> None:
    """What is marked as a topic is one, as it was typed and without its label."""
    for whole in (f"7:15 {text}", f"{text} 7:15"):
        wish = understand(whole)
        assert wish.topics == topics
        assert wish.times[0] == time(7, 15)
        assert wish.unclear == ()


@pytest.mark.parametrize(
    "words",
    [
        "产业互联网",
        "中国 经济",
        "上海证券",
        "三体",
        "5G网络",
        "2021 革命",
        "eat cat food",
        "money sunny friends",
        "Atlantis",
        "English",
        "短篇",
        "short stories",
        "too long",
        "无声的革命",
        "三篇论文",
        "quiet luxury",
        "免打扰模式",
        "明天会更好",
    ],
)
def test_words(words: str) -> None:
    """What says nothing of time, place or manner is handed back as it was typed, and is no topic yet."""
    assert understand(f"7:15 {words}") == Wish(times=(time(7, 15),) * 7, words=words)


@pytest.mark.parametrize("text", ["", "please", "subscribe me please", "请帮我订阅", "and, 和"])
def test_nothing(text: str) -> None:
    """What only asks for it or joins other words says nothing."""
    assert understand(text) == Wish()


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("25:00", "25:00"),
        ("8:75", "8:75"),
        ("13am", "13am"),
        ("13pm", "13pm"),
        ("下午十三点", "下午十三点"),
        ("24点半", "24点半"),
        ("25", "25"),
        ("8 8 8", "8 8 8"),
        ("8:00 17:30", "17:30"),
        ("22:00-07:00", "22:00-07:00"),
        ("10pm–7am", "10pm–7am"),
        ("22 - 7", "22 - 7"),
        ("8:00 -05:00", "8:00 -05:00"),
    ],
)
def test_mistimed(text: str, unclear: str) -> None:
    """What looks like a time and cannot be followed is handed back; a range of times is no zone."""
    wish = understand(text)
    assert (wish.unclear, wish.mistimed, wish.zones) == ((unclear,), True, ())
    assert (wish.words, wish.manners) == ("", Manners())


@pytest.mark.parametrize(
    "days",
    [
        "every other day",
        "每两天",
        "隔天",
        "每月1号",
        "每月",
        "每週兩次",
        "twice a week",
        "monthly",
        "明天",
        "假日",
        "holidays",
    ],
)
def test_misdated(days: str) -> None:
    """Days that are no weekdays cannot be had."""
    wish = understand(f"{days}8点")
    assert (wish.unclear, wish.misdated, wish.words) == ((days,), True, "")
    assert (wish.days, wish.times) == (frozenset(), (time(8),) * 7)


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("8:00 上海 北京", "北京"),
        ("8:00 zone:Atlantis", "Atlantis"),
        ("8:00 quiet hours 25-7", "quiet hours 25-7"),
        ("8:00 0 essays", "0 essays"),
        ("8:00 language: klingon", "language: klingon"),
    ],
)
def test_unclear(text: str, unclear: str) -> None:
    """What else cannot be followed is handed back, without its label, and does no harm to the time."""
    assert understand(text) == Wish(times=(time(8),) * 7, zones=understand(text).zones, unclear=(unclear,))


@pytest.mark.parametrize(
    ("label", "words", "wish"),
    [
        ("days", "foo", Wish(unclear=("foo",), misdated=True)),
        ("days", "Berlin", Wish(unclear=("Berlin",), misdated=True)),
        ("days", "mon foo", Wish(days=frozenset({MON}), unclear=("foo",), misdated=True)),
        ("time", "10pm–7am", Wish(unclear=("10pm–7am",), mistimed=True)),
        ("time", "about war", Wish(unclear=("about war",), mistimed=True)),
        ("time", "8", Wish(times=(time(8),) * 7)),
        ("time", "quiet hours 22-7", Wish(manners=Manners(quiet=NIGHT))),
        ("zone", "Atlantis", Wish(unclear=("Atlantis",))),
        ("zone", "8:00", Wish(unclear=("8:00",))),
        ("topics", "Berlin 8:00 silent", Wish(topics="Berlin 8:00 silent")),
        ("topics", "zone:『Berlin』", Wish(topics="zone:「Berlin」")),
        ("topics", "", Wish()),
    ],
)
def test_option(label: str, words: str, wish: Wish) -> None:
    """The words of an option are about nothing else."""
    assert understand(option(label, words)) == wish
    more = understand(f"{option(label, words)} {option('zone', 'Tokyo')}")
    assert replace(more, zones=()) == wish
    assert more.zones[0] == "Asia/Tokyo"


def test_several_zones() -> None:
    """An abbreviation of several zones gives them all, the likeliest for its writer first."""
    assert understand("8:00 CST", "zh-CN").zones[:2] == ("Asia/Shanghai", "America/Chicago")
    assert understand("8:00 CST", "en").zones[:2] == ("America/Chicago", "Asia/Shanghai")


def test_rest_of_the_week() -> None:
    """What was not said stays as it was."""
    before = (time(8), time(8), None, None, time(9), None, None)
    assert understand("about 产业").week(before) == before
    assert understand("7:00").week(before) == (time(7), time(7), None, None, time(7), None, None)
    assert understand("fri-sat").week(before) == (None, None, None, None, time(9), time(8), None)
    assert understand("sat 7:00").week(before) == (None, None, None, None, None, time(7), None)


def texts() -> st.SearchStrategy[str]:
    """Anything, and what is near to something."""
    letters = st.text('上海周一三五早晚8点半:0 12ampm+-,"“”monfri每天author', max_size=60)
    pieces = [
        "8",
        "22:00",
        "-",
        "07:00",
        "mon",
        "周五",
        "每天",
        "Berlin",
        "上海",
        "zone:",
        "about",
        "关于",
        "quiet",
    ]
    more = [
        "short",
        "3 essays",
        "every other day",
        "产业",
        "war",
        ",",
        "'",
        "7.30",
        "at",
        "-5",
        "time:『",
        "』",
    ]
    return st.text(max_size=200) | letters | st.lists(st.sampled_from([*pieces, *more])).map(" ".join)


@given(texts(), st.text(max_size=10))
def test_any_text(text: str, language: str) -> None:
    """Any text is understood in some way; nothing is made up, and nothing unmarked is a topic."""
    wish = understand(text, language)
    for said in (wish.topics, wish.words, *wish.unclear):
        assert set("".join(said.split())) <= set(text)
    marks = ("about", "关于", "關於", "topic", "subject", "题", "題", ":", "：", "-", '"', "”", "」", "』")
    assert wish.topics == "" or any(mark in fold(text) for mark in marks)
    assert any(wish.week((time(8),) * 7))


@given(texts())
def test_any_option(text: str) -> None:
    """Whatever is filled in as topics changes nothing else, and nothing else changes the topics."""
    wish = understand(option("topics", text))
    assert wish == Wish(topics=wish.topics)
    assert {understand(option(label, text)).topics for label in ("time", "zone", "days")} == {""}


def weeks() -> st.SearchStrategy[Week]:
    """Weeks with a few times, on some days."""
    moment = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    times = st.lists(moment, min_size=1, max_size=3).flatmap(
        lambda few: st.lists(st.sampled_from([None, *few]), min_size=7, max_size=7)
    )
    return times.filter(any).map(tuple)


@given(weeks(), st.sampled_from(Language))
def test_said_back(week: Week, language: Language) -> None:
    """What an answer says of the days and times is understood as the same."""
    wish = understand(spoken_week(speak(language), week))
    assert wish.week((time(1),) * 7) == week
    assert (wish.topics, wish.words, wish.unclear) == ("", "", ())


@given(
    st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.sampled_from(sorted(zone for zone in available_timezones() if zone.startswith(("Asia/", "Europe/")))),
    st.permutations([0, 1, 2]),
)
def test_order_does_not_matter(moment: time, zone: str, order: list[int]) -> None:
    """Time, zone and days are understood in any order."""
    parts = [f"{moment:%H:%M}", zone, "工作日"]
    wish = understand(" ".join(parts[place] for place in order))
    assert wish.zones[0] == find_zones(zone)[0]
    assert wish.week((None,) * 6 + (time(8),)) == (moment,) * 5 + (None, None)


@pytest.mark.parametrize(
    ("text", "manners"),
    [
        ("3 essays", Manners(essays=3)),
        ("每次两篇", Manners(essays=2)),
        ("one article", Manners(essays=1)),
        ("short summaries", Manners(length=Length.SHORT)),
        ("长摘要", Manners(length=Length.LONG)),
        ("length: medium", Manners(length=Length.MEDIUM)),
        ("silent", Manners(silent=True)),
        ("靜音", Manners(silent=True)),
        ("with sound", Manners(silent=False)),
        ("取消静音", Manners(silent=False)),
        ("in English", Manners(language=Language.EN)),
        ("用繁體中文", Manners(language=Language.ZH_HANT)),
        ("language: zh-TW", Manners(language=Language.ZH_HANT)),
        ("quiet hours 22:30-06:30", Manners(quiet=Quiet(time(22, 30), time(6, 30)))),
        ("quiet from 10pm to 7am", Manners(quiet=Quiet(time(22), time(7)))),
        ("免打扰 晚上11点到早上7点半", Manners(quiet=Quiet(time(23), time(7, 30)))),
        ("免打擾", Manners(quiet=NIGHT)),
        ("取消免打扰", Manners(quiet=NO_QUIET)),
        ("no quiet hours", Manners(quiet=NO_QUIET)),
        ("2篇，用英文，静音", Manners(essays=2, silent=True, language=Language.EN)),
        ("5 essays", Manners(essays=5)),
        ("an essay a day", Manners(essays=1)),
        ("长一点", Manners(length=Length.LONG)),
        ("短一些的摘要", Manners(length=Length.SHORT)),
        ("長", Manners(length=Length.LONG)),
        ("详细", Manners(length=Length.LONG)),
        ("short", Manners(length=Length.SHORT)),
        ("one essay long silent", Manners(essays=1, length=Length.LONG, silent=True)),
        ("夜里不要打扰 22:00-07:00", Manners(quiet=NIGHT)),
        ("22:00到07:00不要打扰", Manners(quiet=NIGHT)),
        ("nothing between 10pm and 7am", Manners(quiet=NIGHT)),
        ("quiet 22-7", Manners(quiet=NIGHT)),
        ("quiet off", Manners(quiet=NO_QUIET)),
    ],
)
def test_manners(text: str, manners: Manners) -> None:
    """How it is to be served is read among everything else."""
    assert understand(f"8:00 {text}") == Wish(times=(time(8),) * 7, manners=manners)
