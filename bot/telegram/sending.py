"""Sending answers: in turn, within the service's limits, and plainer where it refuses how they look."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import replace
from functools import partial

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.pacing import Gate, Spacing, Window
from bot.ports import Clock, Store
from bot.replies import Attachment
from bot.telegram.lanes import PER_SECOND, Lanes
from bot.telegram.moves import note_move
from bot.telegram.render import Key, Message, Screen
from bot.telegram.transport import TooManyCalls, is_in_doubt
from bot.telegram.updates import Spot

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS = 5
_LONGEST_WAIT = 120.0

_UNCHANGED = re.compile(r"message is not modified", re.IGNORECASE)
_NO_EDIT = re.compile(
    r"message to edit not found|message can't be edited|no text in the message|message_id_invalid",
    re.IGNORECASE,
)
# Refusals that have nothing to do with how the message looks.
PLACE = re.compile(
    r"chat not found|chat_|channel_|peer_|user_|rights|not a member|deactivated|topic_|thread not found"
    r"|thread_|message to be replied",
    re.IGNORECASE,
)
_NO_SOURCE = re.compile(
    r"message to be replied not found|replied message not found|reply_message_id_invalid", re.IGNORECASE
)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class BrokenOff(asyncio.CancelledError):
    """The bot stops after a message has left, or while it leaves: to begin again might double it."""


class LaneBusy(Exception):
    """The limits of a chat allow nothing more for some seconds, or something is being sent there."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds:g} s")
        self.seconds = seconds


class Sender:
    """Sends to all chats, each on its lane. What cannot be sent is logged, and nothing else depends on it.

    ``is_paid``: digests may leave faster than what costs nothing allows, and the bot pays for them.
    """

    def __init__(self, bot: Bot, store: Store, clock: Clock, per_second: int = PER_SECOND) -> None:
        self._bot = bot
        self._store = store
        self._clock = clock
        self.is_paid = per_second > PER_SECOND
        self._overall = Gate(clock, Window(per_second, 1))
        self._evenly = Gate(clock, Spacing(1 / per_second))
        self._turn_last = asyncio.Lock()
        self.lanes = Lanes(clock)

    async def send(self, spot: Spot, screen: Screen, reply_to: int | None) -> bool:
        """Post the messages and files of a screen one after the other; false if these may have got lost.

        Cancelled, it raises ``BrokenOff`` unless nothing can have arrived.
        """
        return await _certain(spot.chat, self._send(spot, screen, reply_to))

    async def edit(self, spot: Spot, screen: Screen, reply_to: int | None) -> bool:
        """Let the pressed message show the screen. What it cannot show is posted, as by ``send``."""
        return await _certain(spot.chat, self._show(spot, screen, reply_to))

    @asynccontextmanager
    async def turn_last(self, chat: int) -> AsyncGenerator[None]:
        """The turn of something that nobody waits for: in the chat, and at an even pace.

        Raises ``LaneBusy`` rather than wait for the chat, since all others would have to wait too.
        """
        async with AsyncExitStack() as passed:
            async with self._turn_last:
                lane = self.lanes.of(chat)
                if wait := 1.0 if lane.turn.locked() else lane.gate.wait:
                    raise LaneBusy(wait)
                await passed.enter_async_context(lane.turn)
                await passed.enter_async_context(self.lanes.passing(chat, lane))
                await passed.enter_async_context(self._evenly.passing())
            yield

    @asynccontextmanager
    async def passing_last(self) -> AsyncGenerator[None]:
        """In its turn, its call is let through, behind all answers."""
        async with self._overall.passing_last():
            yield

    async def _show(self, spot: Spot, screen: Screen, reply_to: int | None) -> None:
        shown = bool(screen.messages) and await self._edit(spot, screen.messages[0])
        await self._send(spot, replace(screen, messages=screen.messages[shown:]), reply_to)

    async def _send(self, spot: Spot, screen: Screen, reply_to: int | None) -> None:
        reply = None if reply_to is None else ReplyParameters(reply_to, allow_sending_without_reply=True)
        sent = False
        try:
            for message in screen.messages:
                await self._send_message(spot, message, reply)
                sent = True
            for file in screen.files:
                await self._call(spot.chat, partial(self._post_file, spot, file, reply))
        except asyncio.CancelledError:
            if sent:
                raise BrokenOff from None
            raise

    async def _send_message(self, spot: Spot, message: Message, reply: ReplyParameters | None) -> None:
        for form in forms(message):
            try:
                await self._call(spot.chat, partial(self._post, spot, form, reply))
                break
            except BadRequest as error:
                _go_on(form, error)

    async def _edit(self, spot: Spot, message: Message) -> bool:
        """Whether the pressed message shows it now."""
        for form in forms(message):
            try:
                await self._in_turn(spot.chat, partial(self._change, spot, form), post=False)
                break
            except ChatMigrated:
                return False
            except BadRequest as error:
                if _UNCHANGED.search(error.message):
                    break
                if _NO_EDIT.search(error.message):
                    return False
                _go_on(form, error)
        return True

    async def _post(self, spot: Spot, message: Message, reply: ReplyParameters | None, chat: int) -> None:
        async def post(reply: ReplyParameters | None) -> None:
            await self._bot.send_message(
                chat,
                message.text,
                entities=entities(message),
                reply_markup=markup(message.keyboard),
                reply_parameters=reply,
                message_thread_id=spot.thread,
                link_preview_options=NO_PREVIEW,
            )

        await _replying(post, reply if chat == spot.chat else None)

    async def _post_file(
        self, spot: Spot, file: Attachment, reply: ReplyParameters | None, chat: int
    ) -> None:
        async def post(reply: ReplyParameters | None) -> None:
            await self._bot.send_document(
                chat,
                InputFile(file.text.encode(), file.name),
                reply_parameters=reply,
                message_thread_id=spot.thread,
            )

        await _replying(post, reply if chat == spot.chat else None)

    async def _change(self, spot: Spot, message: Message, chat: int) -> None:
        await self._bot.edit_message_text(
            message.text,
            chat,
            spot.pressed,
            entities=entities(message),
            reply_markup=markup(message.keyboard),
            link_preview_options=NO_PREVIEW,
        )

    async def _call(self, chat: int, call: Callable[[int], Awaitable[None]]) -> None:
        """Make the call in the chat's turn, or in that of the chat that it has become."""
        try:
            await self._in_turn(chat, call)
        except ChatMigrated as moved:
            await note_move(self._store, chat, moved.new_chat_id)
            await self._in_turn(moved.new_chat_id, call)

    async def _in_turn(self, chat: int, call: Callable[[int], Awaitable[None]], *, post: bool = True) -> None:
        """Make the call as soon as the chat's limits allow; again if the service asks to wait."""
        lane = self.lanes.of(chat)
        async with lane.turn:
            for attempt in range(1, _MOST_ATTEMPTS + 1):
                try:
                    limits = self.lanes.passing(chat, lane) if post else nullcontext()
                    async with limits, self._overall.passing():
                        await _leaving(call(chat))
                        return
                except TooManyCalls as refusal:
                    if attempt == _MOST_ATTEMPTS or refusal.seconds > _LONGEST_WAIT:
                        raise
                    await self._clock.sleep(refusal.seconds)


