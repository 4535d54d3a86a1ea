"""A conversation with the desk in a test: someone says or presses, the bot replies."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.console.render import render
from bot.desk.desk import Desk
from bot.replies import Button, Entry, Hit, Passage, Point, Reply
from bot.requests import Address, Document, FindVenue, Request, Setting, Source

START = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def pass_time(self, **span: float) -> None:
        """Let time go by: ``pass_time(days=1)``."""
        self.at += timedelta(**span)

    def elapsed(self) -> float:
        """Seconds since the clock was made."""
        return (self.at - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        self.pass_time(seconds=seconds)


@dataclass(slots=True)
class Talk:
    """One person in one chat."""

    desk: Desk
    person: str = "ming"
    chat: str = "1"
    language: str = "zh-CN"
    setting: Setting = Setting.PRIVATE
    is_admin: bool = True
    asker: str = ""
    find_venue: FindVenue | None = None
    whispers: bool = True
    addressed: bool = True
    anonymous: bool = False
    platform: str = "test"
    reply: Reply = field(init=False)

    async def say(
        self,
        text: str,
        replied_essay: int | None = None,
        attached: Source | None = None,
        quoted: Source | None = None,
        *,
        replied_text: bool = False,
    ) -> Reply:
        """Send a message, perhaps with a document, perhaps in reply to another message."""
        request = replace(self.request(), text=text, replied_essay=replied_essay, replied_text=replied_text)
        return await self._ask(replace(request, attached=attached, quoted=quoted))

    async def press(self, label: str, quoted: Source | None = None) -> Reply:
        """Press a button of the last reply by its label."""
        labels = {button.label: button for button in buttons_of(self.reply)}
        return await self.press_data(labels[label].data, quoted)

    async def press_data(self, data: str, quoted: Source | None = None) -> Reply:
        """Press a button that holds this data, whoever made it."""
        return await self._ask(replace(self.request(), action=data, quoted=quoted, asker=self.asker))

    async def _ask(self, request: Request) -> Reply:
        self.reply = await self.desk.answer(request)
        return self.reply

    def request(self) -> Request:
        """What every request of this person says."""

        async def may_manage() -> bool:
            return self.is_admin

        address = Address(self.platform, self.chat)
        return Request(
            address,
            self.person,
            language=self.language,
            setting=self.setting,
            may_manage=may_manage,
            find_venue=self.find_venue,
            whispers=self.whispers,
            anonymous=self.anonymous,
            addressed=self.addressed,
        )


def sent(text: str | bytes, name: str = "") -> Source:
    """A text or a file as a message brings it."""

    async def fetch() -> Document:
        return Document(name, text.encode() if isinstance(text, str) else text)

    return fetch


def buttons_of(reply: Reply) -> list[Button]:
    """Everything in a reply that can be pressed, from top to bottom."""
    return list(render(reply).buttons)


def labels_of(reply: Reply) -> list[str]:
    """The labels of the buttons below a reply."""
    return [button.label for row in reply.buttons for button in row]


def text_of(reply: Reply) -> str:
    """The reply as the console shows it."""
    return render(reply).text


def sentences_of(reply: Reply) -> list[str]:
    """The author's sentences in a reply."""
    return [
        text
        for node in reply.nodes
        for text in (
            [sentence.text for sentence in node.sentences]
            if isinstance(node, Passage)
            else [node.point.text]
            if isinstance(node, Point)
            else []
        )
    ]


def numbers_of(reply: Reply) -> list[int]:
    """The numbers of the essays listed in a reply."""
    return [node.number for node in reply.nodes if isinstance(node, Entry | Hit)]
