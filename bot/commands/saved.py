"""``/save`` and ``/saved``: a person's own shelf of essays and sentences."""

import asyncio
from dataclasses import replace

from bot.commands.choosing import LABEL_LENGTH, entry, gone, numbered, page_number, pager, rows, with_essay
from bot.commands.read import sentence_at
from bot.ports import Saved
from bot.replies import Entry, Heading, Kind, Node, Progress, Reply, Text
from bot.shelf.library import Opened
from bot.visits.excerpts import read_at
from bot.visits.visit import Visit, card, headline, shortened
from digests.model import Essay, Place

PAGE_LENGTH = 8


async def save(visit: Visit, name: str = "", where: str = "", version: str = "") -> Reply:
    """Put an essay, or the sentence at a ``block.start`` of that version of it, on the shelf."""

    async def show(opened: Opened) -> Reply:
        if visit.request.anonymous:
            there = visit.privately(visit.voice("button.privately"), "summary", opened.record.number)
            return Reply(Kind.NOTICE, (Text(visit.voice("save.privately")),), ((there,),))
        essay = opened.derived.essay
        sought = where if version == str(opened.record.version) else ""
        place = await asyncio.to_thread(sentence_at, essay, sought)
        if where and place is None:
            return _notice(visit, opened, visit.voice("save.changed"), "")
        quote = _text(essay, place) if place is not None else ""
        new = await visit.store.save(visit.person, Saved(opened.record.number, visit.now, quote, place))
        said = visit.voice("save.done" if new else "save.already", title=headline(essay.title))
        return _notice(visit, opened, said, quote)

    return await with_essay(visit, "save", name, show)


async def unsave(visit: Visit, name: str = "", quote: str = "") -> Reply:
    """Take an essay, or one sentence of it, off the shelf, also one that is no longer in the library."""
    number = numbered(name) or 0
    title = await visit.store.title(number)
    was_there = await visit.store.unsave(visit.person, number, quote)
    if title is None or not (was_there or await visit.store.essay(number)):
        return await gone(visit, number)
    said = visit.voice("unsave.done" if was_there else "unsave.not", title=headline(title))
    shelf = visit.privately(visit.voice("button.saved"), "saved")
    return Reply(Kind.NOTICE, (Text(said),), ((shelf,),), private=True)


async def saved(visit: Visit, page: str = "") -> Reply:
    """The person's shelf, the newest first."""
    shelf = await visit.store.saved(visit.person)
    if not shelf:
        listing = visit.button(visit.voice("button.list"), "list")
        return Reply(Kind.LIST, (Text(visit.voice("saved.none")),), ((listing,),), private=True)
    pages = -(-len(shelf) // PAGE_LENGTH)
    index = page_number(page, pages)
    shown = shelf[(index - 1) * PAGE_LENGTH : index * PAGE_LENGTH]
    nodes: list[Node] = [Heading(visit.voice("saved.title", count=len(shelf)))]
    nodes += [await _entry(visit, item) for item in shown]
    if pages > 1:
        nodes.append(Progress(visit.voice("list.progress", page=index, pages=pages)))
    turning = pager(visit, index, pages, "saved")
    return Reply(Kind.LIST, tuple(nodes), rows(turning), edits=visit.pressed, private=True)


async def _entry(visit: Visit, item: Saved) -> Entry:
    """An essay of the shelf, or a saved sentence that leads to where it stands now."""
    opened = await visit.library.open(item.number)
    if opened is None:
        return await _former(visit, item)
    plain = entry(visit, opened.record, "summary")
    place = _stands_at(opened.derived.essay, item.quote)
    lead = plain.lead if place is None else read_at(visit, plain.lead.label, opened, place)
    return Entry(plain.number, plain.title, plain.byline, lead, item.quote)


async def _former(visit: Visit, item: Saved) -> Entry:
    """What was saved of an essay that is no longer in the library, to be taken off the shelf."""
    title = await visit.store.title(item.number) or ""
    label = visit.voice("button.unsave_this", title=shortened(title, LABEL_LENGTH))
    lead = visit.button(label, "unsave", item.number, item.quote)
    lead = replace(lead, short=visit.voice("button.unsave"))
    return Entry(item.number, headline(title), visit.voice("library.former"), lead, item.quote)


def _stands_at(essay: Essay, quote: str) -> Place | None:
    if not quote:
        return None
    found = ((index, block.text.find(quote)) for index, block in enumerate(essay.blocks))
    return next((Place(index, at, at + len(quote)) for index, at in found if at >= 0), None)


def _text(essay: Essay, place: Place) -> str:
    return essay.blocks[place.block].text[place.start : place.end].strip()


def _notice(visit: Visit, opened: Opened, said: str, quote: str) -> Reply:
    undo = visit.button(visit.voice("button.unsave"), "unsave", opened.record.number, quote)
    shelf = visit.privately(visit.voice("button.saved"), "saved")
    return Reply(Kind.NOTICE, (Text(said),), ((undo, shelf),), card(opened.record), private=True)
