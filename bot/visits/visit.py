"""One request being answered: who asks, where, in which language, and what answering needs."""

from asyncio import Semaphore
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.ports import EssayRecord, Store
from bot.replies import Button, EssayCard
from bot.requests import Address, Request, Setting
from bot.shelf.library import Library
from bot.subscriptions.outbox import Outbox
from bot.texts import Voice
from bot.visits.cutting import cut
from bot.visits.writing import Writer
from digests.derived import Length

# Digests come by themselves nowhere else than in chats that are served all day.
_WITHOUT_POSTS = frozenset({"console"})
# There a message cannot be replied to with a command: one is chosen in the menu of the message.
_WITH_MENUS = frozenset({"discord"})
LONGEST_HEADLINE = 120
# The preference of whoever manages the bot under which the language is that they spoke last.
SPOKEN = "spoken"


def person_scope(request: Request) -> str:
    """The key under which the store keeps what belongs to the asker."""
    return scope_of_person(request.address.platform, request.person)


def scope_of_person(platform: str, person: str) -> str:
    """The same for whoever has this number on a platform."""
    return f"person/{platform}/{person}"


def chat_scope(address: Address) -> str:
    """The key under which the store keeps what belongs to a chat."""
    return f"chat/{address}"


def settings_scope(request: Request) -> str:
    """The key of whoever's settings hold: those of the whole group or server, else the asker's."""
    if request.setting is Setting.PRIVATE:
        return person_scope(request)
    return home_scope(request.address, request.home)


def home_scope(address: Address, home: str) -> str:
    """The key of the settings of a group or server: the one that the chat is a part of, else the chat."""
    return f"home/{address.platform}:{home or address.chat}"


def headline(title: str) -> str:
    """A title as it heads something: a very long one is whole on the first page of its essay alone."""
    if len(title) <= LONGEST_HEADLINE:
        return title
    return f"{title[: cut(title, 0, LONGEST_HEADLINE - 1)].rstrip()}…"


def shortened(text: str, most: int = 40) -> str:
    """What somebody typed, as an answer repeats it: never the whole of a long message."""
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(slots=True)
class Visit(Writer):
    """What a command gets: the request, the reader's voice, and the doors to everything else.

    ``asker_only`` is true where only the one who asked may press buttons. ``reading`` is to be held while
    a text of somebody's own is read. ``own`` is the asker's voice, also where the visit goes on in that of a
    message for several people. ``by_link`` is true for what a link asks, which changes nothing of
    the reader's. ``waiting`` are the chats whose subscriptions wait for a word from here. The desk keeps
    the ``long_actions``.
    """

    request: Request
    library: Library
    store: Store
    outbox: Outbox
    now: datetime
    zone: ZoneInfo
    choice: Random
    length: Length
    asker_only: bool
    reading: Semaphore
    own: Voice
    by_link: bool = False
    waiting: str = ""

    @property
    def person(self) -> str:
        """The asker's key in the store."""
        return person_scope(self.request)

    @property
    def chat(self) -> str:
        """The chat's key in the store."""
        return chat_scope(self.request.address)

    @property
    def scope(self) -> str:
        """Whose settings hold here: a group's own, else the asker's."""
        return settings_scope(self.request)

    @property
    def own_scopes(self) -> tuple[str, ...]:
        """All keys under which something of the asker's own is kept."""
        return (self.person,) if self.request.setting is Setting.GROUP else (self.person, self.chat)

    @property
    def today(self) -> date:
        """The chat's local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def posts(self) -> bool:
        """Whether digests can come by themselves where the request was made."""
        return not self.request.is_guest and self.request.address.platform not in _WITHOUT_POSTS

    @property
    def menus(self) -> bool:
        """Whether a message is digested by its menu, and not by a command in reply to it."""
        return self.request.address.platform in _WITH_MENUS

    @property
    def pressed(self) -> bool:
        """Whether a button was pressed, so that the answer takes the place of its message."""
        return bool(self.request.action)

    def speak_apart(self) -> None:
        """Go on in the asker's voice, for what only the asker is told."""
        self.voice = self.own

    def privately(self, label: str, verb: str, *arguments: object) -> Button:
        """A button to something of the asker's own: where others see the answer, it leads away from there."""
        if self.request.whispers:
            return self.button(label, verb, *arguments)
        apart = Writer(voice=self.voice, anew=True, long_actions=self.long_actions)
        return replace(apart.link(label, verb, *arguments), privately=True)


def card(record: EssayRecord) -> EssayCard:
    """The facts of the essay a reply is about."""
    facts = record.facts
    return EssayCard(record.number, facts.title, facts.author, facts.date, facts.source)
