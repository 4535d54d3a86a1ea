"""How digests are posted: each once, in order, and with a word about every one that was not."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.deliveries import Deliveries
from bot.jobs.senders import Leaving
from bot.jobs.ticking import tick
from bot.replies import Kind, Reply, Text
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import CATCH_UP, Delivery, Filter, State
from bot.subscriptions.outcomes import Finding, Gone, InDoubt, Moved, Outcome, Refused, Sent, TryLater, Unsent
from bot.subscriptions.subscription import Status, Subscription, scheduled
from tests.subscriptions import Hands, subscribed

# Only the store itself can be told that it cannot be written.
# pyright: reportPrivateUsage=false

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(name="store")
async def make_store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "digestbot.sqlite3")
    yield store
    await store.close()


async def compose(delivery: Delivery) -> Reply | None:
    """A digest that says whose it is and of which day; a line for each topic."""
    subscription = delivery.subscription
    lines = (str(delivery.day), *subscription.topics.split())
    if subscription.topics == "nothing":
        return None if subscription.empty else Reply(Kind.NOTICE, (Text("there is nothing"),))
    return Reply(Kind.DIGEST, tuple(Text(f"{subscription.address} {line}") for line in lines))


@dataclass
class Platform:
    """A platform that posts one message for each text, and answers as it is told; then that all is well."""

    answers: list[Outcome | Exception] = field(default_factory=list)
    finding: Finding = field(default_factory=Unsent)
    posted: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    platform: str = "telegram"

    def parts(self, _: Subscription, reply: Reply) -> Sequence[str]:
        """A message for each text."""
        return [node.text for node in reply.nodes if isinstance(node, Text)]

    async def deliver(self, _: Delivery, part: str, leaving: Leaving) -> Outcome:
        """Take note of the message, unless the answer is another."""
        self.before()
        await leaving()
        answer = self.answers.pop(0) if self.answers else Sent(str(len(self.posted) + 1))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.posted.append(part)
        self.after()
        return answer

    async def find(self, delivery: Delivery) -> Finding:
        """What is found of any message."""
        self.asked.append(delivery.key)
        return self.finding


class Until(Hands):
    """A clock that ends it all at the first wait, or at the first that leads beyond a time."""

    def __init__(self, now: datetime, end: datetime | None = None) -> None:
        super().__init__(now)
        self.end = end or now
        self.stopping = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Move on, perhaps for the last time."""
        await super().sleep(seconds)
        if self.time > self.end:
            self.stopping.set()
        await asyncio.to_thread(lambda: None)


def ended_by(clock: Until, platform: Platform, count: int) -> Callable[[], None]:
    """Ends it all when so many are posted."""

    def after() -> None:
        if len(platform.posted) == count:
            clock.stopping.set()

    return after


async def post(store: SqliteStore, platform: Platform, clock: Until | None = None) -> Until:
    """Post what is due on Monday at eight, until there is nothing to do."""
    clock = clock or Until(EIGHT)
    await Deliveries(store, platform, compose, clock, at_once=1).serve(clock.stopping)
    return clock


async def due(store: SqliteStore, *chats: str, topics: str = "") -> None:
    """Subscriptions with Monday's digests pending."""
    await subscribed(store, *chats, topics=topics)
    await tick(store, "telegram", Hands(EIGHT))


async def states(store: SqliteStore) -> list[tuple[State, str]]:
    """Of all deliveries what became of them, and why."""
    return [(found.state, found.why) for found in await store.deliveries(Filter())]


async def test_post(store: SqliteStore) -> None:
    """What is due is posted, once, and what it is called is noted."""
    await due(store, "1", "2", "3")
    platform = Platform()
    for _ in range(2):
        await post(store, platform)
    assert sorted(platform.posted) == [f"telegram:{number} 2026-03-02" for number in (1, 2, 3)]
    found = await store.deliveries(Filter())
    assert sorted(one.message for one in found) == ["1", "2", "3"]
    assert {one.state for one in found} == {State.SENT}


