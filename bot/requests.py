"""What people ask: where they are, who they are, and what they said or pressed."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A place that can be posted to: a platform, a chat on it, and a thread (topic) in the chat."""

    platform: str
    chat: str
    thread: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in (self.platform, self.chat, self.thread) if part)


class Setting(StrEnum):
    """Where a request was made, which decides what plain words mean and whose settings hold."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Action:
    """What a button means: a verb and its arguments, complete in itself.

    A command that a person types becomes the same value, so a press and a message take one path.
    """

    verb: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person asked, in the same shape from every platform.

    Exactly one of ``text`` (what was typed, commands with their slash) and ``action`` (the button
    that was pressed, as it was encoded into the button) is set.
    ``person`` identifies the asker within the platform. ``language`` is the tag the platform
    reports for the person (BCP 47), ``""`` when it reports none. ``replied_essay`` is the number
    of the essay shown by the message this one replies to.
    """

    address: Address
    person: str
    text: str = ""
    action: str = ""
    language: str = ""
    setting: Setting = Setting.PRIVATE
    is_admin: bool = True
    replied_essay: int | None = None
