"""Posting digests on Discord, behind the answers to people, and what the service says of each.

A message bears a nonce that the service knows again for some minutes, and a mark by which it is found in the
channel after that; a post in a forum bears the date. So what may have arrived or not is never posted twice.
"""

import logging
from base64 import b32encode
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import discord

from bot.discord import calls
from bot.discord.calls import Json, Lost
from bot.discord.channels import ChannelBusy, Channels
from bot.discord.components import Message, as_json
from bot.discord.fitting import shortened
from bot.discord.outcomes import MISSHAPEN, NO_ACCESS, UNKNOWN_MESSAGE, UNKNOWN_SERVER, outcome_of
from bot.discord.render import Screen, render
from bot.discord.responding import plain
from bot.discord.venues import ANNOUNCEMENTS, FORUMS, PLATFORM
from bot.jobs.senders import Leaving
from bot.ports import Clock
from bot.replies import Reply, Title
from bot.subscriptions.delivery import Delivery, date_of
from bot.subscriptions.outcomes import Finding, Gone, InDoubt, Outcome, Refused, Sent, TryLater, Unsent
from bot.subscriptions.subscription import REMOVED, Subscription

_log = logging.getLogger(__name__)

_FORBIDDEN = 403
_SILENT = 1 << 12
_NEEDS_TAG = 1 << 4
_PAGE = 100
_LONGEST_NAME = 100
# A day; sooner than that a post would be put away where threads sleep after an hour, and not be found.
_SLEEPS_AFTER_MINUTES = 1440
# The nonce holds for "the past few minutes" (developer documentation, Create Message).
_NONCE_HOLDS = timedelta(minutes=2)
# A message may have arrived at an earlier try than the last.
_EARLIER = timedelta(minutes=10)
_MOST_PLACES = 10_000

