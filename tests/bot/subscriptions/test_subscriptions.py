"""Subscriptions as values."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.requests import Address
from bot.subscriptions.schedule import Quiet
from bot.subscriptions.subscription import (
    Status,
    address_of,
    quiet_of,
    quiet_text,
    scheduled,
    week_of,
    week_text,
)
from tests.essays import NOON
from tests.subscriptions import daily, subscribing

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(st.tuples(*[st.none() | MINUTES] * 7), st.none() | st.builds(Quiet, MINUTES, MINUTES))
def test_texts(week: tuple[time | None, ...], quiet: Quiet | None) -> None:
    """A week and quiet hours are read as they were written, to the minute."""
    assert week_of(week_text(week)) == week
    assert quiet_of(quiet_text(quiet)) == quiet


def test_week_text() -> None:
    """A week is seven times of four digits with commas between them."""
    assert week_text((time(8, 30), None, time(0), None, None, None, time(23, 59))) == "0830,,0000,,,,2359"


@pytest.mark.parametrize("address", [Address("telegram", "-5"), Address("discord", "5", "7")])
def test_chat(address: Address) -> None:
    """The key of a chat names its address."""
    assert address_of(subscribing(address=address).chat) == address


def test_scheduled() -> None:
    """The next post is that of the plan as it is now; a date that is served does not come again."""
    subscription = subscribing()
    assert subscription.next_at == EIGHT
    nine = replace(subscription, week=daily(time(9)))
    assert scheduled(nine, NOON).next_at == EIGHT + timedelta(hours=1)
    served = replace(nine, served=date(2026, 3, 2))
    assert scheduled(served, NOON).next_at == EIGHT + timedelta(hours=25)
    abroad = scheduled(replace(subscription, zone=ZoneInfo("America/New_York")), NOON)
    assert abroad.next_at == datetime(2026, 3, 1, 13, tzinfo=UTC)


def test_scheduled_while_due() -> None:
    """What is due already stays due when something is changed at that moment."""
    now = EIGHT + timedelta(seconds=5)
    changed = replace(subscribing(), topics="平台")
    assert scheduled(changed, now) == changed


@pytest.mark.parametrize("status", [Status.PAUSED, Status.ENDED, Status.BLOCKED])
def test_resting(status: Status) -> None:
    """Nothing is posted before it is active again, and nothing is caught up with then."""
    resting = scheduled(replace(subscribing(), status=status), NOON)
    assert resting.next_at is None
    later = NOON + timedelta(days=3)
    back = scheduled(replace(resting, status=Status.ACTIVE), later)
    assert (back.reckoned, back.next_at) == (later, EIGHT + timedelta(days=3))
