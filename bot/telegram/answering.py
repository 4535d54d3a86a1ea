"""What happens with each update: the desk is asked, and its answer is brought to where it belongs."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.desk.desk import Desk
from bot.ports import Clock, Store
from bot.replies import Kind, Reply, Text
from bot.serving.background import Background
from bot.serving.supervisor import within
from bot.subscriptions.subscription import BARRED, REMOVED
from bot.telegram.brought import Brought
from bot.telegram.channels import in_channel
from bot.telegram.inline import offer
from bot.telegram.leftovers import Leftovers, can_be_left, leave, pick_up
from bot.telegram.menus import Menus
from bot.telegram.moves import moved, note_move
from bot.telegram.pasting import Pasting
from bot.telegram.render import alert, render
from bot.telegram.sending import BrokenOff, Sender
from bot.telegram.updates import Asked, Spot, is_exit, of_anybody, of_arrival, of_message, of_press
from bot.telegram.venues import PLATFORM

_log = logging.getLogger(__name__)
# The kinds of updates that are dealt with here.
KINDS = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
# They guard the memory alone: who asks too fast is slowed down at the door, long before there are so many.
_MOST_AT_ONCE = 2000
_MOST_IN_CHAT = 200
# So long a pressed button waits for what there may be to say at the press itself.
_PATIENCE = 1.0


class Answering:
    """Answers updates side by side; one in trouble does not hold up the others."""

    def __init__(self, bot: Bot, desk: Desk, store: Store, clock: Clock, sender: Sender) -> None:
        self._bot = bot
        self._desk = desk
        self._store = store
        self._clock = clock
        self._sender = sender
        self.menus = Menus(bot, store)
        self._pasting = Pasting(clock)
        self._background = Background()
        self._brought = Brought()
        self._in_chat = Counter[int]()
        self._overfull = set[int]()
        self._leaving = set[int]()
        self._unanswered = list[Update]()

    async def resume(self) -> None:
        """Go on where the bot stopped: answer what was left, reckon with what was brought and posted."""
        now = self._clock.now()
        left = await pick_up(self._store, self._bot, now)
        if left is None:
            return
        self._brought.recall(left.brought)
        self._sender.lanes.recall(left.posted, (now - left.at).total_seconds())
        for update in left.updates:
            await self._begin_answering(update)

    async def take(self, update: Update) -> None:
        """Begin to answer an update as soon as there are not too many others, unless it came before."""
        if self._brought.is_new(update.update_id):
            self._desk.metrics.came(PLATFORM)
            # One that cannot be understood does not keep those behind it from being taken.
            await self._watched(self._begin_answering(update))

    async def _begin_answering(self, update: Update) -> None:
        await self._background.room(_MOST_AT_ONCE)
        if update.message is not None:
            # Whatever is said after it counts on it.
            await self._watched(self._follow_move(update.message))
        chat = _chat(update)
        if chat and self._in_chat[chat] >= _MOST_IN_CHAT:
            self.begin(self._turn_away(update))
        elif update.message is None or not self._pasting.take(update.message):
            self._in_chat[chat] += 1
            self.begin(self._answer(update))

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do some work beside everything else."""
        self._background.begin(self._watched(work))

    async def finish(self) -> None:
        """Wait for all that was begun."""
        await self._background.finish()

    async def break_off(self) -> None:
        """Do not go on with what was begun, and keep what is unanswered for the next start."""
        self._background.break_off()
        await self._background.finish()
        left = [update for update in self._unanswered if can_be_left(update)]
        for chat in sorted({_chat(update) for update in self._unanswered}):
            when = "now, but after the next start" if chat in map(_chat, left) else "any more"
            _log.warning("chat %d is not answered %s", chat, when)
        now, posted = self._clock.now(), self._sender.lanes.posted
        await leave(self._store, self._bot, Leftovers(now, left, self._brought.numbers, posted))

    async def _watched(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except TelegramError as error:
            _log.warning("Telegram does not take an answer: %s", error.message)
        except Exception:  # noqa: BLE001 - there is nobody to be told, but the others are answered
            _log.exception("trouble in answering Telegram")

    async def _answer(self, update: Update) -> None:
        chat = _chat(update)
        try:
            await self._dispatch(update)
        except TelegramError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
            await self._apologise(update, error)
        finally:
            self._in_chat[chat] -= 1
            if not self._in_chat[chat]:
                del self._in_chat[chat]
                self._overfull.discard(chat)

    async def _turn_away(self, update: Update) -> None:
        """Say that there is no room for more: at a press each time, in a chat once until all is answered."""
        asked = of_anybody(update)
        voice = await self._desk.voice(asked.request)
        full = Reply(Kind.NOTICE, (Text(voice("door.full")),))
        if update.callback_query is not None:
            await self._acknowledge(update.callback_query, alert(full))
        elif asked.spot.chat not in self._overfull:
            self._overfull.add(asked.spot.chat)
            await self._bring(asked, full)

    async def _apologise(self, update: Update, error: Exception) -> None:
        """Say that a fault of ours kept us from understanding what was asked; but not in a group."""
        asked = of_anybody(update)
        apology = self._desk.apology(asked.request, error)
        if update.callback_query is not None:
            await self._acknowledge(update.callback_query, alert(apology))
        elif update.message is not None and asked.spot.private:
            await self._bring(asked, apology)

    async def _dispatch(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._press(update, update.callback_query)
        elif update.inline_query is not None:
            await offer(self._bot, self._desk, update.inline_query)
        elif update.my_chat_member is not None:
            await self._arrive(update.my_chat_member)
        elif (message := update.message or update.channel_post) is not None:
            await self._hear(update, message)

    async def _hear(self, update: Update, message: Message) -> None:
        with self._kept(update):
            rest = await self._pasting.rest(message)
            asked = of_message(self._bot, message)
            if asked is None:
                await self._leave_closed(update, message)
                return
            request = asked.request
            if request.attached or request.quoted:
                self.begin(self._show_work(asked.spot))
            if rest:
                request = replace(request, text=request.text + rest, in_parts=True)
            certain = await self._show(asked, await self._desk.answer(request))
        self.begin(self._conclude(asked, certain))

    async def _leave_closed(self, update: Update, message: Message) -> None:
        """Say so and leave where nobody is answered any more: it may have been allowed when the bot came."""
        asked = of_anybody(update)
        chat, said = asked.spot.chat, message.text or message.caption or message.effective_attachment
        if asked.spot.private or not said or chat in self._leaving or self._desk.welcomes(asked.request):
            return
        self._leaving.add(chat)
        try:
            await self._show(asked, await self._desk.answer(asked.request))
            await self._bot.leave_chat(chat)
        finally:
            self._leaving.discard(chat)

    async def _show_work(self, spot: Spot) -> None:
        """Let the bot be seen typing, since a text takes a while; nothing depends on it."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(spot.chat, ChatAction.TYPING, message_thread_id=spot.thread)

    @contextmanager
    def _kept(self, update: Update) -> Generator[None]:
        """What is broken off in here is asked again, unless that might double the answer."""
        try:
            yield
        except BrokenOff:
            raise
        except asyncio.CancelledError:
            self._unanswered.append(update)
            raise

    async def _press(self, update: Update, query: CallbackQuery) -> None:
        """Let the button spin no longer than it must, and say there what is for the presser only."""
        asked = of_press(self._bot, query)
        if asked is None:
            await self._acknowledge(query)
            return
        asked = await moved(self._store, asked)
        with self._kept(update):
            answering = asyncio.ensure_future(self._desk.answer(asked.request))
            # In a channel, what is for the presser only must not be posted if it comes late.
            reply = (
                await answering
                if asked.spot.channel
                else await within(self._clock, _PATIENCE, asyncio.shield(answering))
            )
            passing = reply and (asked.spot.channel or reply.kind is Kind.NOTICE)
            aside = reply and passing and reply.private and not reply.edits
            said = alert(reply) if reply and aside else ""
            self.begin(self._acknowledge(query, said))
            certain = bool(said) or await self._show_presser(asked, reply or await answering)
        self.begin(self._conclude(asked, certain))

    async def _show_presser(self, asked: Asked, reply: Reply) -> bool:
        """Show what was asked for by a press; but what stands in a channel is its administrators' to say."""
        if asked.spot.channel and not await asked.request.may_manage():
            return True
        return await self._show(asked, reply)

    async def _acknowledge(self, query: CallbackQuery, said: str = "") -> None:
        try:
            await query.answer(said or None, show_alert=bool(said) or None)
        except BadRequest as error:
            # It was pressed while the bot was away: nobody looks at it any more.
            _log.info("a press is too old to be acknowledged: %s", error.message)

    async def _arrive(self, change: ChatMemberUpdated) -> None:
        """Greet a group. In a channel nobody talks to the bot, so that it says nothing if it may stay.

        Where it was thrown out, nothing is posted any more.
        """
        if is_exit(change):
            why = BARRED if change.chat.type == ChatType.PRIVATE else REMOVED
            await self._desk.outbox.block_chat(PLATFORM, str(change.chat.id), self._clock.now(), why)
        asked = of_arrival(change)
        if asked is None:
            return
        if change.chat.type != ChatType.CHANNEL or not self._desk.welcomes(asked.request):
            certain = await self._show(asked, await self._desk.answer(asked.request))
            self.begin(self._conclude(asked, certain))

    async def _show(self, asked: Asked, reply: Reply) -> bool:
        """Bring the answer, or an apology for a fault of ours in its way; false if it may have got lost."""
        try:
            return await self._bring(asked, reply)
        except TelegramError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            return await self._bring(asked, self._desk.apology(asked.request, error))

    async def _bring(self, asked: Asked, reply: Reply) -> bool:
        """Send what there is to say; false if it may have got lost."""
        spot = asked.spot
        if not reply.nodes:
            return True
        reply_to = spot.source if reply.about_source else None if spot.private else spot.asked
        screen = render(reply, self._bot.username)
        if spot.channel:
            linked = (in_channel(message, spot.chat, self._bot.username) for message in screen.messages)
            screen = replace(screen, messages=tuple(linked))
        if reply.edits and spot.pressed is not None:
            return await self._sender.edit(spot, screen, reply_to)
        return await self._sender.send(spot, screen, reply_to)

    async def _conclude(self, asked: Asked, certain: bool) -> None:  # noqa: FBT001 - private
        """Say so where an answer may have got lost, and leave a place where nothing more will be said."""
        request, spot = asked.request, asked.spot
        if not (spot.private or self._desk.welcomes(request)):
            await self._bot.leave_chat(spot.chat)
        elif spot.private or not certain:
            voice = await self._desk.voice(request)
            if not certain:
                doubt = Reply(Kind.NOTICE, (Text(voice("trouble.doubt")),))
                await self._sender.send(spot, render(doubt), None if spot.private else spot.asked)
            if self._desk.welcomes(request):
                await self.menus.follow(request, voice.language)

    async def _follow_move(self, message: Message) -> None:
        """A group that becomes a supergroup gets a new number; both chats tell of it."""
        if message.migrate_to_chat_id:
            await note_move(self._store, message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await note_move(self._store, message.migrate_from_chat_id, message.chat_id)


def _chat(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0
