"""What the values of settings look like, and how each is read: from text, or ``ValueError`` in words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.logs import Format
from bot.texts import Language, language_named

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_HIGHEST_PORT = 65535
# Of what is older than a month nothing is reckoned.
_MOST_HOURS = 31 * 24
_PERSON = re.compile(r"(?:telegram|discord):[0-9]+")
_CHAT = re.compile(r"(?:telegram|discord):-?[0-9]+")
_COUNT = re.compile(r"[0-9]{1,9}")
_SNOWFLAKE = re.compile(r"[0-9]{1,20}")
_SHARDS = re.compile(r"([0-9]{1,5}(?:,[0-9]{1,5}){0,999})/([0-9]{1,5})")


class Secret:
    """A token that hides itself when it is printed, formatted, logged, copied or serialised."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The token itself, to be handed to the platform and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not to be copied out of the process")


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of so many connections to Discord's gateway a process has; numbers begin at 0."""

    ids: tuple[int, ...]
    count: int


def token(text: str) -> Secret:
    """A token as a platform gives it."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a token is one word of ASCII characters")
    return Secret(text)


def url(*schemes: str) -> Callable[[str], str]:
    """A reader of addresses that begin with one of these schemes."""

    def parse(text: str) -> str:
        parts = urlsplit(text)
        if "@" in parts.netloc:
            # Addresses are shown where something is wrong with them.
            raise ValueError("an address holds no name and no password")
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError(f"an address begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return text.rstrip("/")

    return parse


def path(text: str) -> Path:
    """A file or folder; ``~`` is the home of a user."""
    if "\0" in text:
        raise ValueError("a path holds no null character")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"{text!r} names the home of a user who is not known here") from error


def admins(text: str) -> frozenset[str]:
    """People, by platform and number."""
    return _named(text, _PERSON, "telegram:123456 or discord:123456")


def chats(text: str) -> frozenset[str]:
    """Chats, servers or people, by platform and number."""
    return _named(text, _CHAT, "telegram:-100123456 or discord:123456")


def _named(text: str, form: re.Pattern[str], like: str) -> frozenset[str]:
    names = text.replace(",", " ").split()
    for name in names:
        if not form.fullmatch(name):
            raise ValueError(f"{name!r} is not like {like}")
    return frozenset(names)


def count(text: str) -> int:
    """A whole number, 0 too."""
    if not _COUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not a number like 30")
    return int(text)


def at_least_one(text: str) -> int:
    """A whole number from 1 on."""
    return max(1, count(text))


def hours(text: str) -> timedelta:
    """A number of hours, a month of them at most."""
    return timedelta(hours=min(at_least_one(text), _MOST_HOURS))


def server(text: str) -> int:
    """The number of a Discord server."""
    if not _SNOWFLAKE.fullmatch(text):
        raise ValueError(f"{text!r} is not a number like 123456")
    return int(text)


def shards(text: str) -> Shards | None:
    """Connections to the gateway; ``None`` for as many as Discord bids."""
    if text.lower() == "automatic":
        return None
    found = _SHARDS.fullmatch(text.replace(" ", ""))
    ids = sorted({int(number) for number in found[1].split(",")}) if found else []
    if not found or ids[-1] >= int(found[2]):
        raise ValueError(f"{text!r} is neither automatic nor like 0,1/4, which is the first two of four")
    return Shards(tuple(ids), int(found[2]))


def listen(text: str) -> tuple[str, int]:
    """A host and a port."""
    host, _, port = text.rpartition(":")
    if not host or not _COUNT.fullmatch(port) or not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError(f"{text!r} is not like 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def log_level(text: str) -> str:
    """How much is logged."""
    if text.upper() not in _LOG_LEVELS:
        raise ValueError(f"{text!r} is none of {', '.join(_LOG_LEVELS).lower()}")
    return text.upper()


def log_format(text: str) -> Format:
    """How the log looks."""
    if text.lower() not in list(Format):
        raise ValueError(f"{text!r} is none of {', '.join(Format)}")
    return Format(text.lower())


def language(text: str) -> Language:
    """One of the languages there are texts in."""
    known = language_named(text)
    if known is None:
        raise ValueError(f"{text!r} is none of {', '.join(Language)}")
    return known


def timezone(text: str) -> ZoneInfo:
    """A time zone by its name."""
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        from zoneinfo import available_timezones

        raise ValueError(f"there is no time zone {text!r}{nearest(text, available_timezones())}") from error


def nearest(word: str, known: Iterable[str]) -> str:
    """What may have been meant by a word that is not known, as the end of a sentence."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""
