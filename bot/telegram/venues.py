"""Places on Telegram that digests can be posted to: found by name, and what is allowed there."""

from collections.abc import Awaitable, Callable

from telegram import (
    Bot,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    User,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.requests import Address, FindVenue, Right, Venue, anybody

PLATFORM = "telegram"
_MANAGERS = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})
_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_LARGEST = 2**52


def finder(
    bot: Bot, here: Address, user: User | None, may_manage: Callable[[], Awaitable[bool]] = anybody
) -> FindVenue:
    """Finds places for somebody who is ``here``; ``may_manage`` is about that place."""

    async def find(name: str) -> Venue | None:
        if name in {"", here.place}:
            return Venue(here, may_manage=may_manage, missing=lambda: missing(bot, int(here.chat)))
        chat, _, thread = name.partition(":")
        known = await _chat(bot, chat)
        if known is None or not (thread == "" or _is_number(thread)):
            return None
        return Venue(
            Address(PLATFORM, str(known.id), thread),
            known.title or name,
            may_manage=member_may_manage(bot, known.id, user),
            missing=lambda: missing(bot, known.id),
        )

    return find


def member_may_manage(bot: Bot, chat: int, user: User | None) -> Callable[[], Awaitable[bool]]:
    """Asks whether somebody is an administrator of a group or channel."""

    async def is_manager() -> bool:
        try:
            return user is not None and (await bot.get_chat_member(chat, user.id)).status in _MANAGERS
        except TelegramError:
            return False

    return is_manager


async def _chat(bot: Bot, name: str) -> ChatFullInfo | None:
    """The group or channel of that name or number. A private chat is nobody's but its owner's to name."""
    if not (name.startswith("@") or _is_number(name.removeprefix("-"))):
        return None
    try:
        chat = await bot.get_chat(name if name.startswith("@") else int(name))
    except (BadRequest, Forbidden):
        return None
    return None if chat.type == ChatType.PRIVATE else chat


async def missing(bot: Bot, chat: int) -> tuple[Right, ...]:
    """What the bot lacks to post in a chat (https://core.telegram.org/bots/api#chatmember)."""
    if chat > 0:
        return ()
    try:
        me, place = await bot.get_chat_member(chat, bot.id), await bot.get_chat(chat)
    except (BadRequest, Forbidden):
        return (Right.JOIN,)
    if me.status in _OUTSIDE:
        return (Right.JOIN,)
    return () if _may_post(me, place) else (Right.POST,)


def _may_post(me: ChatMember, place: ChatFullInfo) -> bool:
    if place.type == ChatType.CHANNEL:
        return isinstance(me, ChatMemberAdministrator) and bool(me.can_post_messages)
    if me.status in _MANAGERS:
        return True
    may = place.permissions is None or place.permissions.can_send_messages is not False
    return may and (not isinstance(me, ChatMemberRestricted) or me.can_send_messages)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text[:20]) < _LARGEST
