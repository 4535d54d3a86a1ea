"""What people write behind ``/subscribe``: when, where the clock is, on which days, about what, and how.

Any text can be read. What is marked as a topic is one; other words that say nothing of the rest are handed
back as words, for whoever asks to decide; what looks like something else and is none, as unclear.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from itertools import chain

from bot.wishes.hours import EVERY_DAY, days_at, hour_at, span_at, spared_at, time_at
from bot.wishes.manners import NO_MANNERS, Manners, manners_at
from bot.wishes.phrases import ABOUT, LABEL, MARKED, OPTION, ZONE, Phrases, Span, phrases
from bot.wishes.weeks import Stated, settled, week
from bot.wishes.wish import Wish
from bot.wishes.zones import zones_meant, zones_named
from digests.query import MAX_CHARACTERS

_AROUND_AN_HOUR = " ,;.!?、，；。『』"

# Takes in what stands here and says where that ends, if it is of some kind.
_Step = Callable[[], int | None]


def understand(text: str, language: str = "") -> Wish:
    """What a text asks for; the language tag of its writer decides between zones of one name."""
    reading = _Reading(phrases(text[:MAX_CHARACTERS]), language)
    reading.read()
    return reading.wish()


class _Reading:
    """What was understood of a text from a place up to another; spans are those of the text."""

    def __init__(self, text: Phrases, language: str, place: int = 0, manners: Manners = NO_MANNERS) -> None:
        self.text = text
        self.language = language
        self.folded = text.folded
        self.place = place
        self.stated: list[Stated] = []
        self.filled_in: list[Sequence[Stated]] = []
        self.has_days = self.everything = False
        self.spared: frozenset[int] = frozenset()
        self.zones: tuple[str, ...] = ()
        self.manners = manners
        self.marked: list[Span] = []
        self.words: list[Span] = []
        self.failed: list[Span] = []
        self.mistimed = self.misdated = False
        self.about = False

    def read(self) -> None:
        """Take in all of it."""
        labels = (self._option, self._label, self._labelled_zone)
        topics = (self._everything, self._begin_topics, self._quotation)
        times = (self._range, self._time, self._hour, self._spared, self._days)
        usual = (*labels, *topics, self._manner, *times, self._zone, self._length, self._asking)
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
            self._take_topics(start, end)
        elif found["label"] == "zone":
            self._take_zone(start, end)
        else:
            self._take_times(start, end, found["label"])
        return found.end()

    def _take_topics(self, start: int, end: int) -> None:
        if self.text.is_everything(start, end):
            self.everything = True
        else:
            self.marked.append((start, end))

    def _take_times(self, start: int, end: int, label: str) -> None:
        """Times, days and quiet hours; anything else that stands there is not understood."""
        inner = _Reading(self.text.until(end), self.language, start, self.manners)
        steps = (inner._quiet, inner._range, inner._time, inner._hour, inner._spared, inner._days)
        while inner.place < end:
            inner._advance(steps)
        kept, left = settled(self.folded, inner.stated)
        self.filled_in.append(kept)
        self.has_days |= label == "days"
        self.spared |= inner.spared
        self.manners = inner.manners
        strange = bool(inner.words)
        self.failed += [*inner.failed, *inner.words, *((one.start, one.end) for one in left)]
        self.mistimed |= inner.mistimed or bool(left) or (strange and label == "time")
        self.misdated |= inner.misdated or (strange and label == "days")

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
        found = zones_meant(name, self.language) if name.strip() else ()
        if name.strip() and not found:
            self.failed.append((start, end))
        self.zones = self.zones or found

    def _everything(self) -> int | None:
        end = self.text.everything_end(self.place)
        if end is None:
            alone = self.text.everything_alone_end(self.place)
            end = None if alone is None or self._is_behind_word() else alone
        self.everything |= end is not None
        return end

    def _is_behind_word(self) -> bool:
        return bool(self.words) and self.text.says_nothing(self.words[-1][1], self.place)

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
        found = self.text.length_at(self.place)
        return None if found is None or self._is_behind_word() else self._take_manner(found)

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

    def _spared(self) -> int | None:
        found = spared_at(self.folded, self.place) if self.text.begins(self.place) else None
        if found is None or found.days is None:
            return None
        if self.spared | found.days == EVERY_DAY:
            self.misdated = True
            self.failed.append((self.place, found.end))
        else:
            self.spared |= found.days
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
        free, left = settled(self.folded, self.stated)
        groups = [*self.filled_in, free]
        days, times = week([_whats(group) for group in groups], days_are_all=self.has_days)
        # There is one post a day: a second time for the same days is not followed.
        stated = chain.from_iterable(groups)
        left += [one for one in stated if isinstance(one.what, time) and one.what not in times]
        pieces = self.text.pieces
        return Wish(
            days=days,
            spared=self.spared,
            times=times,
            zones=self.zones,
            topics=" ".join(pieces(self.marked)),
            everything=self.everything,
            words=" ".join(pieces(self.text.with_joints(self.words))),
            unclear=tuple(pieces([*self.failed, *((one.start, one.end) for one in left)])),
            mistimed=self.mistimed or bool(left),
            misdated=self.misdated,
            manners=self.manners,
        )


def _whats(stated: Iterable[Stated]) -> list[time | frozenset[int]]:
    return [one.what for one in stated if one.what is not None]
