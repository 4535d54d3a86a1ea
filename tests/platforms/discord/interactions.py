"""One use of the bot by a person (a command, a press, a choice, something typed), and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.platforms.discord.objects import Account, Channel, Message
from tests.platforms.waiting import Pulse

Json = dict[str, Any]


class InteractionType(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4


class Callback(IntEnum):
    """How the bot may answer first."""

    MESSAGE = 4
    THINKING = 5
    LATER_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


FITTING: Mapping[InteractionType, set[Callback]] = {
    InteractionType.COMMAND: {Callback.MESSAGE, Callback.THINKING, Callback.MODAL},
    InteractionType.COMPONENT: set(Callback) - {Callback.CHOICES},
    InteractionType.AUTOCOMPLETE: {Callback.CHOICES},
}


@dataclass(slots=True, eq=False)
class Interaction:
    """What a person did and how the bot answered. ``asked_at`` is in seconds of the event loop.

    ``pressed`` is the message of the component. ``original`` is the message that the answer is about: a new
    one, or the pressed one where that is changed. ``shown`` are the messages posted or changed for it.
    ``said`` is the body of the first answer.
    """

    id: str
    token: str
    type: InteractionType
    person: Account
    channel: Channel
    data: Json
    pulse: Pulse
    asked_at: float
    pressed: Message | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    response: Callback | None = None
    said: Json | None = None
    offered: Sequence[Json] | None = None
    original: Message | None = None
    shown: list[Message] = field(default_factory=list)
    followups: int = 0
    late: bool = False
    expired: bool = False

    async def acknowledged(self) -> Callback:
        """How the bot answered first."""
        return await self.pulse.until(lambda: self.response, f"an acknowledgement of {self}")

    async def answer(self) -> Message:
        """The message that the person gets to see, new or changed."""
        return (await self.answers(1))[0]

    async def answers(self, number: int) -> list[Message]:
        """The first so many messages that the person gets to see."""
        return await self.pulse.until(
            lambda: self.shown[:number] if len(self.shown) >= number else None,
            f"{number} answers to {self}, which shows {[message.text for message in self.shown]}",
        )

    async def choices(self) -> list[str]:
        """The names of what is offered while typing."""
        offered = await self.pulse.until(lambda: self.offered, f"choices for {self}")
        return [choice["name"] for choice in offered]

    def expire(self) -> None:
        """Let a quarter of an hour go by: the token is of no use any more."""
        self.expired = True

    def origin(self) -> Json:
        """What a message tells about the interaction that it answers."""
        origin: Json = {
            "id": self.id,
            "type": int(self.type),
            "user": self.person.json(),
            "authorizing_integration_owners": self.owners,
        }
        if self.pressed is not None:
            origin["interacted_message_id"] = self.pressed.id
        if "target_id" in self.data:
            origin["target_message_id"] = self.data["target_id"]
        return origin

    def __str__(self) -> str:
        what = self.data.get("name") or self.data.get("custom_id")
        return f"{self.type.name.lower()} {what!r} of {self.person.name}"
