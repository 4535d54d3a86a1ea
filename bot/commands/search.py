"""``/search``: the essays that hold the words, each with its best sentence."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.choosing import MOST_CHOICES, choices, empty_library, page_number, pager, rows
from bot.commands.summary import read_at
from bot.library import Answer, Opened
from bot.ports import Ranked, Ranking
from bot.replies import Heading, Hit, Kind, Node, Progress, Quiet, Reply, Run, Text
from bot.visit import Visit
from digests.derived import Length
from digests.matching import Needles, match, searched
from digests.model import Match, Place, Span
from digests.query import Query, parse

PAGE_LENGTH = 5
_SHOWN_WORDS = 40


async def answer(visit: Visit, words: str = "", bound: str = "", page: str = "") -> Reply:
    """One page of hits, the best first; without words, how to search, with examples to press.

    ``bound`` is the last change of the library that the first page knew of: what came later does
    not move the pages behind it.
    """
    query = parse(words)
    if not query:
        return await how_to(visit, "search", visit.voice("search.how"))
    found = await visit.library.search(query, int(bound[:18]) if bound.isdecimal() else None)
    hits = found.ranking.hits
    if not hits:
        return await nothing(visit, words, query)
    pages = -(-len(hits) // PAGE_LENGTH)
    index = page_number(page, pages)
    start = (index - 1) * PAGE_LENGTH
    nodes: list[Node] = [Heading(_title(visit, words, found))]
    nodes += await _page(visit, query, found.ranking, start)
    nodes += remarks(visit, found)
    if pages > 1:
        nodes.append(Progress(visit.voice("list.progress", page=index, pages=pages)))
    turning = pager(visit, index, pages, "search", words, found.ranking.bound)
    return Reply(Kind.RESULTS, tuple(nodes), rows(turning), edits=visit.pressed)


def shown(words: str) -> str:
    """What somebody searched for, as a heading repeats it."""
    return words if len(words) <= _SHOWN_WORDS else words[: _SHOWN_WORDS - 1] + "…"


def hit(visit: Visit, opened: Opened, found: Match, label: str, more: str = "") -> Hit:
    """An essay that was found, with the sentence to show of it, the words in it marked."""
    record, sentence = opened.record, found.sentence
    place = sentence.place if sentence else Place(0, 0, 0)
    lead = read_at(visit, label, opened, place.block, place.start)
    return Hit(
        record.number,
        opened.derived.essay.title,
        _runs(sentence.text, found.marks) if sentence else (),
        place,
        visit.short_byline(record.facts),
        replace(lead, short=visit.voice("button.place")),
        found.score,
        more,
    )


def remarks(visit: Visit, found: Answer) -> list[Node]:
    """What has to be said about an answer that may lack something."""
    return [] if found.complete else [Quiet(visit.voice("search.behind"))]


async def how_to(visit: Visit, verb: str, said: str) -> Reply:
    """What can be looked for, with the first keyword of some essays as examples to press."""
    examples: list[str] = []
    for record in await visit.store.latest(limit=MOST_CHOICES):
        opened = await visit.library.open(record.number)
        fresh = [word for word in (opened.derived.keywords if opened else ()) if word not in examples]
        examples += fresh[:1]
    buttons = [visit.button(word, verb, word) for word in examples]
    return Reply(Kind.NOTICE, (Text(said),), rows(buttons))


async def nothing(visit: Visit, words: str, query: Query) -> Reply:
    """What to say when no essay holds any of it: the nearest titles, or what the query does not leave out."""
    if query.rest:
        found = await visit.library.search(query.rest)
        records = await visit.library.records([ranked.number for ranked in found.ranking.hits[:MOST_CHOICES]])
    else:
        titles = await visit.library.find(words)
        records = titles.exact or titles.nearest
        if not records:
            return empty_library(visit)
    if not records:
        return Reply(Kind.NOTICE, (Text(visit.voice("search.none", words=shown(words))),))
    return choices(visit, visit.voice("search.nothing", words=shown(words)), "summary", records)


def _title(visit: Visit, words: str, found: Answer) -> str:
    ranking = found.ranking
    key = "search.partial" if ranking.partial else "search.many" if ranking.more else "search.title"
    return visit.voice(key, words=shown(words), count=ranking.whole or len(ranking.hits))


async def _page(visit: Visit, query: Query, ranking: Ranking, start: int) -> list[Node]:
    """The hits of a page, with a line where those begin that hold only some of the words."""
    end = start + PAGE_LENGTH
    border = max(ranking.whole, start)
    some = await _hits(visit, query, ranking.hits[border:end])
    remark = [Quiet(visit.voice("search.some"))] if some and ranking.whole else []
    return [*await _hits(visit, query, ranking.hits[start : min(border, end)]), *remark, *some]


async def _hits(visit: Visit, query: Query, ranked: Sequence[Ranked]) -> list[Hit]:
    """The hits as they are shown; an essay that was taken down since is left out."""
    opened = [await visit.library.open(found.number) for found in ranked]
    essays = [(essay, found.score) for essay, found in zip(opened, ranked, strict=True) if essay is not None]
    needles = Needles.of(query)
    found = await asyncio.to_thread(lambda: [_match(needles, essay, score) for essay, score in essays])
    return [_hit(visit, essay, match) for (essay, _), match in zip(essays, found, strict=True)]


def _match(needles: Needles, opened: Opened, score: float) -> Match:
    """The sentence to show; where only the title or the author was found, the first of the summary."""
    essay = opened.derived.essay
    found = match(needles, essay.title, searched(essay))
    first = next(iter(opened.derived.summary(Length.SHORT).sentences), None)
    return replace(found, sentence=found.sentence or first, score=score)


def _hit(visit: Visit, opened: Opened, found: Match) -> Hit:
    label = visit.voice("button.hit", number=opened.record.number)
    more = visit.voice("search.more", count=found.others) if found.others else ""
    return hit(visit, opened, found, label, more)


def _runs(text: str, spans: tuple[Span, ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    end = 0
    for span in spans:
        runs += [Run(text[end : span.start]), Run(text[span.start : span.end], marked=True)]
        end = span.end
    return tuple(run for run in (*runs, Run(text[end:])) if run.text)
