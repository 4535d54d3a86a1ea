"""From what a person typed or pressed to one subscription: its place, and the right to change it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.commands.choosing import rows
from bot.replies import Button, Kind, Reply, Text
from bot.requests import Venue
from bot.subscriptions.subscription import Status, Subscription, scheduled
from bot.texts import Voice
from bot.visits.visit import Visit, chat_scope, shortened
from bot.wishes.terms import differing

# A channel: @name or its link on Telegram, <#number> as Discord writes what people choose, or its number.
_NAMED = re.compile(
    r"(?<!\S)(?:(?:https?://)?t\.me/(?P<link>[A-Za-z]\w{3,31})"
    r"|(?P<name>@(?!(?:noon|midday|midnight)\b)[A-Za-z]\w{2,31})"
    r"|<#(?P<channel>\d{1,20})>|(?P<number>-\d{5,20}))(?!\w)"
)
# What is quoted, and what is filled in for an option, names no channel.
_QUOTED = re.compile(r"[\"“「『]")


def split_venue(words: str) -> tuple[str, str]:
    """The place that stands among the words (``""``: where they are said), and the rest of them."""
    quoted = _QUOTED.search(words)
    found = _NAMED.search(words, 0, quoted.start() if quoted else len(words))
    if found is None:
        return "", words
    name = f"@{found['link']}" if found["link"] else found["name"] or found["channel"] or found["number"]
    return name, f"{words[: found.start()].strip()} {words[found.end() :].strip()}".strip()


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription, its place, and the visit in which it is looked at."""

    visit: Visit
    venue: Venue
    subscription: Subscription

    @property
    def voice(self) -> Voice:
        """The language of whoever looks at it."""
        return self.visit.voice

    @property
    def today(self) -> date:
        """The day on the clocks of its zone."""
        return self.visit.now.astimezone(self.subscription.zone).date()

    @property
    def key(self) -> str:
        """How a button names the place."""
        return key_of(self.venue)

    def button(self, label: str, verb: str, *arguments: object) -> Button:
        """A button that does something with the subscription: the last argument says of which place."""
        return self.visit.button(label, verb, *arguments, self.key)

    def change(self, label: str, *terms: object) -> Button:
        """A button that gives it other terms: name, text, name, text."""
        return self.visit.button(label, "change", self.key, *terms)


Act = Callable[[Held], Awaitable[Reply]]


async def with_venue(visit: Visit, name: str, act: Callable[[Venue], Awaitable[Reply]]) -> Reply:
    """Act on the place of that name, if there is one and the asker may manage it."""
    venue = await visit.request.venue(name)
    if venue is None:
        return _refusal(visit, "subscribed.unknown", name=shortened(name))
    if not await venue.may_manage():
        key = "subscribed.not_yours" if venue.name else "subscribed.admins"
        # What it is called is perhaps not for the asker to know.
        return _refusal(visit, key)
    return await act(venue)


async def with_subscription(visit: Visit, name: str, act: Act) -> Reply:
    """Act on the subscription of the place of that name; if it has none, offer one."""

    async def act_on(venue: Venue) -> Reply:
        found = await subscription_of(visit, venue)
        if found is None or found.status is Status.ENDED:
            return unsubscribed(visit, venue, spoken_of(visit.voice, venue, "subscribed.none"))
        return await act(Held(visit, venue, found))

    return await with_venue(visit, name, act_on)


async def held_here(visit: Visit) -> Held | None:
    """The subscription of the place where the visit is, unless it has ended."""
    found = await visit.outbox.subscription(visit.chat)
    if found is None or found.status is Status.ENDED:
        return None
    return Held(visit, Venue(visit.request.address), found)


async def subscription_of(visit: Visit, venue: Venue) -> Subscription | None:
    """What the place has, whatever its status."""
    return await visit.outbox.subscription(chat_scope(venue.address))


async def keep(held: Held, after: Subscription) -> Held:
    """Keep the subscription as it is to be, with its next post."""
    now = held.visit.now
    if after.status is not held.subscription.status:
        after = replace(after, changed=now, why="")
    kept = await held.visit.outbox.keep_subscription(scheduled(after, now))
    return replace(held, subscription=kept)


def resume_button(held: Held) -> Button:
    """A button by which it posts again."""
    return held.change(held.voice("button.resume"), "status", Status.ACTIVE, "resumes", "")


def undo(before: Subscription, held: Held) -> Button | None:
    """A button that brings the former terms back, if there were others that can be chosen."""
    terms = tuple(differing(before, held.subscription))
    if not terms or before.status in {Status.BLOCKED, Status.WAITING}:
        return None
    return held.change(held.voice("button.undo"), *terms)


def unsubscribed(visit: Visit, venue: Venue, said: str, undo: Button | None = None) -> Reply:
    """What to say where there is no subscription, or none any more."""
    subscribe = visit.button(visit.voice("button.subscribe"), "subscribe", "", key_of(venue))
    buttons = rows((undo or subscribe,))
    return Reply(Kind.SETTINGS, (Text(said),), buttons, edits=visit.pressed, private=True)


def spoken_of(voice: Voice, venue: Venue, key: str, **values: object) -> str:
    """The text of a key that speaks of the place at hand; of another one by its name (``<key>_there``)."""
    return voice(f"{key}_there", name=venue.name, **values) if venue.name else voice(key, **values)


def as_guest(visit: Visit) -> Reply:
    """Where the bot is no member: where to have the same, and how to bring the bot in."""
    visit.speak_apart()
    link = visit.request.invitation
    invited = [Text(visit.voice("subscribed.invite", link=link))] if link else []
    return Reply(Kind.NOTICE, (Text(visit.voice("subscribed.guest")), *invited), private=True)


def key_of(venue: Venue) -> str:
    """How a button names a place: ``""`` for the one where it is pressed."""
    return venue.address.place if venue.name else ""


def _refusal(visit: Visit, key: str, **values: object) -> Reply:
    visit.speak_apart()
    return Reply(Kind.NOTICE, (Text(visit.voice(key, **values)),), private=True)
