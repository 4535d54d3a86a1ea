"""``/read``: the essay itself, page by page, continuing where this person stopped."""

import asyncio
import re
from dataclasses import dataclass
from itertools import pairwise

from bot.commands.choosing import changed, page_number, pager, place_of, rows, with_essay
from bot.ports import Bookmark
from bot.replies import Button, Kind, Node, Paragraph, Progress, Quiet, Reply, Run, Title
from bot.shelf.library import Opened
from bot.visits.visit import LONGEST_HEADLINE, Visit, card, headline
from digests import sentences
from digests.model import Block, BlockKind, Essay, Place
from digests.pages import PAGE_CHARACTERS, Page, page_of, paginate

_NUMBER_AND_PAGE = re.compile(r"([#＃]?\d+)\s+(\d+)")


@dataclass(frozen=True, slots=True)
class _View:
    """What is shown of an essay: one of its pages, or the sentence that was sought and what is around it."""

    pages: tuple[Page, ...]
    index: int
    sought: Place | None = None

    @property
    def pieces(self) -> tuple[Place, ...]:
        if self.sought is None:
            return self.pages[self.index].pieces
        return _around(self.pages[max(self.index - 1, 0) : self.index + 2], self.sought)


async def answer(visit: Visit, name: str = "", where: str = "", version: str = "") -> Reply:
    """A page of the named essay: ``where`` is a page, a ``block.start``, or empty to read on.

    ``version`` is the version of the essay that ``where`` belongs to. Typed, a number may have the page
    behind it: ``/read 3 2``.
    """
    if not where and (typed := _NUMBER_AND_PAGE.fullmatch(name)):
        name, where = typed.groups()
    if not name:
        name = await _at_hand(visit)

    async def show(opened: Opened) -> Reply:
        return await _show(visit, opened, where, version)

    return await with_essay(visit, "read", name, show)


async def _at_hand(visit: Visit) -> str:
    """The essay last seen in this chat; in a new chat the one this person was reading elsewhere."""
    if visit.request.replied_essay is not None or await visit.store.last_essay(visit.chat) is not None:
        return ""
    reading = await visit.store.latest_bookmark(visit.person)
    return str(reading.number) if reading is not None else ""


async def _show(visit: Visit, opened: Opened, where: str, version: str) -> Reply:
    essay = opened.derived.essay
    # Of an essay as long as a book this takes a while, and nobody else is to wait for that.
    pages, sought = await asyncio.to_thread(lambda: (paginate(essay), sentence_at(essay, where)))
    if not pages:
        nodes = (*_top(visit, opened), Quiet(visit.voice("read.empty")))
        return Reply(Kind.PAGE, nodes, essay=card(opened.record), edits=visit.pressed)
    view = await _view(visit, opened, pages, sought, where)
    if view.sought is None and not visit.by_link:
        first = view.pieces[0]
        bookmark = Bookmark(opened.record.number, opened.record.version, first.block, first.start)
        await visit.store.keep_bookmark(visit.person, bookmark, visit.now)
    return Reply(
        Kind.PAGE,
        tuple(await _nodes(visit, opened, view, version)),
        _buttons(visit, opened, view),
        essay=card(opened.record),
        edits=visit.pressed,
    )


async def _view(
    visit: Visit, opened: Opened, pages: tuple[Page, ...], sought: Place | None, where: str
) -> _View:
    """The sought place, the page asked for, or where this person stopped."""
    if sought is not None:
        return _View(pages, page_of(pages, sought.block, sought.start), sought)
    if where:
        return _View(pages, page_number(where, len(pages)) - 1)
    stopped = await visit.store.bookmark(visit.person, opened.record.number)
    return _View(pages, page_of(pages, stopped.block, stopped.start) if stopped is not None else 0)


def sentence_at(essay: Essay, where: str) -> Place | None:
    """The sentence (or heading) at a ``block.start``; ``None`` if that is no place in this essay."""
    block, dot, start = where.partition(".")
    if not (dot and block.isdecimal() and start.isdecimal()) or int(block[:9]) >= len(essay.blocks):
        return None
    index, offset = int(block[:9]), int(start[:9])
    for span in sentences.split(essay.blocks[index].text):
        if span.start <= offset < span.end:
            return Place(index, span.start, span.end)
    return None


