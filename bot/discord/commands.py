"""The slash commands and the entry in the menu of messages, made from the one table of commands.

Fields and limits: https://discord.com/developers/docs/interactions/application-commands
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.commands import COMMANDS, Command
from bot.commands.settings import CHOICES
from bot.discord.venues import PLACES
from bot.texts import Language, Voice, speak

Json = dict[str, Any]

# The option that keeps an answer between the bot and whoever asks, and the one that says what to set.
PRIVATE = "private"
CHANGE = "change"
# Options that are chosen among what the server has, and those whose words are about nothing else.
ROLE, CHANNEL = "role", "channel"
ZONE = "zone"
LABELLED = frozenset({"time", ZONE, "days", "topics"})

_LOCALES: Mapping[str, Language] = {
    "en-US": Language.EN,
    "zh-CN": Language.ZH_HANS,
    "zh-TW": Language.ZH_HANT,
}
_SLASH, _MENU_OF_MESSAGES = 1, 3
_STRING, _BOOLEAN, _CHANNEL, _ROLE = 3, 5, 7, 8
# Where the bot can be used (in servers, with itself, with others), and installed (for servers, for persons).
_EVERYWHERE = {"contexts": [0, 1, 2], "integration_types": [0, 1]}
# Here a conversation begins without a command.
NOT_HERE = frozenset({"start"})
# In servers these are for those who may manage it; whoever else asks all the same is refused by the desk.
_MANAGED = frozenset({"settings", "subscribe", "pause", "unsubscribe"})
_MANAGE_SERVER = 1 << 5
# Of these commands one can say whose place it is, and of the first whom to mention there.
_SUBSCRIBE, _ABOUT_PLACES = "subscribe", frozenset({"subscribe", "pause", "unsubscribe"})
_ALWAYS_PRIVATE = frozenset(
    {"settings", "subscribe", "pause", "unsubscribe", "save", "saved", "mydata", "forgetme"}
)
# What has too many values to be listed and too few to be typed out.
_OFFERED = frozenset({"essay", "words", ZONE, "topics"})
# Long, or of no use to others.
_MOSTLY_PRIVATE = frozenset({"help", "read"})


def tree() -> list[Json]:
    """Everything that can be called, as the service takes it."""
    listed = (command for command in COMMANDS if command.listed)
    return [*(_slash(command) for command in listed if command.name not in NOT_HERE), _menu_entry()]


def is_private(command: str, wish: bool | None) -> bool:  # noqa: FBT001 - what was chosen for an option
    """Whether only the asker gets to see the answer; ``wish`` is the option, ``None`` if left away."""
    if command in _ALWAYS_PRIVATE:
        return True
    return command in _MOSTLY_PRIVATE if wish is None else wish


def _slash(command: Command) -> Json:
    names = command.options or ((command.argument,) if command.argument else ())
    options = [_option(name, _STRING) | {"autocomplete": name in _OFFERED} for name in names]
    if command.name == "settings":
        options.append(_option(CHANGE, _STRING) | {"choices": _settings()})
    if command.name == _SUBSCRIBE:
        options.append(_option(ROLE, _ROLE))
    if command.name in _ABOUT_PLACES:
        options.append(_option(CHANNEL, _CHANNEL) | {"channel_types": PLACES})
    if command.name not in _ALWAYS_PRIVATE:
        options.append(_option(PRIVATE, _BOOLEAN))
    described = _in_all("description", lambda voice: voice(f"command.{command.name}"))
    rights = {"default_member_permissions": _MANAGE_SERVER} if command.name in _MANAGED else {}
    return {
        "type": _SLASH,
        **_named(command.name, "command"),
        **described,
        "options": options,
        **rights,
        **_EVERYWHERE,
    }


def _option(name: str, kind: int) -> Json:
    described = _in_all("description", lambda voice: voice(f"discord.about.{name}"))
    return {"type": kind, **_named(name, "option"), **described}


def _named(name: str, part: str) -> Json:
    """What people call it. The name as such is not translated: by it the bot tells what comes back."""
    return _in_all("name", lambda voice: voice(f"discord.{part}.{name}")) | {"name": name}


def _settings() -> list[Json]:
    """Each value of each setting; what is chosen is what one would type behind the command."""
    return [
        _in_all("name", _setting(name, value)) | {"value": f"{name} {value}"}
        for name, values in CHOICES.items()
        for value in map(str, values)
    ]


def _setting(name: str, value: str) -> Callable[[Voice], str]:
    def say(voice: Voice) -> str:
        return voice(
            "settings.line", name=voice(f"settings.name.{name}"), value=voice(f"settings.{name}.{value}")
        )

    return say


def _menu_entry() -> Json:
    return {
        "type": _MENU_OF_MESSAGES,
        **_in_all("name", lambda voice: voice("discord.summarise")),
        **_EVERYWHERE,
    }


def _in_all(field: str, say: Callable[[Voice], str]) -> Json:
    """A field in English, and in each language for whoever reads that."""
    return {
        field: say(speak(Language.EN)),
        f"{field}_localizations": {locale: say(speak(language)) for locale, language in _LOCALES.items()},
    }
