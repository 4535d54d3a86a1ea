"""What ``init`` and ``doctor`` find out: how something is, and what to do if it is not well."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.requests import Address, Right
from bot.texts import Language, speak

# More chats than this are not looked at, and not more than so many at once.
_MOST_CHATS = 200
_AT_ONCE = 4


class State(StrEnum):
    """Whether something is well, worth knowing, or keeps the bot from working."""

    OK = "ok"
    NOTE = "note"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, how it is, and what to do about it (``""`` for nothing)."""

    what: str
    state: State
    detail: str
    remedy: str = ""


def well(what: str, detail: str) -> Finding:
    """It is as it should be."""
    return Finding(what, State.OK, detail)


def note(what: str, detail: str, remedy: str = "") -> Finding:
    """The bot works, and the operator may want to do something."""
    return Finding(what, State.NOTE, detail, remedy)


def failure(what: str, detail: str, remedy: str) -> Finding:
    """It keeps the bot, or a part of it, from working."""
    return Finding(what, State.FAIL, detail, remedy)


def unreachable(what: str, error: Exception, address: str) -> Finding:
    """There is no way to a platform."""
    remedy = f"see that this machine reaches {address}; a proxy is taken from HTTPS_PROXY or HTTP_PROXY"
    return failure(what, str(error), remedy)


@dataclass(frozen=True, slots=True)
class Account:
    """The bot as a platform knows it: its name there, and the links with which people reach it.

    A link goes with what it is for.
    """

    name: str
    links: tuple[tuple[str, str], ...]


class Hindered(Exception):
    """A digest cannot be posted somewhere; or, if ``unsure``, nobody can tell now. The text says why."""

    def __init__(self, why: str, *, unsure: bool = False) -> None:
        super().__init__(why)
        self.unsure = unsure


# Asks what the bot lacks to post at an address. Raises ``Hindered``.
Missing = Callable[[Address], Awaitable[Sequence[Right]]]


async def look_at_chats(what: str, addresses: Sequence[Address], missing: Missing) -> list[Finding]:
    """Whether the bot may post in its chats: a finding for each where it may not, else one for all."""
    if not addresses:
        return [well(what, "no digests are posted there yet")]
    places = asyncio.Semaphore(_AT_ONCE)

    async def look(address: Address) -> Finding | None:
        async with places:
            return await _look(what, address, missing)

    looked_at = addresses[:_MOST_CHATS]
    found = [finding for finding in await asyncio.gather(*map(look, looked_at)) if finding]
    if rest := len(addresses) - len(looked_at):
        found.append(note(what, f"{rest} more chats were not looked at"))
    return found or [well(what, f"digests can be posted in all of them ({len(addresses)})")]


async def _look(what: str, address: Address, missing: Missing) -> Finding | None:
    try:
        lacking = await missing(address)
    except Hindered as hindrance:
        remedy = "try again later" if hindrance.unsure else "let its people say /subscribe there again"
        return note(what, f"{address}: {hindrance}", remedy)
    if not lacking:
        return None
    voice = speak(Language.EN)
    rights = ", ".join(voice(f"right.{right}") for right in lacking)
    return note(
        what, f"{address}: no digest can be posted there", f"let the bot, by whoever manages it: {rights}"
    )
