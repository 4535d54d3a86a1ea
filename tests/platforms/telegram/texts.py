"""What the service takes as the text of a message (https://core.telegram.org/bots/api#messageentity)."""

import re
from collections.abc import Sequence
from itertools import combinations
from urllib.parse import urlsplit

from tests.platforms.telegram.refusals import Json, Violation

MAX_TEXT = 4096
MAX_BYTES = 32_768
MAX_ENTITIES = 100
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_CODES = frozenset({"code", "pre"})
_KNOWN = _STYLES | _QUOTES | _CODES | {"text_link"}
# Endings that are both a file's and a country's, and the commonest others: the clients make links of them.
_LINK = re.compile(
    r"https?://\S+|(?<![\w.@/-])[\w-]+(?:\.[\w-]+)*\.(?:md|py|rs|sh|com|org|net|io|cn|tw)(?![\w-])",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w)")
_MENTION = re.compile(r"(?<!\w)@\w{3,32}(?!\w)")


def units(text: str) -> int:
    """The length of a text as the service counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def piece(text: str, offset: int, length: int) -> str:
    """The stretch of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def checked(text: str, entities: Sequence[Json], most: int = MAX_TEXT) -> tuple[str, list[Json]]:
    """The text as the service shows it: trimmed, with the entities of the sender and the links it finds.

    Raises ``Violation`` for whatever the service refuses, or silently shows in another way than was meant.
    """
    if not text.strip():
        raise Violation("message text is empty")
    if units(text) > most:
        raise Violation("message is too long")
    if len(text.encode()) > MAX_BYTES:
        raise Violation("message is too long in bytes")
    if len(entities) > MAX_ENTITIES:
        raise Violation("too many entities")
    for entity in entities:
        _check_entity(text, entity)
    for first, second in combinations(entities, 2):
        _check_pair(first, second)
    start = units(text) - units(text.lstrip())
    moved = [entity | {"offset": entity["offset"] - start} for entity in entities]
    return text.strip(), sorted(moved + found_links(text.strip(), moved), key=lambda entity: entity["offset"])


def found_links(text: str, entities: Sequence[Json] = ()) -> list[Json]:
    """Links, commands and mentions that the service finds by itself, outside of code and of links."""
    closed = [entity for entity in entities if entity["type"] in _CODES | {"text_link"}]
    found = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in (("url", _LINK), ("bot_command", _COMMAND), ("mention", _MENTION))
        for match in pattern.finditer(text)
    ]
    free = [entity for entity in found if not any(_touch(entity, other) for other in closed)]
    return sorted(free, key=lambda entity: entity["offset"])


def _check_entity(text: str, entity: Json) -> None:
    kind, offset, length = entity["type"], entity["offset"], entity["length"]
    if kind not in _KNOWN:
        raise Violation(f"the bot has no use for an entity {kind!r}")
    if offset < 0 or length <= 0 or offset + length > units(text):
        raise Violation(f"entity {kind} at {offset}+{length} is not in the text")
    covered = piece(text, offset, length)
    if "\ufffd" in covered and "\ufffd" not in text:
        raise Violation(f"entity {kind} at {offset}+{length} divides a character")
    if not covered.strip():
        raise Violation(f"entity {kind} at {offset}+{length} marks nothing")
    if kind == "text_link" and not urlsplit(str(entity.get("url", ""))).netloc:
        raise Violation(f"entity text_link at {offset} leads nowhere")


def _check_pair(first: Json, second: Json) -> None:
    if not _touch(first, second):
        return
    kinds = {first["type"], second["type"]}
    outer, inner = sorted((first, second), key=lambda entity: (entity["offset"], -entity["length"]))
    if inner["offset"] + inner["length"] > outer["offset"] + outer["length"]:
        raise Violation(f"entities {kinds} overlap")
    if kinds & _CODES and not kinds <= _CODES | _QUOTES:
        raise Violation(f"code can't be {kinds - _CODES}")
    if kinds <= _QUOTES or len(kinds) == 1:
        raise Violation(f"{first['type']} can't be nested")


def _touch(first: Json, second: Json) -> bool:
    return bool(
        first["offset"] < second["offset"] + second["length"]
        and second["offset"] < first["offset"] + first["length"]
    )
