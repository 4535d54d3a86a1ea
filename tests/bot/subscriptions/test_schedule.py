from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.subscriptions.schedule import (
    Missed,
    Plan,
    Quiet,
    Slot,
    dated,
    day_dated,
    instant_of,
    missed,
    next_slot,
    slots,
)

ZONES = sorted(available_timezones())
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
NUUK = ZoneInfo("America/Nuuk")

zones = st.sampled_from(ZONES).map(ZoneInfo)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
quiets = st.builds(Quiet, minutes, minutes)
maybe_quiet = st.none() | quiets
weeks = st.one_of(
    minutes.map(lambda moment: (moment,) * 7),
    st.tuples(*[st.none() | minutes] * 7).filter(any),
)


def midnight(day: date) -> datetime:
    """The beginning of a day in UTC."""
    return datetime.combine(day, time.min, UTC)


@st.composite
def days(draw: st.DrawFn, zone: ZoneInfo) -> date:
    """A day from 1970 to 2037, mostly near one on which the clocks of the zone change."""
    year = draw(st.integers(1970, 2037))
    offsets = [
        (day, midnight(day).astimezone(zone).utcoffset())
        for day in (date(year, 1, 2) + DAY * n for n in range(363))
    ]
    changes = [day for (day, before), (_, behind) in pairwise(offsets) if before != behind]
    near = draw(st.sampled_from(changes)) if changes else draw(st.dates(date(year, 1, 3), date(year, 12, 29)))
    return near + DAY * draw(st.integers(-2, 2))


@st.composite
def plans(draw: st.DrawFn, quiet: st.SearchStrategy[Quiet | None] = maybe_quiet) -> tuple[Plan, date]:
    """A plan, and a day that may be a special one in its zone."""
    zone = draw(zones)
    day = draw(days(zone))
    resumes = draw(st.none() | st.integers(-9, 9).map(lambda n: day + DAY * n))
    return Plan(draw(weeks), zone, draw(quiet), resumes), day


def local_days(zone: ZoneInfo, first: datetime, last: datetime) -> set[date]:
    """The dates that the clocks of a zone show between two instants, looked at every half hour."""
    steps = int((last - first) / (HOUR / 2))
    return {(first + HOUR / 2 * step).astimezone(zone).date() for step in range(steps)}


@given(plans(), st.lists(st.integers(-9 * 1440, 9 * 1440), min_size=3, max_size=3))
def test_slots_compose(given: tuple[Plan, date], offsets: list[int]) -> None:
    """Waking more often changes nothing: the slots of two stretches are those of the whole."""
    plan, day = given
    first, middle, last = (midnight(day) + timedelta(minutes=offset) for offset in sorted(offsets))
    whole = [*slots(plan, first, last)]
    assert [*slots(plan, first, middle), *slots(plan, middle, last)] == whole


@given(plans())
def test_slots_rise(given: tuple[Plan, date]) -> None:
    """Each slot is of a later date and due at a later instant than the one before."""
    plan, day = given
    for one, other in pairwise(slots(plan, midnight(day) - 9 * DAY, midnight(day) + 9 * DAY)):
        assert one.day < other.day
        assert one.at < other.at


@given(plans())
def test_one_for_each_day(given: tuple[Plan, date]) -> None:
    """Every chosen local date that exists has one slot, and no other date has any."""
    plan, day = given
    first, last = midnight(day) - 9 * DAY, midnight(day) + 9 * DAY
    exist = local_days(plan.zone, first, last)
    chosen = {one for one in exist if plan.week[one.weekday()] and one >= (plan.resumes or one)}
    inside = {one for one in chosen if abs(one - day) < 6 * DAY}
    found = [slot.day for slot in slots(plan, first, last) if abs(slot.day - day) < 6 * DAY]
    assert found == sorted(inside)


