"""Times of day and weekdays as people write them, in English and Chinese.

Texts are folded (``digests.folding.fold``): in half width, lower case and simplified characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.wishes.numerals import NUMERAL, number

EVERY_DAY: Final = frozenset(range(7))
WORKDAYS: Final = frozenset(range(5))
WEEKEND: Final = EVERY_DAY - WORKDAYS
_ONCE: Final[frozenset[int]] = frozenset()

_NOON = 12
_HOURS = 24
_MINUTES = 60
_EARLY = ("凌晨", "清晨", "早晨", "早上", "上午", "早", "am", "a.m.", "a.m", "morning")
_LATE = ("午后", "下午", "傍晚", "pm", "p.m.", "p.m", "afternoon", "evening")
# From some hour on it is the evening's, before it the next day's.
_NIGHT = {"晚上": 5, "晚间": 5, "晚": 5, "深夜": 8, "夜里": 8, "半夜": 8, "night": 5}
# No hour between these is at night, nor one outside of them at noon.
_MIDDAY, _DUSK = 10, 17
_ALONE = {
    "noon": time(12), "midday": time(12), "中午": time(12), "正午": time(12), "midnight": time(0),
    "午夜": time(0), "morning": time(8), "早上": time(8), "早晨": time(8), "清晨": time(6),
    "上午": time(9), "下午": time(15), "傍晚": time(18), "evening": time(20), "晚上": time(20),
}  # fmt: skip
_HOUR_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WORD = rf"(?:{'|'.join(_HOUR_WORDS)})(?![a-z])"
_PART = r"\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night)(?![a-z])"
_NOON_OR_CLOCK = r"\s*(?:[ap]m|[ap]\.m\.?|o'?clock)(?![a-z])"
_TIME = re.compile(
    r"(?:(?:every|each|in\s+the)\s+|at\s+|@\s*)?(?:"
    rf"(?:(?P<period>中午|{'|'.join(word for word in (*_EARLY, *_LATE, *_NIGHT) if word > 'z')})\s*)?(?:"
    r"(?P<clock>\d{1,2})(?:[:h](?P<past>\d{1,2})(?::\d{2})?(?![\d:])|\.(?P<part>[0-5]\d)(?![\d.]))"
    # 0730, but no year.
    r"|(?<![\w.+-])(?P<four>(?:0\d|1[0-8]|2[1-3])[0-5]\d|(?:19|20)(?:00|15|30|45))(?![\w.-])"
    rf"|(?P<share>half|(?:a\s+)?quarter|(?:five|ten|twenty)(?=\s+past))\s+(?P<side>past|to)\s+"
    rf"(?P<near>{_WORD}|\d{{1,2}})(?![\d:])"
    rf"|(?P<hour>{NUMERAL})\s*(?:点钟?|时(?!间))"
    rf"(?:(?P<half>半)|(?P<quarters>[一1三3])刻|整|(?P<minutes>{NUMERAL})分"
    r"|(?P<tail>\d{2}(?![\da-z])|[二三四五]?十[一二三四五六七八九]|[二三四五]十))?"
    rf"|(?P<whole>\d{{1,2}}|{_WORD})(?={_NOON_OR_CLOCK}|{_PART})|(?<=at\s)(?P<said>{_WORD})"
    r")(?:\s*(?:(?P<noon>[ap]m|[ap]\.m\.?)|o'?clock)(?![a-z]))?"
    r"(?:\s+(?:in\s+the\s+(?P<daytime>morning|afternoon|evening)|at\s+(?P<night>night))(?![a-z]))?"
    rf"|(?P<alone>{'|'.join(_ALONE)})(?![a-z])"
    r")"
)

_BARE = re.compile(r"[0-9]{1,2}(?![\w:]|\.\d)")
_TO = re.compile(r"\s*(?:[-–—~〜至到]|to(?![a-z])|till(?![a-z])|until(?![a-z]))\s*")
_AND = re.compile(r"\s*(?:and(?![a-z])|和)\s*")
# 8:00 -5 is a time with the offset of a zone.
_SIGN = re.compile(r"\s+[-–—~]")

_ENGLISH = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?(?![a-z\d])"
_CHINESE = r"(?:周|星期|礼拜)[一二三四五六日天](?!次)"
# 周一三五: a day without 周 before it. Whatever follows must not make another word of it.
_SHORT = r"[一二三四五六日](?![\u4e00-\u9fff])|[一二三四五六日](?=[一二三四五六日、至到和早上中下晚凌不别])"
# 周一 三 五: one that stands apart, and counts nothing.
_APART = r"(?:\s?[,、]\s?|\s)[一二三四五六日](?=[\s,、]|\Z)(?!\s?(?:篇|个|种|点|时|号|essays?|articles?))"
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
    rf"|(?:{_CHINESE})(?:\s?(?:{_RANGE}|[、,和及])?\s?(?:{_CHINESE})|(?:{_RANGE}|[、和])?(?:{_SHORT})"
    rf"|{_APART}){{0,12}}"
    rf"|(?P<group>{'|'.join(sorted(_GROUPS, key=len, reverse=True))})(?:一次)?(?![a-z])"
    r")"
)
# Days that can be named, but not chosen: no weekdays.
_OTHER_DAYS = re.compile(
    r"every\s+(?:other|second|third|two|three|\d+(?:nd|rd|th)?)\s+[a-z]+|every\s+(?:month|year|hour)(?![a-z])"
    r"|(?:bi-?weekly|fortnightly|monthly|yearly|hourly|tomorrow|today|tonight)(?![a-z])"
    r"|(?:twice|once|\d+\s+times|\w+\s+times)\s+(?:a|per|every)\s+(?:day|week|month|year)(?![a-z])"
    r"|(?:on\s+)?(?:(?:public|bank)\s+)?holidays?(?![a-z])"
    r"|(?:on\s+)?the\s+\d{1,2}(?:st|nd|rd|th)(?:\s+of\s+(?:the|each|every)\s+month)?(?![a-z])"
    rf"|每隔?(?:{NUMERAL}|几)个?(?:天|日|周|星期|礼拜|月)|隔[一两]?(?:天|日|周)"
    rf"|每个?月(?:的?{NUMERAL}[日号])?|每年|每个?小时|(?:每天|每日|每周|每星期)(?:[二两三四五六]|\d)次"
    r"|(?:今天|今晚|明天|明日|明早|明晚|大?后天|节?假日|节日)(?=[早上中下晚凌]|[^\u4e00-\u9fff]|\Z)"
    rf"|{NUMERAL}号(?![\u4e00-\u9fff])"
    rf"|(?:next|this)\s+(?:week(?:end)?(?![a-z])|month(?![a-z])|{_ENGLISH})"
    r"|[下这本]个?(?:周末?|星期|礼拜|月)[一二三四五六日天]?(?=[早上中下晚凌]|[^\u4e00-\u9fff]|\Z)"
)
# Days on which nothing is to come: 周末不发, no weekends.
_NOT = re.compile(
    r"(?:no(?:\s+(?:posts?|digests?|messages?))?|not|nothing|never|except|excluding|without|but\s+not)\s+"
    r"(?:on\s+|for\s+)?|除了?|(?:不(?:要|用)?|别)在?发?"
)
_NOT_BEHIND = re.compile(
    r"\s*(?:[以之]?外(?:都发)?|除外|都?(?:(?:不(?:要|用)?|别)发?|休息|停发?))(?=每|[^\u4e00-\u9fff]|\Z)"
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
    """The weekdays (0 is Monday) that begin to be named at this place of a text; none for once a week.

    ``days`` is ``None`` for days that are no weekdays: every other day, the 1st, tomorrow, holidays.
    """
    other = _OTHER_DAYS.match(folded, place)
    if other is not None:
        return Spoken(other.end())
    found = _DAYS.match(folded, place)
    if found is None:
        return None
    group = found["group"]
    return Spoken(found.end(), days=_GROUPS[group] if group else frozenset(_named(found[0])))


def spared_at(folded: str, place: int) -> Spoken | None:
    """The weekdays on which nothing is wanted that begin to be named at this place of a text."""
    negation = _NOT.match(folded, place)
    found = days_at(folded, negation.end() if negation else place)
    if found is None or not found.days or found.days == EVERY_DAY:
        return None
    behind = _NOT_BEHIND.match(folded, found.end)
    if behind is None and negation is None:
        return None
    return Spoken(behind.end() if behind else found.end, days=found.days)


def hour_at(folded: str, place: int) -> Spoken | None:
    """The number of at most two digits that stands alone at this place, as an hour."""
    found = _BARE.match(folded, place)
    if found is None:
        return None
    hours = int(found[0])
    return Spoken(found.end(), moment=time(hours) if hours < _HOURS else None)


def span_at(folded: str, place: int, *, between: bool = False) -> tuple[Spoken, Spoken] | None:
    """From one time of day to another: 22:00-07:00, 10pm to 7am, 22-7; or ``between`` one and another."""
    whole = time_at(folded, place)
    start = whole or hour_at(folded, place)
    to = (
        (_TO.match(folded, start.end) or (_AND.match(folded, start.end) if between else None))
        if start
        else None
    )
    if start is None or to is None:
        return None
    end = time_at(folded, to.end())
    if end is None and whole is not None and _SIGN.fullmatch(to[0]):
        return None
    end = end or hour_at(folded, to.end())
    return (start, end) if end else None


def _time(found: re.Match[str]) -> time | None:
    if found["alone"]:
        return _ALONE[found["alone"]]
    if found["four"]:
        return time(int(found["four"][:2]), int(found["four"][2:]))
    stated = _hours(found["clock"] or found["hour"] or found["whole"] or found["said"] or found["near"])
    period = found["noon"] or found["daytime"] or found["night"] or found["period"] or ""
    hours, minutes = _on_24(stated, period), _minutes(found)
    if hours is None or minutes >= _MINUTES or hours + bool(minutes) > _HOURS:
        return None
    before = minutes > 0 and found["side"] == "to"
    return time((hours - before) % _HOURS, _MINUTES - minutes if before else minutes)


def _hours(text: str) -> int:
    return _HOUR_WORDS.index(text) + 1 if text in _HOUR_WORDS else number(text)


def _minutes(found: re.Match[str]) -> int:
    share = (found["share"] or "").split()[-1:]
    if share:
        return {"half": 30, "quarter": 15, "twenty": 20, "ten": 10, "five": 5}[share[0]]
    if found["half"]:
        return 30
    if found["quarters"]:
        return 15 * number(found["quarters"])
    return number(found["past"] or found["part"] or found["minutes"] or found["tail"] or "0")


def _on_24(hours: int, period: str) -> int | None:
    """The hour of the day (24: its end) that an hour of a part of the day is; ``None`` for 13 pm."""
    if period in _EARLY:
        return hours % _NOON if hours <= _NOON else None
    if period in _NIGHT:
        late = _NIGHT[period] <= hours < _NOON
        return None if _NOON < hours < _DUSK else hours + _NOON * late if hours != _NOON else 0
    if period in _LATE:
        return hours % _NOON + _NOON if 0 < hours <= _NOON else None
    return hours + _NOON * (period == "中午" and hours < _MIDDAY)


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