def _around(pages: tuple[Page, ...], sought: Place) -> tuple[Place, ...]:
    """The piece that holds the place, with its neighbours as far as all of it is at most a page."""
    pieces = [piece for page in pages for piece in page.pieces]
    here = next(
        i
        for i, piece in enumerate(pieces)
        if piece.block == sought.block and piece.start <= sought.start < piece.end
    )
    wanted = [here, here - 1, here + 1]
    room = PAGE_CHARACTERS
    shown: list[Place] = []
    for piece in (pieces[i] for i in wanted if 0 <= i < len(pieces)):
        room -= piece.end - piece.start
        if not shown or room >= 0:
            shown.append(piece)
    return tuple(sorted(shown))


async def _nodes(visit: Visit, opened: Opened, view: _View, version: str) -> list[Node]:
    essay = opened.derived.essay
    last = len(view.pages) - 1
    first = view.index == 0 and view.sought is None
    nodes = _top(visit, opened) if first else [Title(headline(essay.title))]
    nodes += changed(visit, opened, version)
    nodes += [_paragraph(essay.blocks[piece.block], piece, view.sought) for piece in view.pieces]
    if view.index == last and view.sought is None and essay.rights:
        nodes.append(Quiet(essay.rights))
    page = visit.voice("read.progress", page=view.index + 1, pages=last + 1)
    nodes.append(Progress(f"{page} · {await place_of(visit, opened)}"))
    return nodes


def _top(visit: Visit, opened: Opened) -> list[Node]:
    """The whole title, as text if it is too long for a heading, and what is known of the essay."""
    title = opened.derived.essay.title
    long = len(title) > LONGEST_HEADLINE
    heading = Paragraph(BlockKind.PARAGRAPH, (Run(title, bold=True),)) if long else Title(title)
    return [heading, visit.byline(opened.record.facts, opened.derived.minutes)]


def _paragraph(block: Block, piece: Place, sought: Place | None) -> Paragraph:
    """A piece of a block as runs that begin and end where emphasis or the sought sentence does."""
    here = sought if sought is not None and sought.block == piece.block else Place(piece.block, 0, 0)
    marked = _trimmed(block.text, here)
    edges = {piece.start, piece.end, marked.start, marked.end}
    edges |= {edge for span in block.emphasis for edge in (span.start, span.end)}
    stops = sorted(edge for edge in edges if piece.start <= edge <= piece.end)
    runs = tuple(
        Run(
            block.text[start:end],
            marked=marked.start <= start < marked.end,
            bold=any(span.start <= start < span.end for span in block.emphasis),
        )
        for start, end in pairwise(stops)
    )
    goes_on = piece.start > 0 and block.kind is BlockKind.ITEM
    return Paragraph(block.kind, runs, block.level, 0 if goes_on else block.number)


def _trimmed(text: str, place: Place) -> Place:
    """The place without the space at its edges, which belongs to no sentence when it is marked."""
    within = text[place.start : place.end]
    start = place.end - len(within.lstrip())
    return Place(place.block, start, place.start + len(within.rstrip()))


def _buttons(visit: Visit, opened: Opened, view: _View) -> tuple[tuple[Button, ...], ...]:
    number, version, page = opened.record.number, opened.record.version, view.index + 1
    turning = list(pager(visit, page, len(view.pages), "read", number, version=version))
    if view.sought is not None:
        turning = [visit.button(visit.voice("button.from_here"), "read", number, page, version)]
    elif view.index > 1:
        turning.append(visit.button(visit.voice("button.first"), "read", number, 1, version))
    others = [
        visit.button(visit.voice("button.summary"), "summary", number, "", version),
        visit.button(visit.voice("button.points"), "points", number, version),
    ]
    if view.sought is not None:
        place = f"{view.sought.block}.{view.sought.start}"
        save = visit.button(visit.voice("button.save_sentence"), "save", number, place, version)
        others.append(save)
    return rows(turning, others)
