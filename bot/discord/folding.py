"""An answer that would fill a channel: two messages at most, and what has no room in them in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.discord.components import (
    MAX_ROW,
    Button,
    ButtonRow,
    Component,
    File,
    Section,
    Select,
    TextDisplay,
)
from bot.discord.fitting import messages
from bot.discord.render import Screen
from bot.replies import Attachment

_MOST_MESSAGES = 2
_NAME = "more.md"


def folded(screen: Screen) -> Screen:
    """The screen, with all text behind its first message in a file if there are too many messages."""
    if len(screen.messages) <= _MOST_MESSAGES:
        return screen
    first, *others = screen.messages
    parts = [part for message in others for part in message.container.children]
    rest = [File(_NAME), *_controls(parts)]
    last = messages(first.container.colour, (("", part) for part in rest))
    file = Attachment(_NAME, "\n\n".join(_texts(parts)))
    return replace(screen, messages=(first, *last), files=(*screen.files, file))


def _texts(parts: Sequence[Component]) -> Iterator[str]:
    return (part.markdown for part in parts if isinstance(part, TextDisplay | Section))


def _controls(parts: Sequence[Component]) -> Iterator[Component]:
    """What can be pressed; buttons beside a text are in rows, now that it is elsewhere."""
    beside: list[Button] = [part.accessory for part in parts if isinstance(part, Section)]
    for start in range(0, len(beside), MAX_ROW):
        yield ButtonRow(tuple(beside[start : start + MAX_ROW]))
    yield from (part for part in parts if isinstance(part, ButtonRow | Select | File))
