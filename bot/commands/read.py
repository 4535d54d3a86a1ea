"""``/read``: the essay itself, page by page, continuing where this person stopped."""

from itertools import pairwise

from bot.commands.choosing import page_number, pager, rows, with_essay
from bot.library import Opened
from bot.ports import Bookmark
from bot.replies import Button, Kind, Node, Paragraph, Progress, Quiet, Reply, Run, Title
from bot.visit import Visit, card
from digests import sentences
from digests.model import Block, Essay, Place
from digests.pages import Page, page_of, paginate


async def answer(visit: Visit, name: str = "", where: str = "", version: str = "") -> Reply:
    """A page of the named essay: ``where`` is a page, a ``block.start``, or empty to read on.

    ``version`` is the version of the essay that a ``block.start`` belongs to.
    """

    async def show(opened: Opened) -> Reply:
        return await _show(visit, opened, where, version)

    if not name and (reading := await visit.store.latest_bookmark(visit.person)) is not None:
        name = str(reading.number)
    return await with_essay(visit, "read", name, show)


async def _show(visit: Visit, opened: Opened, where: str, version: str) -> Reply:
    essay = opened.derived.essay
    pages = paginate(essay)
    if not pages:
        nodes = (Title(essay.title), visit.byline(opened), Quiet(visit.voice("read.empty")))
        return Reply(Kind.PAGE, nodes, essay=card(opened.record), edits=visit.pressed)
    sought = sentence_at(essay, where)
    index = await _index(visit, opened, pages, where, sought)
    first = pages[index].pieces[0]
    bookmark = Bookmark(opened.record.number, opened.record.version, first.block, first.start)
    await visit.store.keep_bookmark(visit.person, bookmark, visit.now)
    return Reply(
        Kind.PAGE,
        tuple(_nodes(visit, opened, pages, index, sought, version)),
        _buttons(visit, opened, pages, index, sought),
        essay=card(opened.record),
        edits=visit.pressed,
    )


async def _index(
    visit: Visit, opened: Opened, pages: tuple[Page, ...], where: str, sought: Place | None
) -> int:
    """Which page to show: the sought place's, the one asked for, or where this person stopped."""
    if sought is not None:
        return page_of(pages, sought.block, sought.start)
    if where:
        return page_number(where, len(pages)) - 1
    stopped = await visit.store.bookmark(visit.person, opened.record.number)
    return page_of(pages, stopped.block, stopped.start) if stopped is not None else 0


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


def _nodes(
    visit: Visit, opened: Opened, pages: tuple[Page, ...], index: int, sought: Place | None, version: str
) -> list[Node]:
    essay = opened.derived.essay
    nodes: list[Node] = [Title(essay.title)]
    if index == 0:
        nodes.append(visit.byline(opened))
    if sought is not None and version != str(opened.record.version):
        nodes.append(Quiet(visit.voice("read.changed")))
    nodes += [_paragraph(essay.blocks[piece.block], piece, sought) for piece in pages[index].pieces]
    if index == len(pages) - 1 and essay.rights:
        nodes.append(Quiet(essay.rights))
    nodes.append(Progress(visit.voice("read.progress", page=index + 1, pages=len(pages))))
    return nodes


def _paragraph(block: Block, piece: Place, sought: Place | None) -> Paragraph:
    """A piece of a block as runs that begin and end where emphasis or the sought sentence does."""
    marked = sought if sought is not None and sought.block == piece.block else Place(piece.block, 0, 0)
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
    return Paragraph(block.kind, runs, block.level)


def _buttons(
    visit: Visit, opened: Opened, pages: tuple[Page, ...], index: int, sought: Place | None
) -> tuple[tuple[Button, ...], ...]:
    number = opened.record.number
    others = [
        visit.button(visit.voice("button.summary"), "summary", number),
        visit.button(visit.voice("button.points"), "points", number),
    ]
    if sought is not None:
        place = f"{sought.block}.{sought.start}"
        save = visit.button(visit.voice("button.save_sentence"), "save", number, place, opened.record.version)
        others.append(save)
    return rows(pager(visit, index + 1, len(pages), "read", number), others)
