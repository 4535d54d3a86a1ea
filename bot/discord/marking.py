"""Whom a message answers, as a number in it that comes back when it is pressed.

Of a message that replies to another, a press brings only the other's number, not who wrote it. Components
may have numbers of one's own, of 31 bits; the service gives out small ones to those that have none.
https://discord.com/developers/docs/components/reference#anatomy-of-a-component
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from bot.discord.components import Message
from bot.discord.render import Screen

_OURS = 1 << 30


def mark_of(person: int) -> int:
    """The number of somebody, of 30 bits and the one above them: it tells who it is not."""
    return _OURS | int.from_bytes(sha256(str(person).encode()).digest()[:4]) % _OURS


def mark_in(components: Iterable[object]) -> int | None:
    """The number that a message with these components bears."""
    numbers = (getattr(component, "id", None) for component in components)
    return next((number for number in numbers if number is not None and number >= _OURS), None)


def marked(screen: Screen, mark: int | None) -> Screen:
    """The screen with this number in each of its messages."""
    boxes = (replace(message.container, mark=mark) for message in screen.messages)
    return replace(screen, messages=tuple(map(Message, boxes)))
