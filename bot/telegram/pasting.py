"""Texts that are too long for one message: people's apps send them as several, one right after the other."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

from telegram import Message
from telegram.constants import ChatType

from bot.ports import Clock
from bot.serving.supervisor import within
from bot.telegram.rich import units

# As long as messages can be: https://core.telegram.org/bots/api#message
_MOST_UNITS = 4096
# Apps rather cut where a paragraph ends in the second half of what a message can hold.
_FEWEST_UNITS = _MOST_UNITS // 2
_MOST_PARTS = 100
# So many seconds the next part is waited for; of what comes at once since the bot was away, no more may
# lie between one and the next.
_PATIENCE = 1.0
_FURTHEST_APART = 10
_ENDS = tuple('。！？…”’」』）.!?:：;；")')


@dataclass(slots=True)
class _Text:
    """What there is of a text so far."""

    parts: list[Message]
    grown: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def unfinished(self) -> bool:
        return _is_cut(self.parts[-1]) and len(self.parts) < _MOST_PARTS

    def take(self, message: Message) -> bool:
        """Whether the message goes on with it."""
        last = self.parts[-1]
        apart = (message.date - last.date).total_seconds()
        if not (self.unfinished and _is_pasted(message) and 0 <= apart <= _FURTHEST_APART):
            return False
        self.parts.append(message)
        self.grown.set()
        return True


class Pasting:
    """Puts together what was pasted into a private chat as one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._texts = dict[int, _Text]()

    def take(self, message: Message) -> bool:
        """Whether the message goes on with one whose ``rest`` is waited for, and is to be found there."""
        text = self._texts.get(message.chat_id)
        if text is not None:
            return text.take(message)
        if message.chat.type == ChatType.PRIVATE and _is_cut(message):
            self._texts[message.chat_id] = _Text([message])
        return False

    async def rest(self, message: Message) -> str:
        """How the text that the message begins goes on, once all of it is there; ``""`` if it does not."""
        text = self._texts.get(message.chat_id)
        if text is None or text.parts[0] is not message:
            return ""
        try:
            while text.unfinished and await within(self._clock, _PATIENCE, text.grown.wait()):
                text.grown.clear()
        finally:
            del self._texts[message.chat_id]
        said = (part.text or "" for part in text.parts)
        return "".join(_gap(before) + after for before, after in pairwise(said))


def _is_cut(message: Message) -> bool:
    """Whether more may come: of what was forwarded every message is a text of its own."""
    return not message.forward_origin and units(message.text or "") >= _FEWEST_UNITS


def _is_pasted(message: Message) -> bool:
    said = message.text or ""
    return bool(said) and not (said.startswith("/") or message.forward_origin or message.reply_to_message)


def _gap(before: str) -> str:
    """What was taken away behind a part: nothing where it had to be cut, else a line's end or a blank."""
    if units(before) == _MOST_UNITS:
        return ""
    if before.endswith(_ENDS):
        return "\n\n"
    return " " if before[-1:].isascii() else "\n"
