"""What becomes of deliveries in every outbox."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.jobs.ticking import tick
from bot.requests import Address
from bot.subscriptions.delivery import Filter, Settlement, State
from bot.subscriptions.subscription import Status
from tests.contracts.kinds import Everything
from tests.contracts.mondays import EIGHT, LONG_AGO, MONDAY, due_monday, due_tuesday, leave, look, settle
from tests.essays import NOON
from tests.subscriptions import Hands, daily, subscribed, subscribing


async def test_ready(store: Everything) -> None:
    """What is ready comes in the order in which it is due, by platform, and not when it is too old."""
    early = subscribing("3", week=daily(time(7)))
    await store.keep_subscription(early)
    one, two = await subscribed(store, "1", "2")
    await tick(store, "telegram", Hands(EIGHT))
    found = await store.ready("telegram", EIGHT, LONG_AGO, 9)
    assert [one.subscription.chat for one in found] == [early.chat, one.chat, two.chat]
    assert [one.id for one in await store.ready("telegram", EIGHT, EIGHT, 1)] == [found[1].id]
    assert list(await store.ready("telegram", NOON, LONG_AGO, 9)) == []
    assert list(await store.ready("discord", EIGHT, LONG_AGO, 9)) == []


async def test_begin(store: Everything) -> None:
    """A delivery leaves once."""
    (pending,) = await due_monday(store, "1")
    epoch = await leave(store, pending)
    assert not await store.begin(pending.id, epoch, EIGHT)
    assert list(await store.ready("telegram", EIGHT, LONG_AGO, 9)) == []
    found = await look(store, pending)
    assert (found.state, found.began_at, found.epoch) == (State.SENDING, EIGHT, epoch)


async def test_reign(store: Everything) -> None:
    """Whose reign is over begins nothing, and cannot settle what another one has begun again."""
    one, two = await due_monday(store, "1", "2")
    old = await leave(store, one)
    new = await store.take("telegram", EIGHT)
    assert await store.take("discord", EIGHT) == 1
    assert not await store.begin(two.id, old, EIGHT)
    assert await store.begin(two.id, new, EIGHT)
    assert not await store.settle(two.id, old, Settlement(State.DEAD, EIGHT))
    assert (await look(store, two)).state is State.SENDING


async def test_sent_after_all(store: Everything) -> None:
    """What was taken for unknown and turns out to be sent is sent."""
    (pending,) = await due_monday(store, "1")
    epoch = await leave(store, pending)
    assert [one.id for one in await store.in_doubt("telegram", epoch + 1, 9)] == [pending.id]
    assert await store.settle(pending.id, epoch, Settlement(State.UNKNOWN, EIGHT, "the bot ended"))
    assert await store.settle(pending.id, epoch, Settlement(State.SENT, EIGHT, message="77"))
    found = await look(store, pending)
    assert (found.state, found.message, found.why) == (State.SENT, "77", "")
    assert not await store.settle(pending.id, epoch, Settlement(State.DEAD, EIGHT))


async def test_in_doubt(store: Everything) -> None:
    """In doubt is what left in an earlier reign and was never settled."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.SENT)
    epoch = await leave(store, two)
    assert list(await store.in_doubt("telegram", epoch, 9)) == []
    assert [found.id for found in await store.in_doubt("telegram", epoch + 1, 9)] == [two.id]
    assert list(await store.in_doubt("discord", epoch + 1, 9)) == []


async def test_put_off(store: Everything) -> None:
    """What is put off is ready again at its time, and says how often it was put off, and why."""
    (pending,) = await due_monday(store, "1")
    again = EIGHT + timedelta(seconds=30)
    await settle(store, pending, State.PENDING, why="flooded", try_at=again)
    assert list(await store.ready("telegram", EIGHT, LONG_AGO, 9)) == []
    (found,) = await store.ready("telegram", again, LONG_AGO, 9)
    assert (found.id, found.attempts, found.why, found.due_at) == (pending.id, 1, "flooded", EIGHT)
    assert found.settled_at is None


async def test_parts(store: Everything) -> None:
    """A part is ready once the one before it is sent, in the thread that that one made."""
    (first,) = await due_monday(store, "1")
    epoch = await leave(store, first, parts=3)
    assert list(await store.ready("telegram", EIGHT, LONG_AGO, 9)) == []
    await store.settle(first.id, epoch, Settlement(State.SENT, EIGHT, message="1", thread="99"))
    (second,) = await store.ready("telegram", EIGHT, LONG_AGO, 9)
    assert (second.part, second.thread, second.due_at) == (2, "99", EIGHT)
    assert await store.part_after(first) == second
    await store.begin(second.id, epoch, EIGHT, parts=3)
    await store.settle(second.id, epoch, Settlement(State.UNKNOWN, EIGHT))
    assert list(await store.ready("telegram", EIGHT, LONG_AGO, 9)) == []
    assert await store.part_after(second) is not None
    assert len({one.key for one in await store.deliveries(Filter())}) == 3


