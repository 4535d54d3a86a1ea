"""A reply as messages of Discord: a box in the colour of its kind, what can be pressed below the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from bot import replies
from bot.discord.components import (
    MAX_LABEL,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_PLACEHOLDER,
    MAX_ROW,
    MAX_TEXT,
    Button,
    ButtonRow,
    Component,
    File,
    Message,
    Option,
    Section,
    Select,
    TextDisplay,
)
from bot.discord.fitting import Form, Runs, messages, pieces, shortened
from bot.discord.markdown import listing, styled
from bot.replies import (
    Attachment,
    Byline,
    Entry,
    Heading,
    Hit,
    Kind,
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
from bot.visits.typesetting import are_close, gaps, item_mark, point_mark, superscript

_COLOURS = {
    Kind.HELP: 0x5865F2,
    Kind.SUMMARY: 0x2E86C1,
    Kind.POINTS: 0x17A589,
    Kind.PAGE: 0x8D6E63,
    Kind.RESULTS: 0xD68910,
    Kind.LIST: 0xAF7AC5,
    Kind.DIGEST: 0xE67E22,
    Kind.SETTINGS: 0x7F8C8D,
    Kind.CHOICES: 0x5D6D7E,
    Kind.NOTICE: 0x95A5A6,
    Kind.ERROR: 0xC0392B,
}
# More than so many things to go on to are in a menu, not beside what they belong to.
_MAX_BESIDE = 5
# A label that leaves room for the text it stands beside, on a phone.
_MAX_ACCESSORY = 24
_MENU = "choose"
# A role that was chosen is shown by its name. That notifies nobody: a message has to allow it.
_ROLE = re.compile(r"\\(<@&\d+>)")


@dataclass(frozen=True, slots=True)
class Screen:
    """All that shows a reply: the messages in order, and the files to send with them."""

    messages: tuple[Message, ...]
    files: tuple[Attachment, ...] = ()


def render(reply: Reply, mention: str = "") -> Screen:
    """The reply as messages, none larger than Discord takes; the buttons are on the last.

    Above it stands the ``mention`` of a role, if there is one.
    """
    page = _Page(_beside(reply.nodes))
    body = list(page.nodes(reply.nodes))
    controls = [*page.menus(reply.menu), *page.rows(reply.buttons)]
    above = [("", TextDisplay(mention))] if mention else []
    parts = [*above, *body, *(("", control) for control in controls)]
    files = tuple(node for node in reply.nodes if isinstance(node, Attachment))
    return Screen(tuple(messages(_COLOURS[reply.kind], parts)), files)


def data_of(custom_id: str) -> str:
    """The data of the button that a custom id, or the value of an option, stands for."""
    return custom_id.partition("|")[2]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One thing to go on to: what it is called, what is said of it, and the button that does it."""

    label: str
    about: str
    lead: replies.Button


def _beside(nodes: Sequence[Node]) -> bool:
    """Whether the ways on from hits and entries have room beside them."""
    return sum(isinstance(node, Hit | Entry) for node in nodes) <= _MAX_BESIDE


