"""Asking for updates while others ask for them too."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.errors import AlreadyRunning
from bot.settings import Secret
from bot.telegram.polling import Poller
from bot.telegram.transport import TOKEN, Transport
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.spec import load_spec
from tests.stories.talk import FakeClock

CONFLICT = "Conflict: terminated by other getUpdates request"
RIVALLED, ALONE = "another process asks for this bot's updates", "this bot gets its updates again"


@pytest.fixture
async def telegram(checkout: Path) -> AsyncIterator[Telegram]:
    """Telegram on this machine."""
    async with Telegram(load_spec(checkout)) as telegram:
        yield telegram


@dataclass(slots=True)
class Asking:
    """Somebody who asks until told to stop; ``taken`` is what came."""

    clock: FakeClock
    taken: asyncio.Queue[Update] = field(default_factory=asyncio.Queue)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None

    async def ended(self) -> None:
        """Return when it asks no more. Raises what it raised."""
        assert self.task is not None
        async with asyncio.timeout(60):
            await self.task


@asynccontextmanager
async def asking(telegram: Telegram) -> AsyncGenerator[Asking]:
    """Have somebody ask meanwhile, for whom time only goes by in pauses."""
    one = Asking(FakeClock())
    transport = Transport(Secret(telegram.token), telegram.root, one.clock, pauses=())
    polls = Transport(Secret(telegram.token), telegram.root, one.clock, pauses=())
    async with Bot(TOKEN, f"{telegram.root}/bot", request=transport, get_updates_request=polls) as bot:
        poller = Poller(bot, one.clock, ["message"], lambda _: None)
        one.task = asyncio.create_task(poller.poll(one.stopping, one.taken.put))
        try:
            yield one
        finally:
            one.stopping.set()
            await asyncio.gather(one.task, return_exceptions=True)


async def heard(telegram: Telegram, one: Asking, words: str) -> None:
    """See to it that what is said comes there."""
    Person(telegram, "明").private.say(words)
    async with asyncio.timeout(60):
        update = await one.taken.get()
    assert update.effective_message is not None
    assert update.effective_message.text == words


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """How the lines of the log begin."""
    return [line.split(":")[0] for line in caplog.messages]


@pytest.mark.parametrize("times", [1, 60])
async def test_right_after_the_start(telegram: Telegram, times: int) -> None:
    """Who is broken off before it ever got an answer goes on, if that is over within a minute."""
    telegram.refuse("getUpdates", 409, CONFLICT, times)
    async with asking(telegram) as one:
        await telegram.used()
        await heard(telegram, one, "/list")


async def test_lasting(telegram: Telegram) -> None:
    """Who is broken off for a minute gives up, and says why."""
    telegram.refuse("getUpdates", 409, CONFLICT, times=100)
    async with asking(telegram) as one:
        with pytest.raises(AlreadyRunning, match="another process uses the same token"):
            await one.ended()
        assert one.clock.elapsed() == 60


async def test_again_and_again(telegram: Telegram) -> None:
    """Somebody who looks now and then never makes it give up."""
    async with asking(telegram) as one:
        for _ in range(70):
            telegram.refuse("getUpdates", 409, CONFLICT)
            telegram.delivery.end_polls()
            await telegram.used()
            one.clock.pass_time(seconds=30)
            await heard(telegram, one, "/list")


async def test_alone_again(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """Who was broken off listens for some seconds, and says that it goes on once nobody broke in again."""
    telegram.refuse("getUpdates", 409, CONFLICT, times=3)
    async with asking(telegram) as one:
        await telegram.used()
        await telegram.polling()
        assert told(caplog) == [RIVALLED]
        telegram.delivery.end_polls()
        for words in ("/list", "/help"):
            await heard(telegram, one, words)
        assert told(caplog) == [RIVALLED, ALONE]
        assert [asked["timeout"] for asked in telegram.asked("getUpdates")][:5] == [30, 5, 5, 5, 30]


async def test_soon_back(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever breaks in soon again is told of if that lasts."""
    async with asking(telegram) as one:
        for times, story in ((1, [RIVALLED, ALONE]), (3, []), (13, [RIVALLED, ALONE])):
            caplog.clear()
            telegram.refuse("getUpdates", 409, CONFLICT, times)
            telegram.delivery.end_polls()
            await telegram.used()
            one.clock.pass_time(seconds=30)
            await heard(telegram, one, "/list")
            assert told(caplog) == story


async def test_two(telegram: Telegram) -> None:
    """Of two that ask all the time the one who came last gives up, and the other goes on."""
    async with asking(telegram) as first:
        await heard(telegram, first, "/list")
        first.clock.pass_time(hours=1)
        async with asking(telegram) as second:
            with pytest.raises(AlreadyRunning):
                await second.ended()
        await heard(telegram, first, "/help")
