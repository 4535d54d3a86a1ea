"""What the bot says, in each of its languages.

One file per language holds all texts by key; ``zh_hant.toml`` is made from ``zh_hans.toml`` by
``make texts``. Only the file of a language that is spoken gets loaded.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """A language the bot speaks, as a BCP 47 tag."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Voice:
    """One language's texts: ``voice("page.progress", page=3, pages=8)``."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key with its values filled in; a missing key or value is a ``KeyError``."""
        return self.texts[key].format_map(values) if values else self.texts[key]


@cache
def speak(language: Language) -> Voice:
    """The voice of a language."""
    name = language.value.lower().replace("-", "_") + ".toml"
    table = tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
    return Voice(language, _flat(table))


def language_of(tag: str) -> Language | None:
    """The bot's language for a language tag or a POSIX locale name; ``None`` if the tag says nothing.

    ``zh-TW``, ``zh-HK``, ``zh-MO`` and ``zh-Hant*`` are read in traditional characters, other
    Chinese in simplified ones; every other language gets English.
    """
    subtags = tag.replace("_", "-").split(".")[0].lower().split("-")
    if subtags[0] in {"", "c", "posix", "und"}:
        return None
    if subtags[0] not in {"zh", "yue"}:
        return Language.EN
    traditional = {"hant", "tw", "hk", "mo"} & set(subtags[1:]) and "hans" not in subtags
    return Language.ZH_HANT if traditional else Language.ZH_HANS


def language_named(tag: str) -> Language | None:
    """The bot's language that a tag names, for settings and options; ``None`` for any it does not speak."""
    named = tag.replace("_", "-").split("-")[0].lower() in {"zh", "yue", "en"}
    return language_of(tag) if named else None


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat
