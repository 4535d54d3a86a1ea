"""What Telegram tells the bot, as requests: who asked what, where, and where the answer belongs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.desk.shown import essay_shown, text_shown
from bot.requests import Address, Request, Setting, anybody
from bot.telegram.documents import file_of, text_of
from bot.telegram.venues import PLATFORM, finder, member_may_manage

_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_UNIT = 2  # the service counts in UTF-16 code units, of two bytes each


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer goes: a chat and a topic in it, and what it replies to there.

    ``channel`` is true for a channel. ``asked`` is the message that asked (for a press the one that the
    pressed one replied to), ``source`` the one with the text to be digested, ``pressed`` the one whose
    button was pressed.
    """

    chat: int
    thread: int | None = None
    private: bool = True
    channel: bool = False
    asked: int | None = None
    source: int | None = None
    pressed: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and where its answer goes."""

    request: Request
    spot: Spot


def of_message(bot: Bot, message: Message) -> Asked | None:
    """What a message asks; ``None`` if it is not for the bot.

    In private chats that is everything; elsewhere commands, mentions of the bot and replies to it.
    """
    private = message.chat.type == ChatType.PRIVATE
    text, addressed = words_for(bot.bot, message)
    if text is None or not _is_said(message):
        return None
    replied = _replied(message)
    to_bot = replied is not None and _is_from(replied, bot.id) and text != ""
    if not (private or addressed or to_bot):
        return None
    others = None if replied is None or _is_from(replied, bot.id) else replied
    quoted = text_of(bot, others) if others else None
    address, may_manage = _address(message), _right_to_manage(bot, message, message.from_user)
    return Asked(
        Request(
            address,
            _person(message),
            text,
            language=_language(message.from_user),
            setting=_setting(message.chat),
            may_manage=may_manage,
            replied_essay=essay_shown(_buttons(replied)) if to_bot else None,
            replied_text=to_bot and text_shown(_buttons(replied)),
            replied_wordless=others is not None and quoted is None,
            attached=file_of(bot, message),
            quoted=quoted,
            find_venue=finder(bot, address, message.from_user, may_manage),
            whispers=private,
            anonymous=message.sender_chat is not None,
            addressed=private or to_bot or not _is_bare_command(message),
        ),
        Spot(
            message.chat_id,
            _thread(message),
            private,
            message.chat.type == ChatType.CHANNEL,
            message.message_id,
            _source(message, replied if quoted else None, private and not text.startswith("/")),
        ),
    )


def of_press(bot: Bot, query: CallbackQuery) -> Asked | None:
    """What a pressed button asks; ``None`` for one that is not below a message of the bot's in a chat.

    Of a message that is too old to be seen only its place is known.
    """
    if query.message is None or not query.data:
        return None
    chat, number = query.message.chat, query.message.message_id
    message = query.message if isinstance(query.message, Message) else None
    replied = _replied(message) if message else None
    thread = _thread(message) if message else None
    private, channel = chat.type == ChatType.PRIVATE, chat.type == ChatType.CHANNEL
    address = Address(PLATFORM, str(chat.id), str(thread or ""))
    may_manage = _member_may_manage(bot, chat, query.from_user)
    request = Request(
        address,
        str(query.from_user.id),
        action=query.data,
        language=_language(query.from_user),
        setting=_setting(chat),
        may_manage=may_manage,
        quoted=text_of(bot, replied) if replied else None,
        asker=_person(replied) if replied and not _is_from(replied, bot.id) else "",
        find_venue=finder(bot, address, query.from_user, may_manage),
        whispers=private,
    )
    source = replied.message_id if replied else None
    return Asked(request, Spot(chat.id, thread, private, channel, source or number, source, number))


def of_typing(query: InlineQuery) -> Request:
    """Who types the bot's name and some words, in whatever chat."""
    person = str(query.from_user.id)
    return Request(Address(PLATFORM, person), person, text=query.query, language=_language(query.from_user))


def of_arrival(change: ChatMemberUpdated) -> Asked | None:
    """A request to greet, if the bot has just come into a group."""
    old, new = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE or old not in _OUTSIDE or new in _OUTSIDE:
        return None
    request = Request(
        Address(PLATFORM, str(change.chat.id)),
        str(change.from_user.id),
        action="greet",
        language=_language(change.from_user),
        setting=Setting.GROUP,
    )
    return Asked(request, Spot(change.chat.id, private=False))


