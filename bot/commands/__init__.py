"""The one table of what people can say. It feeds the desk, ``/help``, the README and the menus."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import Signature, signature

from bot.commands import (
    digest,
    help,
    here,
    pausing,
    points,
    previewing,
    privacy,
    read,
    related,
    saved,
    search,
    settings,
    shelf,
    subscribe,
    subscription,
    summary,
    topic,
)
from bot.replies import Reply
from bot.requests import Action
from bot.texts import Language, speak
from bot.visits.visit import Visit
from digests.folding import fold, letters


@dataclass(frozen=True, slots=True)
class Command:
    """Something people can say.

    ``answer`` gets the visit and the arguments of a button, or all that was typed behind the
    command as one argument. ``argument`` names the placeholder of what may be typed
    (``argument.<name>`` in the texts), ``options`` its parts where these are asked for one by one. A
    ``listed`` command stands in help and menus; the others are what only buttons say. A ``shareable`` one
    changes nothing, so that links may carry it; ``on_the_spot`` can be said of a text that came along or is
    replied to. Buttons to something of the asker's ``own`` are nobody else's to press; what is
    ``personal`` is not even shown where others see it; what is told ``apart`` leaves the message with the
    button as it is, for others to read. What is ``of_place`` holds for all who are there. What ``posts`` is
    about digests that come by themselves, which not every platform has.
    """

    name: str
    answer: Callable[..., Awaitable[Reply]]
    argument: str = ""
    listed: bool = True
    shareable: bool = False
    on_the_spot: bool = False
    own: bool = False
    personal: bool = False
    apart: bool = False
    of_place: bool = False
    posts: bool = False
    options: tuple[str, ...] = ()


async def _help(visit: Visit) -> Reply:
    # Who asks for help has started, and not every platform has a command for that.
    others = (command for command in COMMANDS if command.name != "start")
    listed = (command for command in others if command.listed and (visit.posts or not command.posts))
    return help.usage(
        visit, [command for command in listed if visit.request.whispers or not command.personal]
    )


COMMANDS: tuple[Command, ...] = (
    Command("start", help.start, shareable=True),
    Command("help", _help, shareable=True),
    Command("greet", help.greet, listed=False),
    Command("summary", summary.answer, "essay", shareable=True, on_the_spot=True),
    Command("points", points.answer, "essay", shareable=True, on_the_spot=True),
    Command("here", here.answer, listed=False),
    Command("read", read.answer, "essay", shareable=True),
    Command("search", search.answer, "words", shareable=True),
    Command("topic", topic.answer, "words", shareable=True),
    Command("related", related.answer, "essay", shareable=True),
    Command("random", shelf.at_random),
    Command("latest", shelf.by_date, shareable=True),
    Command("list", shelf.by_number, shareable=True),
    Command("digest", digest.answer),
    Command("subscribe", subscribe.answer, "when", options=("time", "zone", "days", "topics"), posts=True),
    Command("offer", subscribe.offer, listed=False, shareable=True, posts=True),
    Command("change", subscribe.change, listed=False, posts=True),
    Command("days", subscribe.choose_days, listed=False, posts=True),
    Command("subscription", subscription.answer, listed=False, shareable=True, posts=True),
    Command("preview", previewing.preview, listed=False, posts=True),
    Command("sendnow", previewing.send_now, listed=False, posts=True),
    Command("pause", pausing.pause, "until", posts=True),
    Command("resume", pausing.resume, listed=False, posts=True),
    Command("unsubscribe", pausing.unsubscribe, posts=True),
    Command("save", saved.save, "essay", apart=True),
    Command("unsave", saved.unsave, "essay", listed=False, own=True, apart=True),
    Command("saved", saved.saved, shareable=True, own=True, personal=True, apart=True),
    Command("settings", settings.answer, of_place=True),
    Command("mydata", privacy.mydata, shareable=True, own=True, personal=True, apart=True),
    Command("forgetme", privacy.forgetme, shareable=True, own=True, personal=True, apart=True),
    Command("erase", privacy.erase, listed=False, own=True, apart=True),
)

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
LISTED = tuple(command.name for command in COMMANDS if command.listed)
# What may be typed besides, folded.
ALSO: Mapping[str, str] = {
    "resume": "resume", "unpause": "resume", "恢复": "resume", "继续": "resume",
    "恢复推送": "resume", "继续推送": "resume",
}  # fmt: skip
# Said without a slash, nobody looks for an essay by them.
_PLAINLY: Mapping[str, str] = {
    "subscribe": "subscribe", "订阅": "subscribe",
    "unsubscribe": "unsubscribe", "退订": "unsubscribe", "取消订阅": "unsubscribe",
    "settings": "settings", "设置": "settings", "设定": "settings",
    "恢复推送": "resume", "继续推送": "resume", "恢复订阅": "resume",
}  # fmt: skip
_SIGNATURES: Mapping[str, Signature] = {command.name: signature(command.answer) for command in COMMANDS}


def can(action: Action) -> bool:
    """Whether there is such a command, and it takes as many arguments as the action brings."""
    command = BY_NAME.get(action.verb)
    if command is None:
        return False
    try:
        _SIGNATURES[command.name].bind(None, *action.arguments)
    except TypeError:
        return False
    return True


def typed_as(name: str) -> str | None:
    """The command that somebody means who types this name behind the slash."""
    if name in LISTED:
        return name
    folded = fold(name)
    return ALSO.get(folded) or _in_chinese().get(folded)


def said_plainly(text: str) -> str | None:
    """The command that somebody means who says this, and no more, without a slash."""
    return _PLAINLY.get(letters(text))


@cache
def _in_chinese() -> Mapping[str, str]:
    """The commands by the names they have in Chinese menus, folded."""
    menus = (speak(language) for language in (Language.ZH_HANS, Language.ZH_HANT))
    return {
        fold(name): command
        for menu in menus
        for command in LISTED
        if (name := menu.texts.get(f"discord.command.{command}")) is not None
    }


def arguments_of(name: str, words: str) -> tuple[str, ...]:
    """What is typed behind a command, if that takes anything."""
    return (words,) if words and can(Action(name, (words,))) else ()
