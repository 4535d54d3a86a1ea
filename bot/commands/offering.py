"""What is offered while somebody still types: essays to post, and how a line may go on."""

import asyncio
import re
from collections.abc import Sequence
from itertools import chain

from bot.commands.choosing import numbered, rows
from bot.commands.examples import is_scrap
from bot.ports import EssayRecord, Suggestion, SuggestionKind
from bot.replies import Kind, Offer, Offers, Reply, Title
from bot.shelf.library import Opened
from bot.visits.excerpts import passages, to_places
from bot.visits.visit import Visit, card, headline
from bot.wishes.numerals import LARGEST
from digests.derived import Length
from digests.folding import fold
from digests.matching import Needles, match, searched
from digests.query import parse

PAGE_LENGTH = 10
# Where a page of offers begins, and the last change of the library that the first page knew of.
_LONGEST_TYPED = 200
_AUTHORS = 3
_QUOTE, _ENOUGH = '"', 60
# A filter that is being typed, folded.
_FILTER = re.compile(
    r"(?:\A|(?<=\s))(?:(?P<author>author|by|作者)|title|标题)\s*:\s*[\"“「]?(?P<text>[^\s\"“”「」:]*)\Z"
)
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


async def suggestions(
    visit: Visit, typed: str, limit: int, *, essays: bool = False
) -> tuple[Suggestion, ...]:
    """Essays by number and by title, authors and topics that go on what was typed; else the latest.

    For ``essays`` alone, those of an author too. A filter is gone on with what it can hold.
    """
    if not typed:
        return _essays(await visit.store.latest(limit=limit))
    if len(typed) > _LONGEST_TYPED:
        return ()
    filtered = None if essays else _FILTER.search(fold(typed))
    if filtered:
        return await _filtered(visit, typed[: filtered.start("text")], filtered, limit)
    behind = await (_essays_behind if essays else _words_behind)(visit, typed, limit)
    found = [*await _numbered(visit, typed), *behind]
    if len(found) < limit:
        found += await _hits(visit, typed, limit)
    return tuple(dict.fromkeys(found))[:limit]


def _essays(records: Sequence[EssayRecord]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(SuggestionKind.ESSAY, found.facts.title, found.number) for found in records)


async def _numbered(visit: Visit, typed: str) -> tuple[Suggestion, ...]:
    """The essay of this number, and those whose numbers have one more digit."""
    number = numbered(typed)
    if number is None or not 0 <= number <= LARGEST // 100:
        return ()
    return _essays(await visit.library.records([number, *range(number * 10, number * 10 + 10)]))


async def _essays_behind(visit: Visit, typed: str, limit: int) -> list[Suggestion]:
    """Essays with such a title, then those of such an author."""
    titled = await visit.library.suggest(typed, limit, SuggestionKind.ESSAY)
    authors = await visit.library.suggest(typed, _AUTHORS, SuggestionKind.AUTHOR)
    theirs = [await _hits(visit, _by(author), limit) for author in authors]
    return [*titled, *chain.from_iterable(theirs)]


async def _words_behind(visit: Visit, typed: str, limit: int) -> list[Suggestion]:
    """What goes on all that was typed, then what goes on its last word."""
    head, blank, last = typed.rpartition(" ")
    whole = await visit.library.suggest(typed, limit)
    more = await visit.library.suggest(last, limit) if blank else ()
    words = [found.text for found in more if _is_word(found)]
    words += [_by(found) for found in more if found.kind is SuggestionKind.AUTHOR]
    likely = [found for found in whole if found.kind is not SuggestionKind.WORD or _is_word(found)]
    return [*likely, *(Suggestion(SuggestionKind.WORD, f"{head} {word}") for word in words)]


def _is_word(found: Suggestion) -> bool:
    return found.kind is SuggestionKind.WORD and not is_scrap(found.text)


async def _filtered(visit: Visit, head: str, typed: re.Match[str], limit: int) -> tuple[Suggestion, ...]:
    """Names and titles that the filter at the end of what was typed can hold; ``head`` ends with it."""
    kind = SuggestionKind.AUTHOR if typed["author"] else SuggestionKind.ESSAY
    found = await visit.library.suggest(typed["text"], limit, kind)
    if not found and kind is SuggestionKind.ESSAY:
        found = _essays(await visit.store.latest(limit=limit))
    head = head.rstrip('"“「')
    return tuple(Suggestion(SuggestionKind.WORD, f"{head}{_quoted(one.text)}") for one in found)


async def _hits(visit: Visit, words: str, limit: int) -> tuple[Suggestion, ...]:
    """What a search for it finds."""
    query = parse(words)
    hits = (await visit.library.search(query)).ranking.hits[:limit] if query else ()
    return _essays(await visit.library.records([hit.number for hit in hits]))


def _by(author: Suggestion) -> str:
    return f"author:{_quoted(author.text)}"


def _quoted(name: str) -> str:
    """The name as one piece behind a filter; so many characters of it are enough to find it."""
    return f'"{name[:_ENOUGH].replace(_QUOTE, "")}"'


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
    """The best sentence of each essay, where none holds a word the essay in one line."""
    return [_snippet(essay, needles) for essay in essays]


def _snippet(opened: Opened, needles: Needles) -> str:
    essay = opened.derived.essay
    sentence = match(needles, essay.title, searched(essay, needles)).sentence
    line = opened.derived.line
    return sentence.text if sentence else line.shown if line else ""


def _offer(visit: Visit, opened: Opened, snippet: str) -> Offer:
    """The short summary, with the way to the rest of it as its only button."""
    record, derived = opened.record, opened.derived
    nodes = (
        Title(headline(derived.essay.title)),
        visit.byline(record.facts, derived.minutes),
        *passages(visit, derived.summary(Length.SHORT), to_places(visit, opened)),
    )
    rest = visit.link(visit.voice("button.rest"), "summary", record.number)
    reply = Reply(Kind.SUMMARY, nodes, rows((rest,)), essay=card(record))
    return Offer(f"{record.number}.{record.version}", headline(derived.essay.title), snippet, reply)
