"""What the bot answers: a tree of typed nodes that every platform renders in its own way.

No node holds markup, and every text is already in the reader's language, so a renderer only
decides how things look. Essay text in a node is verbatim.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.requests import Action
from digests.model import KeyPoint, Place, Sentence


class Kind(StrEnum):
    """What a reply is about, for programs that read it (``ask --json``) and for its colour."""

    HELP = "help"
    SUMMARY = "summary"
    POINTS = "points"
    PAGE = "page"
    RESULTS = "results"
    LIST = "list"
    DIGEST = "digest"
    SETTINGS = "settings"
    CHOICES = "choices"
    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Button:
    """A labelled thing to press. ``data`` is the encoded action, at most 64 bytes of UTF-8.

    ``short`` is what it is called right beside what it belongs to, where that is shorter; of a button that
    shares something, what that is called. ``privately`` asks for the answer in a private chat with the bot,
    where the platform can lead there.
    """

    label: str
    action: Action
    data: str = ""
    short: str = ""
    privately: bool = False


@dataclass(frozen=True, slots=True)
class EssayCard:
    """The essay a reply is about, as facts."""

    id: int
    title: str
    author: str | None
    date: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an essay."""

    text: str


@dataclass(frozen=True, slots=True)
class Byline:
    """Who, where, when, how long: short facts that belong on one quiet line."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """The editor's introduction, shown apart from the author's words and folded where possible."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the reply or of the essay; a minor one stands under another."""

    text: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or two of the bot's own."""

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """A remark of the bot's own that should not draw the eye (a hint, a rights notice)."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the reader is, in words: 第 3/8 页."""

    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of the summary that stand together; each leads to its place when tapped.

    ``leads`` has one button per sentence, or ``None`` where the text is kept nowhere.
    """

    sentences: tuple[Sentence, ...]
    leads: tuple[Button | None, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One key point with its number in the list and the button that leads to its place.

    It has no ``number`` in a list where the author's own stand. A text that is kept nowhere has no ``lead``.
    One that ``opens`` a part of the essay is the heading of what follows.
    """

    number: int | None
    point: KeyPoint
    lead: Button | None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked (a searched word, the sentence looked for), bold, or neither."""

    text: str
    marked: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the essay on a page of ``/read``, as runs that joined give its text.

    ``level`` and ``number`` are those of the block.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: the essay and its best sentence, the words found in it marked.

    ``more`` says in words how many other sentences of the essay match, or is empty.
    """

    number: int
    title: str
    runs: tuple[Run, ...]
    place: Place
    byline: str
    lead: Button
    score: float
    more: str = ""


def marked_once(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The same with one mark, the first; further ones are bold.

    Marks are signs too, for screen readers. Each word in signs is heavy to look at, and to listen to: who
    hears where the first is has found the sentence, which holds the others.
    """
    first = next((index for index, run in enumerate(runs) if run.marked), 0)
    return tuple(
        replace(run, marked=False, bold=True) if run.marked and index > first else run
        for index, run in enumerate(runs)
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One essay on a shelf or in a list of choices, with the sentence of it that was saved, if any."""

    number: int
    title: str
    byline: str
    lead: Button
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """One command in the help: how to type it and what it gives."""

    usage: str
    description: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small text file that goes with the reply."""

    name: str
    text: str


Node = (
    Title
    | Byline
    | Lead
    | Heading
    | Text
    | Quiet
    | Progress
    | Passage
    | Point
    | Paragraph
    | Hit
    | Entry
    | Usage
    | Attachment
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: nodes from top to bottom, then rows of buttons. One without nodes is not to be sent.

    ``essay`` is the essay it is about, where it is about one. ``edits`` asks the platform to
    change the message whose button was pressed instead of posting a new one. ``private`` asks
    for an answer that only the asker sees, where the platform can. ``share`` does the same again for
    whoever opens a link that carries it. ``about_source`` is true for an answer about a text that is
    kept nowhere: it has to reply to the message with that text, so that its buttons find it. ``menu``
    is what a menu of its sentences, points or essays is called, where the platform has menus.
    """

    kind: Kind
    nodes: tuple[Node, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    essay: EssayCard | None = None
    edits: bool = False
    private: bool = False
    share: Button | None = None
    about_source: bool = False
    menu: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose while still typing: what it is called, and what choosing it posts."""

    key: str
    title: str
    description: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Offers:
    """One page of offers; ``following`` asks for the next one, ``""`` if this is the last.

    Where there is nothing to offer, ``instead`` says so and leads on in a private chat with the bot.
    """

    offers: tuple[Offer, ...]
    following: str = ""
    instead: Button | None = None
