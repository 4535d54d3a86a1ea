"""A command that there is not: which one may have been meant."""

from difflib import get_close_matches

from bot.commands import ALSO, LISTED, arguments_of
from bot.replies import Button, Kind, Reply, Text
from bot.visits.visit import Visit, shortened

# What cannot be undone is never offered to somebody who said something else.
_NEVER_MEANT = frozenset({"start", "forgetme"})


def answer(visit: Visit, name: str, words: str) -> Reply:
    """The commands with the nearest names, and the words behind each."""
    names = [known for known in dict.fromkeys((*LISTED, *ALSO.values())) if known not in _NEVER_MEANT]
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    said = visit.voice("unknown.near" if near else "unknown.none", name=f"/{shortened(name)}")
    buttons = tuple(_corrected(visit, command, words) for command in near or ["help"])
    return Reply(Kind.CHOICES, (Text(said),), (buttons,), private=True)


def _corrected(visit: Visit, name: str, words: str) -> Button:
    """The command that may have been meant, with the words behind it."""
    arguments = arguments_of(name, words)
    return visit.button(shortened(" ".join((f"/{name}", *arguments))), name, *arguments)
