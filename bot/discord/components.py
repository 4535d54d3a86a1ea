"""Messages of Discord made of components, and how they are sent (components v2).

Kinds and limits: https://discord.com/developers/docs/components/reference
"""

from dataclasses import dataclass
from typing import Any, assert_never

Json = dict[str, Any]

# Of a message: characters of all its texts together, and components, nested ones too.
MAX_TEXT = 4000
MAX_COMPONENTS = 40
MAX_ROW = 5
MAX_OPTIONS = 25
MAX_LABEL = 80
MAX_OPTION = 100
MAX_PLACEHOLDER = 150

_COMPONENTS_V2 = 1 << 15
_SECONDARY = 2


@dataclass(frozen=True, slots=True)
class TextDisplay:
    """Text in Discord's Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends ``custom_id`` back."""

    label: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class Section:
    """Text with a button beside it."""

    markdown: str
    accessory: Button


@dataclass(frozen=True, slots=True)
class ButtonRow:
    """Buttons side by side."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose in a menu, which sends ``value`` back."""

    label: str
    value: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """A menu in which one thing can be chosen; without a placeholder Discord says so itself."""

    custom_id: str
    options: tuple[Option, ...]
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is sent with the message, under this name."""

    name: str


Component = TextDisplay | Section | ButtonRow | Select | File


@dataclass(frozen=True, slots=True)
class Container:
    """A box around components with a bar of this colour (0xRRGGBB) at its side, and a number of one's own."""

    colour: int
    children: tuple[Component, ...]
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    container: Container


def size(component: Component) -> int:
    """How many components it counts as."""
    match component:
        case TextDisplay() | File():
            return 1
        case Select():
            return 2
        case Section():
            return 3
        case ButtonRow(buttons):
            return 1 + len(buttons)
        case _:
            assert_never(component)


def as_json(message: Message) -> Json:
    """The message as the body of a request, without the files."""
    container = message.container
    children = [_json(child) for child in container.children]
    box = {"type": 17, "accent_color": container.colour, "components": children}
    if container.mark is not None:
        box["id"] = container.mark
    return {"flags": _COMPONENTS_V2, "components": [box], "allowed_mentions": {"parse": []}}


def _json(component: Component) -> Json:
    match component:
        case TextDisplay(markdown):
            return _text(markdown)
        case Section(markdown, accessory):
            return {"type": 9, "components": [_text(markdown)], "accessory": _button(accessory)}
        case ButtonRow(buttons):
            return {"type": 1, "components": [_button(button) for button in buttons]}
        case Select():
            return {"type": 1, "components": [_select(component)]}
        case File(name):
            return {"type": 13, "file": {"url": f"attachment://{name}"}}
        case _:
            assert_never(component)


def _text(markdown: str) -> Json:
    return {"type": 10, "content": markdown}


def _button(button: Button) -> Json:
    return {"type": 2, "style": _SECONDARY, "label": button.label, "custom_id": button.custom_id}


def _select(select: Select) -> Json:
    options = [
        {"label": option.label, "value": option.value}
        | ({"description": option.description} if option.description else {})
        for option in select.options
    ]
    menu = {"type": 3, "custom_id": select.custom_id, "options": options}
    return menu | ({"placeholder": select.placeholder} if select.placeholder else {})
