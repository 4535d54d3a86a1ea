"""``/search``: the essays that hold the words, each with its best sentence."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.choosing import MOST_CHOICES, choices, empty_library, failing, page_number, pager, rows
from bot.commands.examples import examples
from bot.ports import Ranked, Ranking
from bot.replies import Heading, Hit, Kind, Node, Progress, Quiet, Reply, Run, Text
from bot.requests import Setting
from bot.shelf.library import Answer, Found, Opened
from bot.visits.excerpts import read_at
from bot.visits.said import is_long
from bot.visits.visit import Visit, headline
from digests.derived import Length
from digests.matching import Needles, match, searched
from digests.model import Match, Place, Span
from digests.query import Query, joined, parse

PAGE_LENGTH = 5
_SHOWN_WORDS = 40
_QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")


async def answer(visit: Visit, words: str = "", bound: str = "", page: str = "") -> Reply:
    """One page of hits, the best first; without words, how to search, with examples to press.

    ``bound`` is the last change of the library that the first page knew of: what came later does
    not move the pages behind it.
    """
    if not parse(words):
        return await how_to(visit, "search", visit.voice("search.how"), words)
    query, found = await ask(visit, words, int(bound[:18]) if bound.isdecimal() else None)
    ranking = found.ranking
    if not ranking.hits:
        return await nothing(visit, words, query)
    pages = -(-max(len(ranking.hits), ranking.whole) // PAGE_LENGTH)
    index = page_number(page, pages)
    start = (index - 1) * PAGE_LENGTH
    nodes: list[Node] = [Heading(_title(visit, words, found))]
    nodes += await _page(visit, query, ranking, start)
    nodes += remarks(visit, found, query)
    if not ranking.whole:
        nodes += _pasting(visit, words)
    if pages > 1:
        nodes.append(Progress(visit.voice("list.progress", page=index, pages=pages)))
    turning = pager(visit, index, pages, "search", words, ranking.bound)
    return Reply(Kind.RESULTS, tuple(nodes), rows(turning), edits=visit.pressed)


async def ask(visit: Visit, words: str, bound: int | None = None) -> tuple[Query, Answer]:
    """What was asked and found; where nothing holds all of it, a name may go on behind a blank."""
    query = parse(words)
    found = await visit.library.search(query, bound)
    if query.filters and not found.ranking.whole:
        for other in joined(words):
            named = await visit.library.search(other, bound)
            if named.ranking.whole:
                return other, named
    return query, found


def shown(words: str) -> str:
    """What somebody searched for, as a heading repeats it within quotation marks of its own."""
    within = _QUOTED.sub(r"‘\1’", words)
    return within if len(within) <= _SHOWN_WORDS else within[: _SHOWN_WORDS - 1] + "…"


def hit(visit: Visit, opened: Opened, found: Match, label: str, more: str = "") -> Hit:
    """An essay that was found, with the sentence to show of it, the words in it marked."""
    record, sentence = opened.record, found.sentence
    place = sentence.place if sentence else Place(0, 0, 0)
    lead = read_at(visit, label, opened, place)
    return Hit(
        record.number,
        headline(opened.derived.essay.title),
        _runs(sentence.text, found.marks) if sentence else (),
        place,
        visit.short_byline(record.facts),
        replace(lead, short=visit.voice("button.place")),
        found.score,
        more,
    )


def remarks(visit: Visit, found: Answer, query: Query) -> list[Node]:
    """What has to be said about an answer that may lack something."""
    behind = [] if found.complete else [Quiet(visit.voice("search.behind"))]
    return [*behind, *_undated(visit, query)]


async def how_to(visit: Visit, verb: str, said: str, words: str) -> Reply:
    """What can be looked for, with examples to press; before that, why these words are not enough."""
    query = parse(words)
    nodes: list[Node] = [*_undated(visit, query)]
    if words and not (query or nodes):
        nodes.append(Text(visit.voice("search.signs", words=shown(words))))
    if nodes and visit.request.setting is Setting.GROUP and not visit.request.whispers:
        return failing(Reply(Kind.NOTICE, tuple(nodes)))
    nodes += [Text(said), Quiet(visit.voice("search.narrow"))]
    reply = Reply(Kind.NOTICE, tuple(nodes), rows(await examples(visit, verb)))
    return failing(reply) if words else reply


def _undated(visit: Visit, query: Query) -> list[Node]:
    return [Quiet(visit.voice("search.undated", written=shown(written))) for written in query.undated]


async def nothing(visit: Visit, words: str, query: Query) -> Reply:
    """What to say when no essay holds any of it: the nearest titles, or what the query does not leave out."""
    key = "search.nothing"
    if query.rest:
        key = "search.rest"
        found = await visit.library.search(query.rest)
        records = await visit.library.records([ranked.number for ranked in found.ranking.hits[:MOST_CHOICES]])
    else:
        titles = await visit.library.find(words)
        if titles == Found():
            return empty_library(visit)
        # In a group a word to somebody else may well be an answer to the bot: the shelf would be too much.
        group = visit.request.setting is Setting.GROUP
        records = titles.exact or titles.nearest or (() if group else titles.latest)
        key = "search.latest" if titles.latest else key
    reply = Reply(Kind.NOTICE, (Text(visit.voice("search.none", words=shown(words))),))
    if records:
        reply = choices(visit, visit.voice(key, words=shown(words)), "summary", records)
    reply = replace(reply, nodes=(*reply.nodes, *_undated(visit, query), *_pasting(visit, words)))
    return failing(reply)


def _pasting(visit: Visit, words: str) -> list[Node]:
    """What can be summarised, for somebody who may have wanted that."""
    if not is_long(words):
        return []
    if visit.request.setting is Setting.PRIVATE:
        return [Quiet(visit.voice("search.paste"))]
    key = "search.paste_menu" if visit.menus else "search.paste_reply"
    return [Quiet(visit.voice(key, entry=visit.voice("discord.summarise")))]


def _title(visit: Visit, words: str, found: Answer) -> str:
    ranking = found.ranking
    if ranking.partial:
        return visit.voice("search.partial", words=shown(words), count=len(ranking.hits))
    best = ranking.more and ranking.whole == len(ranking.hits)
    key = "search.listed" if ranking.listed else "search.many" if best else "search.title"
    return visit.voice(key, words=shown(words), count=ranking.whole)


async def _page(visit: Visit, query: Query, ranking: Ranking, start: int) -> list[Node]:
    """The hits of a page, with a line where those begin that hold only some of the words."""
    shown_now = await visit.library.page(query, ranking, start, PAGE_LENGTH)
    border = max(ranking.whole - start, 0)
    needles = looked_for(query, ranking)
    some = await _hits(visit, needles, shown_now[border:])
    remark = [Quiet(visit.voice("search.some"))] if some and ranking.whole else []
    return [*await _hits(visit, needles, shown_now[:border]), *remark, *some]


def looked_for(query: Query, ranking: Ranking) -> Needles:
    """What to show of the essays that were found: of a phrase that none of them holds, its words."""
    return Needles.of(query.relaxed if query.phrases and not ranking.whole else query)


async def _hits(visit: Visit, needles: Needles, ranked: Sequence[Ranked]) -> list[Hit]:
    """The hits as they are shown; an essay that was taken down since is left out."""
    opened = [await visit.library.open(found.number) for found in ranked]
    essays = [(essay, found.score) for essay, found in zip(opened, ranked, strict=True) if essay is not None]
    found = await asyncio.to_thread(lambda: [_match(needles, essay, score) for essay, score in essays])
    return [_hit(visit, essay, match) for (essay, _), match in zip(essays, found, strict=True)]


def _match(needles: Needles, opened: Opened, score: float) -> Match:
    """The sentence to show; where only the title or the author was found, the first of the summary."""
    essay = opened.derived.essay
    found = match(needles, essay.title, searched(essay, needles))
    if not found.score and needles.singles:
        found = match(needles.shorter, essay.title, searched(essay, needles.shorter))
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