_UNREADABLE = "the bot ended while it was posted, and may not read there whether it arrived"
_TOO_BUSY = "the bot ended while it was posted, and too much was said since to find it"


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a digest, about an essay of that ``title``. ``mention`` is a role."""

    message: Message
    title: str
    mention: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """What kind of channel it is, in which server, and the tags that its posts have to have."""

    kind: int = 0
    server: str = ""
    tags: tuple[str, ...] = ()


_DIRECT = _Place()


class DigestPoster:
    """A ``bot.jobs.senders.Sender`` that shares the channels' limits with the answers. ``me`` is the bot."""

    def __init__(self, channels: Channels, clock: Clock, me: int) -> None:
        self._channels = channels
        self._clock = clock
        self._me = str(me)
        self._places: OrderedDict[str, _Place] = OrderedDict()

    @property
    def platform(self) -> str:
        """The platform's name in addresses."""
        return PLATFORM

    def parts(self, subscription: Subscription, reply: Reply) -> Sequence[Post]:
        """The messages that show the digest, with the role to mention above it."""
        title = next((node.text for node in reply.nodes if isinstance(node, Title)), "")
        mention = subscription.mention
        return [Post(message, title, mention) for message in render(reply, mention).messages]

    async def deliver(self, delivery: Delivery, part: Post, leaving: Leaving) -> Outcome:
        """Post one message, unless it is found to have been posted before."""
        try:
            finding = await self._look(delivery)
            # With no attempt behind it, it was an operator who wanted it posted in spite of a doubt.
            if isinstance(finding, Sent) or (isinstance(finding, InDoubt) and delivery.attempts):
                return finding
            outcome = await self._post(delivery, part, leaving)
        except ChannelBusy as busy:
            return TryLater("other messages are posted in the channel", busy.seconds)
        except (calls.Refused, Lost) as error:
            outcome = Gone(REMOVED) if await self._is_removed(delivery, error) else outcome_of(error)
        # Somebody took the post away: that is not the end of the forum.
        return Refused(outcome.why) if isinstance(outcome, Gone) and delivery.thread else outcome

    async def find(self, delivery: Delivery) -> Finding:
        """Whether it is there. If that cannot be known now, it is looked for again before it is posted."""
        try:
            return await self._look(delivery)
        except (calls.Refused, Lost) as error:
            _log.info("%s cannot be looked for now: %s", delivery.key, error)
            return Unsent()

    # -- what was posted before -------------------------------------------------------------------

    async def _look(self, delivery: Delivery) -> Finding:
        """What became of the last attempt. Raises ``Refused`` and ``Lost``."""
        if delivery.began_at is None:
            return Unsent()
        place = await self._place(delivery.subscription)
        if place.kind in FORUMS and not delivery.thread:
            thread = await self._thread_of(delivery, place)
            return Sent(thread, thread) if thread else Unsent()
        if self._clock.now() - delivery.began_at < _NONCE_HOLDS:
            return Unsent()
        return await self._message_of(delivery, place)

    async def _thread_of(self, delivery: Delivery, place: _Place) -> str:
        """The post that was made for a digest; ``""`` if there is none."""
        found = await self._channels.ask(f"/guilds/{place.server}/threads/active")
        forum, day = delivery.subscription.address.chat, str(date_of(delivery))
        first = _earliest(delivery)
        mine = (
            str(thread["id"])
            for thread in found.content["threads"]
            if thread["parent_id"] == forum
            and thread["owner_id"] == self._me
            and int(thread["id"]) > first
            and thread["name"].startswith(day)
        )
        return next(mine, "")

    async def _message_of(self, delivery: Delivery, place: _Place) -> Finding:
        """The message of a delivery, by its mark, among those that came after its first attempt."""
        messages = f"/channels/{_channel(delivery)}/messages"
        try:
            answered = await self._channels.ask(f"{messages}?after={_earliest(delivery)}&limit={_PAGE}")
            said: list[Json] = answered.content
            if not said:
                # Also what the bot may not read is answered so, but not what it looks for by number.
                await self._channels.ask(f"{messages}/{_earliest(delivery)}")
        except calls.Refused as refusal:
            if refusal.code == UNKNOWN_MESSAGE:
                return Unsent()
            if refusal.status == _FORBIDDEN:
                return InDoubt(_UNREADABLE)
            raise
        found = next((one["id"] for one in said if self._is_of(delivery, one)), None)
        if found is None:
            return InDoubt(_TOO_BUSY) if len(said) == _PAGE else Unsent()
        await self._publish(place, delivery.subscription, found)
        return Sent(found)

    def _is_of(self, delivery: Delivery, message: Json) -> bool:
        marks = [component.get("id") for component in message.get("components", ())]
        return message["author"]["id"] == self._me and _mark(delivery) in marks

    # -- posting ----------------------------------------------------------------------------------

    async def _post(self, delivery: Delivery, part: Post, leaving: Leaving) -> Outcome:
        """Post it in the first form that is taken. Raises ``ChannelBusy``, ``Refused`` and ``Lost``."""
        place = await self._place(delivery.subscription)
        refused, left = "", False

        async def once() -> None:
            nonlocal left
            if not left:
                await leaving()
            left = True

        for form in _forms(part.message):
            body = _body(delivery, form, part.mention)
            try:
                if place.kind in FORUMS and not delivery.thread:
                    return await self._open(delivery, part.title, body, place, once)
                body |= {"nonce": _nonce(delivery), "enforce_nonce": True}
                posted = await self._channels.post_last(_channel(delivery), "messages", body, once)
            except calls.Refused as refusal:
                if refusal.code != MISSHAPEN:
                    raise
                refused = str(refusal)
            else:
                message = str(posted.content["id"])
                await self._publish(place, delivery.subscription, message)
                return Sent(message)
        return Refused(refused)

    async def _open(
        self, delivery: Delivery, title: str, body: Json, place: _Place, leaving: Leaving
    ) -> Outcome:
        """Begin a post in a forum that bears the digest's date; its first message has the same number."""
        day = str(date_of(delivery))
        name = f"{day} · {title}" if title else day
        post = {
            "name": shortened(name, _LONGEST_NAME),
            "auto_archive_duration": _SLEEPS_AFTER_MINUTES,
            "applied_tags": place.tags,
            "message": body,
        }
        chat = delivery.subscription.address.chat
        posted = await self._channels.post_last(chat, "threads", post, leaving)
        thread = str(posted.content["id"])
        return Sent(thread, thread)

    async def _publish(self, place: _Place, subscription: Subscription, message: str) -> None:
        """Let the servers that follow a channel of announcements have it too; it is posted even if not."""
        if place.kind not in ANNOUNCEMENTS:
            return
        chat = subscription.address.chat
        try:
            await self._channels.ask(f"/channels/{chat}/messages/{message}/crosspost", "POST")
        except (calls.Refused, Lost) as error:
            _log.info("a digest in channel %s is not passed on to those who follow it: %s", chat, error)

    async def _is_removed(self, delivery: Delivery, error: calls.Refused | Lost) -> bool:
        """Whether it is refused since the bot is in the server no more: all else of it would come back."""
        server = delivery.subscription.home.rpartition(":")[2]
        if not (isinstance(error, calls.Refused) and error.code == NO_ACCESS and server.isdecimal()):
            return False
        try:
            await self._channels.ask(f"/guilds/{server}")
        except calls.Refused as refusal:
            return refusal.code in {NO_ACCESS, UNKNOWN_SERVER}
        except Lost:
            return False
        return False

    async def _place(self, subscription: Subscription) -> _Place:
        """What is known of a channel. Raises ``Refused`` and ``Lost``."""
        if subscription.home.startswith("person/"):
            return _DIRECT
        chat = subscription.address.chat
        place = self._places.get(chat)
        if place is None:
            place = _place((await self._channels.ask(f"/channels/{chat}")).content)
            self._places[chat] = place
            if len(self._places) > _MOST_PLACES:
                self._places.popitem(last=False)
        return place


def _place(channel: Json) -> _Place:
    tags = [tag["id"] for tag in channel.get("available_tags", ()) if not tag["moderated"]]
    needed = tags[:1] if channel.get("flags", 0) & _NEEDS_TAG else ()
    return _Place(channel["type"], str(channel.get("guild_id", "")), tuple(needed))


def _forms(message: Message) -> Iterator[Message]:
    """The message, and its words alone if the service does not take how it looks."""
    yield message
    yield from plain(Screen((message,))).messages


def _body(delivery: Delivery, message: Message, mention: str) -> Json:
    body = as_json(message)
    body["components"][0]["id"] = _mark(delivery)
    if mention:
        body["allowed_mentions"]["roles"] = [mention.strip("<@&>")]
    if delivery.subscription.silent:
        body["flags"] |= _SILENT
    return body


def _channel(delivery: Delivery) -> str:
    return delivery.thread or delivery.subscription.address.chat


def _digest(delivery: Delivery) -> bytes:
    return sha256(delivery.key.encode()).digest()


def _nonce(delivery: Delivery) -> str:
    """At most 25 characters that no other delivery has."""
    return b32encode(_digest(delivery)).decode()[:22]


def _mark(delivery: Delivery) -> int:
    """The number of the component that holds the message: of 31 bits, and above those the service gives."""
    return int.from_bytes(_digest(delivery)[:4]) >> 1 | 1 << 30


def _earliest(delivery: Delivery) -> int:
    """A snowflake from before the first attempt that may have arrived."""
    return discord.utils.time_snowflake((delivery.began_at or delivery.due_at) - _EARLIER)
