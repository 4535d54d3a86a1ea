"""What happens with each update: the desk is asked, and its answer is brought to where it belongs."""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.desk import Desk
from bot.ports import Clock, Store
from bot.replies import Kind, Reply
from bot.serving import within
from bot.telegram.inline import offer
from bot.telegram.menus import Menus
from bot.telegram.render import alert, render
from bot.telegram.sending import Sender
from bot.telegram.updates import PLATFORM, Asked, of_arrival, of_message, of_press

_log = logging.getLogger(__name__)
# The kinds of updates that are dealt with here.
KINDS = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
_MOST_AT_ONCE = 1000
# A chat that asks faster than it can be answered gets no answer to what comes on top.
_MOST_IN_CHAT = 30
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
        self._tasks = set[asyncio.Task[None]]()
        self._in_chat = Counter[int]()

    async def take(self, update: Update) -> None:
        """Begin to answer an update, as soon as there are not too many others."""
        while len(self._tasks) >= _MOST_AT_ONCE:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        if update.message is not None:
            # Whatever is said after it counts on it.
            await self._watched(self._follow_move(update.message))
        self.begin(self._answer(update))

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do some work beside everything else."""
        task = asyncio.create_task(self._watched(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def break_off(self) -> None:
        """Do not go on with what was begun."""
        for task in self._tasks:
            task.cancel()

    async def _watched(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except TelegramError as error:
            _log.warning("Telegram does not take an answer: %s", error.message)
        except Exception:  # noqa: BLE001 - the person cannot be told, but the others are answered
            _log.exception("trouble in answering Telegram")

    async def _answer(self, update: Update) -> None:
        chat = update.effective_chat.id if update.effective_chat else 0
        if chat and self._in_chat[chat] >= _MOST_IN_CHAT:
            if update.callback_query is not None:
                await self._acknowledge(update.callback_query)
            return
        self._in_chat[chat] += 1
        try:
            await self._dispatch(update)
        finally:
            self._in_chat[chat] -= 1
            if not self._in_chat[chat]:
                del self._in_chat[chat]

    async def _dispatch(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._press(update.callback_query)
        elif update.inline_query is not None:
            await offer(self._bot, self._desk, update.inline_query)
        elif update.my_chat_member is not None:
            await self._arrive(update.my_chat_member)
        elif (message := update.message or update.channel_post) is not None:
            await self._hear(message)

    async def _hear(self, message: Message) -> None:
        asked = of_message(self._bot, message)
        if asked is None:
            return
        await self._show(asked, await self._desk.answer(asked.request))
        await self.menus.offer_reader(asked.request)

    async def _press(self, query: CallbackQuery) -> None:
        """Let the button spin no longer than it must, and say there what is for the presser only."""
        asked = of_press(self._bot, query)
        if asked is None:
            await self._acknowledge(query)
            return
        answering = asyncio.ensure_future(self._desk.answer(asked.request))
        reply = await within(self._clock, _PATIENCE, asyncio.shield(answering))
        said = alert(reply) if reply and reply.kind is Kind.NOTICE and reply.private else ""
        acknowledging = self._acknowledge(query, said)
        if said:
            await acknowledging
        else:
            await asyncio.gather(acknowledging, self._show(asked, reply or await answering))

    async def _acknowledge(self, query: CallbackQuery, said: str = "") -> None:
        try:
            await query.answer(said or None, show_alert=bool(said) or None)
        except BadRequest as error:
            # It was pressed while the bot was away: nobody looks at it any more.
            _log.info("a press is too old to be acknowledged: %s", error.message)

    async def _arrive(self, change: ChatMemberUpdated) -> None:
        """Greet a group. In a channel nobody talks to the bot, so that it says nothing if it may stay."""
        asked = of_arrival(change)
        if asked is None:
            return
        if change.chat.type != ChatType.CHANNEL or not self._desk.welcomes(asked.request):
            await self._show(asked, await self._desk.answer(asked.request))

    async def _show(self, asked: Asked, reply: Reply) -> None:
        """Send what there is to say; then leave a place where nothing more will be said."""
        request, spot = asked.request, asked.spot
        if reply.nodes:
            reply_to = spot.source if reply.about_source else None if spot.private else spot.asked
            screen = render(reply, self._bot.username)
            if reply.edits and spot.pressed is not None:
                await self._sender.edit(spot, screen, reply_to)
            else:
                await self._sender.send(spot, screen, reply_to)
        if not spot.private and not self._desk.welcomes(request):
            await self._bot.leave_chat(spot.chat)

    async def _follow_move(self, message: Message) -> None:
        """A group that becomes a supergroup gets a new number; both chats tell of it."""
        here = str(message.chat_id)
        if message.migrate_to_chat_id:
            await self._store.move_chat(PLATFORM, here, str(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id:
            await self._store.move_chat(PLATFORM, str(message.migrate_from_chat_id), here)
