"""The one table of what people can say. It feeds the desk, ``/help``, the README and the menus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.commands import (
    digest,
    help,
    here,
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
    are what only buttons say. A ``shareable`` one changes nothing, so that links may carry it;
    ``on_the_spot`` can be said of a text that came along or is replied to.
    """

    name: str
    answer: Callable[..., Awaitable[Reply]]
    argument: str = ""
    listed: bool = True
    shareable: bool = False
    on_the_spot: bool = False


async def _help(visit: Visit, *_: str) -> Reply:
    return help.usage(visit, [command for command in COMMANDS if command.listed])


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
    Command("save", saved.save, "essay"),
    Command("unsave", saved.unsave, "essay", listed=False),
    Command("saved", saved.saved),
    Command("settings", settings.answer),
    Command("mydata", privacy.mydata),
    Command("forgetme", privacy.forgetme),
)
