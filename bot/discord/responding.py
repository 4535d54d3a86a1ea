"""The answer to one interaction: at once, or later after it was acknowledged.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.discord.calls import ALREADY_ACKNOWLEDGED, Calls, Json, Refused
from bot.discord.components import ButtonRow, File, Message, Section, Select, TextDisplay, as_json
from bot.discord.marking import marked
from bot.discord.render import Screen
from bot.ports import Clock
from bot.replies import Attachment

_MESSAGE, _THINKING, _LATER_UPDATE, _UPDATE, _CHOICES = 4, 5, 6, 7, 8
_EPHEMERAL = 1 << 6
# After so long nobody waits any more for a first answer.
_FIRST_SECONDS = 3.0


@dataclass(slots=True)
class Response:
    """What one interaction is answered. ``pressed`` says that it was a component of a message.

    That message keeps its ``mark`` (``bot.discord.marking``) when it is edited.
    ``private`` answers are for the asker's eyes only. Raises ``Refused`` and ``Lost``, as ``Calls``.
    """

    calls: Calls
    clock: Clock
    application: int
    interaction: int
    token: str = field(repr=False)
    pressed: bool = False
    mark: int | None = None
    private: bool = False
    acknowledged: bool = False
    _free_at: float = 0

    async def acknowledge(self) -> None:
        """Promise an answer. A pressed message stays as it is until then."""
        if self.pressed:
            await self._first(_LATER_UPDATE)
        else:
            await self._first(_THINKING, {"flags": _EPHEMERAL} if self.private else None)

    async def show(self, screen: Screen, *, edits: bool, private: bool) -> None:
        """Show the messages of a screen; with ``edits`` the first one in the pressed message."""
        edits = edits and self.pressed
        private = self.private or private
        first, *others = marked(screen, self.mark if edits else None).messages
        body, files = body_of(first, screen.files, private=private and not edits)
        if not self.acknowledged:
            await self._first(_UPDATE if edits else _MESSAGE, body, files)
        elif edits or not self.pressed:
            await self._call("PATCH", self._original, body, files)
        else:
            await self._call("POST", self._webhook, body, files)
        for message in others:
            await self._call("POST", self._webhook, *body_of(message, screen.files, private=private))

    async def dismiss(self) -> None:
        """Say nothing, and leave nothing that waits for an answer."""
        if not self.acknowledged:
            self.private = True
            await self.acknowledge()
        if not self.pressed:
            await self._call("DELETE", self._original)

    async def offer(self, choices: Sequence[Json]) -> None:
        """How what is being typed may go on."""
        await self._first(_CHOICES, {"choices": choices})

    @property
    def _webhook(self) -> str:
        return f"/webhooks/{self.application}/{self.token}"

    @property
    def _original(self) -> str:
        return f"{self._webhook}/messages/@original"

    async def _first(self, kind: int, data: Json | None = None, files: Sequence[Attachment] = ()) -> None:
        """The first answer. Made again after a loss, it may turn out to have arrived."""
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        path = f"/interactions/{self.interaction}/{self.token}/callback"
        try:
            await self.calls.make("POST", path, body, files, longest_wait=_FIRST_SECONDS)
        except Refused as refusal:
            if refusal.code != ALREADY_ACKNOWLEDGED:
                raise
        self.acknowledged = True

    async def _call(
        self, method: str, path: str, body: Json | None = None, files: Sequence[Attachment] = ()
    ) -> None:
        wait = self._free_at - self.clock.elapsed()
        if wait > 0:
            await self.clock.sleep(wait)
        pause = await self.calls.make(method, path, body, files, repeatable=method != "POST")
        self._free_at = self.clock.elapsed() + pause


def plain(screen: Screen) -> Screen:
    """The words and files of a screen, with nothing to press."""
    return replace(screen, messages=tuple(_without_controls(message) for message in screen.messages))


def _without_controls(message: Message) -> Message:
    parts = (
        TextDisplay(part.markdown) if isinstance(part, Section) else part
        for part in message.container.children
        if not isinstance(part, ButtonRow | Select)
    )
    return Message(replace(message.container, children=tuple(parts)))


def body_of(
    message: Message, files: Sequence[Attachment], *, private: bool = False
) -> tuple[Json, Sequence[Attachment]]:
    """The message as a body, and those of the files that it shows; what it showed before is gone then."""
    names = {part.name for part in message.container.children if isinstance(part, File)}
    shown = [file for file in files if file.name in names]
    body = as_json(message)
    body["attachments"] = [{"id": number, "filename": file.name} for number, file in enumerate(shown)]
    if private:
        body["flags"] |= _EPHEMERAL
    return body, shown
