"""What has room on Discord: text cut to pieces, labels on one line, components shared out over messages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.discord.components import (
    MAX_COMPONENTS,
    MAX_TEXT,
    Component,
    Container,
    Message,
    Section,
    TextDisplay,
    size,
)
from bot.discord.markdown import clean
from bot.replies import Run
from bot.visits.cutting import cut

Runs = tuple[Run, ...]
# How runs are written in Markdown.
Form = Callable[[Runs], str]


def pieces(form: Form, runs: Runs) -> Iterator[str]:
    """The runs in this form, cut where they are too long for a message; nothing for what is blank."""
    text = "".join(run.text for run in runs)
    if len(text) > MAX_TEXT or len(whole := form(runs)) > MAX_TEXT:
        middle = cut(text, 0, len(text) // 2)
        yield from pieces(form, _part(runs, 0, middle))
        yield from pieces(form, _part(runs, middle, len(text)))
    elif clean(text).strip():
        yield whole.rstrip()


def _part(runs: Runs, start: int, end: int) -> Runs:
    """The runs from one place of their text to another."""
    part: list[Run] = []
    position = 0
    for run in runs:
        text = run.text[max(start - position, 0) : max(end - position, 0)]
        position += len(run.text)
        if text:
            part.append(replace(run, text=text))
    return tuple(part)


def shortened(text: str, most: int) -> str:
    """The text on one line, an ellipsis for what is too much; never empty, which is refused."""
    line = " ".join(clean(text).split())
    if len(line) > most:
        line = f"{line[: cut(line, 0, most - 1)].rstrip()}…"
    return line or "…"


def messages(colour: int, parts: Iterable[tuple[str, Component]]) -> Iterator[Message]:
    """As many components to a message as there is room for; texts that follow each other are one."""
    box: tuple[Component, ...] = ()
    for gap, component in parts:
        longer = _with(box, gap, component)
        if box and not _fits(longer):
            yield Message(Container(colour, box))
            longer = (component,)
        box = longer
    if box:
        yield Message(Container(colour, box))


def _with(box: tuple[Component, ...], gap: str, component: Component) -> tuple[Component, ...]:
    match box, component:
        case (*before, TextDisplay(text)), TextDisplay(more):
            return (*before, TextDisplay(text + gap + more))
        case _:
            return (*box, component)


def _fits(box: Sequence[Component]) -> bool:
    length = sum(len(part.markdown) for part in box if isinstance(part, TextDisplay | Section))
    return length <= MAX_TEXT and 1 + sum(map(size, box)) <= MAX_COMPONENTS
