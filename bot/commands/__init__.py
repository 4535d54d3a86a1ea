"""The one table of what people can say. It feeds the desk, ``/help``, the README and the menus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.commands import (
    digest,
    help,
    points,
    privacy,
    read,
    related,
    saved,
    search,
    settings,
    shelf,
    summary,
    topic,
)
from bot.replies import Reply
from bot.visit import Visit


@dataclass(frozen=True, slots=True)
class Command:
    """Something people can say.

    ``answer`` gets the visit and the arguments of a button, or all that was typed behind the
    command as one argument. ``argument`` names the placeholder of what may be typed
    (``argument.<name>`` in the texts). A ``listed`` command stands in help and menus; the others
    are what only buttons say.
    """

    name: str
    answer: Callable[..., Awaitable[Reply]]
    argument: str = ""
    listed: bool = True


async def _help(visit: Visit, *_: str) -> Reply:
    return help.usage(visit, [command for command in COMMANDS if command.listed])


COMMANDS: tuple[Command, ...] = (
    Command("start", help.start),
    Command("help", _help),
    Command("summary", summary.answer, "essay"),
    Command("points", points.answer, "essay"),
    Command("read", read.answer, "essay"),
    Command("search", search.answer, "words"),
    Command("topic", topic.answer, "words"),
    Command("related", related.answer, "essay"),
    Command("random", shelf.at_random),
    Command("latest", shelf.by_date),
    Command("list", shelf.by_number),
    Command("digest", digest.answer),
    Command("save", saved.save, "essay"),
    Command("unsave", saved.unsave, "essay", listed=False),
    Command("saved", saved.saved),
    Command("settings", settings.answer),
    Command("mydata", privacy.mydata),
    Command("forgetme", privacy.forgetme),
)
