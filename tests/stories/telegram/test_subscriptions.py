"""Days with the digest on Telegram: it comes every morning, once, whatever happens in between."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.actions import payload
from bot.jobs.ticking import tick
from bot.settings import Settings
from bot.subscriptions.delivery import State
from bot.subscriptions.subscription import Status
from bot.wiring import Bot
from tests.platforms.serving import serving
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import Seat, group, invite, kick, upgrade
from tests.platforms.telegram.seen import Seen
from tests.platforms.telegram.world import Chat
from tests.stories.days import ENDING, SHANGHAI, Days, at, states
from tests.stories.jumping import JumpingClock


@pytest.fixture
def days(telegram: Telegram, tmp_path: Path, seeds: Path) -> Days:
    """A bot that runs at that Telegram when a story says so. There time goes otherwise than here."""
    clock = JumpingClock()
    telegram.rates.enabled = False
    settings = Settings(essays=seeds, data=tmp_path / "data", timezone=SHANGHAI)
    return Days("telegram", lambda bot: serving(bot, telegram, clock), clock, settings)


@pytest.fixture
async def bot(days: Days) -> AsyncIterator[Bot]:
    """The bot, running."""
    async with days.running() as bot:
        yield bot


@pytest.fixture(name="ming")
def make_ming(telegram: Telegram) -> Person:
    """Ming, who reads simplified Chinese."""
    return Person(telegram, "明")


@pytest.fixture
def hong(telegram: Telegram) -> Person:
    """Hong, an administrator of the groups."""
    return Person(telegram, "红")


def digests(chat: Chat) -> list[Seen]:
    """The digests that were posted in a chat."""
    return [seen for seen in chat.shown if ENDING in seen.text]


async def subscribe(seat: Seat, words: str = "") -> None:
    """Say so, and read what it says."""
    seat.say(f"/subscribe {words}")
    await seat.reads("08:00")


async def test_every_morning(days: Days, bot: Bot, ming: Person) -> None:
    """Who subscribes gets a digest the next morning, and another one the morning after."""
    await subscribe(ming.private)
    for day, count in ((22, 1), (23, 2), (24, 3)):
        await days.come(bot, at(day))
        assert len(digests(ming.private.chat)) == count
    first, second, _ = digests(ming.private.chat)
    assert "2026年11月22日" in first.text
    assert first.text != second.text


async def test_once(days: Days, ming: Person) -> None:
    """After a restart nothing is posted again that was posted, and everything that was due is."""
    async with days.running() as bot:
        await subscribe(ming.private)
        await days.come(bot, at(22))
    days.clock.jump(at(23) - timedelta(minutes=5))
    async with days.running() as bot:
        await days.come(bot, at(23) - timedelta(minutes=1))
        assert len(digests(ming.private.chat)) == 1
        days.clock.jump(at(23))
        await tick(bot.desk.outbox, "telegram", days.clock)
    async with days.running() as bot:
        await days.settled(bot)
        await days.come(bot, at(23, 9))
        assert len(digests(ming.private.chat)) == 2
        assert await states(bot) == [State.SENT] * 2


async def test_downtime(days: Days, ming: Person) -> None:
    """After more than a day away there is one digest, and what was missed is listed."""
    async with days.running():
        await subscribe(ming.private)
    days.clock.jump(at(23, 11))
    async with days.running() as bot:
        await days.come(bot, at(23, 12))
        assert ["11月23日" in seen.text for seen in digests(ming.private.chat)] == [True]
        assert await states(bot) == [State.SENT, State.MISSED]


async def test_unsubscribe(days: Days, bot: Bot, ming: Person) -> None:
    """The button under a digest ends it, and one more press takes that back."""
    await subscribe(ming.private)
    await days.come(bot, at(22))
    ming.private.press("退订", on=digests(ming.private.chat)[0])
    said = await ming.private.reads("不再发")
    await days.come(bot, at(23))
    assert len(digests(ming.private.chat)) == 1
    ming.private.press("撤销", on=said)
    await ming.private.reads("好，改了")
    await days.come(bot, at(24))
    assert len(digests(ming.private.chat)) == 2


async def test_blocked(days: Days, bot: Bot, ming: Person, hong: Person) -> None:
    """Who blocks the bot is not written to any more, also where the bot only finds out by writing."""
    for person in (ming, hong):
        await subscribe(person.private)
    ming.block()
    hong.deactivate()
    await until_blocked(bot, 1)
    await days.come(bot, at(22))
    assert [seen for person in (ming, hong) for seen in digests(person.private.chat)] == []
    assert await states(bot) == [State.DEAD]
    await days.come(bot, at(23))
    assert await states(bot) == [State.DEAD]
    ming.unblock()
    await subscribe(ming.private)
    await days.come(bot, at(24))
    assert len(digests(ming.private.chat)) == 1


async def test_removed(days: Days, bot: Bot, telegram: Telegram, hong: Person) -> None:
    """In a group that threw the bot out nothing is posted any more, in none of its topics."""
    forum = group(telegram, "论坛", admins=(hong,), topics=2)
    for topic in forum.topics:
        await subscribe(hong.in_(forum, topic))
    await days.come(bot, at(22))
    assert {seen.thread for seen in digests(forum)} == set(forum.topics)
    kick(telegram, forum, hong)
    await until_blocked(bot, 2)
    await days.come(bot, at(23))
    assert len(digests(forum)) == 2
    invite(telegram, forum, hong)
    seat = hong.in_(forum, next(iter(forum.topics)))
    seat.say("/settings")
    shown = await seat.reads("我被移出这里的时候停下了")
    seat.press("恢复", on=shown)
    assert "接下来" in (await seat.reads("接下来")).text


async def test_upgraded(days: Days, bot: Bot, telegram: Telegram, hong: Person) -> None:
    """In a group that became a supergroup it goes on there, whether the bot was told or finds out."""
    told, found = (group(telegram, title, admins=(hong,), kind="group") for title in ("甲", "乙"))
    for small in (told, found):
        await subscribe(hong.in_(small))
    raised = [upgrade(telegram, told, hong)]
    unheard = Chat(-1_001_999_999_999, "supergroup", "乙")
    telegram.world.chats[unheard.id] = unheard
    found.upgraded_to = unheard.id
    await days.come(bot, at(22))
    await days.come(bot, at(22, 8, 5))
    assert [len(digests(chat)) for chat in (*raised, unheard, told, found)] == [1, 1, 0, 0]
    for small, big in ((told, raised[0]), (found, unheard)):
        assert await bot.store.preferences(f"moved/telegram:{small.id}") == {"moved to": str(big.id)}


async def test_topic_is_gone(days: Days, bot: Bot, telegram: Telegram, hong: Person) -> None:
    """A closed topic is left out and tried the next day; for one that was deleted there is nothing to try."""
    forum = group(telegram, "论坛", admins=(hong,), topics=2)
    for topic in forum.topics:
        await subscribe(hong.in_(forum, topic))
    closed, deleted = list(forum.topics)
    forum.topics[closed] = False
    del forum.topics[deleted]
    await days.come(bot, at(22))
    assert await states(bot) == [State.DEAD] * 2
    forum.topics[closed] = True
    await days.come(bot, at(23))
    assert [seen.thread for seen in digests(forum)] == [closed]


async def test_no_answer(days: Days, bot: Bot, telegram: Telegram, ming: Person) -> None:
    """A digest of which nobody knows whether it arrived is listed; the next one brings its essays again."""
    await subscribe(ming.private)
    for day, lose in ((22, telegram.break_after), (23, telegram.break_before)):
        lose("sendMessage", 502)
        await days.come(bot, at(day))
        await days.come(bot, at(day, 10))
    assert len(digests(ming.private.chat)) == 1
    assert await states(bot) == [State.UNKNOWN] * 2
    await days.come(bot, at(24))
    lost, again = digests(ming.private.chat)
    assert "2026年11月23日 星期一的摘要可能没有送到" in again.text
    assert lost.text.splitlines()[2] == again.text.splitlines()[2]


async def test_flood(days: Days, bot: Bot, telegram: Telegram, ming: Person) -> None:
    """When Telegram asks to wait, the digest comes that much later."""
    await subscribe(ming.private)
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    await days.come(bot, at(22))
    assert digests(ming.private.chat) == []
    await days.come(bot, at(22, 8, 1))
    await ming.private.reads(ENDING)
    assert len(digests(ming.private.chat)) == 1


async def test_channel(days: Days, bot: Bot, telegram: Telegram, ming: Person, hong: Person) -> None:
    """A channel is managed from a private chat; in it, whoever presses is led to a private chat."""
    channel = group(telegram, "频道", ming, admins=(hong,), kind="channel", bot_status="administrator")
    channel.name = "news"
    ming.private.say("/subscribe @news")
    await ming.private.reads("由它的管理员来管")
    hong.private.say("/subscribe @nowhere")
    await hong.private.reads("找不到 @nowhere")
    hong.private.say("/subscribe @news")
    assert "频道" in (await hong.private.reads("好，订阅了")).text
    await days.come(bot, at(22))
    (digest,) = digests(channel)
    assert "约" in (await ming.in_(channel).open("要点", on=digest).reads()).text
    assert "由它的管理员来管" in (await ming.in_(channel).open("设置", on=digest).reads()).text
    assert "频道" in (await hong.in_(channel).open("设置", on=digest).reads("每日摘要")).text
    reader = ming.in_(channel)
    assert "管理员" in await reader.sees(reader.press("退订", on=digest))
    assert await reader.sees(reader.press_data("+list", on=digest)) == ""
    writer = hong.in_(channel)
    assert "不再发" in await writer.sees(writer.press("退订", on=digest))
    assert channel.shown == [digest]


@pytest.mark.usefixtures("bot")
async def test_rights(telegram: Telegram, hong: Person) -> None:
    """What the bot lacks to post is said when somebody subscribes."""
    channel = group(telegram, "频道", admins=(hong,), kind="channel")
    quiet = group(telegram, "静群", admins=(hong,))
    quiet.mute = True
    away = group(telegram, "别处", admins=(hong,), bot_status="left")
    for chat, right in ((channel, "发送消息"), (quiet, "发送消息"), (away, "加入这里")):
        hong.private.say(f"/subscribe {chat.id}")
        assert f"权限：{right}" in (await hong.private.reads("好，订阅了")).text


async def test_nothing_on_the_topic(days: Days, bot: Bot, ming: Person, tmp_path: Path) -> None:
    """That there is nothing on the topics is said once; what comes after weeks comes as ever."""
    await subscribe(ming.private, "关于灯塔")
    for day in (22, 23, 24):
        await days.come(bot, at(day))
    assert [seen.text for seen in ming.private.chat.shown if "没有可发的" in seen.text] != []
    assert await states(bot) == [State.EMPTY] * 3
    (tmp_path / "灯塔.md").write_text("# 灯塔\n\n灯塔在海边站着，它不说话，可是看见它的船都知道回家的路。")
    await bot.add(tmp_path / "灯塔.md")
    await days.come(bot, at(25))
    assert len(digests(ming.private.chat)) == 1


@pytest.mark.usefixtures("bot")
async def test_nobody_elses_chat(ming: Person, hong: Person) -> None:
    """Nobody can name the private chat of somebody else."""
    await subscribe(ming.private)
    hong.private.say(f"/start {payload(f'subscription:{ming.id}')}")
    await hong.private.reads("找不到")


async def until_blocked(bot: Bot, count: int) -> None:
    """Return when so many subscriptions are blocked."""
    async with asyncio.timeout(20):
        while len(await bot.desk.outbox.subscriptions(statuses=frozenset({Status.BLOCKED}))) < count:
            await bot.clock.sleep(1)


async def test_operators_are_told(days: Days, ming: Person) -> None:
    """What the operators should know reaches those who talk with the bot, in the language of each."""
    days.settings = replace(days.settings, admins=frozenset({f"telegram:{ming.id}", "telegram:999"}))
    async with days.running() as bot:
        bot.notices.tell(lambda voice: voice("operator.silent"))
        await ming.private.reads("一整天什么都没发出去")
        ming.private.say("/settings en")
        await ming.private.reads("Language: English")
        bot.notices.tell(lambda voice: voice("operator.silent"))
        await ming.private.reads("nothing was posted for a day")
