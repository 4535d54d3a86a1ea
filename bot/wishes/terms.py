"""The terms of a subscription as texts by name: what buttons carry, and what undoing brings back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.subscriptions.subscription import (
    MOST_ESSAYS,
    Status,
    Subscription,
    plan_of,
    quiet_of,
    quiet_text,
    week_of,
    week_text,
)
from bot.texts import Language
from digests.derived import Length
from digests.query import MAX_CHARACTERS

_CHOSEN = frozenset({Status.ACTIVE, Status.PAUSED, Status.ENDED})


@dataclass(frozen=True, slots=True)
class _Term:
    """How a term is written, and read again; reading raises ``ValueError`` for what cannot be."""

    write: Callable[[Any], str]
    read: Callable[[str], object]


def _essays(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MOST_ESSAYS:
        raise ValueError(f"a digest has 1 to {MOST_ESSAYS} essays")
    return count


def _status(text: str) -> Status:
    status = Status(text)
    if status not in _CHOSEN:
        raise ValueError(f"nobody chooses to be {status}")
    return status


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (OSError, ValueError, LookupError) as error:
        raise ValueError(f"no time zone: {text[:20]!r}") from error


_TERMS: Mapping[str, _Term] = {
    "week": _Term(week_text, week_of),
    "zone": _Term(str, _zone),
    "topics": _Term(str, lambda text: text[:MAX_CHARACTERS]),
    "essays": _Term(str, _essays),
    "length": _Term(str, Length),
    "language": _Term(lambda language: language or "", lambda text: Language(text) if text else None),
    "silent": _Term(lambda silent: "yes" if silent else "no", lambda text: text == "yes"),
    "mention": _Term(str, str),
    "quiet": _Term(quiet_text, quiet_of),
    "resumes": _Term(lambda day: str(day or ""), lambda text: date.fromisoformat(text) if text else None),
    "status": _Term(str, _status),
}


def with_terms(subscription: Subscription, terms: Mapping[str, str]) -> Subscription:
    """The same with other terms. Raises ``ValueError`` for terms that there are not, or make no plan."""
    unknown = terms.keys() - _TERMS.keys()
    if unknown:
        raise ValueError(f"no such terms: {sorted(unknown)}")
    values: dict[str, Any] = {name: _TERMS[name].read(text) for name, text in terms.items()}
    changed = replace(subscription, **values)
    plan_of(changed)
    return changed


def terms_of(subscription: Subscription) -> dict[str, str]:
    """All its terms, as ``with_terms`` takes them."""
    return {name: term.write(getattr(subscription, name)) for name, term in _TERMS.items()}


def differing(before: Subscription, after: Subscription) -> Iterator[str]:
    """The terms of the first that the second has otherwise: name, text, name, text."""
    for name, term in _TERMS.items():
        text = term.write(getattr(before, name))
        if text != term.write(getattr(after, name)):
            yield from (name, text)
