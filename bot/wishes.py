"""What people write behind ``/subscribe``: when, where the clock is, on which days, about what, and how.

Any text can be read. What is marked as a topic is one; other words that say nothing of the rest are handed
back as words, for whoever asks to decide; what looks like something else and is none, as unclear.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time

from bot.hours import EVERY_DAY, days_at, hour_at, span_at, time_at
from bot.manners import NO_MANNERS, Manners, manners_at
from bot.phrases import ABOUT, LABEL, MARKED, OPTION, ZONE, Phrases, phrases
from bot.schedule import Week
from bot.weeks import Stated, settled, week
from bot.zones import find_zones, zones_named
from digests.query import MAX_CHARACTERS

_NOBODY_KNOWS: Week = (None,) * 7
_AROUND_AN_HOUR = " ,;.!?、，；。『』"

_Span = tuple[int, int]
# Takes in what stands here and says where that ends, if it is of some kind.
_Step = Callable[[], int | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was understood of a text.

    - ``days`` are the weekdays that were named (0 is Monday), empty if none was; a time without days is
      for every day.
    - ``times`` has a time for each weekday for which one was stated.
    - ``zones`` are those that were named or may have been meant, the best first.
    - ``manners`` is how it is to be served.
    - ``topics`` is what was marked as such, as it was typed, for ``digests.query.parse``.
    - ``words`` is what says nothing of all this, and may be a topic.
    - ``unclear`` are the pieces that look like a time, days, a zone or a manner, and cannot be followed;
      ``mistimed`` says that there is a time among them, ``misdated`` that there are days.
    """

    days: frozenset[int] = frozenset()
    times: Week = _NOBODY_KNOWS
    zones: tuple[str, ...] = ()
    topics: str = ""
    words: str = ""
    unclear: tuple[str, ...] = ()
    mistimed: bool = False
    misdated: bool = False
    manners: Manners = NO_MANNERS

    def week(self, otherwise: Week) -> Week:
        """The week that is wished for; what was not said is as in the other, which has a time at least."""
        usual = next(moment for moment in otherwise if moment is not None)
        days = self.days or {day for day in EVERY_DAY if otherwise[day] is not None}
        times = [stated or other or usual for stated, other in zip(self.times, otherwise, strict=True)]
        return tuple(moment if day in days else None for day, moment in enumerate(times))


def understand(text: str, language: str = "") -> Wish:
    """What a text asks for; the language tag of its writer decides between zones of one name."""
    reading = _Reading(phrases(text[:MAX_CHARACTERS]), language)
    reading.read()
    return reading.wish()


def option(label: str, words: str) -> str:
    """Words about nothing but their label (time, zone, days, topics), as ``understand`` reads them."""
    return f"{label}:『{words.translate(str.maketrans('『』', '「」'))}』"


