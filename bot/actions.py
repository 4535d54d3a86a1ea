r"""The text form of an ``Action``: what stands in a button, on every platform.

``verb:argument:argument``, with ``\`` before a colon or a backslash inside an argument, and in front ``+``
for what is answered anew, or ``zh-Hans!`` for the language that a message for several people speaks. Telegram
allows 64 bytes of callback data (https://core.telegram.org/bots/api#inlinekeyboardbutton), Discord
100 characters of custom id; what is longer than 64 bytes stands in the store, and the button holds
``~`` and its key. A link to the bot carries the same text as its payload, for which Telegram allows 64
characters of ``A-Za-z0-9_-`` (https://core.telegram.org/bots/features#deep-linking): 48 bytes.
"""

import binascii
import re
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

from bot.requests import Action

MAX_BYTES = 64
MAX_LINKED_BYTES = 48
_KEY_MARK = "~"
_ANEW_MARK = "+"
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"([A-Za-z-]{2,12})!")
_PART = re.compile(r"(?:[^:\\]|\\.)*", re.DOTALL)


def encode(action: Action) -> str:
    """The text form of an action; empty arguments at the end are left away."""
    parts = [action.verb, *action.arguments]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    language = f"{action.language}!" if action.language else ""
    said = ":".join(part.replace("\\", "\\\\").replace(":", "\\:") for part in parts)
    return _ANEW_MARK * action.anew + language + said


def decode(data: str) -> Action:
    """The action of a text form. Any text gives an action; an unknown verb is the desk's to refuse."""
    plain = data.removeprefix(_ANEW_MARK)
    spoken = _LANGUAGE.match(plain)
    said = plain[spoken.end() :] if spoken else plain
    parts = [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in _split(said)]
    language = spoken[1] if spoken else ""
    return Action(parts[0], tuple(parts[1:]), anew=plain != data, language=language)


def fits(data: str, most: int = MAX_BYTES) -> bool:
    """Whether the text form can stand in a button (or with ``MAX_LINKED_BYTES`` in a link) as it is."""
    return len(data.encode()) <= most


def key_of(data: str) -> str:
    """The short name of a text form too long for a button: the same for the same data."""
    return _KEY_MARK + urlsafe_b64encode(sha256(data.encode()).digest()[:15]).decode()


def is_key(data: str) -> bool:
    """Whether a button's data is the key of a longer form."""
    return data.startswith(_KEY_MARK)


def payload(data: str) -> str:
    """What a link carries to do what a button with this data does; of long data only the key."""
    linked = data if fits(data, MAX_LINKED_BYTES) else key_of(data)
    return urlsafe_b64encode(linked.encode()).decode().rstrip("=")


def of_payload(text: str) -> str | None:
    """The data that a link carries; ``None`` if the text is no payload of ours."""
    if not _PAYLOAD.fullmatch(text):
        return None
    try:
        return b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _split(data: str) -> list[str]:
    parts: list[str] = []
    position = 0
    while position <= len(data):
        match = _PART.match(data, position)
        part = match.group() if match else ""
        parts.append(part)
        position += len(part) + 1
    return parts
