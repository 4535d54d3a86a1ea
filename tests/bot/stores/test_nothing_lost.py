"""What a chat gets in the end, whatever becomes of its digests."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index.fts5 import open_index
from bot.jobs.ticking import tick
from bot.shelf.library import Library
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Delivery, Settlement, State
from bot.texts import Language
from bot.visits.composing import post
from tests.essays import NOON, adding
from tests.subscriptions import Hands, subscribed

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
BACKLOG = ("甲", "乙", "丙")
TEXT = "{}在海边站着，它不说话，可是看见它的船都知道回家的路。"


@dataclass(frozen=True)
class Morning:
    """How many essays come before it, and what becomes of its digest; ``None`` if the bot is off."""

    essays: int
    outcome: State | None


@dataclass
class World:
    """A library that grows, and a chat that gets a digest of it every day."""

    store: SqliteStore
    library: Library
    day: int = 0
    new: list[int] = field(default_factory=list[int])
    sent: list[Sequence[int]] = field(default_factory=list[Sequence[int]])
    known: list[frozenset[int]] = field(default_factory=list[frozenset[int]])

    async def add(self, *titles: str) -> list[int]:
        """Let essays come; their numbers."""
        now = EIGHT + timedelta(days=self.day - 1, hours=1)
        numbers = await self.store.apply([adding(one, TEXT.format(one)) for one in titles], now)
        return [number for number in numbers if number is not None]

    async def live(self, morning: Morning) -> None:
        """A day goes by."""
        self.new += await self.add(*(f"新{len(self.new) + count}" for count in range(morning.essays)))
        now = EIGHT + timedelta(days=self.day)
        self.day += 1
        if morning.outcome is None:
            return
        await tick(self.store, "telegram", Hands(now))
        for delivery in await self.store.ready("telegram", now, now, 9):
            await post(self.library, self.store, self.store, delivery, Language.EN)
            await self.settle(delivery, morning.outcome, now)

    async def settle(self, delivery: Delivery, outcome: State, now: datetime) -> None:
        """Let this become of a digest."""
        epoch = await self.store.take("telegram", now)
        if outcome is not State.MISSED:
            await self.store.begin(delivery.id, epoch, now)
        await self.store.settle(delivery.id, epoch, Settlement(outcome, now, "so"))
        if outcome is State.SENT:
            self.sent.append(await self.store.digest_essays(delivery.subscription.id, delivery.day))
            self.known.append(frozenset(number for number, _ in await self.library.arrivals()))


MORNINGS = st.builds(
    Morning,
    st.integers(0, 4),
    st.sampled_from((State.SENT, State.UNKNOWN, State.DEAD, State.MISSED, State.EMPTY, None)),
)


async def lived(mornings: Sequence[Morning]) -> World:
    """All these days, and then as many good ones as there are essays."""
    with TemporaryDirectory() as folder:
        store, index = open_store(Path(folder) / "digestbot.sqlite3"), open_index(Path(folder))
        world = World(store, Library(store, index))
        await store.apply([adding(one, TEXT.format(one)) for one in BACKLOG], NOON)
        await subscribed(store, "1")
        for morning in mornings:
            await world.live(morning)
        for _ in range(len(BACKLOG) + len(world.new)):
            await world.live(Morning(0, State.SENT))
        await world.library.close()
        await store.close()
    return world


@settings(max_examples=15)
@given(st.lists(MORNINGS, max_size=10))
def test_nothing_lost(mornings: list[Morning]) -> None:
    """Whatever failed, each new essay is in a digest that was sent; none is in two before all were in one."""
    world = asyncio.run(lived(mornings))
    had = set[int]()
    for essays, known in zip(world.sent, world.known, strict=True):
        if known <= had:
            break
        assert had.isdisjoint(essays)
        had |= set(essays)
    assert set(world.new) <= {number for essays in world.sent for number in essays}
