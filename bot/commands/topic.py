"""``/topic``: what several essays say on one topic, in their own sentences."""

import asyncio
from dataclasses import replace

from bot.commands.choosing import rows
from bot.commands.examples import examples
from bot.commands.search import ask, hit, how_to, looked_for, nothing, remarks, shown
from bot.replies import Heading, Hit, Kind, Quiet, Reply
from bot.shelf.library import Opened
from bot.visits.visit import Visit
from digests.matching import Needles, marks
from digests.model import Match
from digests.query import Query, parse
from digests.topic import statements

_ESSAYS = 8
_STATEMENTS = 6


async def answer(visit: Visit, words: str = "") -> Reply:
    """The best sentences on the topic, each with its essay; without words, topics to press."""
    asked = parse(words)
    if not (asked.words or asked.phrases) or (asked.idle and not asked.narrowed):
        return await how_to(visit, "topic", _how(visit, words, asked), words)
    query, found = await ask(visit, words)
    opened = [await visit.library.open(ranked.number) for ranked in found.ranking.hits[:_ESSAYS]]
    essays = [essay for essay in opened if essay is not None]
    hits = await asyncio.to_thread(_hits, visit, looked_for(query, found.ranking), essays)
    if not hits:
        said = await nothing(visit, words, query)
        others = Quiet(visit.voice("topic.others"))
        offered = rows(await examples(visit, "topic"))
        return (
            replace(said, nodes=(*said.nodes, others), buttons=(*said.buttons, *offered)) if offered else said
        )
    nodes = (Heading(visit.voice("topic.title", words=shown(words))), *hits, *remarks(visit, found, query))
    searching = visit.button(visit.voice("button.search"), "search", words)
    return Reply(Kind.RESULTS, nodes, ((searching,),), edits=visit.pressed)


def _how(visit: Visit, words: str, asked: Query) -> str:
    """How to name a topic; before that, why this is none."""
    if not asked:
        return visit.voice("topic.how")
    return visit.voice("topic.common" if asked.words else "topic.bare", words=shown(words))


def _hits(visit: Visit, needles: Needles, essays: list[Opened]) -> list[Hit]:
    said = statements(needles, [essay.derived for essay in essays], _STATEMENTS)
    hits = []
    for rank, statement in enumerate(said, 1):
        sentence = statement.sentence
        found = Match(sentence, marks(needles, sentence.text), round(1 / rank, 4), 0)
        hits.append(hit(visit, essays[statement.essay], found, visit.voice("button.sentence", count=rank)))
    return hits
