"""What people ask: where they are, who they are, and what they said or pressed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A place that can be posted to: a platform, a chat on it, and a thread (topic) in the chat."""

    platform: str
    chat: str
    thread: str = ""

    @property
    def place(self) -> str:
        """The chat, and the thread in it, as its platform knows them."""
        return ":".join(part for part in (self.chat, self.thread) if part)

    def __str__(self) -> str:
        return ":".join(part for part in (self.platform, self.place) if part)


class Setting(StrEnum):
    """Where a request was made, which decides what plain words mean and whose settings hold."""

    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Action:
    """What a button means: a verb and its arguments, complete in itself.

    A command that a person types becomes the same value, so a press and a message take one path. With
    ``anew`` the answer is a message of its own: the one with the button stays, also for others. ``language``
    is the one (a tag of BCP 47) that a message speaks to several people: whoever presses, it goes on so.
    """

    verb: str
    arguments: tuple[str, ...] = ()
    anew: bool = False
    language: str = ""


# Of a text that somebody sends, in bytes.
LARGEST_DOCUMENT = 2_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A text that somebody sent along, to be digested on the spot; ``name`` decides how it is read.

    ``data`` is at most ``LARGEST_DOCUMENT`` bytes: what is larger is not fetched. With ``is_part`` more came
    along with it: other files, or with a file a long text.
    """

    name: str
    data: bytes
    is_part: bool = False


# Fetches a document when it is needed. Raises ``DocumentGone`` and ``DocumentTooLarge`` (bot.errors).
Source = Callable[[], Awaitable[Document]]


async def anybody() -> bool:
    """The right to manage a place that nobody else is in."""
    return True


class Right(StrEnum):
    """Something that has to be allowed to the bot before it can post in a place."""

    JOIN = "join"
    VIEW = "view"
    POST = "post"
    OPEN = "open"
    THREADS = "threads"
    MENTION = "mention"


async def nothing_missing() -> tuple[Right, ...]:
    """What is missing where the bot may post anyway."""
    return ()


@dataclass(frozen=True, slots=True)
class Venue:
    """A place that digests can be posted to, as the platform shows it to whoever asks.

    - ``name`` is what people call it, ``""`` for the place where the request was made.
    - ``home`` is the group or server it is a part of, as in a request.
    - ``may_manage`` asks whether the asker may change the settings there, ``missing`` what the bot lacks to
      post there.
    """

    address: Address
    name: str = ""
    home: str = ""
    may_manage: Callable[[], Awaitable[bool]] = anybody
    missing: Callable[[], Awaitable[tuple[Right, ...]]] = nothing_missing


# Finds a place by what people call it or by its ``Address.place``; with "" the one where they are. ``None``
# for a place that does not exist, or that the bot cannot see.
FindVenue = Callable[[str], Awaitable[Venue | None]]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person asked, in the same shape from every platform.

    At least one of ``text`` (what was typed, commands with their slash), ``action`` (the button that
    was pressed, as it was encoded into the button) and ``attached`` is set.

    - ``person`` identifies the asker within the platform, ``language`` is the tag the platform reports
      for the person (BCP 47), ``""`` when it reports none.
    - ``home`` is the group or server that ``address`` is a part of, whose settings hold in all of it;
      ``""`` when that is the chat itself.
    - ``may_manage`` asks the platform whether the person may change the settings there.
    - ``replied_essay`` is the number of the essay shown by the message this one replies to.
    - ``replied_text`` is true if that message is instead an answer about a text of somebody's own.
    - ``replied_wordless`` is true if there is nothing to read in it: a picture, a voice.
    - ``attached`` is the document that came with the message, ``quoted`` the text or document of the
      message that it (or the message of the pressed button) replies to.
    - ``in_parts`` is true for a text that came as several messages, which no button can read again.
    - ``read_once`` is true where the platform shows the bot the text now, and not when a button is pressed.
    - ``asker`` is the person whom the message of the pressed button answered, ``""`` for nobody in
      particular; where the platform tells only that it was another person, it is no person's name.
    - ``find_venue`` finds places to post to; without it there is only the one where the request was made.
    - ``whispers`` is true where the platform can answer so that nobody but the asker sees it.
    - ``awaited`` is true where something on the screen waits until there is an answer, whatever it is.
    - ``anonymous`` is true for who speaks in the name of a group or channel, and so has nothing of their own.
    - ``is_guest`` is true where somebody uses the bot that is no member there and cannot post; ``invitation``
      is the link that brings it into the server, where there is one.
    - ``addressed`` is false for a command that may be meant for another bot.
    """

    address: Address
    person: str
    text: str = ""
    action: str = ""
    language: str = ""
    setting: Setting = Setting.PRIVATE
    home: str = ""
    may_manage: Callable[[], Awaitable[bool]] = anybody
    replied_essay: int | None = None
    replied_text: bool = False
    replied_wordless: bool = False
    attached: Source | None = None
    quoted: Source | None = None
    in_parts: bool = False
    read_once: bool = False
    asker: str = ""
    find_venue: FindVenue | None = None
    whispers: bool = True
    awaited: bool = False
    anonymous: bool = False
    is_guest: bool = False
    invitation: str = ""
    addressed: bool = True

    @property
    def person_number(self) -> str:
        """The asker as the operator's settings name people, such as ``telegram:123``."""
        return f"{self.address.platform}:{self.person}"

    async def venue(self, name: str = "") -> Venue | None:
        """The place of that name, as ``FindVenue`` says."""
        if self.find_venue is not None:
            return await self.find_venue(name)
        here = Venue(self.address, home=self.home, may_manage=self.may_manage)
        return here if name in {"", self.address.place} else None
