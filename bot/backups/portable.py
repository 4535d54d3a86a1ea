"""Subscriptions as lines of text, to be brought to another bot, or to another token of this one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from bot.errors import UnusableFile
from bot.requests import Address
from bot.subscriptions.subscription import Status, Subscription
from bot.texts import Language
from bot.wishes.terms import terms_of, with_terms

# In characters, of a line.
LONGEST = 10_000
_ADDRESS = re.compile(r"(telegram|discord):-?\d{1,20}(?::\d{1,20})?")
# Who speaks in the name of a group has the number of the group.
_HOME = re.compile(r"(?:person/(telegram|discord)/|home/(telegram|discord):)-?\d{1,20}")
_MENTION = re.compile(r"(?:<@&\d{1,20}>)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What a line holds; ``terms`` are those of ``bot.wishes.terms``."""

    address: str
    home: str
    owner: str
    terms: Mapping[str, str]


def line(subscription: Subscription, language: Language | None) -> str:
    """A subscription as a line; ``language`` is the one in which its place is answered, if any was chosen."""
    status = Status.PAUSED if subscription.status is Status.PAUSED else Status.ACTIVE
    terms = terms_of(replace(subscription, language=subscription.language or language, status=status))
    made = _Line(
        address=str(subscription.address), home=subscription.home, owner=subscription.owner, terms=terms
    )
    return msgspec.json.encode(made).decode()


def read(lines: Iterable[str], name: str, now: datetime) -> Iterator[Subscription]:
    """The subscriptions of such lines: paused ones as they were, others waiting.

    Raises ``UnusableFile`` with the number of the line, in the file of that name, that cannot be read.
    """
    for number, text in enumerate(lines, 1):
        try:
            yield _subscription(text, now)
        except (msgspec.MsgspecError, ValueError, ArithmeticError) as error:
            raise UnusableFile(f"{name}, line {number}: this is no subscription ({error})") from error


def _subscription(text: str, now: datetime) -> Subscription:
    if len(text) > LONGEST:
        raise ValueError("it is too long")
    found = msgspec.json.decode(text, type=_Line)
    platform = found.address.partition(":")[0]
    whose = [_HOME.fullmatch(key) for key in (found.home, found.owner) if key]
    if not _ADDRESS.fullmatch(found.address) or not all(one and platform in one.groups() for one in whose):
        raise ValueError("its address, home and owner are not of one platform")
    if not _MENTION.fullmatch(found.terms.get("mention", "")):
        raise ValueError("it mentions no role")
    blank = Subscription(
        address=Address(*found.address.split(":", 2)),
        home=found.home,
        owner=found.owner,
        week=(time(8),) * 7,
        zone=ZoneInfo("UTC"),
        since=now,
        reckoned=now,
        changed=now,
    )
    given = with_terms(blank, found.terms)
    return given if given.status is Status.PAUSED else replace(given, status=Status.WAITING)
