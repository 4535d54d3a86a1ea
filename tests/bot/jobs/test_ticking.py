"""What a tick makes of subscriptions, as values."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.jobs.ticking import reckon
from bot.subscriptions.delivery import CATCH_UP
from bot.subscriptions.outbox import Alike
from bot.subscriptions.schedule import Slot
from bot.subscriptions.subscription import plan_of
from tests.subscriptions import daily, subscribing

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def alike(reckoned: datetime = MONDAY, served: date | None = None, week: tuple[time, ...] = daily()) -> Alike:
    """A subscription every day at eight in Shanghai, which is midnight in UTC."""
    plan = plan_of(subscribing(week=week))
    return Alike((1, 2), plan, reckoned, served, reckoned + DAY)


def slot(days: int) -> Slot:
    """The slot so many days after Monday's."""
    at = MONDAY + days * DAY
    return Slot(at.date(), at)


def test_on_time() -> None:
    """What is due is posted, and its date is served."""
    found = reckon(alike(), MONDAY + DAY)
    assert (found.due, found.lapsed) == (slot(1), ())
    assert (found.served, found.next_at) == (slot(1).day, slot(2).at)
    assert (found.subscriptions, found.seen) == ((1, 2), MONDAY + DAY)


def test_too_early() -> None:
    """A tick that comes too early serves nothing."""
    found = reckon(alike(served=slot(0).day), MONDAY + DAY - timedelta(seconds=1))
    assert (found.due, found.lapsed, found.served) == (None, (), slot(0).day)
    assert found.next_at == slot(1).at


def test_after_a_day() -> None:
    """After a night and a day the newest is posted, if it is not too old; the others have lapsed."""
    late = MONDAY + 3 * DAY + CATCH_UP
    found = reckon(alike(), late)
    assert (found.due, found.lapsed) == (slot(3), (slot(1), slot(2)))
    found = reckon(alike(), late + timedelta(seconds=1))
    assert (found.due, found.lapsed) == (None, (slot(1), slot(2), slot(3)))
    assert (found.served, found.next_at) == (slot(3).day, slot(4).at)


def test_after_a_year() -> None:
    """After very long, a month of what has lapsed is told of one by one, and that there is more."""
    found = reckon(alike(), MONDAY + 365 * DAY + timedelta(hours=13))
    assert found.due is None
    assert [lapsed.day for lapsed in found.lapsed] == [slot(days).day for days in range(335, 366)]
    assert "before" in found.remark
    assert "before" not in reckon(alike(), MONDAY + 3 * DAY).remark


def test_served_already() -> None:
    """A date that was served is not served again, whatever time it has by now."""
    nine = alike(served=slot(1).day, week=daily(time(9)))
    found = reckon(nine, MONDAY + DAY + timedelta(hours=1))
    assert (found.due, found.lapsed) == (None, ())
    assert found.next_at == slot(2).at + timedelta(hours=1)


@pytest.mark.parametrize("days", [1, 2, 40, 400])
def test_again(days: int) -> None:
    """What was reckoned is not reckoned again."""
    now = MONDAY + days * DAY + timedelta(hours=1)
    found = reckon(alike(), now)
    again = replace(alike(), reckoned=now, served=found.served, next_at=found.next_at)
    second = reckon(again, now)
    assert (second.due, second.lapsed, second.served) == (None, (), found.served)
    assert second.next_at == found.next_at
