from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wishes.dates import date_named, past_date

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", date(2026, 11, 22)),
        ("明天", date(2026, 11, 22)),
        ("until the day after tomorrow", date(2026, 11, 23)),
        ("後天", date(2026, 11, 23)),
        ("3 days", date(2026, 11, 24)),
        ("for three days", date(2026, 11, 24)),
        ("三天", date(2026, 11, 24)),
        ("１０天后", date(2026, 12, 1)),
        ("for 2 weeks", date(2026, 12, 5)),
        ("两周", date(2026, 12, 5)),
        ("两个星期", date(2026, 12, 5)),
        ("a month", date(2026, 12, 21)),
        ("半个月", date(2026, 12, 6)),
        ("Friday", date(2026, 11, 27)),
        ("到周五", date(2026, 11, 27)),
        ("saturday", date(2026, 11, 28)),
        ("next Friday", date(2026, 11, 27)),
        ("下周一", date(2026, 11, 23)),
        ("下個星期天", date(2026, 11, 29)),
        ("next week", date(2026, 11, 23)),
        ("下个月", date(2026, 12, 1)),
        ("12-24", date(2026, 12, 24)),
        ("12/24", date(2026, 12, 24)),
        ("24/12", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("2027-01-03", date(2027, 1, 3)),
        ("2-1", date(2027, 2, 1)),
        ("直到12月24日为止", date(2026, 12, 24)),
        ("十二月二十四號", date(2026, 12, 24)),
        ("2027年1月3日", date(2027, 1, 3)),
        ("24号", date(2026, 11, 24)),
        ("20日", date(2026, 12, 20)),
        ("31日", date(2026, 12, 31)),
        ("till Dec 24", date(2026, 12, 24)),
        ("24th of December, 2026", date(2026, 12, 24)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_named(text: str, day: date) -> None:
    """A day is read as people name it, and is always one to come."""
    assert date_named(text, SATURDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "yesterday",
        "today",
        "0 days",
        "2020-1-1",
        "2026-11-21",
        "2-30",
        "13/13",
        "mon-fri",
        "next",
    ],
)
def test_no_day(text: str) -> None:
    """What names no day, or none to come, is not guessed at."""
    assert date_named(text, SATURDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("2020-1-1", date(2020, 1, 1)), ("2026-11-21", SATURDAY), ("soon", None), ("2026-11-22", None)],
)
def test_past(text: str, day: date | None) -> None:
    """A day that is not to come is told from words that name none."""
    assert past_date(text, SATURDAY) == day


def test_next_week_on_a_monday() -> None:
    """On a Monday this week's Friday and the next are two."""
    monday = date(2026, 11, 23)
    assert date_named("Friday", monday) == date(2026, 11, 27)
    assert date_named("next Friday", monday) == date(2026, 12, 4)


def test_end_of_the_month() -> None:
    """A month on from a day that the next month lacks is its last."""
    assert date_named("1 month", date(2027, 1, 31)) == date(2027, 2, 28)


@given(st.text(max_size=80) | st.text("下个周月日天半一二三十12/-.nextmondaywek ", max_size=20), st.dates())
def test_any_text(text: str, today: date) -> None:
    """Any text on any day gives a later day or none."""
    day = date_named(text, today)
    assert day is None or day > today


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 3000))
def test_dates_as_written(today: date, ahead: int) -> None:
    """A date in digits with its year is that date."""
    day = today + timedelta(days=ahead)
    assert date_named(day.isoformat(), today) == day
    assert date_named(f"{day.year}年{day.month}月{day.day}日", today) == day
