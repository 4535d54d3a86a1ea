"""Whatever is said of a wish is understood or told, in any order, and said back."""

from datetime import time
from zoneinfo import available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.subscriptions.schedule import Week
from bot.texts import Language, speak
from bot.visits.spoken import spoken_week
from bot.wishes.understanding import understand
from bot.wishes.wish import Wish, option
from bot.wishes.zones import find_zones
from digests.folding import fold


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
        "no",
        "all",
        "topics",
        "周末",
        "不发",
        "除了",
        "不限",
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
    assert wish == Wish(topics=wish.topics, everything=wish.everything)
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
