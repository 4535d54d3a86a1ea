"""Years, months and days, as somebody writes them."""

import datetime
import re

_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")


def period(text: str) -> tuple[datetime.date, datetime.date] | None:
    """The first day of the year, month or day that is written so, and the first day after it."""
    stated = _DAY.fullmatch(text)
    if stated is None:
        return None
    year, month, day = int(stated[1]), int(stated[2] or 1), int(stated[3] or 1)
    try:
        first = datetime.date(year, month, day)
    except ValueError:
        return None
    try:
        if stated[3]:
            return first, first + datetime.timedelta(days=1)
        if stated[2]:
            return first, datetime.date(year + month // 12, month % 12 + 1, 1)
        return first, datetime.date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return first, datetime.date.max  # there is no day after
