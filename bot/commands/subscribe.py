"""``/subscribe``: a digest every day, at the hour, on the days and about the topics that somebody wants."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.commands.described import headline
from bot.commands.subscription import answer as subscription
from bot.commands.subscription import choices, other_zones, screen, view_button
from bot.commands.venues import (
    Held,
    held_here,
    keep,
    split_venue,
    spoken_of,
    subscription_of,
    undo,
    unsubscribed,
    with_subscription,
    with_venue,
)
from bot.replies import Button, Kind, Reply, Text
from bot.requests import Venue
from bot.subscriptions.schedule import Week
from bot.subscriptions.subscription import MOST_ESSAYS, Status, Subscription
from bot.visits.visit import Visit, home_scope, shortened
from bot.wishes.manners import NO_QUIET
from bot.wishes.terms import with_terms
from bot.wishes.understanding import understand
from bot.wishes.wish import Wish, option
from bot.wishes.zones import city_of, find_zones, zone_for
from digests.query import Query
from digests.selection import topics

_USUAL: Week = (time(8),) * 7
# With one more button they fit in a row.
_OFFERED_ZONES = 2
_OFFERED_TIMES = ("07:00", "08:00", "12:00", "20:00")
_LONGEST_LABEL = 20
_POSTING = frozenset({Status.ACTIVE, Status.PAUSED})


async def answer(visit: Visit, words: str = "", name: str = "") -> Reply:
    """Subscribe the place that the words name, or this one, or change what it has; then show it."""
    if not name:
        name, words = split_venue(words)

    async def act(venue: Venue) -> Reply:
        before = await subscription_of(visit, venue)
        wish = await _with_topics(visit, understand(words, visit.request.language))
        if wish.manners.mention == _everybody(venue):
            return Reply(Kind.NOTICE, (Text(visit.voice("subscribed.everybody")),), private=True)
        if before is None or before.status not in _POSTING:
            if wish.mistimed and not any(wish.times):
                return _unclear(Held(visit, venue, before or await _usual(visit, venue)), words, wish)
            return await _begun(visit, venue, before, wish)
        held = Held(visit, venue, before)
        return await _wished(held, wish) if words else await screen(held)

    return await with_venue(visit, name, act)


async def offer(visit: Visit) -> Reply:
    """Ask before subscribing: whoever opened a link has asked for nothing yet."""
    if await held_here(visit) is not None:
        return await subscription(visit)

    async def ask(venue: Venue) -> Reply:
        usual = Held(visit, venue, await _usual(visit, venue))
        said = (visit.voice("start.what"), headline(usual), visit.voice("subscribed.offer"))
        subscribe = visit.button(visit.voice("button.subscribe"), "subscribe")
        return Reply(
            Kind.SETTINGS, tuple(map(Text, said)), ((subscribe,),), edits=visit.pressed, private=True
        )

    return await with_venue(visit, "", ask)


async def change(visit: Visit, name: str = "", *terms: str) -> Reply:
    """Give the subscription of a place other terms (name, text, name, text), and show it."""

    async def act(venue: Venue) -> Reply:
        before = await subscription_of(visit, venue)
        if before is None or (before.status is Status.ENDED and "status" not in terms[::2]):
            return unsubscribed(visit, venue, spoken_of(visit.voice, venue, "subscribed.none"))
        try:
            # A button does not carry an empty text at its end.
            after = with_terms(before, dict(zip_longest(terms[::2], terms[1::2], fillvalue="")))
        except ValueError:
            return _unknown(visit)
        held = await keep(Held(visit, venue, before), after)
        if after.status is Status.ENDED:
            ended = spoken_of(visit.voice, venue, "subscribed.ended")
            return unsubscribed(visit, venue, ended, undo(before, held))
        return await screen(held, visit.voice("subscribed.changed"), undo=undo(before, held))

    return await with_venue(visit, name, act)


async def choose_days(visit: Visit, name: str = "", week: str = "") -> Reply:
    """Give the subscription of a place another week, and have more days chosen."""

    async def act(held: Held) -> Reply:
        try:
            after = with_terms(held.subscription, {"week": week})
        except ValueError:
            return _unknown(visit)
        kept = await keep(held, after)
        return choices(kept, "days", undo(held.subscription, kept))

    return await with_subscription(visit, name, act)


def _unknown(visit: Visit) -> Reply:
    """What to say to a button that no command made."""
    visit.speak_apart()
    return Reply(Kind.NOTICE, (Text(visit.voice("button.unknown")),), private=True)


def _everybody(venue: Venue) -> str:
    """How Discord writes the role that all in a server have: it bears the server's own number."""
    return f"<@&{venue.home}>"


async def _begun(visit: Visit, venue: Venue, before: Subscription | None, wish: Wish) -> Reply:
    """A new subscription, or the old one from now on."""
    usual = before or await _usual(visit, venue)
    now = visit.now
    fresh = replace(usual, owner=visit.person, since=now, status=Status.ACTIVE, resumes=None)
    held = await keep(Held(visit, venue, usual), _with_wish(fresh, wish))
    said = (visit.voice("subscribed.new"), *[text async for text in _remarks(held, wish)])
    ending = held.button(visit.voice("button.undo"), "unsubscribe", "")
    question, answers = _which_zone(held, wish)
    if before is None and not wish.zones:
        question, answers = visit.voice("subscribed.guessed"), _likely_zones(held)
    offer = _as_topics(held, wish)
    return await screen(held, *said, undo=ending, question=question, answers=answers, offer=offer)


