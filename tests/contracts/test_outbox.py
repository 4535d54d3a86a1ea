"""What every store promises about subscriptions and deliveries."""

import json
from asyncio import gather
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.outbox import Alike, Delivery, Filter, Reckoning, Settlement, State
from bot.requests import Address
from bot.schedule import Quiet, Slot
from bot.subscriptions import Status, scheduled
from bot.texts import Language
from bot.ticking import follow_zones, reckon, tick
from digests.derived import Length
from tests.contracts.kinds import Everything
from tests.essays import NOON, adding
from tests.subscriptions import Hands, daily, subscribed, subscribing

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


# -- subscriptions ----------------------------------------------------------------------------


async def test_subscription(store: Everything) -> None:
    """A subscription is kept as it is, under its chat, with a number of its own."""
    plain = subscribing("1")
    full = subscribing(
        address=Address("discord", "5", "7"),
        home="home/discord:9",
        week=(None, time(8, 30), None, None, time(23, 59), None, time(0)),
        zone=ZoneInfo("America/Sao_Paulo"),
        quiet=Quiet(time(22), time(7)),
        resumes=date(2026, 4, 1),
        topics="author:某人 -广告",
        essays=3,
        length=Length.LONG,
        language=Language.ZH_HANT,
        silent=True,
        mention="123",
    )
    kept = [await store.keep_subscription(one) for one in (plain, full)]
    assert [replace(one, id=0) for one in kept] == [plain, full]
    assert [await store.subscription(one.chat) for one in kept] == kept
    assert len({one.id for one in kept} - {0}) == 2
    assert await store.subscription("chat/telegram:11") is None


async def test_subscription_again(store: Everything) -> None:
    """There is one subscription for an address: keeping it again changes it."""
    first = await store.keep_subscription(subscribing("1"))
    again = await store.keep_subscription(subscribing("1", topics="平台"))
    assert again == replace(first, topics="平台")
    assert list(await store.subscriptions()) == [again]


async def test_served_stays(store: Everything) -> None:
    """Whoever changes a subscription as it was before a tick takes nothing back of what the tick did."""
    before, *_ = await subscribed(store, "1")
    await tick(store, "telegram", Hands(EIGHT))
    changed = await store.keep_subscription(scheduled(replace(before, week=daily(time(9))), EIGHT))
    assert changed.served == MONDAY
    nine = datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert await tick(store, "telegram", Hands(nine)) == 0
    assert len(await store.deliveries(Filter())) == 1


async def test_listing(store: Everything) -> None:
    """Subscriptions are listed in the order in which they were made, paged, by status and by owner."""
    one, two = await subscribed(store, "1", "2")
    (three,) = await subscribed(store, "3", status=Status.PAUSED, owner=one.owner)
    assert list(await store.subscriptions()) == [one, two, three]
    assert list(await store.subscriptions(1, 1)) == [two]
    assert list(await store.subscriptions(statuses=frozenset({Status.PAUSED}))) == [three]
    assert list(await store.owned(one.owner)) == [one, three]


@pytest.mark.parametrize("status", [Status.PAUSED, Status.ENDED, Status.BLOCKED, Status.WAITING])
async def test_not_wanted(store: Everything, status: Status) -> None:
    """What is pending of a subscription that is not active any more does not leave."""
    (pending,) = await due_monday(store, "1")
    await store.keep_subscription(scheduled(replace(pending.subscription, status=status), EIGHT))
    assert list(await store.ready("telegram", EIGHT, LONG_AGO, 9)) == []
    assert not await store.begin(pending.id, await store.take("telegram", EIGHT), EIGHT)
    found = await look(store, pending)
    assert (found.state, found.settled_at) == (State.DEAD, pending.subscription.changed)
    assert status in found.why


async def test_drop_subscriptions(store: Everything) -> None:
    """Those that ended, were blocked or waited go after a while; of who blocked the bot, all that is kept."""
    pending = await due_monday(store, "1", "2", "3", "4")
    ends = (Status.ENDED, Status.BLOCKED, Status.PAUSED, Status.WAITING)
    for delivery, status in zip(pending, ends, strict=True):
        await store.keep_subscription(replace(delivery.subscription, status=status, changed=EIGHT))
        await store.prefer(delivery.subscription.chat, "language", "en")
    assert await store.drop_subscriptions(EIGHT) == 0
    assert await store.drop_subscriptions(EIGHT + timedelta(days=1)) == 3
    assert [one.status for one in await store.subscriptions()] == [Status.PAUSED]
    assert len(await store.deliveries(Filter())) == 1
    kept = [bool(await store.preferences(delivery.subscription.chat)) for delivery in pending]
    assert kept == [True, False, True, True]


async def test_numbers_are_not_used_again(store: Everything) -> None:
    """A subscription never gets the number of one that was forgotten, since messages were marked with it."""
    (first,) = await subscribed(store, "1")
    await store.forget([first.chat])
    (second,) = await subscribed(store, "1")
    assert second.id > first.id


