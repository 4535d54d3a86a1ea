"""The margins of an essay: what platforms, editors and translators put before and after the text.

A margin is read from the outside in and ends at the first block that may be the author's, so nothing in
the middle of an essay is ever left out. What the margins state (who, when, where) is kept.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from digests.model import BlockKind, Dropped
from digests.reading import notices
from digests.reading.characters import same
from digests.reading.outline import Piece
from digests.reading.statements import clean_name, only_date, parse_date, site, unlinked

# What is longer is no margin, but a text made of what margins are made of.
# An introduction fits on a screen or two; a longer quotation is a part of the essay.
_LONGEST_LEAD = 2_000
_LONGEST_MARGIN = 500
_LONGEST_NOTICE = 200
_LONGEST_LABEL = 20
_LONGEST_SIGNATURE = 4
_LONGEST_SECTION = 200
# How many blocks from the end a section without a heading may begin.
_NEAR_END = 9
_FIRST_NAME = re.compile(r"([^，,。：:（()）]{1,30})[，,（(]")


@dataclass(slots=True)
class Margins:
    """The pieces that are left, and what the margins stated. ``handle`` is who posted the essay."""

    pieces: list[Piece]
    known_author: str | None = None
    title: str = ""
    author: str | None = None
    handle: str | None = None
    day: date | None = None
    source: str | None = None
    via: str | None = None
    lead: str | None = None
    rights: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, index: int, reason: str) -> None:
        """Leave out one piece; a rights notice is kept as what it is."""
        text = self.pieces.pop(index).text
        if reason == "rights":
            self.rights.insert(0, text)
        else:
            self.dropped.append(Dropped(text, reason))

    def drop_from(self, start: int, reason: str) -> None:
        """Leave out all pieces from ``start`` on."""
        self.dropped += [Dropped(piece.text, reason) for piece in self.pieces[start:]]
        del self.pieces[start:]

    def is_author(self, text: str) -> bool:
        """Whether this is the author's name and nothing else."""
        return same(text) != "" and same(text) in (same(self.author or ""), same(self.known_author or ""))


def trim_end(margins: Margins) -> None:
    """Take off what stands after the essay."""
    for _ in range(_LONGEST_MARGIN):
        if not margins.pieces:
            return
        last = margins.pieces[-1]
        if reason := _notice(margins, last):
            margins.drop(-1, reason)
        elif _is_links(last) or _is_left_over(margins, last):
            margins.drop(-1, "navigation")
        elif section := _end_section(margins.pieces):
            _take_column_author(margins, section[0])
            margins.drop_from(*section)
        elif signature := _signature(margins):
            margins.drop_from(signature, "byline")
        else:
            return


def trim_start(margins: Margins) -> None:
    """Take off what stands before the essay: its title once more, its lead, lines about it."""
    for _ in range(_LONGEST_MARGIN):
        if not margins.pieces:
            return
        first = margins.pieces[0]
        if margins.title and same(first.text) == same(margins.title):
            margins.drop(0, "repeat")
        elif first.kind is BlockKind.QUOTE or notices.is_lead(first.text):
            if not _take_lead(margins):
                return
        elif reason := _notice(margins, first) or _line_under_title(margins, first):
            margins.drop(0, reason)
        else:
            return


def _take_lead(margins: Margins) -> bool:
    """The quotation on top is the lead, unless it is all there is, or long, or a notice, or a second one."""
    end = 1
    if margins.pieces[0].kind is BlockKind.QUOTE:
        others = (at for at, piece in enumerate(margins.pieces) if piece.kind is not BlockKind.QUOTE)
        end = next(others, len(margins.pieces))
    quoted = [piece.text for piece in margins.pieces[:end]]
    text = notices.unlabelled("\n".join(quoted))
    is_repeat = margins.lead is not None and same(text) == same(margins.lead)
    if end == len(margins.pieces) or (margins.lead and not is_repeat) or len(text) > _LONGEST_LEAD:
        return False
    if is_repeat or notices.is_origin(text):
        margins.dropped += [Dropped(each, "repeat" if is_repeat else "credit") for each in quoted]
    else:
        margins.lead = text
    del margins.pieces[:end]
    return True


