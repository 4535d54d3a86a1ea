"""``/settings``: the reader's language and the length of summaries."""

from bot.commands.choosing import rows
from bot.replies import Button, Kind, Reply, Text
from bot.requests import Setting
from bot.texts import Language, speak
from bot.visit import Visit
from digests.derived import Length

CHOICES: dict[str, tuple[str, ...]] = {"language": tuple(Language), "length": tuple(Length)}


async def answer(visit: Visit, name: str = "", value: str = "") -> Reply:
    """What is set, and buttons to change it; pressed, the change and the new state.

    Typed, both words come in one: ``/settings language en``.
    """
    name, value = (name, value) if value else _two_words(name)
    if visit.request.setting is Setting.GROUP and not await visit.request.may_manage():
        return Reply(Kind.SETTINGS, (Text(visit.voice("settings.admins")),), private=True)
    if not name:
        return await _current(visit)
    chosen = {choice.lower(): choice for choice in CHOICES.get(name, ())}.get(value.lower())
    if chosen is None:
        return await _current(visit, visit.voice("settings.unknown", words=f"{name} {value}".strip()))
    await visit.store.prefer(visit.scope, name, chosen)
    if name == "language":
        visit.voice = speak(Language(chosen))
    return await _current(visit, visit.voice("settings.changed"))


async def _current(visit: Visit, first: str = "") -> Reply:
    chosen = await visit.store.preferences(visit.scope)
    now = {"language": visit.voice.language.value, "length": chosen.get("length", visit.length.value)}
    lines = [
        visit.voice(
            "settings.line", name=visit.voice(f"settings.name.{name}"), value=_said(visit, name, value)
        )
        for name, value in now.items()
    ]
    nodes = tuple(Text(text) for text in (first, visit.voice("settings.title"), *lines) if text)
    buttons = rows(*(_offers(visit, name, now[name]) for name in CHOICES))
    return Reply(Kind.SETTINGS, nodes, buttons, edits=visit.pressed, private=True)


def _offers(visit: Visit, name: str, now: str) -> list[Button]:
    others = (choice for choice in CHOICES[name] if choice != now)
    return [visit.button(_said(visit, name, choice), "settings", name, choice) for choice in others]


def _said(visit: Visit, name: str, value: str) -> str:
    return visit.voice(f"settings.{name}.{value}")


def _two_words(text: str) -> tuple[str, str]:
    """The setting and its value; a value alone says which setting it is of."""
    name, _, value = text.strip().lower().partition(" ")
    owners = [owner for owner, values in CHOICES.items() if name in map(str.lower, values)]
    return (owners[0], name) if owners and not value else (name, value.strip())
