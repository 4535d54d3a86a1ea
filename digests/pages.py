"""An essay cut into pages for reading on a phone: at blocks where possible, else at sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining

from digests.model import BlockKind, Essay, Place
from digests.sentences import split

# About two phone screens of Chinese, and well within a Telegram message (4096) or an embed (4096).
PAGE_CHARACTERS = 900

# A page never ends in the middle of what is seen as one character.
_ZWJ = "\u200d"
_JOINERS = _ZWJ + "\ufe0e\ufe0f\u20e3" + "".join(map(chr, range(0x1F3FB, 0x1F400)))


@dataclass(frozen=True, slots=True)
class Page:
    """Stretches of blocks in reading order; all pages together are all text of the essay."""

    pieces: tuple[Place, ...]

    def holds(self, block: int, start: int) -> bool:
        """Whether the character at this position stands on this page."""
        return any(piece.block == block and piece.start <= start < piece.end for piece in self.pieces)


def paginate(essay: Essay, size: int = PAGE_CHARACTERS) -> tuple[Page, ...]:
    """The pages of an essay, each of at most ``size`` characters unless one sentence is longer.

    A heading never stands alone at the end of a page. An essay without blocks has no pages.
    """
    pages: list[Page] = []
    pieces: list[Place] = []
    room = size
    for piece in _pieces(essay, size):
        length = piece.end - piece.start
        if pieces and length > room:
            trailing = _trailing_headings(essay, pieces)
            pages.append(Page(tuple(pieces[: len(pieces) - trailing])))
            pieces = pieces[len(pieces) - trailing :]
            room = size - sum(kept.end - kept.start for kept in pieces)
        pieces.append(piece)
        room -= length
    return (*pages, Page(tuple(pieces))) if pieces else ()


def page_of(pages: tuple[Page, ...], block: int, start: int) -> int:
    """The index of the page that holds a position, or of the nearest page before it."""
    for index, page in enumerate(pages):
        if page.holds(block, start):
            return index
        if page.pieces[0].block > block:
            return max(0, index - 1)
    return max(0, len(pages) - 1)


def _pieces(essay: Essay, size: int) -> Iterator[Place]:
    """Blocks, or where a block is longer than a page, as many of its sentences as fit together."""
    for index, block in enumerate(essay.blocks):
        start = end = 0
        for stop in _stops(block.text, size):
            if stop - start > size and end > start:
                yield Place(index, start, end)
                start = end
            end = stop
        if end > start:
            yield Place(index, start, end)


def _stops(text: str, size: int) -> Iterator[int]:
    """Where a page may end within a block: after each sentence, within a sentence only if it must."""
    if len(text) <= size:
        yield len(text)
        return
    for span in split(text):
        start = span.start
        while span.end - start > size:
            start = _breath(text, start, start + size)
            yield start
        yield span.end


def _breath(text: str, start: int, end: int) -> int:
    """The best place to stop at or before ``end`` within a sentence: behind a mark or a space."""
    for position in range(end, start, -1):
        if text[position - 1].isspace() or text[position - 1] in "，、：；,:;)）":
            return position
    while end < len(text) and (combining(text[end]) or text[end] in _JOINERS or text[end - 1] == _ZWJ):
        end += 1
    return end


def _trailing_headings(essay: Essay, pieces: list[Place]) -> int:
    """How many headings end the page, unless it holds nothing else."""
    for count, piece in enumerate(reversed(pieces)):
        if essay.blocks[piece.block].kind is not BlockKind.HEADING:
            return count
    return 0