async def test_parts(store: SqliteStore) -> None:
    """The messages of a digest are posted in their order; one that has to wait keeps those behind it."""
    await due(store, "1", topics="two three")
    platform = Platform([Sent("1"), TryLater("flooded", 30)])
    await post(store, platform)
    assert platform.posted == ["telegram:1 2026-03-02"]
    await post(store, platform, Until(EIGHT + timedelta(minutes=1)))
    assert platform.posted == [f"telegram:1 {line}" for line in ("2026-03-02", "two", "three")]


async def test_fewer_parts(store: SqliteStore) -> None:
    """A part that a digest has no more, since it was changed meanwhile, is given up."""
    await due(store, "1", topics="two")
    await post(store, Platform([Sent("1"), TryLater("flooded", 30)]))
    (subscription,) = await store.subscriptions()
    await store.keep_subscription(replace(subscription, topics=""))
    platform = Platform()
    await post(store, platform, Until(EIGHT + timedelta(minutes=1)))
    assert platform.posted == []
    assert sorted(state for state, _ in await states(store)) == [State.DEAD, State.SENT]


async def test_nothing_to_say(store: SqliteStore) -> None:
    """A digest with nothing in it is not posted; that is noted."""
    await due(store, "1")
    platform, clock = Platform(), Until(EIGHT)

    async def nothing(_: Delivery) -> None:
        return None

    await Deliveries(store, platform, nothing, clock, at_once=1).serve(clock.stopping)
    assert platform.posted == []
    assert [state for state, _ in await states(store)] == [State.EMPTY]
    assert [one.empty for one in await store.subscriptions()] == [1]


async def test_word_of_nothing(store: SqliteStore) -> None:
    """That there is nothing to say may be said; it is no digest all the same."""
    await due(store, "1", topics="nothing")
    platform = Platform()
    await post(store, platform)
    await tick(store, "telegram", Hands(EIGHT + timedelta(days=1)))
    await post(store, platform, Until(EIGHT + timedelta(days=1)))
    assert platform.posted == ["there is nothing"]
    assert [state for state, _ in await states(store)] == [State.EMPTY] * 2
    assert [one.empty for one in await store.subscriptions()] == [2]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Refused("the text is too long"), State.DEAD),
        (InDoubt("no answer came"), State.UNKNOWN),
        (Gone("the bot is blocked"), State.DEAD),
    ],
)
async def test_refused(store: SqliteStore, answer: Refused | InDoubt | Gone, state: State) -> None:
    """What is refused, or in doubt, is listed with the reason and not tried again; the others go on."""
    await due(store, "1", "2")
    platform = Platform([answer])
    await post(store, platform)
    await post(store, platform, Until(EIGHT + timedelta(hours=1)))
    assert len(platform.posted) == 1
    assert sorted(await states(store)) == sorted([(state, answer.why), (State.SENT, "")])
    blocked = [one.why for one in await store.subscriptions() if one.status is Status.BLOCKED]
    assert blocked == ([answer.why] if isinstance(answer, Gone) else [])


async def test_try_later(store: SqliteStore) -> None:
    """What has to wait is posted at its time, the others meanwhile."""
    await due(store, "1", "2")
    platform = Platform([TryLater("flooded", 30)])
    await post(store, platform, Until(EIGHT, EIGHT + timedelta(seconds=20)))
    assert len(platform.posted) == 1
    await post(store, platform, Until(EIGHT + timedelta(minutes=1)))
    assert len(set(platform.posted)) == 2


async def test_growing_pauses(store: SqliteStore) -> None:
    """Without a time to wait for, pauses grow up to ten minutes."""
    await due(store, "1")
    platform, at, pauses = Platform([TryLater("unreachable")] * 9), EIGHT, list[float]()
    for _ in range(9):
        await post(store, platform, Until(at))
        (found,) = await store.deliveries(Filter())
        pauses.append((found.try_at - at).total_seconds())
        at = found.try_at
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert await states(store) == [(State.PENDING, "unreachable")]