async def test_blocked(store: Everything) -> None:
    """A chat that cannot be posted to is blocked, with all that is pending there, until it is kept anew."""
    (pending,) = await due_monday(store, "1")
    subscription = pending.subscription
    await tick(store, "telegram", Hands(EIGHT + timedelta(days=1)), timedelta(days=2))
    await settle(store, pending, State.DEAD, why="bot was blocked", blocked=True)
    blocked = await store.subscription(subscription.chat)
    assert blocked is not None
    assert (blocked.status, blocked.why, blocked.next_at) == (Status.BLOCKED, "bot was blocked", None)
    assert {one.state for one in await store.deliveries(Filter())} == {State.DEAD}
    back = await store.keep_subscription(subscribing("1", EIGHT))
    assert (back.id, back.status, back.served) == (subscription.id, Status.ACTIVE, MONDAY + timedelta(days=1))


async def test_block_chat(store: Everything) -> None:
    """A chat that threw the bot out is blocked with all its threads; others, and what has ended, are not."""
    here, elsewhere = Address("telegram", "7", "1"), Address("telegram", "77")
    await due_monday(store, "7")
    for address, status in ((here, Status.PAUSED), (elsewhere, Status.ACTIVE)):
        await store.keep_subscription(subscribing("0", address=address, status=status))
    ended = replace(here, thread="2")
    await store.keep_subscription(subscribing("0", address=ended, status=Status.ENDED))
    await store.block_chat("telegram", "7", EIGHT, "removed")
    found = {str(one.address): (one.status, one.why, one.next_at) for one in await store.subscriptions()}
    blocked = (Status.BLOCKED, "removed", None)
    assert found.pop("telegram:7") == found.pop("telegram:7:1") == blocked
    assert {status for status, _, _ in found.values()} == {Status.ACTIVE, Status.ENDED}
    assert [(one.state, one.why) for one in await store.deliveries(Filter())] == [(State.DEAD, "removed")]


async def test_empty(store: Everything) -> None:
    """How many digests in a row had nothing to say is counted."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.EMPTY)
    await settle(store, two, State.EMPTY)
    (again, *_) = await due_tuesday(store)
    await settle(store, again, State.SENT)
    assert [found.empty for found in await store.subscriptions()] == [0, 1]


async def test_lapse(store: Everything) -> None:
    """What is still pending after too long is missed; a reason that is known stays."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.PENDING, why="flooded")
    late = EIGHT + timedelta(hours=6)
    assert await store.lapse("telegram", EIGHT, late) == 0
    soon = EIGHT + timedelta(seconds=1)
    assert await store.lapse("discord", soon, late) == 0
    assert await store.lapse("telegram", soon, late) == 2
    found = [await look(store, delivery) for delivery in (one, two)]
    assert [(delivery.state, delivery.settled_at) for delivery in found] == [(State.MISSED, late)] * 2
    assert found[0].why == "flooded"
    assert found[1].why


async def test_deliveries(store: Everything) -> None:
    """Deliveries are listed by day, address and state, the latest first, paged."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.SENT)
    await due_tuesday(store)
    listed = [(found.day.day, found.subscription.id) for found in await store.deliveries(Filter())]
    first, second = one.subscription.id, two.subscription.id
    assert listed == [(3, first), (3, second), (2, first), (2, second)]

    async def numbers(wanted: Filter) -> list[int]:
        return [found.id for found in await store.deliveries(wanted)]

    assert await numbers(Filter(day=MONDAY)) == [one.id, two.id]
    assert await numbers(Filter(MONDAY, "telegram:2")) == [two.id]
    assert await numbers(Filter(address="telegram:22")) == []
    assert await numbers(Filter(states=frozenset({State.SENT, State.DEAD}))) == [one.id]
    assert len(await store.deliveries(Filter(), 1, 2)) == 2
    counts = {State.SENT: 1, State.MISSED: 1, State.PENDING: 2}
    assert await store.delivery_counts(Filter(due_since=EIGHT)) == counts
    assert await store.delivery_counts(Filter(due_since=EIGHT + timedelta(days=1))) == {State.PENDING: 2}
    assert await store.delivery_counts(Filter(MONDAY, "telegram:2")) == {State.MISSED: 1}


@pytest.mark.parametrize("state", [State.UNKNOWN, State.DEAD, State.MISSED])
async def test_resend(store: Everything, state: State) -> None:
    """What was not sent, or perhaps not, is posted by hand as if it were due now."""
    (pending,) = await due_monday(store, "1")
    await settle(store, pending, state)
    later = EIGHT + timedelta(days=9)
    assert await store.resend(pending.id, later)
    (found,) = await store.ready("telegram", later, later, 9)
    assert (found.id, found.day, found.settled_at) == (pending.id, MONDAY, None)
    assert not await store.resend(pending.id, later)


async def test_no_resend(store: Everything) -> None:
    """What was sent, or will be, or never was, is not posted again."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.SENT)
    for number in (one.id, two.id, two.id + 1):
        assert not await store.resend(number, EIGHT)


async def test_drop_deliveries(store: Everything) -> None:
    """Settled deliveries go after a while; their dates stay served."""
    one, two = await due_monday(store, "1", "2")
    await settle(store, one, State.SENT)
    assert await store.drop_deliveries(EIGHT) == 0
    assert await store.drop_deliveries(EIGHT + timedelta(seconds=1)) == 1
    assert [found.id for found in await store.deliveries(Filter())] == [two.id]
    assert not await store.post_now(one.subscription.id, MONDAY, EIGHT)
    assert await tick(store, "telegram", Hands(EIGHT)) == 0
