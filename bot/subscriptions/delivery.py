"""A digest on its way: what became of it, and how deliveries are settled, chosen and counted.

A digest is one or more messages (parts), each a ``Delivery``. There is at most one for a subscription, local
date and part, ever: that is what keeps a digest from being posted twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.subscriptions.schedule import dated
from bot.subscriptions.subscription import Subscription, plan_of

# How old a digest may be that is still posted: what was due at eight in the morning comes on the same day.
CATCH_UP = timedelta(hours=12)


class State(StrEnum):
    """What became of a delivery.

    - ``pending``: to be posted, once its time has come and the part before it is sent.
    - ``sending``: it was about to leave when this was written.
    - ``sent``: the platform has it.
    - ``unknown``: it may have arrived or not; it is only posted again by hand.
    - ``dead``: the platform refused it, or nobody wants it any more.
    - ``missed``: it could not be posted in time.
    - ``empty``: there was nothing to say.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    MISSED = "missed"
    EMPTY = "empty"


# Whatever a digest held that came to this, its chat is still to get.
FAILED = frozenset({State.UNKNOWN, State.DEAD, State.MISSED, State.EMPTY})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of a subscription's digest of a local date; parts are numbered from 1.

    ``due_at`` is when it was to be posted, ``try_at`` when it is to be tried (again), ``attempts`` how often
    it was put off. ``began_at`` is when it was last about to leave, in the reign ``epoch`` of a sender.
    ``message`` is what the platform calls what was posted, ``thread`` the thread that the digest has for its
    own. ``why`` is the reason why it was not posted.
    """

    id: int
    subscription: Subscription
    day: date
    part: int
    state: State
    due_at: datetime
    try_at: datetime
    began_at: datetime | None = None
    settled_at: datetime | None = None
    attempts: int = 0
    epoch: int = 0
    message: str = ""
    thread: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """What no other delivery has, on any platform: for marks that keep a message from being doubled."""
        return f"{self.subscription.address}/{self.subscription.id}/{self.day}/{self.part}"


def date_due(delivery: Delivery) -> date:
    """The local date on which it is due."""
    return delivery.due_at.astimezone(delivery.subscription.zone).date()


def date_of(delivery: Delivery) -> date:
    """The date that the digest bears: that on which it was to come.

    Posted by hand it may be before the date it is planned for, or after it.
    """
    return min(dated(plan_of(delivery.subscription), delivery.day), date_due(delivery))


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is noted of a delivery: its state, and with ``pending`` when to try again.

    ``blocked`` if nothing can be posted to its chat any more.
    """

    state: State
    at: datetime
    why: str = ""
    message: str = ""
    thread: str = ""
    try_at: datetime | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which deliveries to list: of a local date, of an address as text, in one of some states; or all.

    With ``settled_after`` only those of which it was settled after then what became of them, with
    ``due_since`` only those due since then. ``news`` leaves out what became of the digest before too, for the
    same reason; ``active`` what is of subscriptions that are not active any more: their readers left.
    """

    day: date | None = None
    address: str = ""
    states: frozenset[State] = frozenset()
    settled_after: datetime | None = None
    due_since: datetime | None = None
    news: bool = False
    active: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """When the oldest pending delivery was due, and when the next slot is; ``None`` for none."""

    oldest: datetime | None
    next_at: datetime | None
