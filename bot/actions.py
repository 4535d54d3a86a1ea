r"""The text form of an ``Action``: what stands in a button, on every platform.

``verb:argument:argument``, with ``\`` before a colon or a backslash inside an argument. Telegram
allows 64 bytes of callback data (https://core.telegram.org/bots/api#inlinekeyboardbutton), Discord
100 characters of custom id; what is longer than 64 bytes stands in the store, and the button holds
``~`` and its key.
"""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256

from bot.requests import Action

MAX_BYTES = 64
_KEY_MARK = "~"
_PART = re.compile(r"(?:[^:\\]|\\.)*", re.DOTALL)


def encode(action: Action) -> str:
    """The text form of an action; empty arguments at the end are left away."""
    return ":".join(re.sub(r"([:\\])", r"\\\1", part) for part in (action.verb, *action.arguments)).rstrip(
        ":"
    )


def decode(data: str) -> Action:
    """The action of a text form. Any text gives an action; an unknown verb is the desk's to refuse."""
    parts = [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in _split(data)]
    return Action(parts[0], tuple(parts[1:]))


def fits(data: str) -> bool:
    """Whether the text form can stand in a button as it is."""
    return len(data.encode()) <= MAX_BYTES


def key_of(data: str) -> str:
    """The short name of a text form too long for a button: the same for the same data."""
    return _KEY_MARK + urlsafe_b64encode(sha256(data.encode()).digest()[:15]).decode()


def is_key(data: str) -> bool:
    """Whether a button's data is the key of a longer form."""
    return data.startswith(_KEY_MARK)


def _split(data: str) -> list[str]:
    parts: list[str] = []
    position = 0
    while position <= len(data):
        match = _PART.match(data, position)
        part = match.group() if match else ""
        parts.append(part)
        position += len(part) + 1
    return parts