def _notice(margins: Margins, piece: Piece) -> str | None:
    """What kind of notice a piece is, if it is one; what it states is taken down."""
    if piece.kind in (BlockKind.CODE, BlockKind.HEADING) or len(piece.text) > 2 * _LONGEST_NOTICE:
        return None
    text = unlinked(piece.text)
    if len(text) > _LONGEST_NOTICE:
        return None
    if lines := notices.labelled(piece.lines):
        return _take_labelled(margins, lines)
    if published := notices.publication(text):
        poster, name = published
        margins.source = margins.source or site(name)
        margins.handle = margins.handle or clean_name(poster or "")
    return notices.reason(text)


def _take_labelled(margins: Margins, lines: list[tuple[str, str]]) -> str:
    for label, value in lines:
        if label == "author":
            margins.author = margins.author or clean_name(re.split(r"[，,（(；;]", value, maxsplit=1)[0])
        elif label == "date":
            margins.day = margins.day or parse_date(value)
        elif label == "source":
            margins.via = margins.via or site(value)
    return "byline" if any(label == "author" for label, _ in lines) else "credit"


def _line_under_title(margins: Margins, piece: Piece) -> str | None:
    """What kind of line under the title a piece is, if it is one."""
    if piece.kind in (BlockKind.CODE, BlockKind.HEADING):
        return None
    if margins.is_author(notices.without_button(piece.text)):
        return "byline"
    if name := notices.byline(piece.text):
        margins.author = margins.author or clean_name(name)
        return "byline"
    if day := only_date(piece.text):
        margins.day = margins.day or day
        return "metadata"
    if notices.is_counts(piece.text):
        return "metadata"
    return "advert" if piece.linked else None


def _is_links(piece: Piece) -> bool:
    return piece.linked and piece.kind not in (BlockKind.CODE, BlockKind.HEADING)


def _is_left_over(margins: Margins, piece: Piece) -> bool:
    """A label or heading whose links have just been taken off."""
    if not margins.dropped or margins.dropped[-1].reason != "navigation":
        return False
    is_label = len(piece.text) <= _LONGEST_LABEL and piece.text.endswith(("：", ":"))
    return piece.kind is BlockKind.HEADING or is_label


def _end_section(pieces: list[Piece]) -> tuple[int, str] | None:
    """Where the last section begins, and why it is left out, if it is about something else."""
    for index in range(len(pieces) - 1, max(-1, len(pieces) - _LONGEST_SECTION), -1):
        piece = pieces[index]
        is_heading = piece.kind is BlockKind.HEADING
        if is_heading or (piece.kind is BlockKind.PARAGRAPH and len(pieces) - index <= _NEAR_END):
            section = notices.end_section(piece.text)
            if section and is_heading >= section.needs_heading and len(pieces) - index <= section.most + 1:
                return (index, section.reason) if _has_text(pieces[:index]) else None
        if is_heading:
            return None
    return None


def _has_text(pieces: list[Piece]) -> bool:
    return any(piece.kind is not BlockKind.HEADING for piece in pieces)


def _take_column_author(margins: Margins, start: int) -> None:
    """A note under the name of a column begins with the author's name."""
    section = margins.pieces[start : start + 2]
    if len(section) == 1 or not notices.is_column(section[0].text):
        return
    if name := _FIRST_NAME.match(section[1].text):
        margins.author = margins.author or clean_name(name[1])


def _signature(margins: Margins) -> int | None:
    """Where the author signed: the name alone on a line, and after it at most a post, a place and a day."""
    first = max(0, len(margins.pieces) - _LONGEST_SIGNATURE)
    for index in range(len(margins.pieces) - 1, first, -1):
        text = margins.pieces[index].text
        if margins.is_author(text):
            return index
        if len(text) > 2 * _LONGEST_LABEL or text.endswith(("。", ".", "！", "？")):
            return None
    return None