@given(plans(quiet=st.none()))
def test_clocks_show_the_time(given: tuple[Plan, date]) -> None:
    """At a slot the clocks show its time for the first time, or as much more as they jumped over."""
    plan, day = given
    for slot in slots(plan, midnight(day) - 3 * DAY, midnight(day) + 3 * DAY):
        moment = plan.week[slot.day.weekday()]
        assert moment is not None
        shown, meant = slot.at.astimezone(plan.zone), datetime.combine(slot.day, moment)
        jumped = offset(slot.at, plan.zone) - offset(slot.at - 3 * HOUR, plan.zone)
        late = shown.replace(tzinfo=None) - meant
        assert shown.fold == 0
        assert late in {timedelta(0), jumped, timedelta(seconds=1)}
        assert late >= timedelta(0)


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clocks of a zone are ahead of UTC."""
    ahead = at.astimezone(zone).utcoffset()
    assert ahead is not None
    return ahead


@given(plans(), plans(), st.integers(-4 * 1440, 4 * 1440))
def test_served_once(old: tuple[Plan, date], new: tuple[Plan, date], minutes_later: int) -> None:
    """A local date that was served is never served again, whatever plan takes the place of the old."""
    served = old[1]
    slot = next_slot(new[0], midnight(served) + timedelta(minutes=minutes_later), served)
    assert slot is not None
    assert slot.day > served


@given(plans(), st.integers(0, 1440))
def test_next_is_first(given: tuple[Plan, date], minute: int) -> None:
    """The next slot is the first of all that follow."""
    plan, day = given
    after = midnight(day) + timedelta(minutes=minute)
    assert next_slot(plan, after) == next(slots(plan, after, after + 30 * DAY))


@given(
    plans(quiet=st.builds(Quiet, st.builds(time, st.integers(20, 23)), st.builds(time, st.integers(3, 9))))
)
def test_quiet_hours(given: tuple[Plan, date]) -> None:
    """No slot is due within the quiet hours, and none waits longer than they last."""
    plan, day = given
    assert plan.quiet is not None
    for slot in slots(plan, midnight(day) - 3 * DAY, midnight(day) + 3 * DAY):
        moment = plan.week[slot.day.weekday()]
        assert moment is not None
        meant = instant_of(slot.day, moment, plan.zone)
        assert meant is not None
        assert meant <= slot.at < meant + 16 * HOUR
        assert slot.at.astimezone(plan.zone).time() not in plan.quiet


@given(plans(quiet=st.builds(Quiet, st.builds(time, st.just(22)), st.builds(time, st.integers(3, 9)))))
def test_dated(given: tuple[Plan, date]) -> None:
    """A slot bears the date on which it is due, or that of its day if that date has a slot of its own."""
    plan, day = given
    found = list(slots(plan, midnight(day) - 4 * DAY, midnight(day) + 4 * DAY))
    due = {slot.day: slot.at.astimezone(plan.zone).date() for slot in found}
    for slot_day, on in list(due.items())[:-1]:
        taken = on != slot_day and due.get(on) == on
        assert dated(plan, slot_day) == (slot_day if taken else on)
        assert dated(plan, day_dated(plan, on)) == on or due.get(on) != on


@pytest.mark.parametrize(
    ("zone", "day", "moment", "instant"),
    [
        ("Asia/Shanghai", "2026-11-21", "08:00", "2026-11-21T00:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"),  # shown as 03:30
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),  # the first of two
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30"),  # midnight is jumped over
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29T01:30"),  # the next day by then
        ("America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30"),  # midnight is shown twice
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),  # by half an hour
    ],
)
def test_clock_changes(zone: str, day: str, moment: str, instant: str) -> None:
    """What is jumped over comes as if the clock had not moved, what is shown twice the first time."""
    found = instant_of(date.fromisoformat(day), time.fromisoformat(moment), ZoneInfo(zone))
    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Kwajalein", "1993-08-21"),
        ("Pacific/Kiritimati", "1994-12-31"),
    ],
)
def test_date_that_never_was(zone: str, day: str) -> None:
    """A date that the clocks skipped has no instant, and no slot."""
    skipped = date.fromisoformat(day)
    assert instant_of(skipped, time(8), ZoneInfo(zone)) is None
    found = slots(
        Plan((time(8),) * 7, ZoneInfo(zone)), midnight(skipped) - 3 * DAY, midnight(skipped) + 3 * DAY
    )
    assert {skipped - DAY, skipped + DAY} < {slot.day for slot in found} - {skipped}


def test_weekdays_differ() -> None:
    """Each weekday has its own time, or none; of a stretch the end is included, the beginning is not."""
    plan = Plan((time(9), None, None, None, time(17, 30), None, None), ZoneInfo("Asia/Taipei"))
    found = slots(plan, datetime(2026, 11, 13, 9, 30, tzinfo=UTC), datetime(2026, 11, 23, 1, tzinfo=UTC))
    assert [*found] == [
        Slot(date(2026, 11, 16), datetime(2026, 11, 16, 1, tzinfo=UTC)),
        Slot(date(2026, 11, 20), datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        Slot(date(2026, 11, 23), datetime(2026, 11, 23, 1, tzinfo=UTC)),
    ]


def test_waiting_keeps_the_date() -> None:
    """A slot that waits for the morning keeps its date, and comes before the next day's own."""
    week = (time(23), time(6), None, None, None, None, None)
    plan = Plan(week, BERLIN, Quiet(time(22), time(7)))
    monday = date(2026, 11, 16)
    found = slots(plan, midnight(monday), midnight(monday) + 3 * DAY)
    morning = datetime(2026, 11, 17, 6, tzinfo=UTC)
    first, second = Slot(monday, morning), Slot(monday + DAY, morning + timedelta(seconds=1))
    assert [*found] == [first, second]
    assert next_slot(plan, morning - HOUR) == first
    assert next_slot(plan, morning, monday) == second


