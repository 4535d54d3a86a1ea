"""What a sender says of a message that was to be posted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """It was posted, as this message; ``thread`` if it is in one of its own."""

    message: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class TryLater:
    """It was not posted, and may be in so many seconds (``None``: after a pause that grows).

    With ``everywhere`` that holds for all messages: the platform cannot be reached, or is flooded.
    """

    why: str
    seconds: float | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """It was not posted, since the chat has become another one."""

    chat: str


@dataclass(frozen=True, slots=True)
class Gone:
    """It was not posted, and nothing can be posted there: the bot is blocked, or the chat is gone."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not posted, and will not be however often it is tried."""

    why: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may have been posted or not, and there is no way to tell."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """It was not posted after all, or posting it again cannot double it."""


Outcome = Sent | TryLater | Moved | Gone | Refused | InDoubt
Finding = Sent | Unsent | InDoubt
