"""An outline of an essay, built from the starts and ends of elements and the text between them.

HTML and Markdown both speak to it in the names of HTML elements, so one essay looks the same in both.
Depths are counted, not kept on a stack: no nesting is too deep, and an end without a start does nothing.
"""

from dataclasses import dataclass, replace

from digests.model import Block, BlockKind, Dropped, Span
from digests.reading.characters import tidy

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark nobr q rb ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
BLOCK = frozenset(
    "address article blockquote body caption center col colgroup dd details dir div dl dt fieldset figure "
    "form h1 h2 h3 h4 h5 h6 head header hgroup hr html input label legend li link main menu meta ol p "
    "picture pre search section source summary table tbody td tfoot th thead tr ul".split()
)
# What is no part of the essay's text, and what it is then.
SKIPPED = {
    **dict.fromkeys("nav aside footer select dialog".split(), "navigation"),
    **dict.fromkeys("script style template noscript".split(), "script"),
    **dict.fromkeys("iframe object noembed noframes".split(), "embed"),
    **dict.fromkeys("svg canvas video audio map".split(), "picture"),
    **dict.fromkeys("button textarea".split(), "button"),
    **dict.fromkeys("rt rp".split(), "annotation"),
    "figcaption": "caption",
    "math": "formula",
    "title": "page title",
}
# These hold raw text, not elements (HTML Living Standard, 13.1.2).
RAW = frozenset("script style textarea title iframe noembed noframes".split())

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(("b", "strong"))
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_ITEMS = frozenset(("li", "dt", "dd"))
# Elements that cannot stand inside a heading, so that one left open ends here.
_STRONGHOLDS = _LISTS | {"p", "blockquote", "table", "pre", "section", "article", "hr"}
_CELLS = frozenset(("td", "th", "caption"))
_NESTING = _LISTS | _CELLS | {"blockquote", "pre", "table", "tr"}

# Rows of cells of texts.
_Rows = list[list[list[str]]]

