"""Subscriptions for tests, made in a line, and a clock that is moved by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.requests import Address
from bot.subscriptions.delivery import Delivery, State
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.subscription import Subscription, scheduled
from tests.essays import NOON

EIGHT = time(8)


def daily(moment: time = EIGHT) -> tuple[time, ...]:
    """The same time on every day."""
    return (moment,) * 7


def subscribing(chat: str = "1", now: datetime = NOON, **changes: Any) -> Subscription:  # noqa: ANN401
    """A person's subscription in a private chat of Telegram, every day at eight in Shanghai."""
    person = f"person/telegram/{chat}"
    made = Subscription(
        address=Address("telegram", chat),
        home=person,
        owner=person,
        week=daily(),
        zone=ZoneInfo("Asia/Shanghai"),
        since=now,
        reckoned=now,
        changed=now,
    )
    return scheduled(replace(made, **changes), now)


async def subscribed(outbox: Outbox, *chats: str, **changes: Any) -> list[Subscription]:  # noqa: ANN401
    """Such subscriptions, kept."""
    return [await outbox.keep_subscription(subscribing(chat, **changes)) for chat in chats]


def due_on(subscription: Subscription, day: date) -> Delivery:
    """The first message of the digest of a day, due at that day's time."""
    due = datetime.combine(day, subscription.week[day.weekday()] or EIGHT, subscription.zone).astimezone(UTC)
    return Delivery(0, subscription, day, 1, State.PENDING, due, due)


class Hands:
    """A clock that is moved by hand. Whoever sleeps is told of to ``slept``, and wakes up at once."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> datetime:
        """What the hands show."""
        return self.time

    def elapsed(self) -> float:
        """Seconds since noon."""
        return (self.time - NOON).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Move on by so much."""
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