def markup(keyboard: tuple[tuple[Key, ...], ...]) -> InlineKeyboardMarkup | None:
    """The keyboard as the library has it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(key.label, url=key.url or None, callback_data=key.data or None)
                for key in row
            ]
            for row in keyboard
        ]
    )


def entities(message: Message) -> list[MessageEntity]:
    """The looks of a message's text as the library has them."""
    return [
        MessageEntity(entity.type, entity.offset, entity.length, url=entity.url or None)
        for entity in message.entities
    ]


async def _certain(chat: int, sending: Awaitable[None]) -> bool:
    """Whether it is certain what became of it: it has arrived, or was refused.

    Whatever keeps a message from arriving is the operator's to know, and no reason to stop.
    """
    try:
        await sending
    except BrokenOff:
        _log.warning("a message to chat %d may not have arrived: the bot stops", chat)
        raise
    except TelegramError as error:
        if isinstance(error, Forbidden) or PLACE.search(error.message):
            _log.info("chat %d cannot be written to: %s", chat, error.message)
        else:
            _log.warning("a message to chat %d may not have arrived: %s", chat, error.message)
        return not is_in_doubt(error)
    return True


async def _leaving(call: Awaitable[None]) -> None:
    try:
        await call
    except asyncio.CancelledError:
        raise BrokenOff from None


async def _replying(
    post: Callable[[ReplyParameters | None], Awaitable[None]], reply: ReplyParameters | None
) -> None:
    """Post it as a reply; by itself where the service cannot find what it replies to."""
    try:
        await post(reply)
    except BadRequest as error:
        if reply is None or not _NO_SOURCE.search(error.message):
            raise
        await post(None)


def forms(message: Message) -> Iterator[Message]:
    """The message, and how else it can be said if the service refuses its looks or its keyboard."""
    yield message
    if message.entities:
        yield replace(message, entities=())
    if message.keyboard:
        yield replace(message, entities=(), keyboard=())


def _go_on(form: Message, error: BadRequest) -> None:
    """Raise the refusal again unless it may be about the form, and there is a plainer one."""
    if PLACE.search(error.message) or not (form.entities or form.keyboard):
        raise error
    _log.warning("a message is sent in a plainer form, since it was refused: %s", error.message)
