"""What people write behind ``/subscribe``: when, where the clock is, on which days, about what, and how.

Any text can be read: what says nothing of these is a topic, in the language of ``digests.query``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.hours import EVERY_DAY, days_at, hour, time_at
from bot.manners import NO_MANNERS, Manners, manners_at
from bot.schedule import Week
from bot.zones import find_zones, zones_named
from digests.folding import fold
from digests.query import MAX_CHARACTERS

_NOBODY_KNOWS: Week = (None,) * 7
_LONGEST_CITY = 8
_LONGEST_NAME = 4

_LABEL = re.compile(r"(?:time|days?|topics?|时间|日期|主题|话题)\s*:\s*")
_ZONE = re.compile(r"(?:(?:time\s?)?zone|tz|时区)\s*:\s*(?P<name>[^\s,;、，；。]+)")
_IN = re.compile(r"(?:in\s+|在)?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NAMES = re.compile(r"[^\s,;、，；。\"“”「」『』\u4e00-\u9fff]+")
_QUOTED = r"\"[^\"]*\"|“[^“”]*”|「[^「」]*」|『[^『』]*』"
_FILTER = r"(?:author|by|source|title|after|since|before|until|作者|来源|标题|之后|之前)\s*:\s*"
# What is kept together: a quotation, what a filter or a dash stands before, a run of one kind of characters.
_PIECE = re.compile(
    rf"-?(?:{_FILTER})?(?:{_QUOTED})|(?:-|{_FILTER})[^\s,;、，；。]+|[\u4e00-\u9fff]+|\s+|[,;、，；。]+"
    r"|[^\s,;、，；。\u4e00-\u9fff\"“「『]+|.",
    re.DOTALL,
)
# They join what was understood, and say nothing as a topic.
_JOINTS = {"and", "at", "on", "in", "every", "和", "在", "每", "&", "@"}
# Abbreviations that are words too, unless they are in capitals; as is anything of two letters.
_WORDS = {"cat", "eat", "wet", "wit"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was understood of a text.

    - ``days`` are the weekdays that were named (0 is Monday), empty if none was; a time without days is
      for every day.
    - ``times`` has a time for each weekday for which one was stated.
    - ``zones`` are those that were named or may have been meant, the best first.
    - ``manners`` is how it is to be served.
    - ``topics`` is the rest, as it was typed, for ``digests.query.parse``.
    - ``unclear`` are the pieces that look like a time or a zone and are none.
    """

    days: frozenset[int] = frozenset()
    times: Week = _NOBODY_KNOWS
    zones: tuple[str, ...] = ()
    topics: str = ""
    unclear: tuple[str, ...] = ()
    manners: Manners = NO_MANNERS

    def week(self, otherwise: Week) -> Week:
        """The week that is wished for; what was not said is as in the other, which has a time at least."""
        usual = next(moment for moment in otherwise if moment is not None)
        days = self.days or {day for day in EVERY_DAY if otherwise[day] is not None}
        times = [stated or other or usual for stated, other in zip(self.times, otherwise, strict=True)]
        return tuple(moment if day in days else None for day, moment in enumerate(times))


def understand(text: str, language: str = "") -> Wish:
    """What a text asks for; the language tag of its writer decides between zones of one name."""
    reading = _Reading(text[:MAX_CHARACTERS], language)
    while reading.place < len(reading.text):
        reading.step()
    return reading.wish()


