"""Times of day and weekdays as people write them, in English and Chinese.

Texts are folded (``digests.folding.fold``): in half width, lower case and simplified characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.numerals import NUMERAL, number

EVERY_DAY: Final = frozenset(range(7))
WORKDAYS: Final = frozenset(range(5))
WEEKEND: Final = EVERY_DAY - WORKDAYS
_ONCE: Final[frozenset[int]] = frozenset()

_NOON = 12
_HOURS = 24
_MINUTES = 60
_EARLY = ("凌晨", "清晨", "早晨", "早上", "上午", "早", "am", "a.m.", "a.m")
_LATE = ("午后", "下午", "傍晚", "pm", "p.m.", "p.m")
# From some hour on it is the evening's, before it the next day's.
_NIGHT = {"晚上": 5, "晚间": 5, "晚": 5, "深夜": 8, "夜里": 8, "半夜": 8}
_MIDDAY = 10
_ALONE = {
    "noon": time(12), "midday": time(12), "中午": time(12), "正午": time(12), "midnight": time(0),
    "午夜": time(0), "morning": time(8), "早上": time(8), "早晨": time(8), "清晨": time(6),
    "上午": time(9), "下午": time(15), "傍晚": time(18), "evening": time(20), "晚上": time(20),
}  # fmt: skip
_TIME = re.compile(
    r"(?:(?:every|each|in\s+the)\s+|at\s+|@\s*)?(?:"
    rf"(?:(?P<period>中午|{'|'.join(word for word in (*_EARLY, *_LATE, *_NIGHT) if word > 'z')})\s*)?(?:"
    r"(?P<clock>\d{1,2})[:h](?P<past>\d{1,2})(?::\d{2})?(?![\d:])"
    rf"|(?P<hour>{NUMERAL})\s*(?:点钟?|时(?!间))"
    rf"(?:(?P<half>半)|(?P<quarters>[一1三3])刻|整|(?P<minutes>{NUMERAL})分"
    r"|(?P<tail>\d{2}(?![\da-z])|[二三四五]?十[一二三四五六七八九]|[二三四五]十))?"
    r"|(?P<whole>\d{1,2})(?=\s*(?:[ap]m|[ap]\.m\.?|o'?clock)(?![a-z]))"
    r")(?:\s*(?:(?P<noon>[ap]m|[ap]\.m\.?)|o'?clock)(?![a-z]))?"
    rf"|(?P<alone>{'|'.join(_ALONE)})(?![a-z])"
    r")"
)

_BARE = re.compile("[0-9]{1,2}")

_ENGLISH = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?(?![a-z\d])"
_CHINESE = r"(?:周|星期|礼拜)[一二三四五六日天](?!次)"
# 周一三五: a day without 周 before it. Whatever follows must not make another word of it.
_SHORT = r"[一二三四五六日](?![\u4e00-\u9fff])|[一二三四五六日](?=[一二三四五六日、至到和早上中下晚凌])"
_RANGE = r"-|–|—|~|至|到|to(?![a-z])|till(?![a-z])|through(?![a-z])|thru(?![a-z])"
_GROUPS = {
    "工作日": WORKDAYS, "平日": WORKDAYS, "weekday": WORKDAYS, "weekdays": WORKDAYS, "workday": WORKDAYS,
    "workdays": WORKDAYS, "周末": WEEKEND, "双休日": WEEKEND, "weekend": WEEKEND, "weekends": WEEKEND,
    "每天": EVERY_DAY, "每日": EVERY_DAY, "天天": EVERY_DAY, "daily": EVERY_DAY, "everyday": EVERY_DAY,
    "every day": EVERY_DAY, "每周": _ONCE, "每星期": _ONCE, "weekly": _ONCE,
}  # fmt: skip
_DAYS = re.compile(
    r"(?:(?:every|each|on)\s+|每个?|逢)?(?:"
    rf"(?:{_ENGLISH})(?:\s*(?:{_RANGE}|[,/&+]|and(?![a-z]))?\s*(?:{_ENGLISH})){{0,12}}"
    rf"|(?:{_CHINESE})(?:\s?(?:{_RANGE}|[、,和及])?\s?(?:{_CHINESE})|(?:{_RANGE}|[、和])?(?:{_SHORT})){{0,12}}"
    rf"|(?P<group>{'|'.join(sorted(_GROUPS, key=len, reverse=True))})(?:一次)?(?![a-z])"
    r")"
)
_DAY = re.compile(rf"(?P<range>{_RANGE})|(?P<english>{_ENGLISH})|(?P<chinese>[一二三四五六日天])")
_ENGLISH_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_CHINESE_DAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that is stated up to ``end``: weekdays, or a moment (``None`` if no clock shows it)."""

    end: int
    moment: time | None = None
    days: frozenset[int] | None = None


def time_at(folded: str, place: int) -> Spoken | None:
    """The time of day that begins at this place of a text."""
    found = _TIME.match(folded, place)
    return None if found is None else Spoken(found.end(), moment=_time(found))


def days_at(folded: str, place: int) -> Spoken | None:
    """The weekdays (0 is Monday) that begin to be named at this place of a text; none for once a week."""
    found = _DAYS.match(folded, place)
    if found is None:
        return None
    group = found["group"]
    return Spoken(found.end(), days=_GROUPS[group] if group else frozenset(_named(found[0])))


def hour(text: str) -> time | None:
    """The time of a bare number, if it is one of the day's hours."""
    return time(int(text)) if _BARE.fullmatch(text) and int(text) < _HOURS else None


def _time(found: re.Match[str]) -> time | None:
    if found["alone"]:
        return _ALONE[found["alone"]]
    stated = number(found["clock"] or found["hour"] or found["whole"])
    hours = _on_24(stated, found["noon"] or found["period"] or "")
    minutes = _minutes(found)
    if hours is None or minutes >= _MINUTES or hours + bool(minutes) > _HOURS:
        return None
    return time(hours % _HOURS, minutes)


def _minutes(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarters"]:
        return 15 * number(found["quarters"])
    return number(found["past"] or found["minutes"] or found["tail"] or "0")


def _on_24(hours: int, period: str) -> int | None:
    """The hour of the day (24: its end) that an hour of a part of the day is."""
    if period in _EARLY:
        return hours % _NOON if hours <= _NOON else None
    if period in _NIGHT:
        late = _NIGHT[period] <= hours < _NOON
        return hours + _NOON * late if hours != _NOON else 0
    afternoon = (period in _LATE and hours < _NOON) or (period == "中午" and hours < _MIDDAY)
    return hours + _NOON * afternoon


def _named(text: str) -> Iterator[int]:
    last: int | None = None
    ranged = False
    for part in _DAY.finditer(text):
        if part["range"]:
            ranged = True
            continue
        day = _day(part)
        if ranged and last is not None:
            yield from ((last + step) % 7 for step in range(1, (day - last) % 7))
        yield day
        last, ranged = day, False


def _day(part: re.Match[str]) -> int:
    if part["english"]:
        return _ENGLISH_DAYS.index(part["english"][:2])
    return _CHINESE_DAYS.index(part["chinese"].replace("天", "日"))
