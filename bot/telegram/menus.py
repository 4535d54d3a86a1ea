"""What the service itself shows of the bot: the menus of commands, its name and its description."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from hashlib import sha256

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.commands import COMMANDS
from bot.ports import Store
from bot.requests import Request, Setting
from bot.texts import Language, speak
from bot.visits.visit import chat_scope

_log = logging.getLogger(__name__)
# The languages by their two-letter codes, all that the service knows; without one: whoever speaks none.
_LANGUAGES: Mapping[str, Language] = {"": Language.EN, "en": Language.EN, "zh": Language.ZH_HANS}
LISTED = [command.name for command in COMMANDS if command.listed]
_OF_MANAGERS = ["settings", "subscribe", "pause", "unsubscribe"]
# What is a person's own has no place in a group's menu.
_IN_GROUPS = [
    command.name
    for command in COMMANDS
    if command.listed and not command.personal and command.name not in _OF_MANAGERS
]
_SCOPES: tuple[tuple[BotCommandScope, list[str]], ...] = (
    (BotCommandScopeAllPrivateChats(), LISTED),
    (BotCommandScopeAllGroupChats(), _IN_GROUPS),
    (BotCommandScopeAllChatAdministrators(), [*_IN_GROUPS, *_OF_MANAGERS]),
)
# Where the store remembers what was set.
_OF_ALL, _NAME = "platform/telegram", "menus"
_MOST_KNOWN = 10_000


class Menus:
    """Sets what the service shows, whenever it is not what was set before, as the store remembers."""

    def __init__(self, bot: Bot, store: Store) -> None:
        self._bot = bot
        self._store = store
        self._known = OrderedDict[str, str | None]()

    async def publish(self) -> None:
        """Set everything in every language."""
        await self._once(_OF_ALL, self._fingerprint(_LANGUAGES.values()), self._set_all)

    async def follow(self, request: Request, language: Language) -> None:
        """Let the menu of a private chat be in the language that is spoken there.

        By itself the service shows the one for the reader's own language, if it knows that.
        """
        if request.setting is not Setting.PRIVATE:
            return
        chat, scope = BotCommandScopeChat(int(request.address.chat)), chat_scope(request.address)
        if language is _shown_to(request.language):
            await self._once(scope, None, partial(self._bot.delete_my_commands, chat))
        else:
            set_it = partial(self._bot.set_my_commands, menu(LISTED, language), chat)
            await self._once(scope, self._fingerprint([language]), set_it)

    async def _once(self, scope: str, wanted: str | None, set_it: Callable[[], Awaitable[object]]) -> None:
        """Set what is wanted, told by its fingerprint, unless it was set already."""
        if scope not in self._known:
            self._known[scope] = (await self._store.preferences(scope)).get(_NAME)
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        if self._known[scope] == wanted:
            return
        try:
            await set_it()
        except TelegramError as error:
            _log.warning("the menus cannot be set now: %s", error.message)
        else:
            self._known[scope] = wanted
            await self._store.prefer(scope, _NAME, wanted)

    def _fingerprint(self, languages: Iterable[Language]) -> str:
        """Of this bot, and of all that is set for it in these languages."""
        return f"{self._bot.id}.{_fingerprint(languages)}"

    async def _set_all(self) -> None:
        for code, language in _LANGUAGES.items():
            voice = speak(language)
            for scope, names in _SCOPES:
                await self._bot.set_my_commands(menu(names, language), scope, code)
            await self._bot.set_my_description(voice("profile.description"), code)
            await self._bot.set_my_short_description(voice("profile.short"), code)
            await self._bot.set_my_name(voice("profile.name"), code)


def menu(names: Iterable[str], language: Language) -> list[BotCommand]:
    """The commands of these names as a menu has them."""
    voice = speak(language)
    return [BotCommand(name, voice(f"command.{name}")) for name in names]


def _shown_to(tag: str) -> Language:
    """The language of the menu that the service shows by itself to a reader of this language."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), Language.EN)


def _fingerprint(languages: Iterable[Language]) -> str:
    """Of everything that is set in these languages."""
    said = [
        [command.description for command in menu(LISTED, language)]
        + [speak(language)(f"profile.{part}") for part in ("name", "description", "short")]
        for language in languages
    ]
    return sha256(repr((LISTED, _IN_GROUPS, said)).encode()).hexdigest()[:16]
