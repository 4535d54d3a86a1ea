"""A thousand people who talk to the bot, at a steady pace, and how long each waits for the answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from bot.clock import SystemClock
from tests.platforms import discord, telegram

PATIENCE = 30.0
_SAID = (
    *("/summary 4", "/points 1", "/read 2", "/search 产业 平台", "/search 拼多多", "/topic 平台", "/random"),
    *(
        "/latest",
        "/list",
        "/related 3",
        "/digest",
        "/settings",
        "/help",
        "/save 2",
        "产业互联网的深逻辑",
        "烟雾弹",
    ),
)
_ASKED: Sequence[tuple[str, dict[str, str]]] = (
    ("summary", {"essay": "4"}),
    ("points", {"essay": "1"}),
    ("read", {"essay": "2"}),
    ("search", {"words": "产业 平台"}),
    ("list", {}),
    ("latest", {}),
    ("help", {}),
)
_ESSAY = "# 桥\n\n" + "桥是两岸的约定。没有约定，桥只是一堆石头。有人走过，石头才成为路。" * 30


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody asked at an instant (seconds of the clock), and was answered after so many seconds, or not."""

    asked: float
    platform: str
    what: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person does, and the waiting for its answer."""

    what: str
    ask: Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Crowd:
    """They ask in turn; ``waits`` is how long they waited."""

    on_telegram: Sequence[telegram.Seat]
    on_discord: Sequence[discord.Seat]
    chance: Random
    clock: SystemClock = field(default_factory=SystemClock)
    waits: list[Wait] = field(default_factory=list)
    _asking: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def talk(self, per_second: float) -> None:
        """Ask at this pace, for as long as it lasts."""
        seats = zip(cycle(self.on_telegram), cycle(self.on_discord), strict=False)
        began = self.clock.elapsed()
        for number, (here, there) in enumerate(seats):
            await self.clock.sleep(began + number * 2 / per_second - self.clock.elapsed())
            self._begin("telegram", self._for_telegram(here))
            # While there is no session nobody can be heard.
            if there.discord.gateway.sessions:
                self._begin("discord", self._for_discord(there))

    async def all_answered(self) -> None:
        """Return when nobody waits any more."""
        if self._asking:
            await asyncio.wait(self._asking)

    def _begin(self, platform: str, question: Question) -> None:
        task = asyncio.create_task(self._timed(platform, question))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _timed(self, platform: str, question: Question) -> None:
        asked = self.clock.elapsed()
        seconds: float | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                await question.ask()
                seconds = self.clock.elapsed() - asked
        except TimeoutError:
            pass
        self.waits.append(Wait(asked, platform, question.what, seconds))

    def _for_telegram(self, seat: telegram.Seat) -> Question:
        keys = (
            [key["callback_data"] for key in seat.last.buttons if "callback_data" in key]
            if seat.chat.shown
            else []
        )
        match self.chance.randrange(8):
            case 0:
                return Question("a document", lambda: _send(seat))
            case 1 if keys:
                data = self.chance.choice(keys)
                return Question(f"a press of {data}", lambda: seat.sees(seat.press_data(data, seat.last)))
            case _:
                said = self.chance.choice(_SAID)
                return Question(said, lambda: _say(seat, said))

    def _for_discord(self, seat: discord.Seat) -> Question:
        if self.chance.randrange(8):
            name, options = self.chance.choice(_ASKED)
            return Question(f"/{name}", lambda: seat.slash(name, **options).answer())
        said = self.chance.choice(_SAID)
        return Question(said, lambda: _write(seat, said))


async def _say(seat: telegram.Seat, words: str) -> None:
    seat.say(words)
    await seat.reads()


async def _send(seat: telegram.Seat) -> None:
    seat.send_file("a.md", _ESSAY.encode(), "/points")
    await seat.reads()


async def _write(seat: discord.Seat, words: str) -> None:
    said, messages = seat.say(words), seat.channel.all_messages
    await seat.discord.until(lambda: messages[-1] is not said, "an answer")
