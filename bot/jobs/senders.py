"""A platform as the deliveries see it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from bot.replies import Reply
from bot.subscriptions.delivery import Delivery
from bot.subscriptions.outcomes import Finding, Outcome
from bot.subscriptions.subscription import Subscription

# To be called right before a message leaves. What it raises (``Withdrawn``, ``StoreUnavailable``) is to be
# let through, and the message is not to leave then.
Leaving = Callable[[], Awaitable[None]]
Part = TypeVar("Part")


class Withdrawn(Exception):
    """A message must not leave any more: it is too late, nobody wants it, or another process sends by now."""


class Sender(Protocol[Part]):
    """Posts digests on one platform. It keeps the platform's limits, and raises for no answer of it."""

    @property
    def platform(self) -> str:
        """The platform's name in addresses."""
        ...

    def parts(self, subscription: Subscription, reply: Reply, /) -> Sequence[Part]:
        """The messages that a digest makes there; at least one, and the same for the same digest."""
        ...

    async def deliver(self, delivery: Delivery, part: Part, leaving: Leaving, /) -> Outcome:
        """Post one message. ``leaving`` is awaited once, before it leaves, and after all longer waiting.

        ``delivery.thread`` is the thread that an earlier part was posted in, where that made one.
        """
        ...

    async def find(self, delivery: Delivery, /) -> Finding:
        """What is known of a message that was about to leave when the process ended."""
        ...
