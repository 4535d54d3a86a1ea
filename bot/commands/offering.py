"""What is offered while somebody still types: essays to post, and how a line may go on."""

import asyncio
import re
from collections.abc import Sequence

from bot.commands.choosing import rows
from bot.excerpts import passages, to_places
from bot.library import Opened
from bot.ports import Suggestion, SuggestionKind
from bot.replies import Kind, Offer, Offers, Reply, Title
from bot.visit import Visit, card
from digests.derived import Length
from digests.matching import Needles, match, searched
from digests.query import parse

PAGE_LENGTH = 10
# Where a page of offers begins, and the last change of the library that the first page knew of.
_OFFSET = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,18}))?")


async def offers(visit: Visit, words: str, offset: str) -> Offers:
    """A page of the essays that the words name or find, else that there are none; of no words the latest."""
    found = _OFFSET.fullmatch(offset)
    start, bound = (int(found[1]), found[2]) if found else (0, None)
    if words:
        numbers, bound = await _found(visit, words, bound)
        if not numbers:
            return Offers((), instead=visit.link(visit.voice("button.no_offers"), "list"))
    else:
        numbers = [record.number for record in await visit.store.latest(start, PAGE_LENGTH + 1)]
    here = numbers[start:] if words else numbers
    opened = [await visit.library.open(number) for number in here[:PAGE_LENGTH]]
    essays = [essay for essay in opened if essay is not None]
    snippets = await asyncio.to_thread(_snippets, essays, Needles.of(parse(words)))
    following = ".".join(filter(None, (str(start + PAGE_LENGTH), bound))) if here[PAGE_LENGTH:] else ""
    offered = (_offer(visit, essay, snippet) for essay, snippet in zip(essays, snippets, strict=True))
    return Offers(tuple(offered), following)


async def suggestions(visit: Visit, typed: str, limit: int) -> tuple[Suggestion, ...]:
    """Essays by number and by title, authors and topics that go on what was typed; else the latest."""
    if not typed:
        latest = await visit.store.latest(limit=limit)
        return tuple(Suggestion(SuggestionKind.ESSAY, found.facts.title, found.number) for found in latest)
    numbered = await visit.store.essay(int(typed[:18])) if typed.isdecimal() else None
    first = [Suggestion(SuggestionKind.ESSAY, numbered.facts.title, numbered.number)] if numbered else []
    more = await visit.library.suggest(typed, limit)
    return tuple(dict.fromkeys([*first, *more]))[:limit]


async def _found(visit: Visit, words: str, bound: str | None) -> tuple[list[int], str]:
    """Essays of that name and what a search finds, else those with the nearest titles; the search's bound."""
    named = await visit.library.find(words)
    query = parse(words)
    ranking = (await visit.library.search(query, int(bound) if bound else None)).ranking if query else None
    hits = [ranked.number for ranked in ranking.hits] if ranking else []
    first = [record.number for record in named.exact]
    found = list(dict.fromkeys([*first, *hits])) or [record.number for record in named.nearest]
    return found, str(ranking.bound) if ranking else ""


def _snippets(essays: Sequence[Opened], needles: Needles) -> list[str]:
    """The best sentence of each essay, where none holds a word the first of its summary."""
    return [_snippet(essay, needles) for essay in essays]


def _snippet(opened: Opened, needles: Needles) -> str:
    essay = opened.derived.essay
    sentence = match(needles, essay.title, searched(essay, needles)).sentence
    first = opened.derived.summary(Length.SHORT).sentences[:1]
    return sentence.text if sentence else "".join(sentence.text for sentence in first)


def _offer(visit: Visit, opened: Opened, snippet: str) -> Offer:
    """The short summary, with the way to the rest of it as its only button."""
    record, derived = opened.record, opened.derived
    nodes = (
        Title(derived.essay.title),
        visit.byline(record.facts, derived.minutes),
        *passages(visit, derived.summary(Length.SHORT), to_places(visit, opened)),
    )
    rest = visit.link(visit.voice("button.rest"), "summary", record.number)
    reply = Reply(Kind.SUMMARY, nodes, rows((rest,)), essay=card(record))
    return Offer(f"{record.number}.{record.version}", derived.essay.title, snippet, reply)