class _Reading:
    """What was understood of a text from a place up to another; spans are those of the text."""

    def __init__(self, text: Phrases, language: str, place: int = 0, manners: Manners = NO_MANNERS) -> None:
        self.text = text
        self.language = language
        self.folded = text.folded
        self.place = place
        self.stated: list[Stated] = []
        self.zones: tuple[str, ...] = ()
        self.manners = manners
        self.marked: list[_Span] = []
        self.words: list[_Span] = []
        self.failed: list[_Span] = []
        self.mistimed = self.misdated = False
        self.about = False

    def read(self) -> None:
        """Take in all of it."""
        labels = (self._option, self._label, self._labelled_zone, self._begin_topics, self._quotation)
        contents = (self._manner, self._range, self._time, self._hour, self._days, self._zone, self._length)
        usual = (*labels, *contents, self._asking)
        about = (self._end_topics, self._quotation, self._topic)
        while self.place < len(self.folded):
            self._advance(about if self.about else usual)

    def _advance(self, steps: Iterable[_Step]) -> None:
        end = next((end for step in steps if (end := step()) is not None), None)
        self.place = self._keep() if end is None else end

    def _option(self) -> int | None:
        """An option: its words never leave it."""
        found = OPTION.match(self.folded, self.place)
        if found is None:
            return None
        start, end = found.span("words")
        if found["label"] == "topics":
            self.marked.append((start, end))
        elif found["label"] == "zone":
            self._take_zone(start, end)
        else:
            strange = self._times_within(start, end)
            self.mistimed |= strange and found["label"] == "time"
            self.misdated |= strange and found["label"] == "days"
        return found.end()

    def _times_within(self, start: int, end: int) -> bool:
        """Times, days and quiet hours; whether anything else stands there, which is not understood."""
        inner = _Reading(self.text.until(end), self.language, start, self.manners)
        while inner.place < end:
            inner._advance((inner._quiet, inner._range, inner._time, inner._hour, inner._days))
        kept, left = settled(self.folded, inner.stated)
        self.stated += kept
        self.manners = inner.manners
        self.failed += [*inner.failed, *inner.words, *((one.start, one.end) for one in left)]
        self.mistimed |= inner.mistimed or bool(left)
        self.misdated |= inner.misdated
        return bool(inner.words)

    def _label(self) -> int | None:
        label = LABEL.match(self.folded, self.place)
        return label.end() if label else None

    def _labelled_zone(self) -> int | None:
        label = ZONE.match(self.folded, self.place)
        if label is None:
            return None
        end = self.text.labelled_zone_end(label.end())
        self._take_zone(label.end(), end)
        return end

    def _take_zone(self, start: int, end: int) -> None:
        name = self.text.text[start:end]
        found = find_zones(name, self.language) if name.strip() else ()
        if name.strip() and not found:
            self.failed.append((start, end))
        self.zones = self.zones or found

    def _begin_topics(self) -> int | None:
        label = ABOUT.match(self.folded, self.place) if self.text.begins(self.place) else None
        self.about = label is not None
        return label.end() if label else None

    def _end_topics(self) -> int | None:
        self.about = not self.text.turns(self.place)
        return None if self.about else self.place

    def _topic(self) -> int:
        end = self.text.piece_end(self.place)
        if not self.text.says_nothing(self.place, end):
            self.marked.append((self.place, self.text.topic_end(self.place, end)))
        return end

    def _quotation(self) -> int | None:
        found = MARKED.match(self.folded, self.place)
        if found is None:
            return None
        self.marked.append(found.span())
        return found.end()

    def _manner(self) -> int | None:
        return self._take_manner(manners_at(self.folded, self.place))

    def _quiet(self) -> int | None:
        found = manners_at(self.folded, self.place)
        return self._take_manner(found) if found and found[1].quiet else None

    def _length(self) -> int | None:
        """A length alone: not behind another word, which it may belong to."""
        behind_word = self.words and not self.folded[self.words[-1][1] : self.place].strip()
        return None if behind_word else self._take_manner(self.text.length_at(self.place))

    def _take_manner(self, found: tuple[int, Manners] | None) -> int | None:
        if found is None:
            return None
        end, stated = found
        if stated == NO_MANNERS:
            self.failed.append((self.place, end))
        self.manners = self.manners.filled(stated)
        return end

    def _range(self) -> int | None:
        """From one time to another: of nothing but quiet hours, and these are called so."""
        found = span_at(self.folded, self.place) if self.text.begins(self.place) else None
        if found is None:
            return None
        self.mistimed = True
        self.failed.append((self.place, found[1].end))
        return found[1].end

    def _time(self) -> int | None:
        found = time_at(self.folded, self.place)
        if found is None:
            return None
        if found.moment is None:
            self.mistimed = True
            self.failed.append((self.place, found.end))
        else:
            self.stated.append(Stated(self.place, found.end, found.moment))
        return found.end

    def _hour(self) -> int | None:
        """A number that stands alone, or right behind days."""
        found = hour_at(self.folded, self.place)
        if found is None or self.folded[found.end : found.end + 1].strip(_AROUND_AN_HOUR):
            return None
        before = self.folded[self.place - 1 : self.place].strip(_AROUND_AN_HOUR)
        if before and not any(one.is_days and one.end == self.place for one in self.stated):
            return None
        self.stated.append(Stated(self.place, found.end, found.moment, bare=True))
        return found.end

    def _days(self) -> int | None:
        found = days_at(self.folded, self.place)
        if found is None:
            return None
        if found.days is None:
            self.misdated = True
            self.failed.append((self.place, found.end))
        else:
            self.stated.append(Stated(self.place, found.end, found.days))
        return found.end

    def _zone(self) -> int | None:
        """The first city or zone that is named counts; a second one is not followed."""
        found = self.text.zone_at(self.place)
        if found is None:
            return None
        start, end = found
        if self.zones:
            self.failed.append(found)
        self.zones = self.zones or zones_named(self.text.text[start:end], self.language)
        return end

    def _asking(self) -> int | None:
        return self.text.asking_end(self.place)

    def _keep(self) -> int:
        """Leave what stands here to the words, unless it only joins other pieces."""
        end = self.text.piece_end(self.place)
        if not self.text.says_nothing(self.place, end):
            self.words.append((self.place, end))
        return end

    def wish(self) -> Wish:
        """All of it."""
        kept, left = settled(self.folded, self.stated)
        days, times = week([one.what for one in kept if one.what is not None])
        # There is one post a day: a second time for the same days is not followed.
        left += [one for one in kept if isinstance(one.what, time) and one.what not in times]
        return Wish(
            days,
            times,
            self.zones,
            " ".join(self._pieces(self.marked)),
            " ".join(self._pieces(self.words)),
            tuple(self._pieces([*self.failed, *((one.start, one.end) for one in left)])),
            self.mistimed or bool(left),
            self.misdated,
            self.manners,
        )

    def _pieces(self, spans: Iterable[_Span]) -> list[str]:
        """What was typed there; what has nothing between is one piece."""
        text = self.text.text
        joined: list[_Span] = []
        for start, end in sorted(spans):
            if joined and not text[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return [" ".join(text[start:end].split()) for start, end in joined]
