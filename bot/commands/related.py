"""``/related``: the essays nearest to one, by the rare terms they share."""

from bot.commands.choosing import LABEL_LENGTH, MOST_CHOICES, entry, failing, with_essay
from bot.replies import Heading, Kind, Reply, Text
from bot.shelf.library import Opened
from bot.visits.visit import Visit, card, headline, shortened


async def answer(visit: Visit, name: str = "") -> Reply:
    """The named essay's neighbours, each one tap away."""

    async def show(opened: Opened) -> Reply:
        return await _show(visit, opened)

    return await with_essay(visit, "related", name, show)


async def _show(visit: Visit, opened: Opened) -> Reply:
    number, title = opened.record.number, headline(opened.record.facts.title)
    near = await visit.library.related(opened, MOST_CHOICES)
    records = await visit.library.records([ranked.number for ranked in near])
    back_to = visit.voice("button.back_to", title=shortened(title, LABEL_LENGTH))
    back = visit.button(back_to, "summary", number)
    if not records:
        said = Text(visit.voice("related.none", title=title))
        edits = visit.pressed and not visit.shared
        return failing(Reply(Kind.NOTICE, (said,), ((back,),), card(opened.record), edits=edits))
    entries = tuple(entry(visit, record, "summary") for record in records)
    heading = Heading(visit.voice("related.title", title=title))
    return Reply(Kind.LIST, (heading, *entries), ((back,),), card(opened.record), edits=visit.pressed)
