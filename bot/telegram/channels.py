"""Keys in channels, where anybody may press: what only shows something is a link to a private chat."""

from dataclasses import replace

from bot import actions
from bot.commands import COMMANDS
from bot.telegram.render import Key, Message, deep_link

_SHAREABLE = frozenset(command.name for command in COMMANDS if command.shareable)
# It is about the place where it is pressed; behind a link it has to name that.
_OF_PLACE = "subscription"


def in_channel(message: Message, channel: int, username: str) -> Message:
    """The message as it is to stand in a channel."""
    rows = tuple(tuple(_linked(key, channel, username) for key in row) for row in message.keyboard)
    return replace(message, keyboard=rows)


def _linked(key: Key, channel: int, username: str) -> Key:
    action = actions.decode(key.data)
    if action.verb == _OF_PLACE:
        place, *view = action.arguments or ("",)
        action = replace(action, arguments=(place or str(channel), *view))
    if action.verb not in _SHAREABLE:
        return key
    data = actions.encode(action)
    if not actions.fits(data, actions.MAX_LINKED_BYTES):
        return key
    return Key(key.label, url=deep_link(username, data))
