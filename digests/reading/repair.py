"""Repairs: what a page break tore is joined, and headings that lost their mark are found again.

Both need the essay itself as a witness. A text in which lines often end without a closing mark, such as a
poem, tells nothing about a single one of them and is left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.model import BlockKind, Span
from digests.reading.characters import closes, is_wide
from digests.reading.outline import Piece

_CAPTION = re.compile(r"[（(]?(?:图|表|figure|fig\.?|table)\s*[\d一二三四五六七八九十]+", re.IGNORECASE)
_LABELLED_CAPTION = re.compile(r"(?:图|图注|图片|figure)\s*[：:]", re.IGNORECASE)
_LONGEST_CAPTION = 80
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,3}[、.．章节]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．\s])\s*\S"
)
_LEAST_CLOSED = 0.8
_LEAST_TORN = 20
_LONGEST_PARAGRAPH = 10_000
_MOST_TORN = 500
_LONGEST_HEADING = 40
_LEAST_AROUND = 60
_TIMES_LONGER = 3


def is_caption(piece: Piece) -> bool:
    """Whether this is the line under a picture."""
    text = piece.text
    if piece.kind is not BlockKind.PARAGRAPH or len(text) > _LONGEST_CAPTION or closes(text.rstrip("）)")):
        return False
    return bool(_CAPTION.match(text)) or (piece.pictured and bool(_LABELLED_CAPTION.match(text)))


def join_torn(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with paragraphs joined that a page break parted inside a sentence.

    The words across the gap must occur elsewhere in the essay; in Latin script the text must go on in
    lower case after a letter or a comma.
    """
    if not _mostly_closed(pieces):
        return list(pieces)
    gaps = [index for index in range(1, len(pieces)) if _may_be_torn(pieces[index - 1], pieces[index])]
    if len(gaps) > _MOST_TORN:
        return list(pieces)
    whole = "\n".join(piece.text for piece in pieces)
    torn = {index for index in gaps if _goes_on(pieces[index - 1], pieces[index], whole)}
    joined: list[Piece] = []
    for index, piece in enumerate(pieces):
        if index in torn and len(joined[-1].text) <= _LONGEST_PARAGRAPH:
            joined[-1] = _joined(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _mostly_closed(pieces: Sequence[Piece]) -> bool:
    long = [piece for piece in pieces if _is_prose(piece) and len(piece.text) >= _LEAST_TORN]
    return sum(closes(piece.text) for piece in long) >= _LEAST_CLOSED * len(long)


def _may_be_torn(before: Piece, after: Piece) -> bool:
    are_long = _is_prose(before) and _is_prose(after) and len(before.text) >= _LEAST_TORN
    return are_long and not closes(before.text) and not after.pictured


def _is_prose(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and "\n" not in piece.text


def _across(before: Piece, after: Piece) -> tuple[str, str]:
    """The three characters around a gap, both ways."""
    return before.text[-2:] + after.text[:1], before.text[-1:] + after.text[:2]


def _goes_on(before: Piece, after: Piece, whole: str) -> bool:
    last, first = before.text[-1], after.text[:2]
    if is_wide(last) and is_wide(first[0]):
        return any(words in whole for words in _across(before, after))
    return (last.islower() or last == ",") and first[0].islower() and first.isalpha()


def _joined(before: Piece, after: Piece) -> Piece:
    glue = "" if is_wide(before.text[-1]) else " "
    shift = len(before.text) + len(glue)
    moved = tuple(Span(span.start + shift, span.end + shift) for span in after.block.emphasis)
    block = replace(
        before.block, text=before.text + glue + after.text, emphasis=before.block.emphasis + moved
    )
    return replace(before, block=block, raw=f"{before.raw}\n{after.raw}")


def find_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with headings marked, in an essay that has not marked any."""
    if any(piece.kind is BlockKind.HEADING for piece in pieces):
        return list(pieces)
    bold = {index for index in range(1, len(pieces) - 1) if _is_bold_heading(pieces, index)}
    plain = {index for index in range(len(pieces) - 1) if _is_plain_heading(pieces, index)}
    found = bold | plain
    return [
        piece.as_kind(BlockKind.HEADING, 2) if index in found else piece for index, piece in enumerate(pieces)
    ]


def _is_line(piece: Piece) -> bool:
    is_short = _is_prose(piece) and len(piece.text) <= _LONGEST_HEADING
    return is_short and not piece.text.endswith(("，", "、", ","))


def _is_bold_heading(pieces: Sequence[Piece], index: int) -> bool:
    piece, after = pieces[index], pieces[index + 1]
    return (
        _is_line(piece)
        and piece.block.emphasis == (Span(0, len(piece.text)),)
        and not closes(piece.text)
        and after.kind is BlockKind.PARAGRAPH
        and after.block.emphasis[:1] != (Span(0, len(after.text)),)
        and len(after.text) > len(piece.text)
    )


def _is_plain_heading(pieces: Sequence[Piece], index: int) -> bool:
    """A line without a closing mark, or a question, between paragraphs that are much longer."""
    piece = pieces[index]
    if not _is_line(piece) or (closes(piece.text) and not piece.text.endswith(("？", "?"))):
        return False
    around = [*pieces[max(0, index - 1) : index], pieces[index + 1]]
    if any(each.kind is not BlockKind.PARAGRAPH for each in around):
        return False
    least = max(_LEAST_AROUND, _TIMES_LONGER * len(piece.text))
    is_amid = index > 0 and all(len(each.text) >= least for each in around)
    return is_amid or (bool(_NUMBERED.match(piece.text)) and len(around[-1].text) >= least)
