"""From what a person typed to one essay: exactly one, a few to choose from, or the nearest titles."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.ports import EssayRecord
from bot.replies import Button, Byline, Entry, Kind, Node, Quiet, Reply, Text
from bot.shelf.library import Opened
from bot.subscriptions.subscription import Subscription
from bot.visits.visit import Visit, headline, shortened
from bot.wishes.numerals import LARGEST, essay_number, is_number, number
from digests.digest import essay_of_the_day
from digests.folding import fold

MOST_CHOICES = 5
LABEL_LENGTH = 24
_MINUS = re.compile(r"\s*[-−－]\s*\d")


async def with_essay(visit: Visit, verb: str, name: str, show: Callable[[Opened], Awaitable[Reply]]) -> Reply:
    """Answer about the essay that ``name`` names; without a name, about the one that is at hand."""
    if not name:
        number = await essay_at_hand(visit)
        return empty_library(visit) if number is None else await _open(visit, number, show)
    number = numbered(name)
    if number is not None and not 0 <= number <= LARGEST:
        return await gone(visit, number)
    name = name if number is None else str(number)
    if number is not None and visit.pressed:
        return await _open(visit, number, show)
    found = await visit.library.find(name)
    if len(found.exact) == 1:
        return await _show(visit, await visit.library.opened(found.exact[0]), show)
    said = shortened(name)
    if found.exact:
        question = "choices.which" if len(found.exact) <= MOST_CHOICES else "choices.first"
        asking = visit.voice(question, name=said, count=MOST_CHOICES)
        return choices(visit, asking, verb, found.exact, search=name)
    if number is not None and not found.nearest:
        return await gone(visit, number)
    if others := found.nearest or found.latest:
        near = "choices.nearest" if found.nearest else "choices.latest"
        question = near if number is None else "choices.number"
        return failing(choices(visit, visit.voice(question, name=said), verb, others, search=name))
    return empty_library(visit)


async def essay_at_hand(visit: Visit) -> int | None:
    """The essay a request is about when it names none: replied to, last seen here, or today's."""
    if visit.request.replied_essay is not None:
        return visit.request.replied_essay
    return await visit.store.last_essay(visit.chat) or await todays_essay(visit)


async def todays_essay(visit: Visit) -> int | None:
    """The essay this chat is given today: a fair turn through the library, once chosen the same all day."""
    kept = await visit.store.digest(visit.chat, visit.today)
    if kept is not None:
        return kept
    numbers = [number for number, _ in await visit.store.titles()]
    number = essay_of_the_day(numbers, visit.today, visit.chat)
    if number is not None:
        await visit.store.keep_digest(visit.chat, visit.today, number)
    return number


def choices(
    visit: Visit, question: str, verb: str, records: Sequence[EssayRecord], *, search: str = ""
) -> Reply:
    """A question whose every answer is one tap away."""
    entries = tuple(entry(visit, record, verb) for record in records[:MOST_CHOICES])
    searching = (visit.button(visit.voice("button.search"), "search", search),) if search else ()
    return Reply(Kind.CHOICES, (Text(question), *entries), (searching,) if searching else ())


def entry(visit: Visit, record: EssayRecord, verb: str) -> Entry:
    """An essay as a line of a list, with a button that does ``verb`` to it."""
    lead = replace(visit.button(_label(record), verb, record.number), short=visit.voice(f"button.{verb}"))
    return Entry(record.number, headline(record.facts.title), visit.short_byline(record.facts), lead)


def empty_library(visit: Visit) -> Reply:
    """What to say while there is no essay at all."""
    return Reply(Kind.NOTICE, (Text(visit.voice("library.empty")),))


def nothing_to_post(visit: Visit, subscription: Subscription) -> Reply:
    """What to say where a digest has no essay: there is none at all, or none on the topics."""
    if not subscription.topics:
        return empty_library(visit)
    return Reply(Kind.NOTICE, (Text(visit.voice("subscribed.no_essays")),))


def numbered(name: str) -> int | None:
    """The number that a name is, if it is one: 2, #2, -2, 二, 第二篇, No. 2."""
    bare = fold(name).strip()
    stated = essay_number(name)
    if stated is None:
        return number(bare) if is_number(bare) else None
    return -stated if _MINUS.match(name) else stated


async def gone(visit: Visit, number: int) -> Reply:
    """What to say about the number of an essay that is not, or no longer, in the library."""
    visit.speak_apart()
    had = 0 <= number <= LARGEST and await visit.store.had(number)
    key = "library.gone" if had else "library.never"
    shelf = visit.button(visit.voice("button.list"), "list")
    return failing(Reply(Kind.NOTICE, (Text(visit.voice(key, number=number)),), ((shelf,),)))


def failing(reply: Reply) -> Reply:
    """The reply for the asker alone, where that can be: it says that there is nothing to see."""
    return replace(reply, private=True)


async def byline(visit: Visit, opened: Opened) -> Byline:
    """What is known of the essay, and its place in the library."""
    known = visit.byline(opened.record.facts, opened.derived.minutes)
    return Byline((*known.parts, await place_of(visit, opened)))


async def place_of(visit: Visit, opened: Opened) -> str:
    """The essay's number, and how many essays there are."""
    return visit.voice("byline.place", number=opened.record.number, count=await visit.library.count())


def changed(visit: Visit, opened: Opened, version: str) -> list[Node]:
    """What to say when the pressed button was about another version of the essay than there is now."""
    if version in {"", str(opened.record.version)}:
        return []
    return [Quiet(visit.voice("read.changed"))]


def pager(
    visit: Visit, page: int, pages: int, verb: str, *arguments: object, version: int | None = None
) -> tuple[Button, ...]:
    """Buttons to the page before and after.

    ``verb`` takes the page (from 1) as its last argument, with the ``version`` behind it if there is one.
    """
    behind = () if version is None else (version,)
    buttons = []
    if page > 1:
        buttons.append(visit.button(visit.voice("button.previous"), verb, *arguments, page - 1, *behind))
    if page < pages:
        buttons.append(visit.button(visit.voice("button.next"), verb, *arguments, page + 1, *behind))
    return tuple(buttons)


def rows(*candidates: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons without the empty ones."""
    return tuple(tuple(row) for row in candidates if row)


def page_number(text: str, pages: int) -> int:
    """A page from a button or from what was typed, brought within 1 to ``pages``."""
    return min(max(int(text[:9]) if text.isdecimal() else 1, 1), max(pages, 1))


async def _open(visit: Visit, number: int, show: Callable[[Opened], Awaitable[Reply]]) -> Reply:
    opened = await visit.library.open(number)
    return await gone(visit, number) if opened is None else await _show(visit, opened, show)


async def _show(visit: Visit, opened: Opened, show: Callable[[Opened], Awaitable[Reply]]) -> Reply:
    await visit.store.note_last_essay(visit.chat, opened.record.number)
    return await show(opened)


def _label(record: EssayRecord) -> str:
    return f"{record.number}. {shortened(record.facts.title, LABEL_LENGTH)}"
