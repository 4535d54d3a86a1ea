"""What a digest says: the same for ``/digest``, a preview and a post."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot.ports import Store
from bot.replies import Button, Heading, Kind, Node, Point, Quiet, Reply, Text, Title
from bot.shelf.library import Library, Opened
from bot.subscriptions.delivery import Delivery, date_due, date_of
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.schedule import dated
from bot.subscriptions.subscription import Subscription, plan_of
from bot.texts import Language, speak
from bot.visits.excerpts import passages, read_at, to_places, ways_on
from bot.visits.spoken import spoken_day
from bot.visits.visit import card, headline, shortened
from bot.visits.writing import Writer
from digests.derived import Length
from digests.model import Place, Summary
from digests.selection import brief, choose, points_across, topics
from digests.structure import is_numbered

_LABEL_LENGTH = 24
# Most chats get the same on a day.
_REMEMBERED = 32


async def post(
    library: Library, store: Store, outbox: Outbox, delivery: Delivery, language: Language
) -> Reply | None:
    """What is posted, settled from now on.

    If there is nothing, that is said the first time (``Kind.NOTICE``), and then ``None``. ``language`` is for
    places where none was chosen. Essays of a digest that may have arrived or not come again: that is said.
    Raises as ``essays_of``.
    """
    subscription, day = delivery.subscription, delivery.day
    numbers = await _numbers(library, outbox, subscription, day)
    if not numbers and subscription.empty:
        return None
    chosen = subscription.language or (await store.preferences(subscription.home)).get("language", language)
    spoken = Language(chosen)
    if not numbers:
        return _nothing(Writer(voice=speak(spoken), anew=True), subscription)
    essays = await _opened(library, await outbox.keep_digest_essays(subscription.id, day, numbers))
    if not essays:
        return None
    await store.note_last_essay(subscription.chat, essays[0].record.number)
    doubtful = await outbox.doubtful_before(subscription.id, day)
    return _posted(spoken, _occasion(delivery, doubtful), essays, subscription.length)


async def essays_of(
    library: Library, outbox: Outbox, subscription: Subscription, day: date
) -> tuple[Opened, ...]:
    """The essays of a subscription's digest of a local date: those that were settled, or would be now.

    Raises ``StoreUnavailable``, and ``IndexUnavailable`` where topics cannot be looked for.
    """
    return await _opened(library, await _numbers(library, outbox, subscription, day))


@dataclass(frozen=True, slots=True)
class Occasion:
    """The date that a digest bears, and whether it comes ``late``: on a later one.

    ``doubtful`` is that of the digest before, if that may not have arrived.
    """

    day: date
    late: bool = False
    doubtful: date | None = None


def compose(
    writer: Writer, occasion: Occasion, essays: Sequence[Opened], length: Length, *, subscribed: bool
) -> Reply:
    """The digest of a day, of one essay or several: points across these, then each in short.

    At the end is how to change or stop it; where it is not ``subscribed`` to, how to have it every day.
    Every button is answered in a message of its own, so that the digest stays.
    """
    writer = Writer(voice=writer.voice, anew=True, long_actions=writer.long_actions)
    voice = writer.voice
    reply = _alone(writer, essays[0], length) if len(essays) == 1 else _together(writer, essays, length)
    one, several = (
        ("digest.late", "digest.late_several") if occasion.late else ("digest.title", "digest.several")
    )
    heading = Heading(
        voice(one if len(essays) == 1 else several, count=len(essays), day=spoken_day(voice, occasion.day))
    )
    doubtful = occasion.doubtful
    last = [Quiet(voice("digest.doubtful", day=spoken_day(voice, doubtful)))] if doubtful else []
    if subscribed:
        last.append(Quiet(voice("digest.ending")))
    row = _to_change(writer) if subscribed else _to_subscribe(writer)
    return replace(
        reply,
        nodes=(heading, *reply.nodes, *last),
        buttons=(*reply.buttons, row),
        menu=voice("menu.places"),
    )


@lru_cache(_REMEMBERED)
def _posted(language: Language, occasion: Occasion, essays: Sequence[Opened], length: Length) -> Reply:
    """What is posted to all who get these essays on a day."""
    return compose(Writer(voice=speak(language)), occasion, essays, length, subscribed=True)


def _occasion(delivery: Delivery, doubtful: date | None) -> Occasion:
    """When a digest is posted."""
    day = date_of(delivery)
    late = day < date_due(delivery)
    return Occasion(day, late, doubtful and dated(plan_of(delivery.subscription), doubtful))


async def _numbers(library: Library, outbox: Outbox, subscription: Subscription, day: date) -> Sequence[int]:
    settled = await outbox.digest_essays(subscription.id, day)
    return settled or await _chosen(library, outbox, subscription)


async def _chosen(library: Library, outbox: Outbox, subscription: Subscription) -> tuple[int, ...]:
    """What the subscription would be given next."""
    arrivals = await library.arrivals()
    queries = topics(subscription.topics)
    if queries:
        wanted = frozenset[int]().union(*[await library.matching(query) for query in queries])
        arrivals = [(number, at) for number, at in arrivals if number in wanted]
    numbers = [number for number, _ in arrivals]
    new = (number for number, at in arrivals if at > subscription.since)
    given = await outbox.given(subscription.id)
    return choose(numbers, new, given, subscription.chat, subscription.essays)


async def _opened(library: Library, numbers: Sequence[int]) -> tuple[Opened, ...]:
    """Those of the essays that can be seen."""
    essays = [await library.open(number) for number in numbers]
    return tuple(opened for opened in essays if opened is not None)


def _nothing(writer: Writer, subscription: Subscription) -> Reply:
    """That there is no digest, and why."""
    key = "digest.hungry" if subscription.topics else "digest.bare"
    said = writer.voice(key, topics=shortened(subscription.topics))
    return Reply(Kind.NOTICE, (Text(said),), (_to_change(writer),))


def _alone(writer: Writer, opened: Opened, length: Length) -> Reply:
    """The one essay of a digest; the buttons are about it."""
    length, summary = brief(opened.derived, length)
    nodes = tuple(_essay(writer, opened, summary))
    return Reply(Kind.DIGEST, nodes, ways_on(writer, opened, length), card(opened.record))


def _together(writer: Writer, essays: Sequence[Opened], length: Length) -> Reply:
    """What several essays say in a few points, then each of them; a button for each leads on from it."""
    derived = [opened.derived for opened in essays]
    summaries = [brief(one, length)[1] for one in derived]
    chosen = points_across(derived, summaries)
    counted = not any(is_numbered(point.text) for _, point in chosen)
    points = [
        Point(count if counted else None, point, _to_point(writer, essays[position], count, point.place))
        for count, (position, point) in enumerate(chosen, 1)
    ]
    nodes: list[Node] = [Heading(writer.voice("button.points")), *points] if points else []
    for opened, summary in zip(essays, summaries, strict=True):
        nodes += _essay(writer, opened, summary)
    return Reply(Kind.DIGEST, tuple(nodes), tuple((_to_essay(writer, opened),) for opened in essays))


def _essay(writer: Writer, opened: Opened, summary: Summary) -> list[Node]:
    record, derived = opened.record, opened.derived
    return [
        Title(headline(derived.essay.title)),
        writer.byline(record.facts, derived.minutes),
        *passages(writer, summary, to_places(writer, opened)),
    ]


def _to_point(writer: Writer, opened: Opened, count: int, place: Place) -> Button:
    return read_at(writer, writer.voice("button.point", number=count), opened, place)


def _to_essay(writer: Writer, opened: Opened) -> Button:
    title = shortened(opened.derived.essay.title, _LABEL_LENGTH)
    return writer.button(title, "summary", opened.record.number)


def _to_change(writer: Writer) -> tuple[Button, ...]:
    change = writer.button(writer.voice("button.settings"), "subscription")
    return change, writer.button(writer.voice("button.unsubscribe"), "unsubscribe")


def _to_subscribe(writer: Writer) -> tuple[Button, ...]:
    return (writer.button(writer.voice("button.subscribe"), "subscribe"),)