@dataclass(slots=True)
class _Page:
    """Nodes as components; on the way it counts the sentences and collects what goes into a menu.

    Discord refuses custom ids that occur twice in a message: each begins with a number of its own.
    """

    beside: bool
    sentences: int = 0
    ids: int = 0
    choices: list[_Choice] = field(default_factory=list[_Choice])

    def nodes(self, nodes: Iterable[Node]) -> Iterator[tuple[str, Component]]:
        """The components of all nodes, each with what separates it from a text before it."""
        before: Node | None = None
        for node in nodes:
            gap = "\n" if before is not None and _close(before, node) else "\n\n"
            for component in self.node(node):
                yield gap, component
                gap = "\n"
            before = node

    def node(self, node: Node) -> Iterator[Component]:
        """What shows one node."""
        match node:
            case Passage(sentences, leads):
                said = zip(gaps(node), sentences, leads, strict=True)
                marked = (gap + self._sentence(s.text, lead) for gap, s, lead in said)
                yield from _displays(_lines(""), Run("".join(marked)))
            case Point(number, point, lead, opens):
                if lead is not None:
                    self.choices.append(_Choice(f"{point_mark(number)} {point.text}", "", lead))
                numbered = (Run(point_mark(number), bold=True), Run(" "), Run(point.text, bold=opens))
                yield from _displays(_lines(""), *numbered)
            case Hit(number, title, runs, _, byline, lead, _, more):
                sentence = "".join(run.text for run in runs)
                yield from self._led(_Choice(f"{number}. {title}", sentence, lead), byline, more)
                yield from _displays(_lines("> "), *replies.marked_once(runs))
            case Entry(number, title, byline, lead, quote):
                yield from self._led(_Choice(f"{number}. {title}", quote or byline, lead), byline)
                yield from _displays(_lines("> "), Run(quote))
            case Attachment(name):
                yield File(name)
            case _:
                yield from _plain(node)

    def menus(self, placeholder: str) -> Iterator[Component]:
        """What was collected, in menus; one thing alone is a button."""
        if len(self.choices) == 1:
            yield from self.rows([[self.choices[0].lead]])
            return
        placeholder = shortened(placeholder, MAX_PLACEHOLDER) if placeholder else ""
        for start in range(0, len(self.choices), MAX_OPTIONS):
            options = map(self._option, self.choices[start : start + MAX_OPTIONS])
            yield Select(self._id(_MENU), tuple(options), placeholder)

    def rows(self, rows: Iterable[Sequence[replies.Button]]) -> Iterator[Component]:
        """The buttons, a row of too many as several rows."""
        for row in rows:
            for start in range(0, len(row), MAX_ROW):
                yield ButtonRow(tuple(self._button(button) for button in row[start : start + MAX_ROW]))

    def _sentence(self, text: str, lead: replies.Button | None) -> str:
        if lead is None:
            return text
        self.sentences += 1
        self.choices.append(_Choice(f"{self.sentences}. {text}", "", lead))
        return text + superscript(self.sentences)

    def _led(self, choice: _Choice, *facts: str) -> Iterator[Component]:
        """What can be chosen and what is known of it, with the way on beside it or in the menu."""
        about = " · ".join(fact for fact in facts if fact)
        title = pieces(_lines(""), (Run(choice.label, bold=True),))
        said = [*title, *pieces(_lines("-# "), (Run(about),))]
        *longer, last = ["\n".join(said)] if sum(map(len, said)) < MAX_TEXT else said
        yield from map(TextDisplay, longer)
        if self.beside:
            label = shortened(choice.lead.short or choice.lead.label, _MAX_ACCESSORY)
            yield Section(last, Button(label, self._id(choice.lead.data)))
        else:
            yield TextDisplay(last)
            self.choices.append(choice)

    def _option(self, choice: _Choice) -> Option:
        about = shortened(choice.about, MAX_OPTION) if choice.about else ""
        label = " ".join(choice.label.split("\n"))
        return Option(shortened(label, MAX_OPTION), self._id(choice.lead.data), about)

    def _button(self, button: replies.Button) -> Button:
        return Button(shortened(button.label, MAX_LABEL), self._id(button.data))

    def _id(self, data: str) -> str:
        self.ids += 1
        return f"{self.ids}|{data}"


def _close(before: Node, node: Node) -> bool:
    """Whether no empty line separates the two: here headings are larger than what they stand above."""
    return are_close(before, node) or (isinstance(before, Heading) and isinstance(node, Title))


def _plain(node: Node) -> Iterator[TextDisplay]:
    """A node that is text alone."""
    match node:
        case Title(text):
            return _displays(_lines("## "), Run(text))
        case Heading(text, is_minor):
            return (
                _displays(_lines(""), Run(text, bold=True))
                if is_minor
                else _displays(_lines("### "), Run(text))
            )
        case Byline(parts):
            return _displays(_lines("-# "), Run(" · ".join(parts)))
        case Lead(label, text):
            return _displays(_lines("> -# "), Run(label, bold=True), Run(f"\n{text}"))
        case Text(text):
            return _displays(_lines(""), Run(text))
        case Quiet(text) | Progress(text):
            return _displays(_quiet, Run(text))
        case Usage(usage, description):
            return _displays(_lines(""), Run(usage, bold=True), Run(f"  {description}"))
        case Paragraph(kind, runs, level, number):
            indent = "  " * (level - 1)
            return _displays(_paragraph(kind, indent + item_mark("-", number)), *runs)
        case Passage() | Point() | Hit() | Entry() | Attachment():
            return iter(())
        case _:
            assert_never(node)


def _paragraph(kind: str, mark: str) -> Form:
    match kind:
        case "heading":
            return _lines("### ")
        case "quote":
            return _lines("> ")
        case "code":
            return lambda runs: listing("".join(_in_signs(run) for run in runs))
        case "item":
            return lambda runs: mark + styled(runs)
        case _:
            return _lines("")


def _in_signs(run: Run) -> str:
    return f"【{run.text}】" if run.marked else run.text


def _lines(prefix: str) -> Form:
    """How to write runs whose every line has this before it."""
    return lambda runs: styled(runs, prefix)


def _quiet(runs: Runs) -> str:
    return _ROLE.sub(r"\1", styled(runs, "-# "))


def _displays(form: Form, *runs: Run) -> Iterator[TextDisplay]:
    return map(TextDisplay, pieces(form, runs))
