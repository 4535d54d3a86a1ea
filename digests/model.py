"""The words of the field as values: an essay, its blocks and sentences, and what is drawn from it.

Everything here is frozen and holds text exactly as the author wrote it. A position in a text is
counted in Python characters (Unicode code points) from the start of its block.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of an essay is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a block's text, from ``start`` up to but not including ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, quotation or code listing.

    ``level`` is 1-6 for a heading and the depth (from 1) of a list item, else 0. ``number`` is that of
    an item in a numbered list, 0 where an item goes on in a further block, else ``None``. ``emphasis``
    are the bold stretches, in order, adjacent ones merged. A line end in the ``text`` of anything but
    code is the author's: the block is a stanza of verse.
    """

    kind: BlockKind
    text: str
    level: int = 0
    emphasis: tuple[Span, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was in the source but is no part of the essay, and why it was left out."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Essay:
    """An essay as its author wrote it; what the source does not state is ``None``, never guessed.

    ``lead`` is the editor's (or an unknown hand's) introduction: shown, never summarised.
    ``rights`` is the notice that says who may reprint it. ``source`` is the site or publication.
    ``encoding`` is what the bytes were read as. ``dropped`` lists what was left out.
    """

    title: str
    blocks: tuple[Block, ...]
    author: str | None = None
    date: datetime.date | None = None
    source: str | None = None
    lead: str | None = None
    rights: str | None = None
    encoding: str = "utf-8"
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a text stands in an essay: ``essay.blocks[block].text[start:end]``."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence, verbatim, and its place."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences that carry an essay, in reading order."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class OneLine:
    """An essay in one line: a sentence, or whole clauses of one; verbatim, and its place.

    ``cut_before`` and ``cut_after`` tell whether words of the sentence are left out there.
    """

    text: str
    place: Place
    cut_before: bool = False
    cut_after: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is less than its sentence."""
        return self.cut_before or self.cut_after

    @property
    def shown(self) -> str:
        """The text, with "…" where words are left out, and " / " between lines of verse."""
        text = self.text.replace("\n", " / ")
        return f"{'…' * self.cut_before}{text}{'…' * self.cut_after}"


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One claim of the essay, verbatim, its place, and the heading it stands under (or ``None``)."""

    text: str
    place: Place
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Keyword:
    """A term an essay is about, as it writes it, and what it weighs in this essay."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a search found in one essay: its best sentence, with the words in it marked.

    ``sentence`` is ``None`` when only the title holds the words. ``marks`` are spans of the
    sentence's text. ``score`` is higher for a better match, ``others`` how many further sentences
    of the essay hold all that this one holds.
    """

    sentence: Sentence | None
    marks: tuple[Span, ...]
    score: float
    others: int