async def test_unreachable(store: SqliteStore) -> None:
    """While a platform cannot be reached, nothing else is tried there."""
    await due(store, *map(str, range(9)))
    platform = Platform([TryLater("unreachable", 60, everywhere=True)])
    await post(store, platform, Until(EIGHT, EIGHT + timedelta(seconds=59)))
    assert platform.posted == []
    await post(store, platform, Until(EIGHT + timedelta(minutes=2)))
    assert len(platform.posted) == 9


async def test_moved(store: SqliteStore) -> None:
    """A chat that became another gets its digest there."""
    await due(store, "-5")
    platform = Platform([Moved("-1005")])
    await post(store, platform)
    assert platform.posted == ["telegram:-1005 2026-03-02"]


async def test_unsubscribed(store: SqliteStore) -> None:
    """Who unsubscribes while a digest waits for its turn does not get it."""
    await due(store, "1")
    (subscription,) = await store.subscriptions()
    platform = Platform()
    clock = Until(EIGHT)

    async def leave(delivery: Delivery) -> Reply | None:
        ended = scheduled(replace(delivery.subscription, status=Status.ENDED), EIGHT)
        await store.keep_subscription(ended)
        return await compose(delivery)

    await Deliveries(store, platform, leave, clock, at_once=1).serve(clock.stopping)
    assert platform.posted == []
    assert [state for state, _ in await states(store)] == [State.DEAD]
    assert subscription.status is Status.ACTIVE


async def test_too_late(store: SqliteStore) -> None:
    """What waited so long for its turn that it is too late does not leave."""
    await due(store, "1")
    clock = Until(EIGHT)

    def wait() -> None:
        clock.time = EIGHT + CATCH_UP + timedelta(seconds=1)

    platform = Platform(before=wait)
    await post(store, platform, clock)
    assert platform.posted == []
    assert [state for state, _ in await states(store)] == [State.PENDING]


async def test_trouble_before(store: SqliteStore) -> None:
    """What goes wrong before a message leaves puts it off, and nothing else."""
    await due(store, "1", "2")

    async def trouble(delivery: Delivery) -> Reply | None:
        if delivery.subscription.address.chat == "1":
            raise ValueError("as it happens")
        return await compose(delivery)

    platform, clock = Platform(), Until(EIGHT)
    await Deliveries(store, platform, trouble, clock, at_once=1).serve(clock.stopping)
    assert platform.posted == ["telegram:2 2026-03-02"]
    assert sorted(state for state, _ in await states(store)) == [State.PENDING, State.SENT]
    await post(store, platform, Until(EIGHT + timedelta(minutes=1)))
    assert len(platform.posted) == 2


async def test_trouble_after(store: SqliteStore) -> None:
    """What goes wrong after a message left leaves it in doubt: it is listed, and not posted again."""
    await due(store, "1")
    platform = Platform([ValueError("as it happens")])
    for hours in range(2):
        await post(store, platform, Until(EIGHT + timedelta(hours=hours)))
    assert platform.posted == []
    assert [state for state, _ in await states(store)] == [State.UNKNOWN]


@pytest.mark.parametrize(
    ("finding", "state", "posted"),
    [
        (Sent("77"), State.SENT, 0),
        (InDoubt("nobody can tell"), State.UNKNOWN, 0),
        (Unsent(), State.SENT, 1),
    ],
)
async def test_after_a_crash(store: SqliteStore, finding: Finding, state: State, posted: int) -> None:
    """What was about to leave when the process ended is looked for, and settled as it is found."""
    await due(store, "1")
    (pending,) = await store.ready("telegram", EIGHT, EIGHT, 9)
    assert await store.begin(pending.id, await store.take("telegram", EIGHT), EIGHT)
    platform = Platform(finding=finding)
    await post(store, platform)
    assert platform.asked == [pending.key]
    assert [found for found, _ in await states(store)] == [state]
    assert len(platform.posted) == posted


