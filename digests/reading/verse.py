"""Verse: lines that stand as the author set them, told from lines that only fill a width.

Prose is wrapped greedily: a line ends where the next word has no room in the widest line. Verse ends its
lines early, or in lines too narrow for anybody to wrap prose in; and some of them end inside a sentence,
which paragraphs do not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from digests.model import BlockKind
from digests.reading.characters import closes, is_wide, merged
from digests.reading.outline import Piece

# In columns, of which a Chinese character takes two. A line of verse fits on a line of a book.
_WIDEST = 60
_TOO_NARROW_TO_WRAP = 38
# Of breaks that leave room for the next word there are none in wrapped prose, save where it was edited.
_LEAST_EARLY = 1 / 3
# What a line of wrapped Chinese may leave open: marks do not begin a line, nor brackets end one.
_SLACK = 4
_COUPLET = 2
_LEAST_COUPLETS = 3
_FIRST_WORD = re.compile(r"\S*")
_Test = Callable[[Sequence[str]], bool]
_MARKED = tuple("，、,：:；;—–-")


def set_in_lines(paragraphs: Sequence[Sequence[str]]) -> list[bool]:
    """Which paragraphs of a source text, each given as its lines, are verse.

    No line of one is wider than 60 columns, some line before the last ends inside a sentence, and a third
    of the breaks or more leave room for the next word (or no line is wider than 38 columns). A couplet that
    stands alone has a mark at both ends. Where most paragraphs of several lines are so, in a poem, the
    others may have closed lines.
    """
    return _with_witness(paragraphs, _is_ragged, _is_no_tear)


def gather(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with each stanza in one block, whose lines are lines of its text.

    Lines that were parted on purpose need not leave room for the next word.
    """
    runs = list(_runs(pieces))
    stanzas = _with_witness([_lines(run) for run in runs], _are_narrow, bool)
    return [
        piece
        for run, is_stanza in zip(runs, stanzas, strict=True)
        for piece in ([_gathered(run)] if is_stanza else run)
    ]


def begins_with_stanza(pieces: Sequence[Piece]) -> bool:
    """Whether the first piece is a line of a stanza."""
    lines = _lines(next(_runs(pieces), ()))
    return _are_narrow(lines) and not all(map(closes, lines[:-1]))


def _runs(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces by the paragraphs they stood in."""
    start = 0
    for end in range(1, len(pieces) + 1):
        if end == len(pieces) or not pieces[end].follows or pieces[end].kind is not pieces[start].kind:
            yield pieces[start:end]
            start = end


def _lines(run: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in run if piece.kind is not BlockKind.CODE]


def _with_witness(paragraphs: Sequence[Sequence[str]], may_be: _Test, is_sure: _Test) -> list[bool]:
    """Which paragraphs are verse by themselves; in a poem, all that may be."""
    likely = [may_be(lines) and not all(map(closes, lines[:-1])) for lines in paragraphs]
    certain = [is_open and is_sure(lines) for is_open, lines in zip(likely, paragraphs, strict=True)]
    enough = sum(likely) >= (1 if any(certain) else _LEAST_COUPLETS)
    is_poem = enough and 2 * sum(likely) > sum(len(lines) > 1 for lines in paragraphs)
    return [may_be(lines) for lines in paragraphs] if is_poem else certain


def _are_narrow(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and all(len(line) <= _WIDEST and _columns(line) <= _WIDEST for line in lines)


def _is_ragged(lines: Sequence[str]) -> bool:
    """Whether lines end though there is room for the next word."""
    if not _are_narrow(lines):
        return False
    widest = max(map(_columns, lines))
    early = sum(_columns(line) + _needed(after) <= widest for line, after in pairwise(lines))
    return widest <= _TOO_NARROW_TO_WRAP or early >= _LEAST_EARLY * (len(lines) - 1)


def _is_no_tear(lines: Sequence[str]) -> bool:
    """Whether it is more than one line that was torn in two."""
    return len(lines) > _COUPLET or all(closes(line) or line.endswith(_MARKED) for line in lines)


def _columns(line: str) -> int:
    return len(line) + sum(map(is_wide, line))


def _needed(after: str) -> int:
    """The columns that the first word of the next line would have taken."""
    if is_wide(after[:1]):
        return 2 + _SLACK
    word = _FIRST_WORD.match(after)
    return 1 + (word.end() if word else 0)


def _gathered(lines: Sequence[Piece]) -> Piece:
    text = "\n".join(line.text for line in lines)
    bold: list[tuple[int, int]] = []
    shift = 0
    for line in lines:
        bold += [(span.start + shift, span.end + shift) for span in line.block.emphasis]
        shift += len(line.text) + 1
    block = replace(lines[0].block, text=text, emphasis=merged(text, bold))
    return replace(lines[0], block=block, raw="\n".join(line.raw for line in lines))