# -- what they were given ---------------------------------------------------------------------


async def test_given(store: Everything) -> None:
    """The essays of a day are settled once, in their order; of each the last day is known."""
    await store.apply([adding(key) for key in "abc"], NOON)
    one, two = await subscribed(store, "1", "2")
    tuesday = MONDAY + timedelta(days=1)
    assert list(await store.digest_essays(one.id, MONDAY)) == []
    assert list(await store.keep_digest_essays(one.id, MONDAY, [3, 1])) == [3, 1]
    assert list(await store.keep_digest_essays(one.id, MONDAY, [2])) == [3, 1]
    assert list(await store.keep_digest_essays(one.id, tuesday, [2, 1])) == [2, 1]
    assert list(await store.digest_essays(one.id, tuesday)) == [2, 1]
    assert await store.given(one.id) == {1: tuesday, 2: tuesday, 3: MONDAY}
    assert await store.given(two.id) == {}


# -- from subscriptions to deliveries ---------------------------------------------------------


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
    assert await store.delivery_counts(EIGHT) == {State.PENDING: many}


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


# -- from deliveries to messages --------------------------------------------------------------


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


async def due_tuesday(store: Everything) -> list[Delivery]:
    """What is pending on the day after."""
    tuesday = EIGHT + timedelta(days=1)
    await tick(store, "telegram", Hands(tuesday))
    return list(await store.ready("telegram", tuesday, LONG_AGO, 9))


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


# -- for the operator -------------------------------------------------------------------------


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
    assert await store.delivery_counts(EIGHT) == {State.SENT: 1, State.MISSED: 1, State.PENDING: 2}
    assert await store.delivery_counts(EIGHT + timedelta(days=1)) == {State.PENDING: 2}


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


# -- of people and chats ----------------------------------------------------------------------


async def test_forget(store: Everything) -> None:
    """A chat that is forgotten leaves nothing; a person's other subscriptions go on without an owner."""
    await store.apply([adding("a")], NOON)
    one, two = await due_monday(store, "1", "2")
    await store.keep_digest_essays(one.subscription.id, MONDAY, [1])
    await subscribed(store, "-5", owner=one.subscription.owner)
    assert await store.forget([one.subscription.chat, one.subscription.owner]) == 3
    assert [found.id for found in await store.deliveries(Filter())] == [two.id]
    assert [found.owner for found in await store.subscriptions()] == [two.subscription.owner, ""]
    assert await store.given(one.subscription.id) == {}
    assert await store.export([one.subscription.chat, one.subscription.owner]) == {}


async def test_export(store: Everything) -> None:
    """A chat's subscription is handed out with all that came of it, a person's wherever they are."""
    await store.apply([adding("a")], NOON)
    one, _ = await due_monday(store, "1", "2")
    await store.keep_digest_essays(one.subscription.id, MONDAY, [1])
    await subscribed(store, "-5", owner=one.subscription.owner)
    exported = await store.export([one.subscription.chat, one.subscription.owner])
    found = json.loads(json.dumps(exported))
    assert [row["chat"] for row in found["subscription"]] == ["chat/telegram:1", "chat/telegram:-5"]
    assert [(row["subscription"], row["day"]) for row in found["delivery"]] == [(1, "2026-03-02")]
    assert found["given"] == [{"subscription": 1, "number": 1, "day": "2026-03-02", "place": 0}]


async def test_move_chat(store: Everything) -> None:
    """A chat that becomes another takes along its subscriptions and its threads', and what is pending."""
    group, topic = Address("telegram", "-5"), Address("telegram", "-5", "7")
    await subscribed(store, "-5", address=group, home="home/telegram:-5")
    await subscribed(store, "-5", address=topic, home="home/telegram:-5")
    await subscribed(store, "-55")
    await tick(store, "telegram", Hands(EIGHT))
    await store.move_chat("telegram", "-5", "-1005")
    found = [(str(one.address), one.home) for one in await store.subscriptions()]
    home = "home/telegram:-1005"
    assert found[:2] == [("telegram:-1005", home), ("telegram:-1005:7", home)]
    assert found[2][0] == "telegram:-55"
    ready = await store.ready("telegram", EIGHT, LONG_AGO, 9)
    assert [str(one.subscription.address) for one in ready] == [address for address, _ in found]


async def test_move_chat_onto_another(store: Everything) -> None:
    """A chat that has a subscription keeps it, and what was pending for the other does not come there."""
    old, new = await subscribed(store, "-5", "-1005")
    await tick(store, "telegram", Hands(EIGHT))
    await store.move_chat("telegram", "-5", "-1005")
    assert [one.id for one in await store.subscriptions()] == [new.id]
    ready = await store.ready("telegram", EIGHT, LONG_AGO, 9)
    assert [one.subscription.id for one in ready] == [new.id]
    assert old.id != new.id
