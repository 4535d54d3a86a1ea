"""From days and times in the order in which they are stated to a week."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from bot.subscriptions.schedule import Week
from bot.wishes.hours import EVERY_DAY

_BETWEEN = re.compile(r"[\s,:]*(?:at)?\s*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A time, days, or a ``bare`` number that may be an hour, and where in a text that stands.

    ``what`` is ``None`` for a number that is no hour.
    """

    start: int
    end: int
    what: time | frozenset[int] | None
    bare: bool = False

    @property
    def is_days(self) -> bool:
        """Whether it is days."""
        return isinstance(self.what, frozenset)


def settled(text: str, stated: Iterable[Stated]) -> tuple[list[Stated], list[Stated]]:
    """What is stated, with those bare numbers that are hours; and the others.

    An hour is the number next to days, or the only number where no time is stated.
    """
    ordered = sorted(stated, key=lambda one: one.start)
    step = 1 if ordered and ordered[-1].is_days else -1
    neighbours = zip(ordered, _near(ordered, step), strict=False)
    hours = {one.start for one, near in neighbours if _belongs(text, one, near)}
    bare = [one for one in ordered if one.bare]
    timed = any(isinstance(one.what, time) and not one.bare for one in ordered)
    if len(bare) == 1 and not timed and bare[0].what is not None:
        hours.add(bare[0].start)
    kept = [one for one in ordered if not one.bare or one.start in hours]
    return kept, [one for one in bare if one.start not in hours]


def _near(ordered: Sequence[Stated], step: int) -> list[Stated | None]:
    """The neighbour of each on one side, and perhaps one more."""
    return [*ordered[1:], None] if step > 0 else [None, *ordered]


def _belongs(text: str, one: Stated, near: Stated | None) -> bool:
    """Whether it is a bare hour with nothing between it and days."""
    if not one.bare or one.what is None or near is None or not near.is_days:
        return False
    between = text[near.end : one.start] if near.start < one.start else text[one.end : near.start]
    return _BETWEEN.fullmatch(between) is not None


def week(
    groups: Sequence[Sequence[time | frozenset[int]]], *, days_are_all: bool
) -> tuple[frozenset[int], Week]:
    """The weekdays that are named, and the times; a time stands with days of its own group alone.

    A time without days of its own is for the days without a time of their own: those that are named, or all;
    where the days that are named are all there are (``days_are_all``), for none besides them. Once a week
    (no days) is on the day that is named besides, else on Monday.
    """
    pairs: list[tuple[frozenset[int], time]] = []
    waiting: frozenset[int] = frozenset()
    for group in _weekly(groups):
        paired, unpaired = _pairs(group)
        pairs += paired
        waiting |= unpaired
    named = frozenset[int]().union(waiting, *(days for days, _ in pairs))
    general = next((moment for days, moment in pairs if not days), None)
    if pairs and (general or waiting):
        rest = waiting or (named if days_are_all and named else EVERY_DAY)
        named |= rest if named else frozenset()
        pairs.append((rest, general or pairs[0][1]))
    times = {day: moment for days, moment in reversed(pairs) for day in days}
    return named, tuple(times.get(day) for day in range(7))


def _weekly(groups: Sequence[Sequence[time | frozenset[int]]]) -> list[list[time | frozenset[int]]]:
    """The same with a day for once a week."""
    if any(one and not isinstance(one, time) for group in groups for one in group):
        return [[one for one in group if isinstance(one, time) or one] for group in groups]
    return [[one if isinstance(one, time) else frozenset({0}) for one in group] for group in groups]


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