class _Reading:
    """What was understood of a text up to a place."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.language = language
        self.place = 0
        self.stated: list[time | frozenset[int]] = []
        self.zones: tuple[str, ...] = ()
        self.kept: list[str] = []
        self.unclear: list[str] = []
        self.bare: tuple[int, int, time] | None = None
        self.manners = NO_MANNERS

    def step(self) -> None:
        """Take in what stands here."""
        end = self._manner() or self._label() or self._time() or self._days() or self._zone()
        if end is None:
            self._keep()
        else:
            self.kept.append(" ")
            self.place = end

    def _label(self) -> int | None:
        """The name of what follows; a zone that is named so need not be known by that name."""
        if label := _LABEL.match(self.folded, self.place):
            return label.end()
        named = _ZONE.match(self.folded, self.place)
        if named is None:
            return None
        found = self.zones or find_zones(named["name"], self.language)
        self.zones = found
        if not found:
            self.unclear.append(self.text[slice(*named.span())])
        return named.end()

    def _manner(self) -> int | None:
        found = manners_at(self.folded, self.place)
        if found is None:
            return None
        end, stated = found
        self.manners = self.manners.filled(stated)
        return end

    def _time(self) -> int | None:
        found = time_at(self.folded, self.place)
        if found is None:
            return None
        if found.moment is None:
            self.unclear.append(self.text[self.place : found.end])
        else:
            self.stated.append(found.moment)
        return found.end

    def _days(self) -> int | None:
        found = days_at(self.folded, self.place)
        if found is None or found.days is None:
            return None
        self.stated.append(found.days)
        return found.end

    def _zone(self) -> int | None:
        """The first city or zone that is named counts; others are topics."""
        if self.zones:
            return None
        start = _IN.match(self.folded, self.place)
        place = start.end() if start else self.place
        for end in self._ends(place):
            name = self.text[place:end]
            self.zones = zones_named(name, self.language) if _means_a_zone(name) else ()
            if self.zones:
                return end
        return None

    def _ends(self, place: int) -> Sequence[int]:
        """Where a name that begins here may end, the farthest first."""
        run = _HAN.match(self.folded, place)
        if run is not None:
            ends = range(min(run.end(), place + _LONGEST_CITY), place + 1, -1)
            return [end for end in ends if end == run.end() or self._goes_on(end)]
        ends_of_words: list[int] = []
        while len(ends_of_words) < _LONGEST_NAME and (word := _NAMES.match(self.folded, place)):
            ends_of_words.append(word.end())
            place = word.end() + (self.folded[word.end() : word.end() + 1] == " ")
        return ends_of_words[::-1]

    def _goes_on(self, place: int) -> bool:
        """Whether a time or day stands here."""
        return time_at(self.folded, place) is not None or days_at(self.folded, place) is not None

    def _keep(self) -> None:
        """Leave what stands here to the topics, unless it only joins other pieces."""
        start, end = self.place, _end_of_piece(self.folded, self.place)
        piece = self.folded[start:end]
        around = self.folded[max(start - 1, 0) : start] + self.folded[end : end + 1]
        moment = None if around.strip() else hour(piece)
        if moment is not None and self.bare is None:
            self.bare = (len(self.kept), len(self.stated), moment)
        says_nothing = piece in _JOINTS or not any(map(str.isalnum, piece))
        self.kept.append(" " if says_nothing else self.text[start:end])
        self.place = end

    def wish(self) -> Wish:
        """All of it. A number that stands alone is an hour if no other time was stated."""
        if self.bare is not None and not any(isinstance(one, time) for one in self.stated):
            kept, stated, moment = self.bare
            self.kept[kept] = " "
            self.stated.insert(stated, moment)
        days, times = _week(_weekly(self.stated))
        # There is one post a day: a second time for the same days is not followed.
        idle = [f"{one:%H:%M}" for one in self.stated if isinstance(one, time) and one not in times]
        topics = " ".join("".join(self.kept).split())
        return Wish(days, times, self.zones, topics, (*self.unclear, *idle), self.manners)


def _means_a_zone(name: str) -> bool:
    """Whether it is no word of English that some zone has for an abbreviation."""
    short = name.isascii() and name.isalpha() and (len(name) == len("LA") or name.lower() in _WORDS)
    return name.isupper() or not short


def _end_of_piece(folded: str, place: int) -> int:
    piece = _PIECE.match(folded, place)
    return piece.end() if piece else len(folded)


def _weekly(stated: Sequence[time | frozenset[int]]) -> list[time | frozenset[int]]:
    """The same with a day for once a week: the one that is named besides, else Monday."""
    if any(one and not isinstance(one, time) for one in stated):
        return [one for one in stated if isinstance(one, time) or one]
    return [one if isinstance(one, time) else frozenset({0}) for one in stated]


def _week(stated: Sequence[time | frozenset[int]]) -> tuple[frozenset[int], Week]:
    """The weekdays that are named, and the times.

    A time without days of its own is for the days without a time of their own: those that are named, or all.
    """
    pairs, waiting = _pairs(stated)
    named = frozenset[int]().union(waiting, *(days for days, _ in pairs))
    general = next((moment for days, moment in pairs if not days), None)
    if pairs and (general or waiting):
        rest = waiting or EVERY_DAY
        named |= rest if named else frozenset()
        pairs.append((rest, general or pairs[0][1]))
    times = {day: moment for days, moment in reversed(pairs) for day in days}
    return named, tuple(times.get(day) for day in range(7))


def _pairs(
    stated: Sequence[time | frozenset[int]],
) -> tuple[list[tuple[frozenset[int], time]], frozenset[int]]:
    """Each time with the days before it, or behind it if it all ends with days; then the days without one."""
    before = bool(stated) and isinstance(stated[-1], time)
    pairs: list[tuple[frozenset[int], time]] = []
    waiting: frozenset[int] = frozenset()
    for one in stated if before else reversed(stated):
        if isinstance(one, time):
            pairs.append((waiting, one))
            waiting = frozenset()
        else:
            waiting |= one
    return pairs if before else pairs[::-1], waiting
