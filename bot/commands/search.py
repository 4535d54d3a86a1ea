"""``/search``: the essays that hold the words, each with its best sentence."""

import asyncio
from dataclasses import dataclass

from bot.commands.choosing import MOST_CHOICES, choices, empty_library, page_number, pager, rows
from bot.commands.summary import read_at
from bot.library import Opened
from bot.replies import Heading, Hit, Kind, Node, Progress, Reply, Run, Text
from bot.visit import Visit
from digests import query, sentences
from digests.model import Match, Place, Span

PAGE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class _Ranked:
    opened: Opened
    match: Match


async def answer(visit: Visit, words: str = "", page: str = "") -> Reply:
    """One page of hits, the best first; without words, how to search, with examples to press."""
    parsed = query.parse(words)
    if not parsed:
        return await _how_to(visit)
    ranked = await _scan(visit, parsed)
    if not ranked:
        return await _nothing(visit, words)
    pages = -(-len(ranked) // PAGE_LENGTH)
    index = page_number(page, pages)
    shown = ranked[(index - 1) * PAGE_LENGTH : index * PAGE_LENGTH]
    nodes: list[Node] = [Heading(visit.voice("search.title", words=words, count=len(ranked)))]
    nodes += [_hit(visit, hit) for hit in shown]
    if pages > 1:
        nodes.append(Progress(visit.voice("list.progress", page=index, pages=pages)))
    turning = pager(visit, index, pages, "search", words)
    return Reply(Kind.RESULTS, tuple(nodes), rows(turning), edits=visit.pressed)


async def _scan(visit: Visit, words: tuple[str, ...]) -> list[_Ranked]:
    """Every essay that holds all the words: as typed, else as the words the text is made of."""
    opened = [await visit.library.open(record.number) for record in await visit.store.essays()]
    essays = [essay for essay in opened if essay is not None]
    return await asyncio.to_thread(_rank_or_split, essays, words)


def _rank_or_split(essays: list[Opened], words: tuple[str, ...]) -> list[_Ranked]:
    return _rank(essays, words) or _rank(essays, query.split_up(words))


def _rank(essays: list[Opened], words: tuple[str, ...]) -> list[_Ranked]:
    found = []
    for opened in essays:
        essay = opened.derived.essay
        match = query.match(words, essay.title, sentences.of(essay))
        if match is not None:
            found.append(_Ranked(opened, match))
    return sorted(found, key=lambda hit: (-hit.match.score, hit.opened.record.number))


def _hit(visit: Visit, ranked: _Ranked) -> Hit:
    opened, match = ranked.opened, ranked.match
    place = match.sentence.place if match.sentence else Place(0, 0, 0)
    text = match.sentence.text if match.sentence else ""
    number = opened.record.number
    return Hit(
        number,
        opened.derived.essay.title,
        _runs(text, match.marks),
        place,
        visit.short_byline(opened.record.facts),
        read_at(visit, visit.voice("button.hit", number=number), opened, place.block, place.start),
        round(match.score, 4),
        visit.voice("search.more", count=match.others) if match.others else "",
    )


def _runs(text: str, marks: tuple[Span, ...]) -> tuple[Run, ...]:
    runs: list[Run] = []
    end = 0
    for mark in marks:
        runs += [Run(text[end : mark.start]), Run(text[mark.start : mark.end], marked=True)]
        end = mark.end
    return tuple(run for run in (*runs, Run(text[end:])) if run.text)


async def _how_to(visit: Visit) -> Reply:
    """How to search, with the first keyword of some essays as examples to press."""
    examples: list[str] = []
    for record in await visit.store.latest(limit=MOST_CHOICES):
        opened = await visit.library.open(record.number)
        fresh = [word for word in (opened.derived.keywords if opened else ()) if word not in examples]
        examples += fresh[:1]
    buttons = [visit.button(word, "search", word) for word in examples]
    return Reply(Kind.NOTICE, (Text(visit.voice("search.how")),), rows(buttons))


async def _nothing(visit: Visit, words: str) -> Reply:
    found = await visit.library.find(words)
    records = found.exact or found.nearest
    if not records:
        return empty_library(visit)
    return choices(visit, visit.voice("search.nothing", words=words), "summary", records)
