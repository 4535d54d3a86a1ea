import ast
import string
from pathlib import Path

import pytest
from opencc import OpenCC

import bot
import digests
from bot.commands import COMMANDS
from bot.commands.settings import CHOICES
from bot.discord.commands import CHANGE, CHANNEL, PRIVATE, ROLE
from bot.requests import Right
from bot.texts import Language, language_of, speak
from tests.tools.traditional import CORRECTIONS, folder, traditional


def placeholders(text: str) -> set[str]:
    """The places for values in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def spoken_keys() -> set[str]:
    """Every key that the code says with ``voice("...")``, those it puts together spelt out."""
    keys = {f"command.{command.name}" for command in COMMANDS if command.listed}
    keys |= {f"argument.{command.argument}" for command in COMMANDS if command.argument}
    keys |= {f"weekday.{day}" for day in range(1, 8)} | {f"month.{month}" for month in range(1, 13)}
    keys |= {f"settings.{name}.{value}" for name, values in CHOICES.items() for value in values}
    keys |= {f"settings.name.{name}" for name in CHOICES} | {"settings.to.length", "settings.to.buttons"}
    keys |= {"list.title", "latest.title"}
    keys |= {f"here.{reason}" for reason in reasons()}
    keys |= {f"right.{right}" for right in Right}
    keys |= {f"button.{view}" for view in ("time", "days", "zone", "topics")}
    listed = [command for command in COMMANDS if command.listed]
    options = {name for command in listed for name in command.options or (command.argument,) if name}
    more = {CHANGE, PRIVATE, ROLE, CHANNEL}
    keys |= {f"discord.{part}.{name}" for part in ("option", "about") for name in options | more}
    keys |= {f"discord.command.{command.name}" for command in listed if command.name != "start"}
    things = ("time", "zone", "topics", "days", "quiet")
    keys |= {f"{way}.{thing}" for way in ("how", "fill") for thing in things}
    keys |= {f"subscribed.{said}_there" for said in ("none", "ended", "missing")}
    for source in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, dot, tail = node.value.partition(".")
                if dot and head in TABLES and tail.isidentifier() and node.value not in LOGGERS:
                    keys.add(node.value)
    return keys


def reasons() -> set[str]:
    """Every reason for which a text cannot be read."""
    return {
        node.args[0].value
        for source in Path(digests.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "UnreadableEssay"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


# They bear the name of a table of texts.
LOGGERS = {"discord.client", "discord.shard", "discord.py"}
TABLES = {key.partition(".")[0] for key in speak(Language.ZH_HANS).texts}


@pytest.mark.parametrize("language", Language)
def test_same_texts(language: Language) -> None:
    """Every language has the same texts with the same places for values, and none is empty."""
    reference, texts = speak(Language.EN).texts, speak(language).texts
    assert texts.keys() == reference.keys()
    assert all(texts.values())
    different = [key for key in texts if placeholders(texts[key]) != placeholders(reference[key])]
    assert different == []


def test_no_text_missing() -> None:
    """Each text the code says is there, and each text that is there is said."""
    assert spoken_keys() == set(speak(Language.EN).texts)


def test_traditional_is_fresh() -> None:
    """The traditional texts are what ``make texts`` makes of the simplified ones."""
    simplified = (folder() / "zh_hans.toml").read_text(encoding="utf-8")
    assert (folder() / "zh_hant.toml").read_text(encoding="utf-8") == traditional(simplified)


def test_traditional_is_right() -> None:
    """What the converter is known to get wrong is put right, and each correction is still needed."""
    simplified = (folder() / "zh_hans.toml").read_text(encoding="utf-8")
    converted = str(OpenCC("s2twp").convert(simplified))
    assert [wrong for wrong in CORRECTIONS if wrong not in converted] == []
    # Hair, noodles, beards, the counter of birds and the back of a queen have no business here.
    assert set("髮麵鬚隻后乾") & set(traditional(simplified)) == set()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", Language.ZH_HANS),
        ("zh-CN", Language.ZH_HANS),
        ("zh-hans-TW", Language.ZH_HANS),
        ("zh-TW", Language.ZH_HANT),
        ("zh-HK", Language.ZH_HANT),
        ("zh_MO.UTF-8", Language.ZH_HANT),
        ("zh-Hant", Language.ZH_HANT),
        ("zh-Hant-CN", Language.ZH_HANT),
        ("en-GB", Language.EN),
        ("fr", Language.EN),
        ("C.UTF-8", None),
        ("", None),
    ],
)
def test_language_of(tag: str, language: Language | None) -> None:
    """A reader is spoken to in the nearest language the bot has."""
    assert language_of(tag) is language
