"""Who gets a digest where, when and about what, as values."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.requests import Address
from bot.subscriptions.schedule import Plan, Quiet, Week, next_slot
from bot.texts import Language
from digests.derived import Length

MOST_ESSAYS = 3
# The preference of a person, group or server under which the chats are that wait for a word from there.
WAITING = "waiting"
# Why a chat is blocked, where it is the chat itself that said so.
BARRED, REMOVED = "the bot was blocked", "the bot was removed"
_CHAT = "chat/"


class Status(StrEnum):
    """Whether a subscription posts.

    With a date to go on at, it is active all the while: ``resumes``. A chat that cannot be posted to any
    more (it blocked the bot, or is gone) is blocked until somebody subscribes there again. One that was
    brought from another bot waits until somebody there turns to this one.
    """

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    BLOCKED = "blocked"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What one address gets. There is at most one for an address, whatever its status.

    - ``home`` is the key of the settings that hold there (``visit.scope``), ``owner`` that of the person who
      subscribed (``visit.person``), ``""`` once that person is forgotten.
    - ``week``, ``zone``, ``quiet`` and ``resumes`` are its plan, see ``plan_of``.
    - ``since`` is when it began: what was added to the library later is new.
    - ``topics`` is for ``digests.query.parse``; ``""`` for all. ``essays`` is how many at most, 1 to
      ``MOST_ESSAYS``. ``language`` is ``None`` where that of the settings holds. ``silent`` posts notify
      nobody. ``mention`` is the role to mention.
    - ``why`` says why it is blocked, ``changed`` when it came into its status.
    - ``served`` is the last local date that was posted or has lapsed: none up to it comes again.
      ``reckoned`` is the instant up to which all slots have been dealt with, ``next_at`` that of the next
      one, ``None`` if there is none.
    - ``empty`` is how many times in a row there was nothing to post.
    - ``id`` is the store's number for it, 0 until it is kept.
    """

    address: Address
    home: str
    owner: str
    week: Week
    zone: ZoneInfo
    since: datetime
    reckoned: datetime
    changed: datetime
    quiet: Quiet | None = None
    resumes: date | None = None
    topics: str = ""
    essays: int = MOST_ESSAYS
    length: Length = Length.SHORT
    language: Language | None = None
    silent: bool = False
    mention: str = ""
    status: Status = Status.ACTIVE
    why: str = ""
    served: date | None = None
    next_at: datetime | None = None
    empty: int = 0
    id: int = 0

    @property
    def chat(self) -> str:
        """The key under which the store keeps what belongs to the address."""
        return f"{_CHAT}{self.address}"


def address_of(chat: str) -> Address:
    """The address that a chat's key in the store is made of."""
    return Address(*chat.removeprefix(_CHAT).split(":", 2))


def plan_of(subscription: Subscription) -> Plan:
    """When it posts."""
    return Plan(subscription.week, subscription.zone, subscription.quiet, subscription.resumes)


def scheduled(subscription: Subscription, now: datetime) -> Subscription:
    """The same with its next post by its plan and status as they are now; to be kept after every change.

    What is due already is left to the next tick, which goes by the new plan too.
    """
    if subscription.status is not Status.ACTIVE:
        return replace(subscription, next_at=None)
    if subscription.next_at is not None and subscription.next_at <= now:
        return subscription
    slot = next_slot(plan_of(subscription), now, subscription.served)
    return replace(subscription, reckoned=now, next_at=slot.at if slot else None)


def week_text(week: Week) -> str:
    """A week as seven times with commas between them, such as ``0830,0830,,,,,`` for Monday and Tuesday."""
    return ",".join("" if moment is None else f"{moment:%H%M}" for moment in week)


def week_of(text: str) -> Week:
    """The week that ``week_text`` wrote. Raises ``ValueError`` for anything else."""
    return tuple(_time(part) if part else None for part in text.split(","))


def quiet_text(quiet: Quiet | None) -> str:
    """Quiet hours such as ``2200-0700``; ``""`` for none."""
    return "" if quiet is None else f"{quiet.start:%H%M}-{quiet.end:%H%M}"


def quiet_of(text: str) -> Quiet | None:
    """The quiet hours that ``quiet_text`` wrote. Raises ``ValueError`` for anything else."""
    if not text:
        return None
    start, end = text.split("-")
    return Quiet(_time(start), _time(end))


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[2:]))