async def test_stopping(store: SqliteStore) -> None:
    """Once it is to stop nothing leaves, and what did not is posted the next time."""
    await due(store, "1", "2")
    clock = Until(EIGHT)
    platform = Platform(before=clock.stopping.set)
    await post(store, platform, clock)
    assert platform.posted == []
    platform = Platform()
    await post(store, platform)
    assert len(platform.posted) == 2


def read_only(store: SqliteStore, *, on: bool) -> None:
    """Let the database be one that cannot be written, or be well again."""
    with closing(store._writing.raw_connection()) as connection:
        connection.cursor().execute(f"PRAGMA query_only={int(on)}")


async def test_read_only_before(store: SqliteStore) -> None:
    """Nothing leaves that cannot be written down; when it can be again, it leaves."""
    await due(store, "1")
    platform = Platform(before=lambda: read_only(store, on=True))
    await post(store, platform)
    assert platform.posted == []
    read_only(store, on=False)
    platform.before = lambda: None
    await post(store, platform)
    assert len(platform.posted) == 1


async def test_read_only_for_long(store: SqliteStore, caplog: pytest.LogCaptureFixture) -> None:
    """As long as it cannot be written it is tried every five seconds, and that is said once."""
    await due(store, "1")
    tries = 0

    def end_writing() -> None:
        nonlocal tries
        tries += 1
        read_only(store, on=True)

    await post(store, Platform(before=end_writing), Until(EIGHT, EIGHT + timedelta(minutes=10)))
    assert tries == 10 * 60 / 5 + 1
    assert caplog.text.count("digests wait") == 1


async def test_read_only_after(store: SqliteStore) -> None:
    """What became of a message is written down as soon as it can be, and the message does not leave again."""
    await due(store, "1")

    class Recovering(Until):
        async def sleep(self, seconds: float) -> None:
            read_only(store, on=False)
            await super().sleep(seconds)

    platform = Platform(after=lambda: read_only(store, on=True))
    clock = Recovering(EIGHT, EIGHT + timedelta(seconds=5))
    await post(store, platform, clock)
    assert clock.slept[0] == 5
    assert len(platform.posted) == 1
    assert [state for state, _ in await states(store)] == [State.SENT]


async def test_stopped_while_read_only(store: SqliteStore) -> None:
    """If it has to stop before that, the message is in doubt, and looked for the next time."""
    await due(store, "1")
    platform = Platform(after=lambda: read_only(store, on=True))
    await post(store, platform)
    read_only(store, on=False)
    assert [state for state, _ in await states(store)] == [State.SENDING]
    platform = Platform(finding=Sent("1"))
    await post(store, platform)
    assert platform.posted == []
    assert [state for state, _ in await states(store)] == [State.SENT]


async def test_together(store: SqliteStore) -> None:
    """However many are posted at the same time, each is posted once."""
    await due(store, *map(str, range(50)))
    platform, clock = Platform(), Until(EIGHT, EIGHT + CATCH_UP)
    platform.after = ended_by(clock, platform, 50)
    await Deliveries(store, platform, compose, clock, at_once=16).serve(clock.stopping)
    assert sorted(platform.posted) == sorted(f"telegram:{number} 2026-03-02" for number in range(50))


async def test_few_in_doubt(store: SqliteStore) -> None:
    """However many are made ready ahead, only so many would be in doubt if the process ended now."""
    in_doubt = list[int]()
    together = asyncio.Barrier(3)

    class Slow(Platform):
        """A platform that answers three messages at the same time, and no fewer."""

        async def deliver(self, _: Delivery, part: str, leaving: Leaving) -> Outcome:
            outcome = await super().deliver(_, part, leaving)
            await together.wait()
            in_doubt.append([state for state, _ in await states(store)].count(State.SENDING))
            return outcome

    await due(store, *map(str, range(30)))
    platform, clock = Slow(), Until(EIGHT, EIGHT + CATCH_UP)
    platform.after = ended_by(clock, platform, 30)
    async with asyncio.timeout(20):
        await Deliveries(store, platform, compose, clock, at_once=3, ahead=8).serve(clock.stopping)
    assert len(platform.posted) == 30
    assert max(in_doubt) == 3
