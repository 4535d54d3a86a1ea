"""When a subscription posts: a calendar without a clock.

A plan has at most one slot for each local day, whatever its clocks do on that day:

- a time that the clocks jump over: the same instant as if they had not moved;
- a time that they show twice: the first;
- a date that they skip (30 December 2011 in Apia): none.

A slot keeps the date it was meant for, also where its instant falls on the next day: behind a jump over
midnight, or at the end of quiet hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

# A time for each weekday, Monday first; ``None`` where nothing is posted.
Week = tuple[time | None, ...]

_DAYS = 7
_DAY = timedelta(days=1)
_APART = timedelta(seconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
# A slot may be put off to the next date that there is, so its neighbours up to here count.
_BEFORE = 2
# Where the calendar ends in some zone or other.
_END = date.max.toordinal() - 1


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours from ``start`` up to ``end``, over midnight if the end is earlier; equal: no hours."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Plan:
    """The days and times at which a subscription posts, on the clocks of its zone.

    A slot within the quiet hours waits for their end. With ``resumes`` there is none before that date.
    Raises ``ValueError`` for a week of other than seven days, or without a time.
    """

    week: Week
    zone: ZoneInfo
    quiet: Quiet | None = None
    resumes: date | None = None

    def __post_init__(self) -> None:
        if len(self.week) != _DAYS or not any(moment is not None for moment in self.week):
            raise ValueError("a plan has seven days, and a time for at least one of them")


@dataclass(frozen=True, slots=True)
class Slot:
    """The one post of a local date, and the instant (UTC) at which it is due."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """What was due while nobody was there: the slot to post now, if any, and those to be recorded only."""

    due: Slot | None
    lapsed: tuple[Slot, ...]


def instant_of(day: date, moment: time, zone: ZoneInfo) -> datetime | None:
    """The instant at which the clocks of a zone show this; ``None`` if they skip the whole date."""
    at = _instant(day, moment, zone)
    if _day_of(at, zone) == day or _day_of(_instant(day, time.min, zone), zone) == day:
        return at
    return None


def slots(plan: Plan, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots after one instant up to and including another, in order.

    Their dates and their instants rise. ``slots(a, b)`` and ``slots(b, c)`` together are ``slots(a, c)``.
    """
    found = takewhile(lambda one: one[1] <= until, _instants_from(plan, _day_of(after, plan.zone)))
    return (Slot(day, at) for day, at in found if at > after)


def next_slot(plan: Plan, after: datetime, served: date | None = None) -> Slot | None:
    """The first slot after an instant, of a later date than the last that was served.

    That holds where the plan has another time or zone by now. ``None`` if the calendar ends before.
    """
    first = _day_of(after, plan.zone)
    last = served or date.min
    found = _instants_from(plan, max(first, last))
    return next((Slot(day, at) for day, at in found if day > last and at > after), None)


def dated(plan: Plan, day: date) -> date:
    """The local date on which the post of a day is due: a later one where its quiet hours end then.

    It stays the day's own where that date has a post of its own.
    """
    due = _date_due(plan, day) or day
    return day if due != day and _date_due(plan, due) == due else due


def day_dated(plan: Plan, today: date) -> date:
    """The day whose post is due on this local date, where there is one; else the date itself."""
    eve = today - _DAY
    return eve if dated(plan, eve) == today else today


def missed(
    plan: Plan, since: datetime, now: datetime, limit: timedelta, served: date | None = None
) -> Missed:
    """What to do with the slots after ``since`` up to ``now``, of later dates than the last that was served.

    The last of them is due if it is no older than the limit; all others have lapsed.
    """
    found = tuple(slot for slot in slots(plan, since, now) if slot.day > (served or date.min))
    if found and now - found[-1].at <= limit:
        return Missed(found[-1], found[:-1])
    return Missed(None, found)


def _instants_from(plan: Plan, first: date) -> Iterator[tuple[date, datetime]]:
    """The chosen days as ``_chosen`` gives them, without those that do not exist, and their instants."""
    last = _EARLIEST
    for day, moment in _chosen(plan, first):
        at = instant_of(day, moment, plan.zone)
        if at is None:
            continue
        if plan.quiet is not None:
            at = _awake(plan.quiet, at, plan.zone)
        # One that was put off to the next day comes before the next day's own.
        last = at if at > last else last + _APART
        yield day, last


def _date_due(plan: Plan, day: date) -> date | None:
    """The local date on which the slot of a day is due; ``None`` if it has none."""
    found = next(((one, at) for one, at in _instants_from(plan, day) if one >= day), None)
    return _day_of(found[1], plan.zone) if found is not None and found[0] == day else None


def _chosen(plan: Plan, first: date) -> Iterator[tuple[date, time]]:
    """The chosen days from some before this one on, with their times."""
    begin = first.toordinal() - _BEFORE
    if plan.resumes is not None:
        begin = max(begin, plan.resumes.toordinal())
    for ordinal in range(begin, _END):
        moment = plan.week[(ordinal - 1) % _DAYS]
        if moment is not None:
            yield date.fromordinal(ordinal), moment


def _awake(quiet: Quiet, at: datetime, zone: ZoneInfo) -> datetime:
    """The instant, or the end of the quiet hours it falls in."""
    local = at.astimezone(zone)
    if local.time() not in quiet:
        return at
    day = local.date() if local.time() < quiet.end else local.date() + _DAY
    return _instant(day, quiet.end, zone)


def _instant(day: date, moment: time, zone: ZoneInfo) -> datetime:
    # zoneinfo reckons what is skipped by the offset before it, and takes the first of what is shown twice.
    return datetime.combine(day, moment, zone).astimezone(UTC)


def _day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
