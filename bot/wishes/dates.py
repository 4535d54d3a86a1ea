"""Days to come as people name them, in English and Chinese: tomorrow, 下周一, 3 days, 12-24, 24 December."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.wishes.hours import days_at
from bot.wishes.numerals import NUMERAL, number
from digests.folding import fold

_LONGEST = 64
_WEEK = 7
_YEAR = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
# A day without a year that has no other date for eight years: 29 February around 2100.
_YEARS_AHEAD = 9

_BEFORE = re.compile(r"(?:(?:until|till|til|up\s+to|to|for|on|from|in)(?![a-z])|直到|等到|到|至|停|等)\s*")
_BEHIND = re.compile(r"\s*(?:为止|再发|再说|恢复|以后|之后|后|前)$")
_NAMED = {
    "tomorrow": 1, "明天": 1, "明日": 1, "day after tomorrow": 2, "the day after tomorrow": 2, "后天": 2,
    "后日": 2, "大后天": 3, "a week": 7, "a fortnight": 14,
}  # fmt: skip
_AMOUNT = rf"(?P<amount>\d{{1,3}}|{NUMERAL}|半|an?|one|two|three|four|five|six)"
_SPAN = re.compile(
    rf"{_AMOUNT}\s*(?:(?P<days>天|days?)|(?P<weeks>周|个?星期|个?礼拜|weeks?)|(?P<months>个?月|months?))"
)
_WORDS = {"半": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HALF_A_MONTH = 15
_NEXT = re.compile(r"(?:the\s+)?(?P<next>next\s+|下个?(?=[周星礼月]))?(?P<unit>week|month|周|星期|礼拜|月)?")
_WRITTEN = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<number>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})?",
        rf"(?:(?P<year>\d{{4}})\s*年\s*)?(?P<number>{NUMERAL})\s*月\s*(?P<day>{NUMERAL})\s*[日号]?",
        rf"{_ENGLISH_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<year>\d{{4}}))?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{_ENGLISH_MONTH}(?:,?\s*(?P<year>\d{{4}}))?",
        rf"(?P<day>{NUMERAL})\s*[日号]",
    )
)


def date_named(text: str, today: date) -> date | None:
    """The day after ``today`` that the text names; ``None`` if it names none, or one that is past.

    A span is counted from today, a weekday or a date without its year is the next one. Two numbers are
    month and day, unless only day and month make sense. *Next Friday* is the one of next week.
    """
    found = _named_by(text, today)
    return found if found is not None and found > today else None


def past_date(text: str, today: date) -> date | None:
    """The day that the text names, if it is not after ``today``."""
    found = _named_by(text, today)
    return found if found is not None and found <= today else None


def _named_by(text: str, today: date) -> date | None:
    named = _BEHIND.sub("", _BEFORE.sub("", fold(text[:_LONGEST]).strip(), count=1))
    readings: Sequence[Callable[[str, date], date | None]] = (_counted, _weekday, _written)
    try:
        return next((day for read in readings if (day := read(named, today)) is not None), None)
    except (OverflowError, ValueError):
        return None


def _counted(named: str, today: date) -> date | None:
    """So many days, weeks or months from today."""
    if named in _NAMED:
        return today + timedelta(days=_NAMED[named])
    span = _SPAN.fullmatch(named)
    if span is None:
        return None
    amount = _number(span["amount"])
    if span["amount"] == "半":
        return today + timedelta(days=_HALF_A_MONTH) if span["months"] else None
    if span["months"]:
        return _months_on(today, amount)
    return today + timedelta(days=amount * (_WEEK if span["weeks"] else 1))


def _weekday(named: str, today: date) -> date | None:
    """The next such weekday, that of next week, or the beginning of next week or month."""
    start = _NEXT.match(named)
    following = bool(start and start["next"])
    if start and following and start.end() == len(named):
        if start["unit"] in {"month", "月"}:
            return _months_on(today.replace(day=1), 1)
        return _monday_after(today) if start["unit"] else None
    place = start.end("next") if start and following else 0
    found = days_at(named, place)
    if found is None or found.end != len(named) or found.days is None or len(found.days) != 1:
        return None
    (day,) = found.days
    if following:
        return _monday_after(today) + timedelta(days=day)
    return today + timedelta(days=(day - today.weekday() - 1) % _WEEK + 1)


def _written(named: str, today: date) -> date | None:
    """A date, with its month and year or the next such."""
    found = next((found for form in _WRITTEN if (found := form.fullmatch(named))), None)
    if found is None:
        return None
    parts = found.groupdict()
    day, year = number(parts["day"]), parts.get("year")
    month = _month(parts)
    if month is not None and month > _YEAR >= day and parts.get("number"):
        month, day = day, month
    if year:
        return date(int(year), month or today.month, day)
    if month is None:
        return _first(today, [_month_from(today, ahead) for ahead in range(3)], day)
    return _first(today, [(today.year + ahead, month) for ahead in range(_YEARS_AHEAD)], day)


def _month(parts: dict[str, str | None]) -> int | None:
    if name := parts.get("month"):
        return _MONTHS.index(name) + 1
    stated = parts.get("number")
    return number(stated) if stated else None


def _first(today: date, months: Sequence[tuple[int, int]], day: int) -> date | None:
    """The first of these months' days that exists and is to come."""
    for year, month in months:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found > today:
            return found
    return None


def _month_from(today: date, ahead: int) -> tuple[int, int]:
    years, month = divmod(today.month - 1 + ahead, _YEAR)
    return today.year + years, month + 1


def _months_on(today: date, amount: int) -> date:
    """The same day of a later month, or the last that month has."""
    year, month = _month_from(today, amount)
    following = date(*_month_from(today, amount + 1), 1)
    return min(date(year, month, 1) + timedelta(days=today.day - 1), following - timedelta(days=1))


def _monday_after(today: date) -> date:
    return today + timedelta(days=_WEEK - today.weekday())


def _number(text: str) -> int:
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if text.isdecimal() else number(text)
