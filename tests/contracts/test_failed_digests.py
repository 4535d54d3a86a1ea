"""What every store promises about digests that failed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.jobs.ticking import tick
from bot.subscriptions.delivery import FAILED, Delivery, Filter, Settlement, State
from tests.contracts.kinds import Everything
from tests.essays import NOON, adding
from tests.subscriptions import Hands, subscribed

MONDAY = date(2026, 3, 2)
EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)


async def day_of(store: Everything, day: int, state: State, *essays: int) -> Delivery:
    """The digest of so many days after Monday: of these essays, and what became of it."""
    now = EIGHT + day * DAY
    if not await store.subscriptions():
        await store.apply([adding(key) for key in "abcdef"], NOON)
        await subscribed(store, "1")
    await tick(store, "telegram", Hands(now))
    (delivery,) = await store.ready("telegram", now, now, 9)
    await store.keep_digest_essays(delivery.subscription.id, delivery.day, essays)
    epoch = await store.take("telegram", now)
    if state is not State.PENDING:
        assert await store.begin(delivery.id, epoch, now)
    if state not in {State.PENDING, State.SENDING}:
        assert await store.settle(delivery.id, epoch, Settlement(state, now, "so"))
    return delivery


@pytest.mark.parametrize("state", State)
async def test_given(store: Everything, state: State) -> None:
    """A digest that failed has given nothing; one that was posted, or is on its way, has."""
    delivery = await day_of(store, 0, state, 2, 1)
    number = delivery.subscription.id
    assert await store.given(number) == ({} if state in FAILED else {1: MONDAY, 2: MONDAY})
    assert list(await store.digest_essays(number, MONDAY)) == [2, 1]


async def test_given_after_all(store: Everything) -> None:
    """What was in doubt and turns out to have arrived has given what was in it."""
    delivery = await day_of(store, 0, State.UNKNOWN, 1)
    epoch = (await store.deliveries(Filter()))[0].epoch
    assert await store.settle(delivery.id, epoch, Settlement(State.SENT, EIGHT))
    assert await store.given(delivery.subscription.id) == {1: MONDAY}


async def test_given_when_all_fails(store: Everything) -> None:
    """After three digests in a row that failed something else is tried; then they are due again."""
    number = (await day_of(store, 0, State.DEAD, 1)).subscription.id
    for day in (1, 2):
        assert await store.given(number) == {}
        await day_of(store, day, State.DEAD, 1)
    assert await store.given(number) == {1: MONDAY + 2 * DAY}
    await day_of(store, 3, State.SENT, 2)
    assert await store.given(number) == {2: MONDAY + 3 * DAY}


async def test_came_again(store: Everything) -> None:
    """What was in each digest stays known, and when it came again: in one that was sent."""
    first = await day_of(store, 0, State.UNKNOWN, 1, 2)
    await day_of(store, 1, State.DEAD, 1)
    assert await store.came_again(first.id) is None
    await day_of(store, 2, State.SENT, 2, 1)
    assert await store.came_again(first.id) == MONDAY + 2 * DAY
    number = first.subscription.id
    essays = [list(await store.digest_essays(number, MONDAY + day * DAY)) for day in range(3)]
    assert essays == [[1, 2], [1], [2, 1]]


async def test_given_again_and_dropped(store: Everything) -> None:
    """Of an essay that came twice the last time stays known, however long ago the first is."""
    await day_of(store, 0, State.SENT, 1)
    number = (await day_of(store, 1, State.SENT, 1)).subscription.id
    await store.drop_deliveries(EIGHT + 2 * DAY)
    assert await store.given(number) == {1: MONDAY + DAY}
    assert list(await store.digest_essays(number, MONDAY)) == []


async def test_given_of_what_is_dropped(store: Everything) -> None:
    """What is kept of digests may go: those that failed have given nothing even then."""
    await day_of(store, 0, State.SENT, 1)
    delivery = await day_of(store, 1, State.DEAD, 2)
    assert await store.drop_deliveries(EIGHT + 2 * DAY) == 2
    assert await store.given(delivery.subscription.id) == {1: MONDAY}


async def test_doubtful(store: Everything) -> None:
    """The last digest that left is known if it may not have arrived, whatever never left since."""
    delivery = await day_of(store, 0, State.UNKNOWN, 1)
    number = delivery.subscription.id
    assert await store.doubtful_before(number, MONDAY) is None
    await day_of(store, 1, State.MISSED, 1)
    assert await store.doubtful_before(number, MONDAY + 2 * DAY) == MONDAY
    await day_of(store, 2, State.SENT, 1)
    assert await store.doubtful_before(number, MONDAY + 3 * DAY) is None


@pytest.mark.parametrize("state", State)
async def test_post_now_again(store: Everything, state: State) -> None:
    """A digest of today that failed is posted again at once; one that was sent, or will be, is not."""
    delivery = await day_of(store, 0, state, 1)
    later = EIGHT + timedelta(hours=3)
    again = await store.post_now(delivery.subscription.id, MONDAY, later)
    assert again is (state in FAILED)
    (found,) = await store.deliveries(Filter())
    assert found.state is (State.PENDING if again else state)
    assert list(await store.digest_essays(delivery.subscription.id, MONDAY)) == [1]


async def test_settled_after(store: Everything) -> None:
    """Deliveries are listed by when it was settled what became of them."""
    for day, state in enumerate((State.SENT, State.DEAD, State.PENDING)):
        await day_of(store, day, state, 1)
    found = await store.deliveries(Filter(settled_after=EIGHT))
    assert [one.state for one in found] == [State.DEAD]


async def test_wanted(store: Everything) -> None:
    """What was refused in a chat that left can be told from what was refused where digests are wanted."""
    wanted = Filter(states=frozenset({State.DEAD}), active=True)
    await day_of(store, 0, State.DEAD, 1)
    assert await store.delivery_counts(wanted) == {State.DEAD: 1}
    await store.block_chat("telegram", "1", EIGHT, "the bot was blocked")
    assert await store.delivery_counts(wanted) == {}
