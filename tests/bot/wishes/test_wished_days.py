"""Wishes for days, and for times on them, understood as they are said."""

from collections.abc import Mapping
from datetime import time

import pytest

from bot.wishes.understanding import understand
from bot.wishes.wish import option
from tests.bot.wishes.wished_times import ALWAYS, NEVER, WORKDAYS, at

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


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
        ("禮拜一 三 五", (MON, WED, FRI)),
        ("周一，三，五", (MON, WED, FRI)),
        ("只要工作日", WORKDAYS),
        ("weekdays only", WORKDAYS),
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
        ("禮拜一 三 五 9點", at(9, on=(MON, WED, FRI))),
    ],
)
def test_times_of_days(text: str, times: Mapping[int, time]) -> None:
    """Each time is for the days it stands with; one without days is for all others."""
    wish = understand(text)
    assert {day: moment for day, moment in enumerate(wish.times) if moment} == times
    assert wish.days == times.keys()


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        ("不发周末", (SAT, SUN)),
        ("周末不发", (SAT, SUN)),
        ("週末不要發", (SAT, SUN)),
        ("不在周末发", (SAT, SUN)),
        ("周六日不发", (SAT, SUN)),
        ("no weekends", (SAT, SUN)),
        ("not on Sundays", (SUN,)),
        ("except Sunday", (SUN,)),
        ("每天，除了周日", (SUN,)),
        ("除周日外每天", (SUN,)),
        ("no digests on Fridays", (FRI,)),
        ("about war no weekends", (SAT, SUN)),
    ],
)
def test_spared(text: str, spared: tuple[int, ...]) -> None:
    """Days on which nothing is to come are taken from those on which something does."""
    wish = understand(f"7:00 {text}")
    assert wish.spared == set(spared)
    assert (wish.words, wish.unclear) == ("", ())
    left = [day for day in ALWAYS if day not in spared]
    assert [day for day, moment in enumerate(wish.week((time(8),) * 7)) if moment] == left


def test_nothing_spared() -> None:
    """Where nothing would be left it is all other days; that nothing comes at all is no days to come on."""
    weekend = (None,) * 5 + (time(9),) * 2
    assert understand("周末不发").week(weekend) == (time(9),) * 5 + (None,) * 2
    assert understand("no weekdays no weekends").unclear == ("no weekends",)
    assert understand("周末 静音").days == {SAT, SUN}


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
        "下周一",
        "下個禮拜三",
        "本周五",
        "next Monday ",
        "next week ",
    ],
)
def test_misdated(days: str) -> None:
    """Days that are no weekdays cannot be had."""
    wish = understand(f"{days}8点")
    assert (wish.unclear, wish.misdated, wish.words) == ((days.strip(),), True, "")
    assert (wish.days, wish.times) == (frozenset(), (time(8),) * 7)


@pytest.mark.parametrize(
    ("days", "times", "unclear"),
    [
        ("weekdays 07:00 sat 10:00", at(7, on=WORKDAYS) | at(10, on=(SAT,)), ()),
        ("mon wed", at(7, on=(MON, WED)), ()),
        ("weekdays sat 10:00 sun 9:00", at(10, on=(*WORKDAYS, SAT)) | at(9, on=(SUN,)), ("07:00",)),
        ("weekdays 7:30 sat", at(7, on=WORKDAYS) | at(7, 30, on=(SAT,)), ()),
        ("weekly", at(7, on=(MON,)), ()),
        ("周末不发", at(7, on=WORKDAYS), ()),
        ("", at(7), ()),
    ],
)
def test_filled_in_days(days: str, times: Mapping[int, time], unclear: tuple[str, ...]) -> None:
    """Days that are filled in are all there are; a time that is filled in is for those without one."""
    wish = understand(f"{option('time', '07:00')} {option('days', days)}")
    week = wish.week((time(8),) * 7)
    assert {day: moment for day, moment in enumerate(week) if moment} == times
    assert wish.unclear == unclear


def test_rest_of_the_week() -> None:
    """What was not said stays as it was."""
    before = (time(8), time(8), None, None, time(9), None, None)
    assert understand("about 产业").week(before) == before
    assert understand("7:00").week(before) == (time(7), time(7), None, None, time(7), None, None)
    assert understand("fri-sat").week(before) == (None, None, None, None, time(9), time(8), None)
    assert understand("sat 7:00").week(before) == (None, None, None, None, None, time(7), None)
