"""What the service itself shows of the bot: the menus of commands, its name and its description."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
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
from bot.texts import Language, language_of, speak
from bot.visit import chat_scope

_log = logging.getLogger(__name__)
# The languages by their two-letter codes, all that the service knows; without one: whoever speaks none.
_LANGUAGES: Mapping[str, Language] = {"": Language.EN, "en": Language.EN, "zh": Language.ZH_HANS}
LISTED = [command.name for command in COMMANDS if command.listed]
# What is a person's own has no place in a group's menu.
_IN_GROUPS = [name for name in LISTED if name not in {"settings", "save", "saved", "mydata", "forgetme"}]
_SCOPES: tuple[tuple[BotCommandScope, list[str]], ...] = (
    (BotCommandScopeAllPrivateChats(), LISTED),
    (BotCommandScopeAllGroupChats(), _IN_GROUPS),
    (BotCommandScopeAllChatAdministrators(), [*_IN_GROUPS, "settings"]),
)
# Where the store remembers what was set.
_OF_ALL, _NAME = "platform/telegram", "menus"


class Menus:
    """Sets what the service shows, whenever it is not what was set before, as the store remembers."""

    def __init__(self, bot: Bot, store: Store) -> None:
        self._bot = bot
        self._store = store

    async def publish(self) -> None:
        """Set everything in every language."""
        await self._once(_OF_ALL, _LANGUAGES.values(), self._set_all)

    async def offer_reader(self, request: Request) -> None:
        """Give whoever reads traditional characters a menu of their own: the service knows only Chinese."""
        if request.setting is Setting.PRIVATE and language_of(request.language) is Language.ZH_HANT:

            async def set_it() -> None:
                scope = BotCommandScopeChat(int(request.address.chat))
                await self._bot.set_my_commands(menu(LISTED, Language.ZH_HANT), scope)

            await self._once(chat_scope(request.address), [Language.ZH_HANT], set_it)

    async def _once(
        self, scope: str, languages: Iterable[Language], set_it: Callable[[], Awaitable[None]]
    ) -> None:
        """Set it unless it was set already: all this in these languages, for this very bot."""
        fingerprint = f"{self._bot.id}.{_fingerprint(languages)}"
        if (await self._store.preferences(scope)).get(_NAME) == fingerprint:
            return
        try:
            await set_it()
        except TelegramError as error:
            _log.warning("the menus cannot be set now, but at the next start: %s", error.message)
        else:
            await self._store.prefer(scope, _NAME, fingerprint)

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


def _fingerprint(languages: Iterable[Language]) -> str:
    """Of everything that is set in these languages."""
    said = [
        [command.description for command in menu(LISTED, language)]
        + [speak(language)(f"profile.{part}") for part in ("name", "description", "short")]
        for language in languages
    ]
    return sha256(repr((LISTED, _IN_GROUPS, said)).encode()).hexdigest()[:16]
