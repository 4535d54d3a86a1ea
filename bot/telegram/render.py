"""A reply as messages of Telegram: text with its entities, the keyboard below the last one, files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote

from wcwidth import iter_graphemes, wcswidth

from bot.actions import payload
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
    marked_once,
)
from bot.telegram.inert import inert, inert_spans
from bot.telegram.rich import (
    BOLD,
    FOLDED,
    ITALIC,
    LISTING,
    QUOTE,
    Entity,
    Look,
    Span,
    messages,
    span,
    units,
)
from bot.visits.typesetting import are_close, gaps, item_mark, point_mark, superscript

# https://core.telegram.org/bots/api#inlinekeyboardmarkup and #answercallbackquery
MAX_KEYS = 100
MAX_ALERT = 200

# The keys of a row are equally wide and have about this many columns together, on a small phone.
_ROW_COLUMNS = 40
_KEY_PADDING = 2
_MAX_ROW = 8
_MAX_LABEL = 200

_CLOSING = re.compile(r"[^\w\s]*\Z")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a keyboard: it sends ``data`` back to the bot, or opens ``url``."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send: ``text`` without ``entities`` says the same."""

    text: str
    entities: tuple[Entity, ...] = ()
    keyboard: tuple[tuple[Key, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """All that shows a reply, in the order to send it."""

    messages: tuple[Message, ...]
    files: tuple[Attachment, ...] = ()


def render(reply: Reply, username: str = "") -> Screen:
    """The reply as messages. Without the bot's own ``username`` there are no links to it in them."""
    page = _Page(username)
    texts = list(messages(page.nodes(reply.nodes)))
    last = len(texts) - 1
    keyboard = _keyboard(reply, page.leads, username)
    return Screen(
        tuple(
            Message(text, entities, keyboard if index == last else ())
            for index, (text, entities) in enumerate(texts)
        ),
        tuple(node for node in reply.nodes if isinstance(node, Attachment)),
    )


def render_offer(reply: Reply, username: str) -> Message:
    """The one message that choosing an offer posts; its keys lead to the bot.

    In a chat without the bot no key can ask it for anything.
    """
    page = _Page(username)
    text, entities = next(messages(page.nodes(reply.nodes)))
    links = [[Key(key.label, url=deep_link(username, key.data)) for key in row] for row in reply.buttons]
    return Message(text, entities, _laid_out(links))


def alert(reply: Reply) -> str:
    """What a box over the chat says; ``""`` if the reply is too long for one, or brings a file."""
    screen = render(reply)
    said = "\n".join(message.text for message in screen.messages)
    return said if units(said) <= MAX_ALERT and not screen.files else ""


def deep_link(username: str, data: str) -> str:
    """The link that opens a private chat with the bot and does there what a button with this data does."""
    return f"https://t.me/{username}?start={payload(data)}"


def _keyboard(reply: Reply, leads: Sequence[Button], username: str) -> tuple[tuple[Key, ...], ...]:
    """What leads from hits and entries, the rows of the reply, and beside the last the key to share it."""
    rows = [[_key(button, username) for button in row] for row in (leads, *reply.buttons)]
    if reply.share is not None and username:
        link = quote(deep_link(username, reply.share.data), safe="")
        words = f"&text={quote(reply.share.short, safe='')}" if reply.share.short else ""
        rows[-1].append(Key(reply.share.label, url=f"https://t.me/share/url?url={link}{words}"))
    return _laid_out(rows)


def _key(button: Button, username: str) -> Key:
    if button.privately and username:
        return Key(button.label, url=deep_link(username, button.data))
    return Key(button.label, button.data)


def _laid_out(rows: Iterable[Sequence[Key]]) -> tuple[tuple[Key, ...], ...]:
    """The rows, each as so many rows that its labels can be read; as many keys as there may be."""
    laid: list[tuple[Key, ...]] = []
    room = MAX_KEYS
    for row in rows:
        keys = [Key(_label(key.label), key.data, key.url) for key in row[:room]]
        widest = max((wcswidth(key.label) for key in keys), default=0)
        length = min(max(_ROW_COLUMNS // (widest + _KEY_PADDING), 1), _MAX_ROW)
        laid += [tuple(keys[start : start + length]) for start in range(0, len(keys), length)]
        room -= len(keys)
    return tuple(laid)


def _label(text: str) -> str:
    """A label on one line that fits a row of its own; never empty, which is refused."""
    text = " ".join(span(text[:_MAX_LABEL]).text.split())
    shown = ""
    room = _ROW_COLUMNS - _KEY_PADDING
    for sign in iter_graphemes(text):
        if wcswidth(shown + sign) > room - 1 and shown + sign != text:
            return f"{shown}…"
        shown += sign
    return shown or "…"


@dataclass(slots=True)
class _Page:
    """Nodes as text; on the way it counts the sentences and collects what leads from hits and entries."""

    username: str
    sentences: int = 0
    leads: list[Button] = field(default_factory=list)

    def nodes(self, nodes: Iterable[Node]) -> Iterator[Span]:
        """All nodes, with an empty line between them, but none between what belongs together."""
        before: Node | None = None
        for node in nodes:
            if isinstance(node, Attachment):
                continue
            if before is not None:
                yield span("\n" if are_close(before, node) else "\n\n")
            yield from self.node(node)
            before = node

    def node(self, node: Node) -> Iterator[Span]:  # noqa: C901, PLR0912 - one case for each kind of node
        match node:
            case Title(text) | Heading(text):
                yield from inert(text, BOLD)
            case Byline(parts):
                yield from inert(" · ".join(parts))
            case Lead(label, text):
                yield from inert(label, FOLDED, BOLD)
                yield span("\n", FOLDED)
                yield from inert(text, FOLDED)
            case Text(text):
                yield from inert(text, commands=True)
            case Quiet(text) | Progress(text):
                yield from inert(text, ITALIC, commands=True)
            case Passage(sentences, leads):
                for gap, sentence, lead in zip(gaps(node), sentences, leads, strict=True):
                    yield span(gap)
                    yield from self._sentence(sentence.text, lead)
            case Point(number, point, lead, opens):
                yield span(point_mark(number), *self._link(lead))
                yield span(" ")
                yield from inert(point.text, *((BOLD,) if opens else ()))
            case Paragraph("item", runs, level, number):
                yield span("    " * max(level - 1, 0) + item_mark("•", number))
                yield from _runs(runs)
            case Paragraph(kind, runs):
                yield from _paragraph(kind, runs)
            case Hit():
                yield from self._hit(node)
            case Entry():
                yield from self._entry(node)
            case Usage(usage, description):
                yield from inert(f"{usage}  {description}", commands=True)
            case Attachment():
                return
            case _:
                assert_never(node)

    def _sentence(self, text: str, lead: Button | None) -> Iterator[Span]:
        """A sentence and the small number behind it that leads to its place.

        The closing mark leads there too: the number alone is narrow for a thumb.
        """
        link = self._link(lead)
        if not link:
            yield from inert(text)
            return
        self.sentences += 1
        closing = _CLOSING.search(text)
        end = closing.start() if closing else len(text)
        yield from inert(text[:end])
        yield span(text[end:] + superscript(self.sentences), *link)

    def _hit(self, hit: Hit) -> Iterator[Span]:
        self.leads.append(hit.lead)
        yield from inert(f"{hit.number}. {hit.title}", BOLD)
        if hit.runs:
            yield span("\n")
            yield from _runs(marked_once(hit.runs), QUOTE)
        yield from _about(hit.byline, hit.more)

    def _entry(self, entry: Entry) -> Iterator[Span]:
        self.leads.append(entry.lead)
        yield from inert(f"{entry.number}. {entry.title}", BOLD)
        if entry.quote:
            yield span("\n")
            yield from inert(entry.quote, QUOTE)
        yield from _about(entry.byline)

    def _link(self, lead: Button | None) -> list[Look]:
        return [Look("text_link", deep_link(self.username, lead.data))] if lead and self.username else []


def _about(*facts: str) -> Iterator[Span]:
    """Who and when, on a line of its own."""
    known = " · ".join(fact for fact in facts if fact)
    if known:
        yield span("\n")
        yield from inert(known)


def _paragraph(kind: str, runs: Iterable[Run]) -> Iterator[Span]:
    match kind:
        case "heading":
            yield from _runs(runs, BOLD)
        case "quote":
            yield from _runs(runs, QUOTE)
        case "code":
            yield from _listing(runs)
        case _:
            yield from _runs(runs)


def _listing(runs: Iterable[Run]) -> Iterator[Span]:
    return (span(run.text, LISTING) for run in runs)


def _runs(runs: Iterable[Run], *looks: Look) -> Iterator[Span]:
    """Runs with their emphasis; what is marked is so in signs too, for screen readers."""
    return inert_spans([_run(run, looks) for run in runs])


def _run(run: Run, looks: Sequence[Look]) -> Span:
    if run.marked:
        return span(f"【{run.text}】", *looks, BOLD)
    return span(run.text, *looks, *([BOLD] if run.bold else []))