def of_anybody(update: Update) -> Asked:
    """Who did something and where, whatever it was."""
    user, chat = update.effective_user, update.effective_chat
    person = user.id if user else 0
    place = chat.id if chat else person
    setting = _setting(chat) if chat else Setting.PRIVATE
    request = Request(Address(PLATFORM, str(place)), str(person), language=_language(user), setting=setting)
    return Asked(request, Spot(place, private=setting is Setting.PRIVATE))


def is_exit(change: ChatMemberUpdated) -> bool:
    """Whether the bot was blocked by a person, or thrown out of a group or channel.

    A group that it merely is not in any more may have become a supergroup, in which it is.
    """
    now = change.new_chat_member.status
    return now == ChatMember.BANNED or (now == ChatMember.LEFT and change.chat.type != ChatType.GROUP)


def words_for(me: User, message: Message) -> tuple[str | None, bool]:
    """The words of a message without the bot's name, and whether they are meant for the bot by that.

    ``None`` for a command to another bot.
    """
    text = message.text or message.caption or ""
    units = text.encode("utf-16-le", "replace")
    for entity in message.entities or message.caption_entities:
        start, end = entity.offset * _UNIT, (entity.offset + entity.length) * _UNIT
        said, rest = _decoded(units[start:end]), _decoded(units[end:])
        if entity.type == MessageEntity.BOT_COMMAND and start == 0:
            name, _, bot = said.partition("@")
            to_other = bot and bot.lower() != (me.username or "").lower()
            return (None, False) if to_other else (name + rest, True)
        if _is_mention(entity, said, me):
            return f"{_decoded(units[:start]).rstrip()} {rest.lstrip()}".strip(), True
    return text, False


def _is_bare_command(message: Message) -> bool:
    """Whether it is a command that names no bot."""
    name, *_ = (message.text or message.caption or "").split(maxsplit=1) or [""]
    return name.startswith("/") and "@" not in name


def _decoded(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")


def _is_mention(entity: MessageEntity, said: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and said.lower() == f"@{me.username}".lower()


def _is_said(message: Message) -> bool:
    """Whether a person said it, and not the service, another bot, or this one through its offers.

    Of pictures that come together only the one with the words counts.
    """
    if message.via_bot or message.is_automatic_forward:
        return False
    if message.from_user and message.from_user.is_bot and not message.sender_chat:
        return False
    if message.text or message.caption or message.document:
        return True
    return message.effective_attachment is not None and not message.media_group_id


def _source(message: Message, quoted: Message | None, own_words: bool) -> int:  # noqa: FBT001 - private
    """The message whose text is digested, if one is: its own if it has one, else the quoted one."""
    if quoted is None or own_words or message.document:
        return message.message_id
    return quoted.message_id


def _replied(message: Message) -> Message | None:
    """The message that somebody replied to; in a topic everything replies to its beginning."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def _is_from(message: Message, bot: int) -> bool:
    return message.from_user is not None and message.from_user.id == bot


def _buttons(message: Message | None) -> list[str]:
    """What the buttons of a message carry."""
    keyboard = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    return [str(key.callback_data) for row in keyboard for key in row if key.callback_data]


def _address(message: Message) -> Address:
    return Address(PLATFORM, str(message.chat_id), str(_thread(message) or ""))


def _thread(message: Message) -> int | None:
    """The topic. (A chain of replies in a group without topics has a number too, but is none.)"""
    return message.message_thread_id if message.is_topic_message else None


def _person(message: Message) -> str:
    """Who wrote it: a person, or the group or channel in whose name somebody did."""
    sender = message.sender_chat or message.from_user
    return str(sender.id) if sender else str(message.chat_id)


def _language(user: User | None) -> str:
    return (user.language_code if user else None) or ""


def _setting(chat: Chat) -> Setting:
    return Setting.PRIVATE if chat.type == ChatType.PRIVATE else Setting.GROUP


def _right_to_manage(bot: Bot, message: Message, user: User | None) -> Callable[[], Awaitable[bool]]:
    """Admins may manage, also those who write in the name of the group or channel."""
    if message.sender_chat and message.sender_chat.id == message.chat_id:
        return anybody
    return _member_may_manage(bot, message.chat, user)


def _member_may_manage(bot: Bot, chat: Chat, user: User | None) -> Callable[[], Awaitable[bool]]:
    return anybody if chat.type == ChatType.PRIVATE else member_may_manage(bot, chat.id, user)
