"""The outbox in one SQLite file."""

# ruff: noqa: D102 - bot.subscriptions.outbox.Outbox says what each method means

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.stores import enqueueing, giving, people, posting, schema, subscribing
from bot.stores.access import SqliteAccess
from bot.subscriptions.delivery import Delivery, Filter, Outlook, Settlement, State
from bot.subscriptions.outbox import Alike, Reckoning
from bot.subscriptions.subscription import Status, Subscription


class SqliteOutbox(SqliteAccess):
    """A ``bot.subscriptions.outbox.Outbox`` in an SQLite file."""

    # -- subscriptions ------------------------------------------------------------------------

    async def subscription(self, chat: str) -> Subscription | None:
        return await self._read(lambda c: subscribing.of_chat(c, chat))

    async def keep_subscription(self, subscription: Subscription) -> Subscription:
        return await self._write(lambda c: subscribing.keep(c, subscription))

    async def subscriptions(
        self, offset: int = 0, limit: int | None = None, statuses: frozenset[Status] = frozenset()
    ) -> Sequence[Subscription]:
        where = (schema.subscription.c.status.in_(sorted(statuses or Status)),)
        return await self._read(lambda c: subscribing.listed(c, where, offset, limit))

    async def owned(self, owner: str) -> Sequence[Subscription]:
        where = (schema.subscription.c.owner == owner,)
        return await self._read(lambda c: subscribing.listed(c, where, 0, None))

    async def move_chat(self, platform: str, old: str, new: str) -> None:
        await self._write(lambda c: people.move_chat(c, platform, old, new))

    async def block_chat(self, platform: str, chat: str, at: datetime, why: str) -> None:
        await self._write(lambda c: subscribing.block_chat(c, platform, chat, at, why))

    async def drop_subscriptions(self, before: datetime) -> int:
        return await self._write(lambda c: people.drop_subscriptions(c, before))

    # -- what they were given -----------------------------------------------------------------

    async def given(self, subscription: int) -> Mapping[int, date]:
        return await self._read(lambda c: giving.given_to(c, subscription))

    async def digest_essays(self, subscription: int, day: date) -> Sequence[int]:
        return await self._read(lambda c: giving.digest_essays(c, subscription, day))

    async def came_again(self, delivery: int) -> date | None:
        return await self._read(lambda c: giving.came_again(c, delivery))

    async def doubtful_before(self, subscription: int, day: date) -> date | None:
        return await self._read(lambda c: giving.doubtful_before(c, subscription, day))

    async def keep_digest_essays(self, subscription: int, day: date, numbers: Sequence[int]) -> Sequence[int]:
        return await self._write(lambda c: giving.keep_digest_essays(c, subscription, day, numbers))

    # -- from subscriptions to deliveries -----------------------------------------------------

    async def due(self, platform: str, now: datetime, limit: int) -> Sequence[Alike]:
        return await self._read(lambda c: subscribing.due(c, platform, now, limit))

    async def planned(self, after: int, limit: int) -> Sequence[Alike]:
        return await self._read(lambda c: subscribing.planned(c, after, limit))

    async def enqueue(self, reckonings: Sequence[Reckoning], at: datetime) -> int:
        return await self._write(lambda c: enqueueing.enqueue(c, reckonings, at))

    async def post_now(self, subscription: int, day: date, at: datetime) -> bool:
        return await self._write(lambda c: enqueueing.post_now(c, subscription, day, at))

    async def reschedule(self, reckonings: Sequence[Reckoning]) -> None:
        await self._write(lambda c: enqueueing.reschedule(c, reckonings))

    # -- from deliveries to messages ----------------------------------------------------------

    async def take(self, platform: str, at: datetime) -> int:
        return await self._write(lambda c: posting.take(c, platform, at))

    async def ready(self, platform: str, now: datetime, since: datetime, limit: int) -> Sequence[Delivery]:
        return await self._read(lambda c: posting.ready(c, platform, now, since, limit))

    async def begin(self, delivery: int, epoch: int, at: datetime, parts: int = 1) -> bool:
        return await self._write(lambda c: posting.begin(c, delivery, epoch, at, parts))

    async def settle(self, delivery: int, epoch: int, settlement: Settlement) -> bool:
        return await self._write(lambda c: posting.settle(c, delivery, epoch, settlement))

    async def part_after(self, delivery: Delivery) -> Delivery | None:
        return await self._read(lambda c: posting.part_after(c, delivery))

    async def in_doubt(self, platform: str, epoch: int, limit: int) -> Sequence[Delivery]:
        return await self._read(lambda c: posting.in_doubt(c, platform, epoch, limit))

    async def lapse(self, platform: str, before: datetime, at: datetime) -> int:
        return await self._write(lambda c: posting.lapse(c, platform, before, at))

    # -- for the operator ---------------------------------------------------------------------

    async def deliveries(
        self, wanted: Filter, offset: int = 0, limit: int | None = None
    ) -> Sequence[Delivery]:
        return await self._read(lambda c: posting.listed(c, wanted, offset, limit))

    async def delivery_counts(self, wanted: Filter) -> Mapping[State, int]:
        return await self._read(lambda c: posting.counts(c, wanted))

    async def silent_since(self) -> datetime | None:
        return await self._read(posting.silent_since)

    async def outlook(self, platforms: Collection[str]) -> Outlook:
        return await self._read(lambda c: posting.outlook(c, platforms))

    async def resend(self, delivery: int, at: datetime) -> bool:
        return await self._write(lambda c: posting.resend(c, delivery, at))

    async def drop_deliveries(self, before: datetime) -> int:
        return await self._write(lambda c: posting.drop(c, before))
