"""Wishes for a time, days, a zone, topics, understood as they are said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

import pytest

from bot.wishes.manners import NIGHT, Manners
from bot.wishes.understanding import understand
from bot.wishes.wish import Wish, option
from tests.bot.wishes.wished_times import at

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


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


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("MST", "America/Denver"),
        ("GMT", "Europe/London"),
        ("CET", "Europe/Berlin"),
        ("IST", "Asia/Kolkata"),
        ("JST", "Asia/Tokyo"),
        ("HKT", "Asia/Hong_Kong"),
        ("MSK", "Europe/Moscow"),
        ("ET", "America/New_York"),
    ],
)
def test_abbreviation(name: str, zone: str, language: str) -> None:
    """An abbreviation means the same in a sentence and filled in: zones with that name, and no others."""
    wish = understand(option("zone", name), language)
    assert wish == understand(f"zone: {name}", language) == understand(name, language)
    assert wish.zones[0] == zone
    assert "Europe/Tallinn" not in wish.zones


def test_several_zones() -> None:
    """An abbreviation of several zones gives them all, the likeliest for its writer first."""
    assert understand("8:00 CST", "zh-CN").zones[:2] == ("Asia/Shanghai", "America/Chicago")
    assert understand("8:00 CST", "en").zones[:2] == ("America/Chicago", "Asia/Shanghai")
