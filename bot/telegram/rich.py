"""Text with looks, and how it becomes messages of Telegram: plain text and its entities.

Limits and rules: https://core.telegram.org/bots/api#messageentity and #formatting-options there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.visits.cutting import cut

# In UTF-16 code units. 32,768 bytes, the other limit, are more than these can ever take.
MAX_UNITS = 4096
# The service keeps 100, those that it finds by itself among them.
MAX_ENTITIES = 90

# What the service drops or makes a space of, and thereby moves all that is behind it.
_UNWELCOME = re.compile(r"\r\n?|[\x00-\x09\x0b-\x1f\x7f-\x9f]|[\u2028-\u202e]|[\ud800-\udfff]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text looks: a type of entity, and for a ``text_link`` where it leads."""

    type: str
    url: str = ""


BOLD = Look("bold")
ITALIC = Look("italic")
QUOTE = Look("blockquote")
FOLDED = Look("expandable_blockquote")
CODE = Look("code")
LISTING = Look("pre")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and its looks."""

    text: str
    looks: frozenset[Look] = frozenset()


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a message with one look; ``offset`` and ``length`` are in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str = ""


def span(text: str, *looks: Look) -> Span:
    """A stretch of text, without what the service would change."""
    return Span(_UNWELCOME.sub(_welcome, text), frozenset(looks))


def messages(spans: Iterable[Span]) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    """The texts of the messages that hold it all, and their entities; what cannot be seen is left out."""
    for part in _parts([span for span in spans if span.text]):
        text = "".join(span.text for span in part)
        if _visible(text):
            yield text, tuple(_entities(part, text))


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _welcome(found: re.Match[str]) -> str:
    if found[0] in ("\r", "\r\n", "\u2028", "\u2029"):
        return "\n"
    if "\ud800" <= found[0] <= "\udfff":
        return "\ufffd"
    return "" if found[0] > "\x9f" else " "


def _visible(text: str) -> bool:
    return any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in text)


def _parts(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """The spans of each message, without white space around them."""
    text = "".join(span.text for span in spans)
    starts = list(accumulate((len(span.text) for span in spans), initial=0))
    start = first = 0
    while start < len(text):
        end = cut(text, start, _reach(spans, starts, first, start))
        last = first
        while starts[last + 1] < end:
            last += 1
        yield _trimmed(
            [
                Span(text[max(start, starts[i]) : min(end, starts[i + 1])], spans[i].looks)
                for i in range(first, last + 1)
            ]
        )
        start, first = end, last


def _reach(spans: Sequence[Span], starts: Sequence[int], first: int, start: int) -> int:
    """How far a message can go that begins at ``start``, within the span ``first``."""
    room, entities = MAX_UNITS, 0
    before: frozenset[Look] = frozenset()
    for i in range(first, len(spans)):
        begin = max(start, starts[i])
        text = spans[i].text[begin - starts[i] :][:room]
        entities += len(spans[i].looks - before)
        if entities > MAX_ENTITIES:
            return begin
        if starts[i + 1] - begin > len(text) or units(text) > room:
            return begin + len(text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore"))
        room -= units(text)
        before = spans[i].looks
    return starts[-1]


def _trimmed(part: list[Span]) -> list[Span]:
    """Without the white space around it, which the service would drop; a listing keeps its indent."""
    while part and not part[-1].text.strip():
        part.pop()
    if part:
        part[-1] = Span(part[-1].text.rstrip(), part[-1].looks)
    while part and not part[0].text.strip():
        part.pop(0)
    if part and LISTING not in part[0].looks:
        part[0] = Span(part[0].text.lstrip(), part[0].looks)
    return part


def _entities(part: Iterable[Span], text: str) -> list[Entity]:
    """One entity for each look, as far as it goes on from span to span."""
    found: list[Entity] = []
    begun: dict[Look, tuple[int, int]] = {}
    position = offset = 0
    for stretch in [*part, Span("")]:
        for look in [look for look in begun if look not in stretch.looks]:
            start, start_offset = begun.pop(look)
            found += _entity(look, text[start:position], start_offset)
        for look in stretch.looks - begun.keys():
            begun[look] = (position, offset)
        position += len(stretch.text)
        offset += units(stretch.text)
    return sorted(found, key=lambda entity: (entity.offset, -entity.length, entity.type))


def _entity(look: Look, text: str, offset: int) -> Iterator[Entity]:
    """The entity of a look over a text, without white space at its edges."""
    body = text.rstrip()
    if look != LISTING:
        body = body.lstrip()
    if body:
        before = len(text.rstrip()) - len(body)
        yield Entity(look.type, offset + before, units(body), look.url)
