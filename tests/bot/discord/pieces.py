"""Pieces of replies, and what is seen of a message."""

from collections.abc import Iterator

from bot.discord.components import (
    ButtonRow,
    Component,
    File,
    Message,
    Section,
    Select,
    TextDisplay,
)
from bot.replies import (
    Button,
)
from bot.requests import Action
from digests.model import Place

PLACE = Place(2, 0, 9)


def button(label: str, data: str = "random", short: str = "") -> Button:
    """A button of this label."""
    return Button(label, Action(data), data, short)


def shown(message: Message) -> str:
    """A message in words: texts, ``[buttons]`` and ``{menus}``."""
    return "\n".join(part for child in message.container.children for part in _shown(child))


def _shown(component: Component) -> Iterator[str]:
    match component:
        case TextDisplay(markdown):
            yield markdown
        case Section(markdown, accessory):
            yield f"{markdown}  [{accessory.label}]"
        case ButtonRow(buttons):
            yield " ".join(f"[{button.label}]" for button in buttons)
        case Select(_, options, placeholder):
            yield f"{{{placeholder}: {' | '.join(option.label for option in options)}}}"
        case File(name):
            yield f"({name})"