def test_jump_over_midnight() -> None:
    """Where the clocks jump from 23:00 to midnight, the day before still comes first."""
    week = (None, None, None, None, None, time(23, 45), time(0, 15))
    saturday = date(2026, 3, 28)
    found = [*slots(Plan(week, NUUK), midnight(saturday), midnight(saturday) + 2 * DAY)]
    assert [slot.day for slot in found] == [saturday, saturday + DAY]
    assert found[0].at == datetime(2026, 3, 29, 1, 45, tzinfo=UTC)


def test_quiet_until_a_date_that_never_was() -> None:
    """Who waits for a morning that the clocks skip is served on the next one."""
    plan = Plan((time(23),) * 7, APIA, Quiet(time(22), time(7)))
    day = date(2011, 12, 29)
    found = [*slots(plan, midnight(day), midnight(day) + 4 * DAY)]
    assert [slot.day for slot in found][:3] == [day - DAY, day, day + 2 * DAY]
    assert found[1].at.astimezone(APIA) == datetime(2011, 12, 31, 7, tzinfo=APIA)
    assert next_slot(plan, datetime(2011, 12, 31, 1, tzinfo=APIA)) == found[1]


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [(22, 7, (22, 0, 6), (7, 12, 21)), (1, 5, (1, 4), (0, 5, 23)), (8, 8, (), (0, 8, 23))],
)
def test_quiet(start: int, end: int, inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    """Quiet hours hold their start but not their end, and may last over midnight."""
    quiet = Quiet(time(start), time(end))
    assert all(time(hour) in quiet for hour in inside)
    assert not any(time(hour) in quiet for hour in outside)


def test_resuming() -> None:
    """A pause ends with the date that was named."""
    plan = Plan((time(8),) * 7, BERLIN, resumes=date(2026, 12, 24))
    slot = next_slot(plan, datetime(2026, 11, 21, tzinfo=UTC))
    assert slot == Slot(date(2026, 12, 24), datetime(2026, 12, 24, 7, tzinfo=UTC))


@pytest.mark.parametrize("resumes", [date.max, date.max - DAY])
def test_end_of_the_calendar(resumes: date) -> None:
    """There is no next slot behind the last day there is."""
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert (
            next_slot(Plan((time(0, 0),) * 7, ZoneInfo(zone), resumes=resumes), midnight(date(2026, 1, 1)))
            is None
        )


def test_catching_up() -> None:
    """After a downtime the last slot is due if it is young enough; all others have lapsed."""
    plan = Plan((time(8),) * 7, ZoneInfo("UTC"))
    eighth = [Slot(date(2026, 11, day), datetime(2026, 11, day, 8, tzinfo=UTC)) for day in (19, 20, 21)]
    since, now = datetime(2026, 11, 18, 8, tzinfo=UTC), datetime(2026, 11, 21, 14, tzinfo=UTC)
    assert missed(plan, since, now, 6 * HOUR) == Missed(eighth[2], (eighth[0], eighth[1]))
    assert missed(plan, since, now + HOUR, 6 * HOUR) == Missed(None, tuple(eighth))
    assert missed(plan, now, now + HOUR, 6 * HOUR) == Missed(None, ())
    assert missed(plan, since, now, 6 * HOUR, date(2026, 11, 20)) == Missed(eighth[2], ())
    assert missed(plan, since, now, 6 * HOUR, date(2026, 11, 21)) == Missed(None, ())


@pytest.mark.parametrize("week", [(), (None,) * 7, (time(8),) * 6])
def test_no_plan(week: tuple[time | None, ...]) -> None:
    """A week without a time, or without its seven days, is no plan."""
    with pytest.raises(ValueError, match="seven days"):
        Plan(week, BERLIN)
