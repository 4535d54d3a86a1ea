"""Posting digests on Telegram, behind the answers to people, and what the service says of each."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import telegram
from telegram import Bot
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.errors import StoreUnavailable
from bot.jobs.senders import Leaving
from bot.ports import Store
from bot.replies import Reply
from bot.subscriptions.delivery import Delivery
from bot.subscriptions.outcomes import Finding, Gone, InDoubt, Moved, Outcome, Refused, Sent, TryLater
from bot.subscriptions.subscription import Subscription
from bot.telegram.channels import in_channel
from bot.telegram.moves import note_move
from bot.telegram.render import Message, render
from bot.telegram.sending import NO_PREVIEW, PLACE, LaneBusy, Sender, entities, forms, markup
from bot.telegram.transport import NotSent, TooManyCalls
from bot.telegram.venues import PLATFORM

_MOST_KINDS = 10_000
_REMEMBERED = 32

_GONE = re.compile(
    r"chat not found|user not found|deactivated|was deleted|thread not found|topic_deleted|topic_id_invalid"
    r"|chat_id_invalid|peer_id_invalid|channel_private|user_deactivated|input_user_deactivated",
    re.IGNORECASE,
)
# The bot is there but may not post, until an administrator lets it again.
_NOT_ALLOWED = re.compile(r"rights|write_forbidden|restricted|send_\w+_forbidden", re.IGNORECASE)


class Poster:
    """A ``bot.jobs.senders.Sender`` that posts through the sender of answers, and so within its limits."""

    def __init__(self, bot: Bot, sender: Sender, store: Store) -> None:
        self._bot = bot
        self._sender = sender
        self._store = store
        self._channels: dict[int, bool] = {}
        # Most chats are shown the same.
        self._render = lru_cache(_REMEMBERED)(render)
        self._looks = lru_cache(_REMEMBERED)(_looks)
        # A second refusal in a row is no single chat's.
        self._flooded = False

    @property
    def platform(self) -> str:
        """The platform's name in addresses."""
        return PLATFORM

    def parts(self, _: Subscription, reply: Reply) -> Sequence[Message]:
        """The messages that show the digest."""
        return self._render(reply, self._bot.username).messages

    async def deliver(self, delivery: Delivery, part: Message, leaving: Leaving) -> Outcome:
        """Post one message, in a plainer form if the service refuses how it looks."""
        chat = int(delivery.subscription.address.chat)
        try:
            if await self._is_channel(chat):
                part = in_channel(part, chat, self._bot.username)
        except TelegramError as error:
            outcome = outcome_of(error)
            return TryLater(outcome.why) if isinstance(outcome, InDoubt) else outcome
        try:
            return await self._deliver(delivery, part, leaving)
        except LaneBusy as busy:
            return TryLater("other messages are sent to the chat", busy.seconds)
        except TooManyCalls as error:
            outcome = TryLater(error.message, error.seconds, everywhere=self._flooded)
            self._flooded = True
            return outcome
        except ChatMigrated as error:
            return await self._follow(chat, error)
        except TelegramError as error:
            return outcome_of(error)

    async def find(self, _: Delivery) -> Finding:
        """Nothing can be found: a bot cannot read what it has sent, nor give it a key."""
        return InDoubt("the bot ended while it was sent, and Telegram does not tell whether it arrived")

    async def _deliver(self, delivery: Delivery, part: Message, leaving: Leaving) -> Outcome:
        """Post it in the first form that is taken. Raises ``TelegramError`` and ``LaneBusy``."""
        left, refused = False, ""
        for form in forms(part):
            async with self._sender.turn_last(int(delivery.subscription.address.chat)):
                if not left:
                    await leaving()
                    left = True
                try:
                    async with self._sender.passing_last():
                        posted = await self._post(delivery.subscription, form)
                except BadRequest as error:
                    if PLACE.search(error.message):
                        raise
                    refused = error.message
                else:
                    self._flooded = False
                    return Sent(str(posted.message_id))
        return Refused(refused)

    async def _follow(self, chat: int, error: ChatMigrated) -> Outcome:
        """Note where the group went, also for what is asked under its old number."""
        try:
            await note_move(self._store, chat, error.new_chat_id)
        except StoreUnavailable as trouble:
            return TryLater(str(trouble))
        return outcome_of(error)

    async def _post(self, subscription: Subscription, form: Message) -> telegram.Message:
        """Post it. https://core.telegram.org/bots/faq#how-can-i-message-all-of-my-bot-39s-subscribers-at-once"""
        address = subscription.address
        return await self._bot.send_message(
            int(address.chat),
            form.text,
            message_thread_id=int(address.thread) if address.thread else None,
            disable_notification=subscription.silent or None,
            link_preview_options=NO_PREVIEW,
            allow_paid_broadcast=self._sender.is_paid or None,
            api_kwargs=self._looks(form),
        )

    async def _is_channel(self, chat: int) -> bool:
        """Whether it is a channel, which only the service knows. Raises ``TelegramError``."""
        if chat > 0:
            return False
        if chat not in self._channels:
            if len(self._channels) >= _MOST_KINDS:
                self._channels.clear()
            self._channels[chat] = (await self._bot.get_chat(chat)).type == ChatType.CHANNEL
        return self._channels[chat]


def _looks(form: Message) -> dict[str, Any]:
    """Entities and keyboard as the service takes them, which the library would make of them each time."""
    keyboard = markup(form.keyboard)
    looks = {"entities": [entity.to_dict() for entity in entities(form)]}
    return looks if keyboard is None else looks | {"reply_markup": keyboard.to_dict()}


def outcome_of(error: TelegramError) -> Outcome:
    """What became of a message when the service, or the way to it, said this.

    https://core.telegram.org/bots/api#making-requests and #responseparameters
    """
    said = error.message
    match error:
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case TooManyCalls():
            return TryLater(said, error.seconds)
        case NotSent() | InvalidToken():
            return TryLater(said, everywhere=True)
        case Forbidden() | BadRequest() if _NOT_ALLOWED.search(said):
            return Refused(said)
        case Forbidden():
            return Gone(said)
        case BadRequest():
            return Gone(said) if _GONE.search(said) else Refused(said)
        case NetworkError():
            return InDoubt(said)
        case _:
            return Refused(said)