async def _with_topics(visit: Visit, wish: Wish) -> Wish:
    """The same with its words as topics, if all else was understood and there are essays on each of them."""
    queries = topics(wish.possible_topics)
    if wish.unclear or not queries:
        return wish
    found = [not query.idle and await _has_essays(visit, query) for query in queries]
    return (
        replace(wish, topics=f"{wish.topics} {wish.possible_topics}".strip(), words="")
        if all(found)
        else wish
    )


async def _has_essays(visit: Visit, query: Query) -> bool:
    return bool((await visit.library.search(query)).ranking.whole)


def _as_topics(held: Held, wish: Wish) -> Button | None:
    """A button by which what may be a topic becomes one."""
    if not wish.words:
        return None
    label = held.voice("button.as_topic", words=shortened(wish.words, _LONGEST_LABEL))
    return held.button(label, "subscribe", option("topics", f"{wish.topics} {wish.possible_topics}".strip()))


def _unclear(held: Held, words: str, wish: Wish) -> Reply:
    """A question: what was not understood may be the time, and then nobody knows what was wanted."""
    for piece in wish.unclear:
        words = words.replace(piece, " ")
    times = [
        held.visit.button(time, "subscribe", " ".join((time, *words.split())), held.key)
        for time in _OFFERED_TIMES
    ]
    asked = held.voice("subscribed.unclear_time", words=shortened(held.voice("week.and").join(wish.unclear)))
    return Reply(Kind.CHOICES, (Text(asked),), (tuple(times),), edits=held.visit.pressed, private=True)


async def _wished(held: Held, wish: Wish) -> Reply:
    """The subscription as it is wished for now."""
    after = await keep(held, _with_wish(held.subscription, wish))
    back = undo(held.subscription, after)
    said = [held.voice("subscribed.changed")] if back else []
    said += [text async for text in _remarks(after, wish)]
    question, answers = _which_zone(after, wish)
    offer = _as_topics(after, wish)
    return await screen(after, *said, undo=back, question=question, answers=answers, offer=offer)


async def _usual(visit: Visit, venue: Venue) -> Subscription:
    """What somebody gets who says nothing more: every day at eight, where they probably are."""
    home = home_scope(venue.address, venue.home) if venue.name else visit.scope
    chosen = await visit.store.preferences(home)
    zone = zone_for(visit.request.language)
    return Subscription(
        address=venue.address,
        home=home,
        owner=visit.person,
        week=_USUAL,
        zone=ZoneInfo(zone) if zone else visit.zone,
        since=visit.now,
        reckoned=visit.now,
        changed=visit.now,
        essays=MOST_ESSAYS,
        language=None if "language" in chosen else visit.voice.language,
    )


def _with_wish(subscription: Subscription, wish: Wish) -> Subscription:
    """The same with what was wished for."""
    manners = wish.manners
    return replace(
        subscription,
        week=wish.week(subscription.week),
        zone=ZoneInfo(wish.zones[0]) if wish.zones else subscription.zone,
        topics=wish.topics or ("" if wish.everything else subscription.topics),
        essays=min(manners.essays or subscription.essays, MOST_ESSAYS),
        length=manners.length or subscription.length,
        silent=subscription.silent if manners.silent is None else manners.silent,
        language=manners.language or subscription.language,
        mention=manners.mention or subscription.mention,
        quiet=subscription.quiet
        if manners.quiet is None
        else manners.quiet
        if manners.quiet != NO_QUIET
        else None,
    )


async def _remarks(held: Held, wish: Wish) -> AsyncIterator[str]:
    """What was not understood, or cannot be, and topics on which there is nothing."""
    strange = [*wish.unclear, *([wish.words] if wish.words else [])]
    if strange:
        yield held.voice("subscribed.unclear", words=shortened(held.voice("week.and").join(strange)))
    if wish.misdated:
        yield held.voice("subscribed.which_days")
    if wish.manners.essays is not None and wish.manners.essays > MOST_ESSAYS:
        yield held.voice("subscribed.most_essays", count=MOST_ESSAYS)
    queries = topics(wish.topics)
    if queries and not any([await _has_essays(held.visit, query) for query in queries]):
        yield held.voice("subscribed.no_essays")


def _which_zone(held: Held, wish: Wish) -> tuple[str, Sequence[Button]]:
    """The other zones that may have been meant, if their clocks differ now."""
    offsets = {held.visit.now.astimezone(held.subscription.zone).utcoffset()}
    others: list[str] = []
    for zone in wish.zones:
        offset = held.visit.now.astimezone(ZoneInfo(zone)).utcoffset()
        if offset not in offsets:
            offsets.add(offset)
            others.append(zone)
    if not others:
        return "", ()
    return held.voice("subscribed.which"), other_zones(held, others)[:_OFFERED_ZONES]


def _likely_zones(held: Held) -> Sequence[Button]:
    """Whether the guess is right, and where else somebody with this language may be."""
    zones = find_zones("", held.visit.request.language, _OFFERED_ZONES + 1)
    city = city_of(str(held.subscription.zone), held.voice.language)
    right = held.visit.button(held.voice("button.right", city=city), "subscription", held.key)
    elsewhere = view_button(held, "button.elsewhere", "zone")
    return (right, *other_zones(held, zones)[:_OFFERED_ZONES], elsewhere)
