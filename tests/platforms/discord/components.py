"""The components of a message: walking through them, and what the service refuses about them.

Limits: developer documentation, Component Reference.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from enum import IntEnum
from itertools import count
from typing import Any

Json = dict[str, Any]

LARGEST_TOTAL = 40
LARGEST_TEXT = 4000
ROWS_WITHOUT_V2 = 5


class ComponentType(IntEnum):
    """The kinds that may stand in a message."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17


T = ComponentType
LINK = 5
# How a component names a file that came along.
ATTACHED = "attachment://"
_BLOCKS = {T.ROW, T.SECTION, T.TEXT, T.GALLERY, T.FILE, T.SEPARATOR}
# What may stand within each kind, and how many.
_WITHIN: dict[int, tuple[set[ComponentType], int]] = {
    T.ROW: ({T.BUTTON, T.SELECT}, 5),
    T.SECTION: ({T.TEXT}, 3),
    T.CONTAINER: (_BLOCKS, LARGEST_TOTAL),
}
# What the service adds where a request leaves it out.
_DEFAULTS: dict[int, Json] = {
    T.CONTAINER: {"accent_color": None, "spoiler": False},
    T.SELECT: {"min_values": 1, "max_values": 1},
    T.SEPARATOR: {"divider": True, "spacing": 1},
    T.THUMBNAIL: {"description": None, "spoiler": False},
    T.FILE: {"spoiler": False},
}


def walk(components: Sequence[Json]) -> Iterator[Json]:
    """Every component, nested ones too, from top to bottom."""
    for component in components:
        yield component
        yield from walk(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield accessory


def texts(components: Sequence[Json]) -> Iterator[str]:
    """The texts that are displayed."""
    return (part["content"] for part in walk(components) if part["type"] == T.TEXT)


def buttons(components: Sequence[Json]) -> Iterator[Json]:
    """The buttons."""
    return (part for part in walk(components) if part["type"] == T.BUTTON)


def choices(components: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Each menu with each of its options."""
    for part in walk(components):
        if part["type"] == T.SELECT:
            yield from ((part, option) for option in part["options"])


def media(component: Json) -> Iterator[Json]:
    """The pictures and files that it shows."""
    shown = [component.get("media"), component.get("file"), *(i["media"] for i in component.get("items", ()))]
    return (medium for medium in shown if medium is not None)


def stored(components: Sequence[Json], files: Mapping[str, Json]) -> list[Json]:
    """The components as the service gives them back: numbered, complete, their media under an address."""
    kept: list[Json] = deepcopy(list(components))
    numbers = count(1)
    for part in walk(kept):
        part.update({"id": next(numbers)} | _DEFAULTS.get(part["type"], {}) | part)
        for medium in media(part):
            file = files.get(medium["url"], {"id": "0", "url": medium["url"]})
            medium |= {"id": file["id"], "url": file["url"], "proxy_url": file["url"]}
            if part["type"] == T.FILE:
                part |= {"name": file["filename"], "size": file["size"]}
    return kept


def problems(components: Sequence[Json], *, v2: bool) -> Iterator[str]:
    """What the service refuses about these components, one line each."""
    allowed = {T.CONTAINER, *_BLOCKS} if v2 else {T.ROW}
    most = LARGEST_TOTAL if v2 else ROWS_WITHOUT_V2
    yield from _children("components", components, allowed, most)
    everything = list(walk(components))
    if len(everything) > LARGEST_TOTAL:
        yield f"components: {len(everything)} in total, at most {LARGEST_TOTAL}"
    if (length := sum(map(len, texts(components)))) > LARGEST_TEXT:
        yield f"components: {length} characters of text, at most {LARGEST_TEXT}"
    ids = Counter(part["custom_id"] for part in everything if "custom_id" in part)
    yield from (f"components: custom id {custom_id!r} is used twice" for custom_id, n in ids.items() if n > 1)
    for part in everything:
        yield from _itself(part)


def _children(
    where: str, components: Sequence[Json], allowed: set[ComponentType], most: int, least: int = 0
) -> Iterator[str]:
    if not least <= len(components) <= most:
        yield f"{where}: {len(components)} components, must be {least} to {most}"
    for component in components:
        kind = component.get("type")
        if kind not in allowed:
            yield f"{where}: type {kind} is not allowed here"
        elif kind in _WITHIN:
            yield from _children(
                f"{where} > {T(kind).name.lower()}", component["components"], *_WITHIN[kind], 1
            )


def _itself(part: Json) -> Iterator[str]:
    match part["type"]:
        case T.ROW:
            if len(part["components"]) > 1 and any(child["type"] == T.SELECT for child in part["components"]):
                yield "row: a menu stands alone in its row"
        case T.BUTTON:
            yield from _button(part)
        case T.SELECT:
            yield from _select(part)
        case T.SECTION:
            if part.get("accessory", {}).get("type") not in {T.BUTTON, T.THUMBNAIL}:
                yield "section: needs a button or a thumbnail beside it"
        case T.TEXT:
            yield from length("text", part.get("content"), 1, LARGEST_TEXT)
        case T.GALLERY:
            if not 1 <= len(part["items"]) <= 10:
                yield "gallery: must have 1 to 10 items"
        case _:
            pass


def _button(button: Json) -> Iterator[str]:
    yield from length("button: label", button.get("label"), 0, 80)
    if not (button.get("label") or button.get("emoji")):
        yield "button: needs a label or an emoji"
    if button.get("style") == LINK:
        yield from length("button: url", button.get("url"), 1, 512)
        if "custom_id" in button:
            yield "button: a link has no custom id"
    else:
        yield from length("button: custom id", button.get("custom_id"), 1, 100)


def _select(select: Json) -> Iterator[str]:
    yield from length("menu: custom id", select.get("custom_id"), 1, 100)
    yield from length("menu: placeholder", select.get("placeholder"), 0, 150)
    options = select.get("options", [])
    if not 1 <= len(options) <= 25:
        yield f"menu: {len(options)} options, must be 1 to 25"
    if len({option.get("value") for option in options}) < len(options):
        yield "menu: two options have the same value"
    if not 0 <= select.get("min_values", 1) <= select.get("max_values", 1) <= max(len(options), 1):
        yield "menu: more values wanted than there are options"
    for option in options:
        yield from length("option: label", option.get("label"), 1, 100)
        yield from length("option: value", option.get("value"), 1, 100)
        yield from length("option: description", option.get("description"), 0, 100)


def length(what: str, text: object, least: int, most: int) -> Iterator[str]:
    """A problem if this is not a text of so many characters; ``None`` is as good as none at all."""
    if text is None and least == 0:
        return
    if not isinstance(text, str) or not least <= len(text) <= most:
        given = f"{len(text)} characters" if isinstance(text, str) else repr(text)
        yield f"{what}: {given}, must be {least} to {most}"
