"""Digests that are due on a Monday, as the contract of the outbox has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.jobs.ticking import tick
from bot.subscriptions.delivery import Delivery, Filter, Settlement, State
from tests.contracts.kinds import Everything
from tests.subscriptions import Hands, subscribed

MONDAY = date(2026, 3, 2)
EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def due_monday(store: Everything, *chats: str) -> list[Delivery]:
    """Subscriptions whose Monday's digests are pending, and these."""
    await subscribed(store, *chats)
    await tick(store, "telegram", Hands(EIGHT))
    return list(await store.ready("telegram", EIGHT, LONG_AGO, 100))


async def leave(store: Everything, delivery: Delivery, parts: int = 1) -> int:
    """Have it leave in a reign of its own; the reign's epoch."""
    epoch = await store.take("telegram", EIGHT)
    assert await store.begin(delivery.id, epoch, EIGHT, parts)
    return epoch


async def settle(store: Everything, delivery: Delivery, state: State, **noted: Any) -> None:  # noqa: ANN401
    """Have it leave, and settle it so."""
    epoch = await leave(store, delivery)
    assert await store.settle(delivery.id, epoch, replace(Settlement(state, EIGHT), **noted))


async def look(store: Everything, delivery: Delivery) -> Delivery:
    """The delivery as it is kept now."""
    return next(one for one in await store.deliveries(Filter()) if one.id == delivery.id)


async def due_tuesday(store: Everything) -> list[Delivery]:
    """What is pending on the day after."""
    tuesday = EIGHT + timedelta(days=1)
    await tick(store, "telegram", Hands(tuesday))
    return list(await store.ready("telegram", tuesday, LONG_AGO, 9))
