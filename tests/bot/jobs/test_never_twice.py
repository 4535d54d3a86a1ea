"""Whatever happens, and in whichever order: no digest is posted twice, and none is lost without a word."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.jobs.deliveries import Deliveries
from bot.jobs.senders import Leaving
from bot.jobs.ticking import reckon, tick
from bot.replies import Kind, Reply, Text
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Delivery, Filter, State
from bot.subscriptions.outcomes import Finding, InDoubt, Outcome, Sent, TryLater, Unsent
from bot.subscriptions.subscription import Status, Subscription, scheduled
from tests.subscriptions import Hands, daily, subscribing

START = datetime(2026, 3, 2, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC")
CHATS = ("1", "2")


class Crash(BaseException):
    """The process is killed."""


@dataclass
class Platform:
    """A platform on which the process is killed at chosen points.

    One that is ``keyed`` shows a message with the same key once, however often it is posted.
    """

    keyed: bool
    script: list[str] = field(default_factory=list)
    shown: list[tuple[str, date, int]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    platform: str = "telegram"

    def parts(self, _: Subscription, reply: Reply) -> Sequence[str]:
        """A message for each text."""
        return [node.text for node in reply.nodes if isinstance(node, Text)]

    async def deliver(self, delivery: Delivery, _: str, leaving: Leaving) -> Outcome:
        """Show the message, as far as it gets."""
        step = self.script.pop(0) if self.script else "well"
        if step == "killed before":
            raise Crash
        await leaving()
        if step == "killed when it left":
            raise Crash
        if step == "put off":
            return TryLater("flooded", 60)
        if not (self.keyed and delivery.key in self.keys):
            self.shown.append((delivery.subscription.address.chat, delivery.day, delivery.part))
        self.keys.add(delivery.key)
        if step == "killed when it arrived":
            raise Crash
        return InDoubt("no answer came") if step == "no answer" else Sent("1")

    async def find(self, _: Delivery) -> Finding:
        """Whether it may be posted again."""
        return Unsent() if self.keyed else InDoubt("nobody can tell")


class Until(Hands):
    """A clock that ends it all when somebody waits."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.stopping = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """The last time."""
        await super().sleep(seconds)
        self.stopping.set()


async def compose(delivery: Delivery) -> Reply | None:
    """A digest of two messages."""
    return Reply(Kind.DIGEST, (Text(str(delivery.day)), Text("more")))


@dataclass
class World:
    """A store, a platform, the time, and two chats, of which somebody remembers how they once were."""

    store: SqliteStore
    platform: Platform
    now: datetime = START
    old: dict[str, Subscription] = field(default_factory=dict)

    async def begin(self) -> None:
        """Two chats subscribe."""
        for chat in CHATS:
            self.old[chat] = await self.store.keep_subscription(subscribing(chat, self.now))

    async def do(self, step: "Step") -> None:
        """One thing that happens."""
        store, chat = self.store, step.chat
        if step.what == "time":
            self.now += timedelta(hours=step.hours)
        elif step.what == "run":
            await self.run(step)
        elif step.what == "post":
            await self.post(step.script)
        elif step.what == "post now":
            await self.post_now(chat)
        elif step.what == "change":
            await self.change(chat, step.chosen)
        elif step.what == "change during a tick":
            waiting = await store.due("telegram", self.now, 9)
            await self.change(chat, step.chosen)
            await store.enqueue([reckon(some, self.now) for some in waiting], self.now)
        else:
            self.old[chat] = await store.keep_subscription(subscribing(chat, self.now))

    async def post_now(self, chat: str) -> None:
        """Somebody wants today's at once; where it may have arrived, they see that it did."""
        today = self.now.astimezone(self.old[chat].zone).date()
        doubtful = Filter(today, str(self.old[chat].address), frozenset({State.UNKNOWN}))
        if not await self.store.deliveries(doubtful):
            await self.store.post_now(self.old[chat].id, today, self.now)

    async def run(self, step: "Step") -> None:
        """A process runs after a while, until it is killed or has nothing to do; and another one after it."""
        self.now += timedelta(hours=step.hours)
        await tick(self.store, "telegram", Hands(self.now))
        await self.post(step.script)
        self.now += timedelta(minutes=2)
        await self.post([])

    async def change(self, chat: str, chosen: dict[str, Any]) -> None:
        """Somebody changes a subscription as it was when they looked."""
        changed = scheduled(replace(self.old[chat], changed=self.now, **chosen), self.now)
        await self.store.keep_subscription(changed)

    async def post(self, script: list[str]) -> None:
        """A process posts what is due until it is killed, or there is nothing to do."""
        self.platform.script = script
        clock = Until(self.now)
        try:
            await Deliveries(self.store, self.platform, compose, clock, at_once=1).serve(clock.stopping)
        except* Crash:
            pass


@dataclass(frozen=True)
class Step:
    """What happens, after how long, to which chat, what is chosen, and what the platform does."""

    what: str
    hours: int = 0
    chat: str = CHATS[0]
    chosen: dict[str, Any] = field(default_factory=dict[str, Any])
    script: list[str] = field(default_factory=list[str])


HAPPENS = ("run", "time", "post", "post now", "change", "change during a tick", "subscribe")
KILLS = ("killed before", "killed when it left", "killed when it arrived")
CHOICES: tuple[dict[str, Any], ...] = (
    *({"week": daily(time(hour))} for hour in (0, 7, 9, 23)),
    {"week": (time(8), None) * 3 + (None,)},
    *({"zone": ZoneInfo(zone)} for zone in ZONES),
    *({"status": status} for status in Status),
    {"resumes": START.date() + timedelta(days=4)},
)
STEPS = st.builds(
    Step,
    st.sampled_from(("run",) * 6 + HAPPENS),
    st.integers(0, 12),
    st.sampled_from(CHATS),
    st.sampled_from(CHOICES),
    st.lists(st.sampled_from(("well", "put off", "no answer", *KILLS)), max_size=4),
)


async def live(steps: Sequence[Step], *, keyed: bool) -> tuple[Platform, list[Delivery]]:
    """All that happens, and then a day on which all is well; what was shown, and what is noted."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "digestbot.sqlite3")
        world = World(store, Platform(keyed))
        await world.begin()
        for step in [*steps, *[Step("run", 12)] * 3]:
            await world.do(step)
        noted = list(await store.deliveries(Filter()))
        await store.close()
    return world.platform, noted


@settings(max_examples=40)
@given(st.lists(STEPS, min_size=5, max_size=30), st.booleans())
def test_never_twice(steps: list[Step], keyed: bool) -> None:  # noqa: FBT001
    """No message is shown twice, and each that was to be posted was shown, or is listed with a reason."""
    platform, noted = asyncio.run(live(steps, keyed=keyed))
    assert [shown for shown, times in Counter(platform.shown).items() if times > 1] == []
    keys = {(one.subscription.address.chat, one.day, one.part): one for one in noted}
    assert len(keys) == len(noted)
    assert set(platform.shown) <= set(keys)
    for key, delivery in keys.items():
        if delivery.state is State.SENT:
            assert key in platform.shown
        elif delivery.state is State.PENDING:
            assert key not in platform.shown
        else:
            assert delivery.why
        assert delivery.state is not State.SENDING
