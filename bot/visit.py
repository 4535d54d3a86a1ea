"""One request being answered: who asks, where, in which language, and what answering needs."""

from asyncio import Semaphore
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from bot import actions
from bot.library import Library
from bot.ports import EssayRecord, Facts, Store
from bot.replies import Button, Byline, EssayCard
from bot.requests import Action, Address, Request, Setting
from bot.texts import Voice
from digests.derived import Length


def person_scope(request: Request) -> str:
    """The key under which the store keeps what belongs to the asker."""
    return f"person/{request.address.platform}/{request.person}"


def chat_scope(address: Address) -> str:
    """The key under which the store keeps what belongs to a chat."""
    return f"chat/{address}"


def settings_scope(request: Request) -> str:
    """The key of whoever's settings hold: those of the whole group or server, else the asker's."""
    if request.setting is Setting.PRIVATE:
        return person_scope(request)
    return f"home/{request.address.platform}:{request.home or request.address.chat}"


def shortened(text: str, most: int = 40) -> str:
    """What somebody typed, as an answer repeats it: never the whole of a long message."""
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(slots=True)
class Visit:
    """What a command gets: the request, the reader's voice, and the doors to everything else.

    ``asker_only`` is true where only the one who asked may press buttons. ``reading`` is to be held while
    a text of somebody's own is read. ``by_link`` is true for what a link asks, which changes nothing of
    the reader's. ``long_actions`` collects the actions too long for their buttons and links; the desk
    keeps them.
    """

    request: Request
    voice: Voice
    library: Library
    store: Store
    now: datetime
    zone: ZoneInfo
    choice: Random
    length: Length
    asker_only: bool
    reading: Semaphore
    by_link: bool = False
    long_actions: set[str] = field(default_factory=set)

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
    def pressed(self) -> bool:
        """Whether a button was pressed, so that the answer takes the place of its message."""
        return bool(self.request.action)

    def button(self, label: str, verb: str, *arguments: object) -> Button:
        """A button in the reader's language; its meaning is in it, or kept by the desk if too long."""
        action = Action(verb, tuple(str(argument) for argument in arguments))
        data = actions.encode(action)
        if not actions.fits(data):
            self.long_actions.add(data)
            data = actions.key_of(data)
        return Button(label, action, data)

    def link(self, label: str, verb: str, *arguments: object) -> Button:
        """A button whose action can also be carried by a link, which has less room."""
        button = self.button(label, verb, *arguments)
        if not actions.fits(button.data, actions.MAX_LINKED_BYTES):
            self.long_actions.add(button.data)
        return button

    def byline(self, facts: Facts, minutes: int) -> Byline:
        """Author, source, date and reading time, as far as they are known."""
        return Byline((*_names(facts), self.voice("byline.minutes", minutes=minutes)))

    def short_byline(self, facts: Facts) -> str:
        """Author, source and date on one line, as far as they are known."""
        return " · ".join(_names(facts))


def card(record: EssayRecord) -> EssayCard:
    """The facts of the essay a reply is about."""
    facts = record.facts
    return EssayCard(record.number, facts.title, facts.author, facts.date, facts.source)


def _names(facts: Facts) -> list[str]:
    stated = (facts.author, facts.source, facts.date and facts.date.isoformat())
    return list(dict.fromkeys(name for name in stated if name))
