"""Subscriptions that were brought from another bot: they wait, and begin with the first word."""

import pytest

from bot.backups import portable
from bot.requests import Address, Right, Setting, Venue
from bot.subscriptions.subscription import Status, Subscription
from bot.visits.visit import scope_of_person
from bot.visits.waking import lay_down
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, text_of
from tests.subscriptions import subscribing

SAID = "接着发"


async def brought(bot: Bot, *subscriptions: Subscription) -> list[bool]:
    """Bring them in, as from another bot; for each whether it waits."""
    lines = [portable.line(one, None) for one in subscriptions]
    found = portable.read(lines, "there", bot.clock.now())
    return [await lay_down(bot.store, bot.desk.outbox, one) for one in found]


async def status(bot: Bot, chat: str) -> Status | None:
    """How the subscription of a chat is."""
    found = await bot.desk.outbox.subscription(f"chat/{chat}")
    return found.status if found else None


@pytest.fixture(name="ming")
def make_ming(bot: Bot) -> Talk:
    """Ming in a private chat on Telegram."""
    return Talk(bot.desk, person="1", chat="1", platform="telegram")


async def test_private(bot: Bot, ming: Talk, clock: FakeClock) -> None:
    """With whatever somebody says first it goes on, and says so once."""
    await brought(bot, subscribing("1"), subscribing("2"))
    clock.pass_time(days=3)
    assert SAID in text_of(await ming.say("/help"))
    begun = await bot.desk.outbox.subscription("chat/telegram:1")
    assert begun is not None
    assert (begun.status, begun.since) == (Status.ACTIVE, clock.now())
    assert begun.next_at is not None
    assert begun.next_at > clock.now()
    assert await status(bot, "telegram:2") is Status.WAITING
    assert SAID not in text_of(await ming.say("/help"))


async def test_kept(bot: Bot, ming: Talk) -> None:
    """A place that has a subscription keeps that one; brought twice it is there once."""
    await ming.say("/subscribe 19:00")
    assert await brought(bot, subscribing("1")) == [False]
    assert await brought(bot, subscribing("2")) == [True]
    assert await brought(bot, subscribing("2")) == [False]
    assert SAID not in text_of(await ming.say("/help"))
    assert await status(bot, "telegram:1") is Status.ACTIVE


async def test_paused(bot: Bot, ming: Talk) -> None:
    """One that was paused stays so."""
    await brought(bot, subscribing("1", status=Status.PAUSED))
    assert SAID not in text_of(await ming.say("/help"))
    assert await status(bot, "telegram:1") is Status.PAUSED


async def test_server(bot: Bot) -> None:
    """A word anywhere in a group wakes all that waits in it, and nothing elsewhere."""
    home = "home/telegram:-100"
    topics = [subscribing(address=Address("telegram", "-100", topic), home=home) for topic in ("4", "5")]
    await brought(bot, *topics, subscribing("1"))
    group = Talk(bot.desk, person="2", chat="-100", platform="telegram", setting=Setting.GROUP)
    assert SAID in text_of(await group.say("/help"))
    assert await status(bot, "telegram:-100:4") is Status.ACTIVE
    assert await status(bot, "telegram:-100:5") is Status.ACTIVE
    assert await status(bot, "telegram:1") is Status.WAITING


async def test_may_not_post(bot: Bot) -> None:
    """Where the bot may not post yet, it waits on."""
    await brought(bot, subscribing(address=Address("telegram", "-100"), home="home/telegram:-100"))
    missing = [Right.JOIN]

    async def lacks() -> tuple[Right, ...]:
        return tuple(missing)

    async def find(_: str) -> Venue:
        return Venue(Address("telegram", "-100"), missing=lacks)

    group = Talk(bot.desk, chat="-100", platform="telegram", setting=Setting.GROUP, find_venue=find)
    assert SAID not in text_of(await group.say("/help"))
    assert await status(bot, "telegram:-100") is Status.WAITING
    missing.clear()
    assert SAID in text_of(await group.say("/help"))


async def test_other_direct_chat(bot: Bot) -> None:
    """On Discord a person's direct chat with another bot is another chat: the subscription comes along."""
    person = scope_of_person("discord", "9")
    there = subscribing(address=Address("discord", "70"), home=person, owner=person)
    await brought(bot, there)
    ming = Talk(bot.desk, person="9", chat="80", platform="discord")
    assert SAID in text_of(await ming.say("/help"))
    assert await status(bot, "discord:80") is Status.ACTIVE
    assert await status(bot, "discord:70") is None


async def test_subscribing_anew(bot: Bot, ming: Talk) -> None:
    """Who looks at the settings of a place whose subscription waits can let it go on."""
    await brought(bot, subscribing("1", topics="平台"))
    await bot.store.prefer(ming_home(), "waiting", None)
    await ming.say("/subscribe")
    found = await bot.desk.outbox.subscription("chat/telegram:1")
    assert found is not None
    assert (found.status, found.topics) == (Status.ACTIVE, "平台")


async def test_forgotten(bot: Bot, ming: Talk) -> None:
    """What waits is forgotten with the person."""
    await brought(bot, subscribing("1"))
    await bot.store.forget([ming_home(), "chat/telegram:1"])
    assert SAID not in text_of(await ming.say("/help"))
    assert await status(bot, "telegram:1") is None


def ming_home() -> str:
    """The key of Ming's settings."""
    return scope_of_person("telegram", "1")
