"""What a message shows, told by its buttons: a reply to it names that."""

from collections.abc import Iterable

from bot import actions
from bot.commands import COMMANDS

_ABOUT_ESSAYS = frozenset(command.name for command in COMMANDS if command.argument == "essay")


def essay_shown(buttons: Iterable[str]) -> int | None:
    """The number of the essay that all the buttons (their data) are about; ``None`` for none or several."""
    named = [actions.decode(data) for data in buttons if not actions.is_key(data)]
    numbers = {
        action.arguments[0] for action in named if action.verb in _ABOUT_ESSAYS and any(action.arguments)
    }
    number = numbers.pop() if len(numbers) == 1 else ""
    return int(number) if number.isascii() and number.isdigit() else None


def text_shown(buttons: Iterable[str]) -> bool:
    """Whether the buttons (their data) are about a text that somebody sent."""
    return any(actions.decode(data).verb == "here" for data in buttons)