# A heading is a line. What is longer is a paragraph in large type.
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and what is known of how it stood in the source.

    ``raw`` is its text as it was written, ``linked`` says that all of it is links, ``pictured`` that a
    picture stands right before it, ``follows`` that it is the next line of the paragraph before it.
    """

    block: Block
    raw: str
    linked: bool = False
    pictured: bool = False
    follows: bool = False

    @property
    def kind(self) -> BlockKind:
        """What the block is."""
        return self.block.kind

    @property
    def text(self) -> str:
        """The text of the block."""
        return self.block.text

    @property
    def lines(self) -> list[str]:
        """The lines of the text as they were written."""
        return [line for line in map(str.strip, self.raw.split("\n")) if line]

    def as_kind(self, kind: BlockKind, level: int = 0) -> "Piece":
        """The same piece as another kind of block."""
        return replace(self, block=replace(self.block, kind=kind, level=level, number=None))


class Outline:
    """Collects pieces from events; what is skipped goes to ``dropped`` with its reason."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.dropped: list[Dropped] = []
        self._parts: list[str] = []
        self._length = 0
        self._bold_spans: list[Span] = []
        self._heading = self._bold = self._links = self._quotes = self._lists = self._code = 0
        self._unlinked = self._pictured = self._follows = False
        # The next number of each list that is open, ``None`` in one without numbers; that of the open item.
        self._counts: list[int | None] = []
        self._number: int | None = None
        self._rows: _Rows | None = None
        self._tables = 0
        self._skipping = ""
        self._skips = 0
        self._skipped: list[str] = []

    @property
    def is_skipping(self) -> bool:
        """Whether it is inside an element that is no part of the essay."""
        return self._skipping != ""

    def start(self, tag: str, number: int | None = None) -> None:
        """An element begins; ``number`` is the one that is stated for a list or an item of it."""
        if self._skipping:
            self._skips += tag == self._skipping
        elif tag in SKIPPED:
            self._skipping, self._skips = tag, 1
        elif tag in INLINE:
            self._start_inline(tag)
        else:
            self._start_block(tag)
            self._count(tag, number)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skips -= tag == self._skipping
            if not self._skips:
                self._end_skipping()
        elif tag in INLINE:
            self._bold = max(0, self._bold - (tag in _BOLD))
            self._links = max(0, self._links - (tag == "a"))
        else:
            self._end_block(tag)

    def text(self, text: str) -> None:
        """Text of the element that is open; a line end in it is white space."""
        if self._skipping:
            self._skipped.append(text)
            return
        if self._bold:
            self._embolden(len(text))
        if not self._links and not self._unlinked and not text.isspace():
            self._unlinked = True
        self._parts.append(text)
        self._length += len(text)

    def drop(self, text: str, reason: str) -> None:
        """Something that is no part of the essay."""
        if text := " ".join(text.split()):
            self.dropped.append(Dropped(text, reason))

    def finish(self) -> tuple[list[Piece], list[Dropped]]:
        """The pieces and what was left out, after the last event."""
        if self._skipping:
            self._end_skipping()
        self._flush()
        self._end_table()
        return self.pieces, self.dropped

    def _start_inline(self, tag: str) -> None:
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._pictured = True
        self._bold += tag in _BOLD
        self._links += tag == "a"

    def _start_block(self, tag: str) -> None:
        if self._code and tag != "pre":
            self.text("\n")
            return
        self._part()
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in _STRONGHOLDS:
            self._heading = 0
        if tag in _NESTING:
            self._nest(tag)

    def _count(self, tag: str, number: int | None) -> None:
        """Keep count of the items of numbered lists."""
        if tag in _LISTS:
            self._counts.append((1 if number is None else number) if tag == "ol" else None)
        elif tag in _ITEMS:
            count = self._counts[-1] if self._counts else None
            self._number = count if count is None or number is None else number
            if self._number is not None:
                self._counts[-1] = self._number + 1

    def _nest(self, tag: str) -> None:
        self._quotes += tag == "blockquote"
        self._lists += tag in _LISTS
        self._code += tag == "pre"
        if tag == "table":
            self._tables += 1
            self._rows = self._rows or []
        elif self._rows is not None:
            self._start_in_table(self._rows, tag)

    def _start_in_table(self, rows: _Rows, tag: str) -> None:
        if tag == "tr" or not rows:
            rows.append([])
        if tag in _CELLS:
            rows[-1].append([])

    def _end_block(self, tag: str) -> None:
        if self._code and tag != "pre":
            return
        self._part()
        if tag in _HEADINGS:
            self._heading = 0
        if tag in _NESTING:
            self._unnest(tag)

    def _unnest(self, tag: str) -> None:
        self._quotes = max(0, self._quotes - (tag == "blockquote"))
        if tag in _LISTS and self._lists:
            self._lists -= 1
            self._counts.pop()
        self._code = max(0, self._code - (tag == "pre"))
        if tag == "table" and self._tables:
            self._tables -= 1
            if not self._tables:
                self._end_table()

    def _end_skipping(self) -> None:
        self.drop("".join(self._skipped), SKIPPED[self._skipping])
        self._pictured |= self._skipping == "svg"
        self._skipping = ""
        self._skipped.clear()

    def _embolden(self, length: int) -> None:
        start = self._length
        if self._bold_spans and self._bold_spans[-1].end == start:
            start = self._bold_spans.pop().start
        self._bold_spans.append(Span(start, self._length + length))

    def _break_line(self) -> None:
        """A line that was ended on purpose is a paragraph of its own, save where it is a line of layout."""
        if self._code or self._heading or self._rows is not None:
            self.text("\n")
        else:
            before = len(self.pieces)
            self._flush()
            self._follows = len(self.pieces) > before

    def _part(self) -> None:
        """What comes next is another paragraph."""
        self._flush()
        self._follows = False

    def _flush(self) -> None:
        if not self._parts:
            return
        raw = "".join(self._parts)
        if self._rows is not None:
            self._add_to_cell(self._rows, raw)
        elif self._code:
            self._add(Block(BlockKind.CODE, raw.strip("\n").rstrip()), raw)
        else:
            text, emphasis = tidy(raw, self._bold_spans)
            kind, level = self._kind(text)
            number = self._number if kind is BlockKind.ITEM else None
            self._add(Block(kind, text, level, emphasis, number), raw)
        self._parts.clear()
        self._bold_spans.clear()
        self._length = 0
        self._unlinked = False

    def _kind(self, text: str) -> tuple[BlockKind, int]:
        if self._quotes:
            return BlockKind.QUOTE, 0
        if self._heading and len(text) <= _LONGEST_HEADING:
            return BlockKind.HEADING, self._heading
        if text.startswith("$$") and text.endswith("$$"):
            return BlockKind.CODE, 0
        if self._lists:
            return BlockKind.ITEM, self._lists
        return BlockKind.PARAGRAPH, 0

    def _add(self, block: Block, raw: str) -> None:
        if not block.text:
            return
        if block.kind is not BlockKind.CODE and not any(map(str.isalnum, block.text)):
            self.drop(block.text, "ornament")
            return
        self.pieces.append(Piece(block, raw, not self._unlinked, self._pictured, self._follows))
        self._pictured = False
        if block.kind is BlockKind.ITEM:
            self._number = 0

    def _add_to_cell(self, rows: _Rows, raw: str) -> None:
        if not rows:
            rows.append([])
        if not rows[-1]:
            rows[-1].append([])
        if text := tidy(raw, ())[0]:
            rows[-1][-1].append(text)

    def _end_table(self) -> None:
        """A table is a listing of its rows; with one cell in each row it was only there for layout."""
        rows, self._rows, self._tables = self._rows or [], None, 0
        filled = [row for row in rows if any(row)]
        self._unlinked = True
        if max(map(len, filled), default=0) > 1:
            text = "\n".join(" | ".join(map(" ".join, row)) for row in filled)
            self._add(Block(BlockKind.CODE, text), text)
        else:
            for text in (text for row in filled for text in row[0]):
                self._add(Block(BlockKind.PARAGRAPH, text), text)
        self._unlinked = False
