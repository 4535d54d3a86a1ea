"""``/settings``: the reader's language and the length of summaries; a group's, and whose its buttons are."""

from bot.commands.choosing import rows
from bot.replies import Button, Kind, Reply, Text
from bot.requests import Setting
from bot.texts import Language, speak
from bot.visit import Visit
from digests.derived import Length

# Who may press the buttons of an answer in a group.
BUTTONS = "buttons"
ANYONE, ASKER = "anyone", "asker"
CHOICES: dict[str, tuple[str, ...]] = {
    "language": tuple(Language),
    "length": tuple(Length),
    BUTTONS: (ANYONE, ASKER),
}


async def answer(visit: Visit, name: str = "", value: str = "") -> Reply:
    """What is set, and buttons to change it; pressed, the change and the new state.

    Typed, both words come in one: ``/settings language en``.
    """
    name, value = (name, value) if value else _two_words(name)
    if visit.request.setting is Setting.GROUP and not await visit.request.may_manage():
        return Reply(Kind.NOTICE, (Text(visit.voice("settings.admins")),), private=True)
    if not name:
        return await _current(visit)
    offered = CHOICES[name] if name in _names(visit) else ()
    chosen = {choice.lower(): choice for choice in offered}.get(value.lower())
    if chosen is None:
        return await _current(visit, visit.voice("settings.unknown", words=f"{name} {value}".strip()))
    await visit.store.prefer(visit.scope, name, chosen)
    if name == "language":
        visit.voice = speak(Language(chosen))
    return await _current(visit, visit.voice("settings.changed"))


def _names(visit: Visit) -> tuple[str, ...]:
    """What can be set here: alone with the bot nobody else presses."""
    group = visit.request.setting is Setting.GROUP
    return tuple(name for name in CHOICES if group or name != BUTTONS)


async def _current(visit: Visit, first: str = "") -> Reply:
    chosen = await visit.store.preferences(visit.scope)
    defaults = {"length": Length.MEDIUM.value, BUTTONS: ANYONE}
    now = {**defaults, **chosen, "language": visit.voice.language.value}
    lines = [
        visit.voice(
            "settings.line", name=visit.voice(f"settings.name.{name}"), value=_said(visit, name, now[name])
        )
        for name in _names(visit)
    ]
    title = "settings.group" if visit.request.setting is Setting.GROUP else "settings.title"
    nodes = tuple(Text(text) for text in (first, visit.voice(title), *lines) if text)
    buttons = rows(*(_offers(visit, name, now[name]) for name in _names(visit)))
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
