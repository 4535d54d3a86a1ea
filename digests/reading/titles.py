"""The title of an essay that does not state one in its front matter."""

import re

from digests.model import BlockKind
from digests.reading.characters import closes, same
from digests.reading.outline import Piece
from digests.reading.verse import begins_with_stanza

_LONGEST_LINE = 40
_LONGEST_TITLE = 60
_SENTENCE = re.compile(r".+?(?:\.(?=\s)|[。！？!?；;\n]|\Z)", re.DOTALL)
_CLAUSE = re.compile(r"[，,：:、；;—]|\s[-–]\s")
_FIRST_BLOCKS = 4


def take_heading(pieces: list[Piece]) -> str | None:
    """The heading the essay opens with, taken off; failing that, its only heading of the first level."""
    if pieces and pieces[0].kind is BlockKind.HEADING:
        return pieces.pop(0).text
    tops = [
        index
        for index, piece in enumerate(pieces)
        if piece.kind is BlockKind.HEADING and piece.block.level == 1
    ]
    return pieces.pop(tops[0]).text if len(tops) == 1 and tops[0] < _FIRST_BLOCKS else None


def take_line(pieces: list[Piece]) -> str | None:
    """The short line the essay opens with, taken off: no sentence, and followed by longer text if any."""
    first = pieces[0] if pieces else None
    if first is None or first.kind is not BlockKind.PARAGRAPH or len(first.text) > _LONGEST_LINE:
        return None
    if closes(first.text) and not first.text.endswith(("？", "?", "！", "!", "”", "》", "）", ")")):
        return None
    if begins_with_stanza(pieces) or (len(pieces) > 1 and len(pieces[1].text) <= len(first.text)):
        return None
    if len(pieces) == 1 and closes(first.text):
        return None
    return pieces.pop(0).text


def opening(pieces: list[Piece]) -> str:
    """The first sentence, shortened where a clause ends: a name for an essay that has none."""
    text = next((piece.text for piece in pieces if piece.kind is not BlockKind.CODE), pieces[0].text)
    found = _SENTENCE.match(text[: _LONGEST_TITLE * 8])
    sentence = (found[0] if found else text[:_LONGEST_TITLE]).strip().rstrip("。.；;，,")
    if len(sentence) <= _LONGEST_LINE:
        return sentence
    ends = [clause.start() for clause in _CLAUSE.finditer(sentence) if 0 < clause.start() <= _LONGEST_LINE]
    if ends:
        return sentence[: ends[-1]]
    return sentence if len(sentence) <= _LONGEST_TITLE else f"{sentence[:_LONGEST_TITLE].rstrip()}…"


def without_site(title: str, pieces: list[Piece]) -> str:
    """The title of a web page, by its heading where it only adds the site's name to that."""
    for piece in pieces[:_FIRST_BLOCKS]:
        if piece.kind is BlockKind.HEADING and same(piece.text) and same(piece.text) in same(title):
            return piece.text
    return title
