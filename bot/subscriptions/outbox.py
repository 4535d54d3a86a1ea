"""Subscriptions and their deliveries, kept: the store of them as a narrow interface."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.subscriptions.delivery import Delivery, Filter, Outlook, Settlement, State
from bot.subscriptions.schedule import Plan, Slot
from bot.subscriptions.subscription import Status, Subscription


@dataclass(frozen=True, slots=True)
class Alike:
    """Subscriptions with the same plan and past, so that one reckoning holds for all: their numbers.

    The other fields are as those of ``Subscription``.
    """

    subscriptions: tuple[int, ...]
    plan: Plan
    reckoned: datetime
    served: date | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a tick makes of some subscriptions: what to post, what has lapsed, and when the next slot is.

    ``seen`` is the ``next_at`` they were reckoned from, ``remark`` the reason that is noted with the lapsed.
    """

    subscriptions: tuple[int, ...]
    seen: datetime | None
    due: Slot | None
    lapsed: tuple[Slot, ...]
    served: date | None
    next_at: datetime | None
    remark: str = ""


class Outbox(Protocol):
    """Subscriptions, and the deliveries that come of them. Each method is one transaction.

    Failures of the medium surface as ``bot.errors.StoreUnavailable``. What belongs to a chat goes with it
    where ``Store.move_chat``, ``forget`` and ``export`` are asked for it. If the chat it moves to has a
    subscription already, that one stays, and the other and its deliveries end. Of a person who is forgotten,
    subscriptions of other chats than their own stay, without an owner.
    """

    # -- subscriptions ------------------------------------------------------------------------

    async def subscription(self, chat: str) -> Subscription | None:
        """The subscription of a chat (``Subscription.chat``), whatever its status."""
        ...

    async def keep_subscription(self, subscription: Subscription) -> Subscription:
        """Keep what was chosen for an address, new or changed; what is kept now, with its ``id``.

        What the deliveries write (``served``, ``empty``) stays as it is there. Pending deliveries of one that
        is not active any more are dead.
        """
        ...

    async def subscriptions(
        self, offset: int = 0, limit: int | None = None, statuses: frozenset[Status] = frozenset()
    ) -> Sequence[Subscription]:
        """Subscriptions of one of these statuses (or all), in the order in which they were made."""
        ...

    async def owned(self, owner: str) -> Sequence[Subscription]:
        """The subscriptions a person made, in the order in which they were made."""
        ...

    async def move_chat(self, platform: str, old: str, new: str) -> None:
        """As ``Store.move_chat``."""
        ...

    async def block_chat(self, platform: str, chat: str, at: datetime, why: str) -> None:
        """Post nothing more to a chat and its threads: what is active or paused there is blocked."""
        ...

    async def drop_subscriptions(self, before: datetime) -> int:
        """Let go of those ended, blocked or waiting since before then, with all that is theirs; how many.

        Of a chat that was blocked nothing is kept any more.
        """
        ...

    # -- what they were given -----------------------------------------------------------------

    async def given(self, subscription: int) -> Mapping[int, date]:
        """The numbers of the essays it was given, each with the last local date on which it was.

        Those of a digest that failed are not among them: they are due again, for to get one twice is a
        smaller harm than to get it never. After three in a row that failed they are, for once: what cannot be
        posted must not keep everything else from the chat.
        """
        ...

    async def digest_essays(self, subscription: int, day: date) -> Sequence[int]:
        """The essays of its digest of a local date, in order; none if it was not composed yet."""
        ...

    async def came_again(self, delivery: int) -> date | None:
        """The last local date on which something of a delivery's digest was sent in a later digest."""
        ...

    async def doubtful_before(self, subscription: int, day: date) -> date | None:
        """The local date of its last digest before this day, if that may have arrived or not."""
        ...

    async def keep_digest_essays(self, subscription: int, day: date, numbers: Sequence[int]) -> Sequence[int]:
        """Settle the essays of its digest of a local date; those settled before, if there are any."""
        ...

    # -- from subscriptions to deliveries -----------------------------------------------------

    async def due(self, platform: str, now: datetime, limit: int) -> Sequence[Alike]:
        """Active subscriptions whose next slot has come, the longest due first; at most so many."""
        ...

    async def planned(self, after: int, limit: int) -> Sequence[Alike]:
        """Active subscriptions of higher numbers than this one, the lowest first; at most so many."""
        ...

    async def enqueue(self, reckonings: Sequence[Reckoning], at: datetime) -> int:
        """Write deliveries and the next slots, all or none; how many deliveries are pending by that.

        What has a delivery already gets no other. Of the subscriptions that were reckoned, those that were
        changed meanwhile (another ``next_at``, not active) are left as they are.
        """
        ...

    async def post_now(self, subscription: int, day: date, at: datetime) -> bool:
        """Have the digest of a local date posted at once, or what of it failed posted again.

        ``False`` if all of it was sent, or is on its way.
        """
        ...

    async def reschedule(self, reckonings: Sequence[Reckoning]) -> None:
        """Write other next slots, as ``enqueue`` does, and nothing else."""
        ...

    # -- from deliveries to messages ----------------------------------------------------------

    async def take(self, platform: str, at: datetime) -> int:
        """Begin a new reign over the deliveries of a platform; its epoch. Earlier reigns are over."""
        ...

    async def ready(self, platform: str, now: datetime, since: datetime, limit: int) -> Sequence[Delivery]:
        """Pending deliveries whose time has come, due since then; a part only once that before it is sent."""
        ...

    async def begin(self, delivery: int, epoch: int, at: datetime, parts: int = 1) -> bool:
        """Note that a delivery is about to leave, and that its digest has so many parts.

        ``False`` if it must not: it is not pending any more, or the reign is over.
        """
        ...

    async def settle(self, delivery: int, epoch: int, settlement: Settlement) -> bool:
        """Note what became of a delivery; ``False`` if it is not the reign's to say."""
        ...

    async def part_after(self, delivery: Delivery) -> Delivery | None:
        """The next part of the same digest, if it is pending."""
        ...

    async def in_doubt(self, platform: str, epoch: int, limit: int) -> Sequence[Delivery]:
        """Deliveries that were about to leave in a reign before this one, and are not settled."""
        ...

    async def lapse(self, platform: str, before: datetime, at: datetime) -> int:
        """Give up what is pending on a platform and was due before then: it is missed; how many."""
        ...

    # -- for the operator ---------------------------------------------------------------------

    async def deliveries(
        self, wanted: Filter, offset: int = 0, limit: int | None = None
    ) -> Sequence[Delivery]:
        """Deliveries, the latest due first, then by number."""
        ...

    async def delivery_counts(self, wanted: Filter) -> Mapping[State, int]:
        """How many deliveries are in each state."""
        ...

    async def silent_since(self) -> datetime | None:
        """When the first was due that came to nothing since one was sent, or is to be; ``None`` for none.

        Those that were refused do not count: their readers may have left.
        """
        ...

    async def outlook(self, platforms: Collection[str]) -> Outlook:
        """What waits, and what comes next, on these platforms."""
        ...

    async def resend(self, delivery: int, at: datetime) -> bool:
        """Have a delivery that is unknown, dead or missed posted (again); ``False`` if it is none."""
        ...

    async def drop_deliveries(self, before: datetime) -> int:
        """Let go of deliveries settled before then; how many.

        Their dates stay served, and what was given by them is.
        """
        ...
