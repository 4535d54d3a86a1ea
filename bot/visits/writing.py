"""What replies are written with, in a reader's language: buttons, links and bylines."""

from dataclasses import dataclass, field

from bot import actions
from bot.ports import Facts
from bot.replies import Button, Byline
from bot.requests import Action
from bot.texts import Voice


@dataclass(slots=True, kw_only=True)
class Writer:
    """Writes in a voice. With ``anew`` what its buttons ask for is answered in messages of their own.

    What is ``shared`` by several people goes on in this voice, whoever presses its buttons.

    ``long_actions`` collects the actions too long for their buttons and links, to be kept in the store.
    """

    voice: Voice
    anew: bool = False
    shared: bool = False
    long_actions: set[str] = field(default_factory=set[str])

    def button(self, label: str, verb: str, *arguments: object) -> Button:
        """A button in the reader's language; its meaning is in it, or to be kept if it is too long."""
        language = self.voice.language if self.shared and not self.anew else ""
        return self._made(label, Action(verb, tuple(map(str, arguments)), self.anew, language))

    def link(self, label: str, verb: str, *arguments: object) -> Button:
        """A button whose action can also be carried by a link, which has less room."""
        button = self._made(label, Action(verb, tuple(map(str, arguments)), self.anew))
        if not actions.fits(button.data, actions.MAX_LINKED_BYTES):
            self.long_actions.add(button.data)
        return button

    def _made(self, label: str, action: Action) -> Button:
        data = actions.encode(action)
        if not actions.fits(data):
            self.long_actions.add(data)
            data = actions.key_of(data)
        return Button(label, action, data)

    def byline(self, facts: Facts, minutes: int) -> Byline:
        """Author, source, date and reading time, as far as they are known."""
        return Byline((*_names(facts), self.voice("byline.minutes", minutes=minutes)))

    def short_byline(self, facts: Facts) -> str:
        """Author, source and date on one line, as far as they are known."""
        return " · ".join(_names(facts))


def _names(facts: Facts) -> list[str]:
    stated = (facts.author, facts.source, facts.date and facts.date.isoformat())
    return list(dict.fromkeys(name for name in stated if name))
