"""What every outbox keeps of subscriptions, of people and of chats."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.jobs.ticking import tick
from bot.requests import Address
from bot.subscriptions.delivery import Filter, State
from bot.subscriptions.schedule import Quiet
from bot.subscriptions.subscription import Status, scheduled
from bot.texts import Language
from digests.derived import Length
from tests.contracts.kinds import Everything
from tests.contracts.mondays import EIGHT, LONG_AGO, MONDAY, due_monday, look
from tests.essays import NOON, adding
from tests.subscriptions import Hands, daily, subscribed, subscribing


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
