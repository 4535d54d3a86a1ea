from collections.abc import Mapping
from datetime import time
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.manners import NIGHT, NO_QUIET, Manners
from bot.schedule import Quiet
from bot.texts import Language
from bot.wishes import Wish, understand
from bot.zones import find_zones
from digests.derived import Length

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
    ],
)
def test_times_of_days(text: str, times: Mapping[int, time]) -> None:
    """Each time is for the days it stands with; one without days is for all others."""
    wish = understand(text)
    assert {day: moment for day, moment in enumerate(wish.times) if moment} == times
    assert wish.days == times.keys()


@pytest.mark.parametrize(
    ("text", "zone", "topics"),
    [
        ("08:30 Asia/Taipei 工作日", "Asia/Taipei", ""),
        ("8点半 台北 每周一三五 产业互联网", "Asia/Taipei", "产业互联网"),
        ("8am weekdays Berlin author:孟永辉", "Europe/Berlin", "author:孟永辉"),
        ("台北时间早上8点", "Asia/Taipei", ""),
        ("每天早上7点半上海", "Asia/Shanghai", ""),
        ("noon in New York", "America/New_York", ""),
        ("Berlin,8:00", "Europe/Berlin", ""),
        ("8:00 UTC +8 经济", "Etc/GMT-8", "经济"),
        ("时区：东京 时间：8点 主题：教育", "Asia/Tokyo", "教育"),
        ("日本时间 8点 日本", "Asia/Tokyo", "日本"),
        ("上海 北京 8点", "Asia/Shanghai", "北京"),
        ("8am PST", "America/Los_Angeles", ""),
    ],
)
def test_zone(text: str, zone: str, topics: str) -> None:
    """The first zone that is named is taken, wherever it stands; the rest is what it is about."""
    wish = understand(text)
    assert wish.zones[0] == zone
    assert (wish.topics, wish.unclear) == (topics, ())


@pytest.mark.parametrize(
    "topics",
    [
        "产业互联网",
        '"平台 经济" -流量',
        "作者：孟永輝 title:革命 after:2021",
        '"war at 8:00 in Berlin"',
        "中国 经济",
        "上海证券",
        "三体",
        "5G网络",
        "2021 革命",
        "I eat cat food",
        "10 essays 100",
        "money sunny friends",
    ],
)
def test_topics(topics: str) -> None:
    """What says nothing of time or place is kept as it was typed."""
    wish = understand(f"7:15 {topics}")
    assert wish == Wish(times=(time(7, 15),) * 7, topics=topics)


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("25:00", ("25:00",)),
        ("8:75", ("8:75",)),
        ("13am", ("13am",)),
        ("24点半", ("24点半",)),
        ("zone:Atlantis 8:00", ("zone:Atlantis",)),
        ("8:00 17:30", ("17:30",)),
    ],
)
def test_unclear(text: str, unclear: tuple[str, ...]) -> None:
    """What looks like a time or a zone and cannot be followed is handed back."""
    assert understand(text).unclear == unclear


def test_several_zones() -> None:
    """An abbreviation of several zones gives them all, the likeliest for its writer first."""
    assert understand("8:00 CST", "zh-CN").zones[:2] == ("Asia/Shanghai", "America/Chicago")
    assert understand("8:00 CST", "en").zones[:2] == ("America/Chicago", "Asia/Shanghai")


def test_rest_of_the_week() -> None:
    """What was not said stays as it was."""
    before = (time(8), time(8), None, None, time(9), None, None)
    assert understand("产业").week(before) == before
    assert understand("7:00").week(before) == (time(7), time(7), None, None, time(7), None, None)
    assert understand("fri-sat").week(before) == (None, None, None, None, time(9), time(8), None)
    assert understand("sat 7:00").week(before) == (None, None, None, None, None, time(7), None)


@given(
    st.text(max_size=200) | st.text('上海周一三五早晚8点半:0 12ampm+-,"“”monfri每天author', max_size=60),
    st.text(max_size=10),
)
def test_any_text(text: str, language: str) -> None:
    """Any text is understood in some way, and no topic is made up."""
    wish = understand(text, language)
    assert set("".join(wish.topics.split())) <= set(text)
    assert all(piece in text or len(piece) == len("08:00") for piece in wish.unclear)
    assert any(wish.week((time(8),) * 7))


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
    ],
)
def test_manners(text: str, manners: Manners) -> None:
    """How it is to be served is read among everything else."""
    assert understand(f"8:00 {text}") == Wish(times=(time(8),) * 7, manners=manners)


@pytest.mark.parametrize(
    "topic",
    ["English", "短篇", "short stories", "无声的革命", "三篇论文", "50 essays", "quiet luxury", "免打扰模式"],
)
def test_no_manners(topic: str) -> None:
    """A word that can well be a topic is one."""
    assert understand(topic).topics == topic
