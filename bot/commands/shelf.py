"""``/list``, ``/latest`` and ``/random``: ways through the library."""

from bot.commands.choosing import empty_library, entry, page_number, pager, rows
from bot.commands.summary import answer as summary
from bot.replies import Heading, Kind, Progress, Reply
from bot.visits.visit import Visit

PAGE_LENGTH = 8


async def by_number(visit: Visit, page: str = "") -> Reply:
    """The shelf: all essays by number."""
    return await _shelf(visit, "list", page)


async def by_date(visit: Visit, page: str = "") -> Reply:
    """The newest essays, by their date or else by the day they were added."""
    return await _shelf(visit, "latest", page)


async def at_random(visit: Visit) -> Reply:
    """The summary of an essay drawn from those not yet drawn in this chat; then a new round begins."""
    numbers = [number for number, _ in await visit.store.titles()]
    if not numbers:
        return empty_library(visit)
    drawn = await visit.store.shown(visit.chat)
    left = [number for number in numbers if number not in drawn]
    last = await visit.store.last_essay(visit.chat)
    fresh = left or [number for number in numbers if number != last] or numbers
    number = visit.choice.choice(fresh)
    await visit.store.mark_shown(visit.chat, number, new_round=not left)
    reply = await summary(visit, str(number))
    another = visit.button(visit.voice("button.another"), "random")
    return Reply(reply.kind, reply.nodes, (*reply.buttons, (another,)), reply.essay, edits=visit.pressed)


async def _shelf(visit: Visit, verb: str, page: str) -> Reply:
    count = await visit.store.count()
    if not count:
        return empty_library(visit)
    pages = -(-count // PAGE_LENGTH)
    index = page_number(page, pages)
    query = visit.store.essays if verb == "list" else visit.store.latest
    records = await query((index - 1) * PAGE_LENGTH, PAGE_LENGTH)
    entries = tuple(entry(visit, record, "summary") for record in records)
    progress = (Progress(visit.voice("list.progress", page=index, pages=pages)),) if pages > 1 else ()
    return Reply(
        Kind.LIST,
        (Heading(visit.voice(f"{verb}.title", count=count)), *entries, *progress),
        rows(pager(visit, index, pages, verb)),
        edits=visit.pressed,
    )
