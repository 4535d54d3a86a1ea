"""A reply as lines for a terminal; what can be pressed carries a number to type."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from wcwidth import wcswidth, wrap

from bot.replies import (
    Attachment,
    Button,
    Byline,
    Entry,
    Heading,
    Hit,
    Lead,
    Node,
    Paragraph,
    Passage,
    Point,
    Progress,
    Quiet,
    Reply,
    Run,
    Text,
    Title,
    Usage,
)
from bot.visits.typesetting import gaps, item_mark

WIDTH = 76
# A line never begins with one of these: it hangs at the end of the line before.
_LEADING_MARKS = re.compile(r"((?:\x1b\[[\d;]*m)*)([，。！？；：、）》」』】…”’,.!?;:)\]]*)(.*)", re.DOTALL)

_LAST_CODES = re.compile(r"((?:\x1b\[[\d;]*m)*)\Z")


@dataclass(frozen=True, slots=True)
class Style:
    """How to set text apart: with terminal colours (ECMA-48 SGR), or with signs alone."""

    colour: bool = False

    def bold(self, text: str) -> str:
        """A title or an emphasised stretch."""
        return f"\x1b[1m{text}\x1b[22m" if self.colour and text else text

    def quiet(self, text: str) -> str:
        """What should not draw the eye."""
        return f"\x1b[2m{text}\x1b[22m" if self.colour and text else text

    def marked(self, text: str) -> str:
        """What was looked for; the signs stay with colours, for screen readers."""
        return f"\x1b[4m【{text}】\x1b[24m" if self.colour else f"【{text}】"


@dataclass(frozen=True, slots=True)
class Screen:
    """A reply as text, and its buttons in the order of the numbers to type (from 1)."""

    text: str
    buttons: tuple[Button, ...]


def render(reply: Reply, width: int = WIDTH, style: Style = Style()) -> Screen:
    """The reply for a terminal of this width, in columns (a Chinese character takes two)."""
    page = _Page(width, style)
    parts = ["\n".join(page.node(node)) for node in reply.nodes]
    rows = [page.row(row) for row in reply.buttons]
    return Screen(_joined(reply.nodes, parts, rows), tuple(page.buttons))


def _joined(nodes: Sequence[Node], parts: Sequence[str], rows: Sequence[str]) -> str:
    """Parts with an empty line between them, but none between what belongs together."""
    text = ""
    before: Node | None = None
    for node, part in zip(nodes, parts, strict=True):
        text += ("" if before is None else "\n" if _close(before, node) else "\n\n") + part
        before = node
    return text + "\n\n" + "\n".join(rows) if rows else text


def _close(before: Node, node: Node) -> bool:
    same = (Usage, Text, Entry)
    return isinstance(node, Byline) or (isinstance(before, same) and type(before) is type(node))


@dataclass(slots=True)
class _Page:
    width: int
    style: Style
    buttons: list[Button] = field(default_factory=list)

    def row(self, row: Iterable[Button]) -> str:
        """The buttons side by side, as many to a line as there is room for."""
        lines: list[str] = []
        for button in row:
            shown = f"{self._number(button)} {button.label}"
            if lines and wcswidth(f"{lines[-1]}  {shown}") <= self.width:
                lines[-1] += f"  {shown}"
            else:
                lines.append(shown)
        return "\n".join(lines)

    def node(self, node: Node) -> Iterator[str]:  # noqa: C901, PLR0912 - one line for each kind of node
        match node:
            case Title(text) | Heading(text):
                yield from self._wrapped(self.style.bold(text))
            case Byline(parts):
                yield from self._wrapped(self.style.quiet(" · ".join(parts)))
            case Lead(label, text):
                yield from self._wrapped(self.style.quiet(label), "│ ")
                yield from self._wrapped(self.style.quiet(text), "│ ")
            case Text(text):
                yield from self._wrapped(text)
            case Quiet(text) | Progress(text):
                yield from self._wrapped(self.style.quiet(text))
            case Passage(sentences, leads):
                said = zip(gaps(node), sentences, leads, strict=True)
                marked = (f"{gap}{s.text}{self._number(lead)}" for gap, s, lead in said)
                yield from self._wrapped("".join(marked))
            case Point(_, point, lead, opens):
                text = self.style.bold(point.text) if opens else point.text
                yield from self._listed(self._number(lead) or "-", text)
            case Hit():
                yield from self._hit(node)
            case Entry():
                yield from self._entry(node)
            case Paragraph("item", runs, level, number):
                indent = "  " * max(level - 1, 0)
                yield from self._hanging(indent + item_mark("·", number), "".join(map(self._run, runs)))
            case Paragraph(kind, runs):
                yield from self._paragraph(kind, runs)
            case Usage(usage, description):
                first, *rest = self._wrapped(f"{usage}  {self.style.quiet(description)}", "    ")
                yield first.removeprefix("    ")
                yield from rest
            case Attachment(name, text):
                yield self.style.quiet(f"--- {name}")
                yield text
            case _:
                assert_never(node)

    def _hit(self, hit: Hit) -> Iterator[str]:
        yield from self._listed(self._number(hit.lead), self.style.bold(hit.title))
        yield from self._wrapped("".join(map(self._run, hit.runs)), "    ")
        yield from self._about(hit.number, hit.byline, hit.more)

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield from self._listed(self._number(entry.lead), entry.title)
        yield from self._wrapped(entry.quote, "    │ ")
        yield from self._about(entry.number, entry.byline)

    def _about(self, number: int, *facts: str) -> Iterator[str]:
        """The essay's own number (as ``/summary #3`` takes it) and what else is known of it."""
        about = " · ".join(part for part in (f"#{number}", *facts) if part)
        yield from self._wrapped(self.style.quiet(about), "    ")

    def _paragraph(self, kind: str, runs: Sequence[Run]) -> Iterator[str]:
        text = "".join(map(self._run, runs))
        if kind == "code":
            yield from ("    " + line for line in text.splitlines())
        elif kind == "heading":
            yield from self._wrapped(self.style.bold(text))
        else:
            yield from self._wrapped(text, "│ " if kind == "quote" else "")

    def _run(self, run: Run) -> str:
        text = self.style.bold(run.text) if run.bold else run.text
        return self.style.marked(text) if run.marked else text

    def _number(self, button: Button | None) -> str:
        if button is None:
            return ""
        self.buttons.append(button)
        return f"[{len(self.buttons)}]"

    def _listed(self, key: str, text: str) -> Iterator[str]:
        yield from self._hanging(key.ljust(4), text)

    def _hanging(self, key: str, text: str) -> Iterator[str]:
        """The text with something before its first line, under which the others do not stand."""
        indent = " " * wcswidth(key)
        first, *rest = self._wrapped(text, indent)
        yield key + first.removeprefix(indent)
        yield from rest

    def _wrapped(self, text: str, indent: str = "") -> list[str]:
        width = self.width - wcswidth(indent) - 2
        return [indent + line for part in text.split("\n") for line in _hung(wrap(part, width))]


def _hung(lines: list[str]) -> list[str]:
    """The lines with closing marks moved from the beginning of a line to the end of the one before."""
    hung: list[str] = []
    for line in lines:
        found = _LEADING_MARKS.match(line)
        colours, marks, rest = found.groups() if found and hung else ("", "", line)
        if marks:
            hung[-1] = _LAST_CODES.sub(rf"{marks}\1", hung[-1], count=1)
        if rest:
            hung.append(colours + rest)
    return hung
