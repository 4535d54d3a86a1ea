"""``/settings``: the reader's language and the length of summaries; a group's, and whose its buttons are."""

from dataclasses import replace

from bot.commands import subscription
from bot.commands.choosing import rows
from bot.commands.described import summed_up
from bot.commands.venues import held_here, resume_button, split_venue
from bot.replies import Button, Kind, Reply, Text
from bot.requests import Setting
from bot.subscriptions.subscription import Status
from bot.texts import Language, speak
from bot.visits.visit import Visit, shortened
from digests.derived import Length
from digests.folding import letters

# Who may press the buttons of an answer in a group.
BUTTONS = "buttons"
ANYONE, ASKER = "anyone", "asker"
# Where a group has chosen no language, each is answered in their own.
OWN = "own"
CHOICES: dict[str, tuple[str, ...]] = {
    "language": tuple(Language),
    "length": tuple(Length),
    BUTTONS: (ANYONE, ASKER),
}


async def answer(visit: Visit, name: str = "", value: str = "") -> Reply:
    """What is set, and buttons to change it; pressed, the change and the new state.

    Typed, both words come in one: ``/settings language en``. Of a channel that is named, its digest is shown.
    """
    place = split_venue(name)[0]
    if place:
        return await subscription.answer(visit, place)
    name, value = (name, value) if value else _meant(visit, name)
    if visit.request.setting is Setting.GROUP and not await visit.request.may_manage():
        visit.speak_apart()
        return Reply(Kind.NOTICE, (Text(visit.voice("settings.admins")),), private=True)
    if not name:
        return await _current(visit)
    offered = _choices(visit, name) if name in _names(visit) else ()
    chosen = {choice.lower(): choice for choice in offered}.get(value.lower())
    if chosen is None:
        key = "settings.group_only" if name in CHOICES and name not in _names(visit) else "settings.unknown"
        return await _current(visit, visit.voice(key, words=shortened(f"{name} {value}".strip())))
    await visit.store.prefer(visit.scope, name, None if chosen == OWN else chosen)
    if name == "language":
        await _say_digests(visit, visit.voice.language if chosen == OWN else None)
    if name == "language" and chosen != OWN:
        visit.voice = speak(Language(chosen))
    return await _current(visit, visit.voice("settings.changed"))


async def _say_digests(visit: Visit, language: Language | None) -> None:
    """Let the digests that are posted here be in the language that was chosen here (``None``).

    Where each is answered in their own from now on, they go on in the ``language`` that they had.
    """
    held = await held_here(visit)
    if held is not None and (held.subscription.language is None) is not (language is None):
        await visit.outbox.keep_subscription(replace(held.subscription, language=language))


def _names(visit: Visit) -> tuple[str, ...]:
    """What can be set here: alone with the bot nobody else presses."""
    group = visit.request.setting is Setting.GROUP
    return tuple(name for name in CHOICES if group or name != BUTTONS)


def _choices(visit: Visit, name: str) -> tuple[str, ...]:
    """What it can be set to here."""
    group = visit.request.setting is Setting.GROUP
    return (*CHOICES[name], OWN) if group and name == "language" else CHOICES[name]


async def _current(visit: Visit, first: str = "") -> Reply:
    chosen = await visit.store.preferences(visit.scope)
    group = visit.request.setting is Setting.GROUP
    language = OWN if group else visit.voice.language.value
    now = {"language": language, "length": Length.MEDIUM.value, BUTTONS: ANYONE, **chosen}
    lines = [
        visit.voice(
            "settings.line", name=visit.voice(f"settings.name.{name}"), value=_said(visit, name, now[name])
        )
        for name in _names(visit)
    ]
    title = "settings.group" if group else "settings.title"
    held = await held_here(visit)
    if visit.posts:
        lines.append(summed_up(held) if held else visit.voice("subscribed.none"))
    nodes = tuple(Text(text) for text in (first, visit.voice(title), *lines) if text)
    label, verb = ("button.subscription", "subscription") if held else ("button.subscribe", "subscribe")
    digests = [visit.button(visit.voice(label), verb)]
    if held and held.subscription.status is Status.BLOCKED:
        digests.insert(0, resume_button(held))
    buttons = rows(*(_offers(visit, name, now[name]) for name in _names(visit)), digests)
    return Reply(Kind.SETTINGS, nodes, buttons, edits=visit.pressed, private=True)


def _offers(visit: Visit, name: str, now: str) -> list[Button]:
    others = (choice for choice in _choices(visit, name) if choice != now)
    return [visit.button(_label(visit, name, choice), "settings", name, choice) for choice in others]


def _label(visit: Visit, name: str, value: str) -> str:
    """What a button says; a language says by its name alone what it is."""
    said = _said(visit, name, value)
    return said if name == "language" else visit.voice(f"settings.to.{name}", value=said)


def _said(visit: Visit, name: str, value: str) -> str:
    return visit.voice("settings.own" if value == OWN else f"settings.{name}.{value}")


def _meant(visit: Visit, text: str) -> tuple[str, str]:
    """The setting and its value, as they are called here or anywhere; a value alone is of one setting."""
    typed = letters(text)
    for name in CHOICES:
        names = ("", name, visit.voice(f"settings.name.{name}"))
        for choice in _choices(visit, name):
            values = (choice, _said(visit, name, choice), _label(visit, name, choice))
            if typed in {letters(first + value) for first in names for value in values}:
                return name, choice
    name, _, value = text.strip().lower().partition(" ")
    return name, value.strip()
