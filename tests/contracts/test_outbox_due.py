"""How subscriptions become deliveries in every outbox."""

from asyncio import gather
from dataclasses import replace
from datetime import time, timedelta

from bot.jobs.ticking import follow_zones, reckon, tick
from bot.requests import Address
from bot.subscriptions.delivery import Filter, State
from bot.subscriptions.outbox import Alike, Reckoning
from bot.subscriptions.schedule import Slot
from bot.subscriptions.subscription import Status, scheduled
from tests.contracts.kinds import Everything
from tests.contracts.mondays import EIGHT, LONG_AGO, MONDAY, due_monday
from tests.essays import NOON
from tests.subscriptions import Hands, daily, subscribed, subscribing


async def test_due(store: Everything) -> None:
    """Active subscriptions are due from their instant on, by platform, those alike together."""
    one, two = await subscribed(store, "1", "2")
    (early,) = await subscribed(store, "3", week=daily(time(7)))
    await subscribed(store, "4", status=Status.PAUSED)
    await subscribed(store, "5", address=Address("discord", "5"))
    assert list(await store.due("telegram", EIGHT - timedelta(hours=2), 9)) == []
    found = list(await store.due("telegram", EIGHT, 9))
    assert [some.subscriptions for some in found] == [(early.id,), (one.id, two.id)]
    assert found[1] == Alike((one.id, two.id), replace(found[0].plan, week=one.week), NOON, None, EIGHT)
    assert [some.subscriptions for some in await store.due("telegram", EIGHT, 2)] == [(early.id,), (one.id,)]
    planned = [some.subscriptions for some in await store.planned(one.id, 2)]
    assert sorted(planned) == [(two.id,), (early.id,)]


async def test_enqueue(store: Everything) -> None:
    """A tick writes a delivery and the next slot; another one finds nothing to do."""
    (delivery,) = await due_monday(store, "1")
    assert (delivery.day, delivery.part, delivery.state, delivery.due_at) == (MONDAY, 1, State.PENDING, EIGHT)
    subscription = delivery.subscription
    assert subscription.served == MONDAY
    assert subscription.reckoned == EIGHT
    assert subscription.next_at == EIGHT + timedelta(days=1)
    assert await tick(store, "telegram", Hands(EIGHT)) == 0


async def test_enqueue_twice(store: Everything) -> None:
    """Whoever reckoned before another tick writes nothing more."""
    await subscribed(store, "1")
    seen = [reckon(some, EIGHT) for some in await store.due("telegram", EIGHT, 9)]
    assert await store.enqueue(seen, EIGHT) == 1
    assert await store.enqueue(seen, EIGHT) == 0
    assert len(await store.deliveries(Filter())) == 1


async def test_enqueue_what_changed(store: Everything) -> None:
    """A subscription that was changed while it was reckoned is left to the next tick."""
    one, two = await subscribed(store, "1", "2")
    seen = [reckon(some, EIGHT) for some in await store.due("telegram", EIGHT, 9)]
    await store.keep_subscription(scheduled(replace(one, week=daily(time(9))), NOON))
    assert await store.enqueue(seen, EIGHT) == 1
    assert [found.subscription.id for found in await store.deliveries(Filter())] == [two.id]
    changed = await store.subscription(one.chat)
    assert changed is not None
    assert changed.served is None


async def test_enqueue_a_served_date(store: Everything) -> None:
    """A date that has a delivery gets no other, whatever is reckoned for it."""
    (pending,) = await due_monday(store, "1")
    subscription = pending.subscription
    again = Reckoning((subscription.id,), subscription.next_at, Slot(MONDAY, EIGHT), (), None, EIGHT)
    assert await store.enqueue([again], EIGHT) == 0
    assert [found.id for found in await store.deliveries(Filter())] == [pending.id]


async def test_lapsed(store: Everything) -> None:
    """After three days of silence the newest slot is due, and the others are listed as missed."""
    await subscribed(store, "1")
    back = EIGHT + timedelta(days=2, hours=1)
    assert await tick(store, "telegram", Hands(back)) == 1
    found = await store.deliveries(Filter())
    assert [(one.day.day, one.state) for one in found] == [
        (4, State.PENDING),
        (3, State.MISSED),
        (2, State.MISSED),
    ]
    assert [bool(one.why) for one in found] == [False, True, True]


async def test_many(store: Everything) -> None:
    """However many are due at once, each gets one delivery."""
    many = 905
    await gather(*(store.keep_subscription(subscribing(str(number))) for number in range(many)))
    assert await tick(store, "telegram", Hands(EIGHT), batch=902) == many
    assert await store.delivery_counts(Filter(due_since=EIGHT)) == {State.PENDING: many}


async def test_post_now(store: Everything) -> None:
    """A digest can be posted ahead of its slot, which then has none of its own."""
    (subscription,) = await subscribed(store, "1")
    assert await store.post_now(subscription.id, MONDAY, NOON)
    assert not await store.post_now(subscription.id, MONDAY, NOON)
    assert not await store.post_now(subscription.id + 1, MONDAY, NOON)
    assert [one.day for one in await store.ready("telegram", NOON, LONG_AGO, 9)] == [MONDAY]
    assert await tick(store, "telegram", Hands(EIGHT)) == 0
    found = await store.subscription(subscription.chat)
    assert found is not None
    assert found.next_at == EIGHT + timedelta(days=1)


async def test_follow_zones(store: Everything) -> None:
    """When zones have other rules, all next slots are reckoned anew but those that are due."""
    one, two, three = await subscribed(store, "1", "2", "3")
    wrong = replace(one, next_at=EIGHT + timedelta(hours=1))
    due = replace(two, next_at=NOON)
    for subscription in (wrong, due):
        await store.keep_subscription(subscription)
    assert await follow_zones(store, Hands()) == 1
    assert list(await store.subscriptions()) == [one, due, three]
