"""Days with the digest on Discord: channels, threads, forums, announcements, direct chats, and trouble."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time

import pytest

from bot.serving.web import WebServer
from bot.settings import Settings
from bot.subscriptions.delivery import Filter, State
from bot.subscriptions.schedule import Quiet
from bot.subscriptions.subscription import REMOVED, Status, scheduled
from bot.wiring import Bot, platforms
from tests.platforms.discord import Channel, Discord, Message, Person, Seat
from tests.platforms.discord.flags import ChannelType, MessageFlag, Permission
from tests.platforms.discord.objects import role
from tests.platforms.discord.people import Role
from tests.stories.days import ENDING, Days, at, states
from tests.stories.discord.conftest import serving
from tests.stories.jumping import JumpingClock

# No faster, or the gateway would not be reached in time.
_FASTER = 10


@pytest.fixture
def days(discord: Discord, chosen: Settings) -> Days:
    """A bot that runs at that Discord when a story says so. There time goes otherwise than here."""
    clock = JumpingClock(faster=_FASTER)
    discord.rates.enabled, discord.world.ids.clock = False, clock
    runs = 0

    @asynccontextmanager
    async def served(bot: Bot) -> AsyncGenerator[None]:
        nonlocal runs
        runs += 1
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.connected(runs)
            yield

    return Days("discord", served, clock, chosen)


@pytest.fixture
async def bot(days: Days) -> AsyncIterator[Bot]:
    """The bot, running."""
    async with days.running() as bot:
        yield bot


@pytest.fixture(name="ming")
def make_ming(discord: Discord) -> Person:
    """Ming, who manages the server."""
    return Person(discord, "明", manages=True)


@pytest.fixture(name="mei")
def make_mei(discord: Discord) -> Person:
    """Mei, who reads simplified Chinese and manages nothing."""
    return Person(discord, "梅")


def digests(channel: Channel) -> list[Message]:
    """The digests that were posted in a channel."""
    return [message for message in channel.messages if ENDING in message.text]


async def subscribe(seat: Seat, **options: str | Channel | Role) -> Message:
    """Use the command, and read what it says."""
    answer = await seat.slash("subscribe", **options).answer()
    assert answer.ephemeral
    return answer


@pytest.mark.usefixtures("bot")
async def test_filled_in(mei: Person) -> None:
    """What is filled in means no more than it says: a zone by its name, days, and all topics."""
    options = {"time": "07:00", "zone": "EST", "days": "weekdays 07:00 sat 10:00", "topics": "直播"}
    begun = await subscribe(mei.private, **options)
    assert "工作日 07:00，星期六 10:00（纽约时间）" in begun.text
    assert "这个名字有几个时区" not in begun.text
    assert "话题：直播" in begun.text
    for everything in ("-", "全部"):
        assert "话题：直播" in (await subscribe(mei.private, topics="直播")).text
        assert "话题：" not in (await subscribe(mei.private, topics=everything)).text


async def test_every_morning(days: Days, bot: Bot, discord: Discord, ming: Person, mei: Person) -> None:
    """A channel gets a digest every morning, and so does a person in the direct chat, by themselves."""
    assert "2026年11月22日" in (await subscribe(ming.in_(discord.channel))).text
    assert "07:30" in (await subscribe(mei.private, time="07:30", zone="上海", days="每天")).text
    for day, count in ((22, 1), (23, 2)):
        await days.come(bot, at(day))
        assert [len(digests(place)) for place in (discord.channel, mei.private.channel)] == [count] * 2
    first, second = digests(discord.channel)
    assert "2026年11月22日" in first.text
    assert first.text != second.text


@pytest.mark.usefixtures("bot")
async def test_options(discord: Discord, ming: Person) -> None:
    """Time, zone, days and topics are said one by one, and the zone is found while it is typed."""
    seat = ming.in_(discord.channel)
    assert any(
        "America/New_York" in name for name in await seat.types("subscribe", zone="new york").choices()
    )
    said = await subscribe(seat, days="工作日", zone="new york", time="21:15", topics="平台")
    assert [part for part in ("工作日", "21:15", "纽约", "平台") if part not in said.text] == []
    assert "每天" in (await subscribe(seat, days="每天")).text


@pytest.mark.usefixtures("bot")
async def test_words_stay_in_their_option(discord: Discord, ming: Person) -> None:
    """What is filled in for one thing is about no other; what is not understood there is said."""
    seat = ming.in_(discord.channel)
    said = (await subscribe(seat, days="sat 9 sun 10", zone="lord howe", topics="Berlin 8:00")).text
    assert "星期六 09:00，星期日 10:00（豪勋爵岛时间）" in said
    assert "话题：Berlin 8:00" in said
    for option, words in {"days": "foo", "time": "10pm–7am", "zone": "Atlantis"}.items():
        said = (await subscribe(seat, **{option: words})).text
        assert f"没看懂“{words}”" in said
        assert "星期六 09:00，星期日 10:00（豪勋爵岛时间）" in said
        assert "话题：Berlin 8:00" in said


@pytest.mark.usefixtures("bot")
async def test_hints(discord: Discord, ming: Person) -> None:
    """Hints speak of what can be filled in, since nothing can be typed in a server."""
    other = discord.world.open(discord.guild, "别处")
    seat = ming.in_(discord.channel)
    shown = await subscribe(seat, channel=other)
    hint = (await seat.press("时间", shown).answer()).text
    assert "在 /订阅 的“时间”里填，比如 06:45；“频道”里选 #别处" in hint.replace("\\", "")


@pytest.mark.usefixtures("bot")
async def test_managers_only(discord: Discord, mei: Person) -> None:
    """In a server only those who manage it may subscribe it, and are told so."""
    assert "管理员" in (await subscribe(mei.in_(discord.channel))).text
    assert "管理员" in (await mei.in_(discord.channel).slash("unsubscribe").answer()).text
    known = {command["name"]: command for command in discord.world.commands[""]}
    for name in ("subscribe", "unsubscribe", "pause", "settings"):
        assert known[name]["default_member_permissions"] == str(int(Permission.MANAGE_GUILD))


async def test_buttons(days: Days, bot: Bot, discord: Discord, ming: Person, mei: Person) -> None:
    """Under a digest, readers get theirs to themselves; who manages the server changes or ends it there."""
    await subscribe(ming.in_(discord.channel))
    await days.come(bot, at(22))
    (digest,) = digests(discord.channel)
    reader, manager = mei.in_(discord.channel), ming.in_(discord.channel)
    page = await reader.press("读原文", digest).answer()
    assert page.ephemeral
    assert page.text
    assert "管理员" in (await reader.press("退订", digest).answer()).text
    shown = await manager.press("设置", digest).answer()
    assert shown.ephemeral
    preview = await manager.press("预览", shown).answer()
    assert preview is shown
    assert "2026年11月23日" in preview.text
    assert "不再发" in (await manager.press("退订", digest).answer()).text
    await days.come(bot, at(23))
    assert digests(discord.channel) == [digest]


async def test_greeting(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A server that the bot has just come into is subscribed with one press."""
    guild = discord.world.found("新", present=False)
    discord.invite(guild)
    await discord.until(lambda: guild.channels[0].messages, "a greeting")
    (greeting,) = guild.channels[0].messages
    await ming.in_(guild.channels[0]).press("每天收一篇", greeting).answer()
    await days.come(bot, at(22))
    assert len(digests(guild.channels[0])) == 1


async def test_role(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """The role that was chosen is mentioned, and no other; where that may not be, it is said."""
    readers = Role(role(discord.world.ids.new(), "读者", mentionable=True))
    others = Role(role(discord.world.ids.new(), "别人"))
    discord.expected_pings = {readers.mention}
    other = discord.world.open(discord.guild, "别处")
    said = (await subscribe(ming.in_(discord.channel), role=readers, zone="上海")).text
    assert readers.mention in said
    assert f"\\{readers.mention}" not in said
    assert "权限" not in said
    assert "提及" in (await subscribe(ming.in_(other), role=others, zone="上海")).text
    await subscribe(ming.in_(other), role=readers)
    await days.come(bot, at(22))
    for place in (discord.channel, other):
        (digest,) = digests(place)
        assert digest.pings == [readers.mention]


async def test_everybody(bot: Bot, discord: Discord, ming: Person) -> None:
    """The role that everybody has is not to be mentioned: that is said, and nothing is kept."""
    everybody = Role(role(discord.guild.id, "@everyone"))
    refused = await subscribe(ming.in_(discord.channel), role=everybody)
    assert "所有人" in refused.text
    assert await bot.desk.outbox.subscription(f"chat/discord:{discord.channel.id}") is None


async def test_silent(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A silent digest notifies nobody."""
    seat = ming.in_(discord.channel)
    shown = await subscribe(seat, topics="平台")
    await seat.press("静音", await seat.press("更多", shown).answer()).answer()
    await days.come(bot, at(22))
    assert MessageFlag.SUPPRESS_NOTIFICATIONS in digests(discord.channel)[0].flags


async def test_announcements(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A digest in a channel of announcements is passed on; where that fails it is posted all the same."""
    news = discord.world.open(discord.guild, "公告", ChannelType.NEWS)
    await subscribe(ming.in_(discord.channel), channel=news)
    await days.come(bot, at(22))
    discord.refuse("crosspost_message", 403, 50013)
    await days.come(bot, at(23))
    assert [MessageFlag.CROSSPOSTED in digest.flags for digest in digests(news)] == [True, False]
    assert await states(bot) == [State.SENT] * 2


async def test_forum(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """In a forum each digest is a post that bears the date; its buttons are about the forum's digests."""
    forum = discord.world.open(discord.guild, "论坛", ChannelType.FORUM)
    forum.tags, forum.needs_tag = ["77"], True
    assert "#论坛" in (await subscribe(ming.in_(discord.channel), channel=forum)).text
    await days.come(bot, at(22))
    (thread,) = _posts(forum)
    assert thread.name.startswith("2026-11-22 · ")
    (digest,) = digests(thread)
    assert "不再发" in (await ming.in_(thread).press("退订", digest).answer()).text
    await days.come(bot, at(23))
    assert len(_posts(forum)) == 1


async def test_forum_after_quiet_hours(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A post that waited for the end of the quiet hours bears the same date as the digest in it, once."""
    forum = discord.world.open(discord.guild, "论坛", ChannelType.FORUM)
    await subscribe(ming.in_(discord.channel), channel=forum, time="23:00")
    (held,) = await bot.desk.outbox.subscriptions()
    quiet = replace(held, quiet=Quiet(time(22), time(7)))
    await bot.desk.outbox.keep_subscription(scheduled(quiet, days.clock.now()))
    discord.break_after("create_thread")
    await days.come(bot, at(22, 7))
    await days.settled(bot)
    assert await states(bot) == [State.SENT]
    (thread,) = _posts(forum)
    assert thread.name.startswith("2026-11-22 · ")
    assert "2026年11月22日" in digests(thread)[0].text


def _posts(forum: Channel) -> list[Channel]:
    assert forum.guild
    return [channel for channel in forum.guild.channels if channel.parent is forum]


async def test_thread(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A thread that was put away comes back with the digest; a locked one is left out, and tried again."""
    thread = discord.world.open(discord.guild, "读书", ChannelType.THREAD, discord.channel)
    await subscribe(ming.in_(thread))
    thread.archived = True
    await days.come(bot, at(22))
    assert not thread.archived
    thread.locked = True
    await days.come(bot, at(23))
    thread.locked = False
    await days.come(bot, at(24))
    assert len(digests(thread)) == 2
    assert await states(bot) == [State.SENT, State.DEAD, State.SENT]
    assert "locked" in (await bot.desk.outbox.deliveries(Filter(states=frozenset({State.DEAD}))))[0].why


@pytest.mark.usefixtures("bot")
async def test_rights(discord: Discord, ming: Person) -> None:
    """What the bot lacks to post is named when somebody subscribes, here or elsewhere."""
    here, thread = (
        discord.channel,
        discord.world.open(discord.guild, "话题", ChannelType.THREAD, discord.channel),
    )
    mute = discord.world.open(discord.guild, "静", denied=Permission.SEND_MESSAGES)
    hidden = discord.world.open(discord.guild, "密", denied=Permission.VIEW_CHANNEL)
    forum = discord.world.open(discord.guild, "坛", ChannelType.FORUM, denied=Permission.SEND_MESSAGES)
    for channel, right in ((mute, "发送消息"), (hidden, "查看频道"), (forum, "创建帖子")):
        assert f"权限：{right}。" in (await subscribe(ming.in_(here), channel=channel)).text
    assert "权限：发送消息。" in (await subscribe(ming.in_(mute))).text
    here.denied = Permission.SEND_MESSAGES_IN_THREADS
    assert "权限：在话题里发消息。" in (await subscribe(ming.in_(thread))).text
    assert "权限" not in (await subscribe(ming.in_(here))).text
    elsewhere = discord.world.found("别处")
    assert "找不到" in (await subscribe(ming.in_(here), channel=elsewhere.channels[0])).text


TROUBLE: dict[str, Callable[[Discord, Channel], None]] = {
    "lost answer": lambda discord, _: discord.break_after("create_message"),
    "broken connection": lambda discord, _: discord.break_before("create_message"),
    "no answer but a 502": lambda discord, _: discord.break_after("create_message", 502),
    "too many": lambda discord, _: discord.flood("create_message", 5),
    "too many of all": lambda discord, _: discord.flood("create_message", 5, overall=True),
    "unknown kind": lambda discord, _: discord.break_before("get_channel", 500),
}


@pytest.mark.parametrize("trouble", TROUBLE)
async def test_trouble(days: Days, bot: Bot, discord: Discord, ming: Person, trouble: str) -> None:
    """Whatever happens on the way, the digest is posted once."""
    await subscribe(ming.in_(discord.channel))
    TROUBLE[trouble](discord, discord.channel)
    await days.come(bot, at(22))
    await days.settled(bot)
    assert len(digests(discord.channel)) == 1
    assert await states(bot) == [State.SENT]


def _lose_twice(discord: Discord, operation: str) -> None:
    """Let a digest arrive without an answer, and the next try be put off for an hour."""
    discord.break_after(operation)
    discord.flood(operation, 3600)


async def test_found_later(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """What may have been posted is found in the channel, long after its nonce is forgotten."""
    await subscribe(ming.in_(discord.channel))
    _lose_twice(discord, "create_message")
    await days.come(bot, at(22))
    assert await states(bot) == [State.PENDING]
    ming.in_(discord.channel).say("早")
    await days.come(bot, at(22, 9, 5))
    assert await states(bot) == [State.SENT]
    assert len(digests(discord.channel)) == 1


async def test_not_there(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """What is not found in the channel is posted."""
    await subscribe(ming.in_(discord.channel))
    discord.break_before("create_message")
    discord.flood("create_message", 3600)
    await days.come(bot, at(22))
    await days.come(bot, at(22, 9, 5))
    assert await states(bot) == [State.SENT]
    assert len(digests(discord.channel)) == 1


async def test_unreadable(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """Where it may not read whether a digest arrived, that is listed, and it is posted again only by hand."""
    await subscribe(ming.in_(discord.channel))
    discord.channel.denied = Permission.READ_MESSAGE_HISTORY
    _lose_twice(discord, "create_message")
    await days.come(bot, at(22))
    await days.come(bot, at(22, 9, 5))
    (delivery,) = await bot.desk.outbox.deliveries(Filter())
    assert delivery.state is State.UNKNOWN
    assert len(digests(discord.channel)) == 1
    assert await bot.desk.outbox.resend(delivery.id, days.clock.now())
    await days.settled(bot)
    assert await states(bot) == [State.SENT]
    assert len(digests(discord.channel)) == 2


async def test_post_is_found(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A post in a forum, which has no nonce, is looked for before it is made again."""
    forum = discord.world.open(discord.guild, "论坛", ChannelType.FORUM)
    await subscribe(ming.in_(discord.channel), channel=forum)
    discord.break_after("create_thread")
    await days.come(bot, at(22))
    await days.settled(bot)
    assert await states(bot) == [State.SENT]
    assert len(_posts(forum)) == 1


async def test_gone(days: Days, bot: Bot, discord: Discord, ming: Person, mei: Person) -> None:
    """Where nothing can be posted any more, nothing is tried any more, and nothing else suffers."""
    closed, away = discord.world.open(discord.guild, "一"), discord.world.found("别处").channels[0]
    for channel in (discord.channel, closed, away):
        await subscribe(ming.in_(channel))
    await subscribe(mei.private)
    discord.world.close(closed)
    mei.private.channel.closed = True
    discord.kick(away.guild) if away.guild else None
    await days.come(bot, at(22))
    await days.come(bot, at(23))
    assert len(digests(discord.channel)) == 2
    blocked = await bot.desk.outbox.subscriptions(statuses=frozenset({Status.BLOCKED}))
    assert len(blocked) == 3
    assert len(discord.invalid) == 2


async def test_once(days: Days, discord: Discord, ming: Person) -> None:
    """After a restart nothing is posted again that was posted."""
    async with days.running() as bot:
        await subscribe(ming.in_(discord.channel))
        await days.come(bot, at(22))
    async with days.running() as bot:
        await days.come(bot, at(22, 9))
        assert await states(bot) == [State.SENT]
    assert len(digests(discord.channel)) == 1


async def test_operators_are_told(days: Days, discord: Discord, ming: Person) -> None:
    """What the operators should know reaches those who can be written to."""
    days.settings = replace(days.settings, admins=frozenset({"discord:999", f"discord:{ming.account.id}"}))
    async with days.running() as bot:
        bot.notices.tell(lambda _: "digests were not posted")
        await discord.until(lambda: ming.private.channel.messages, "a word")
    assert "digests were not posted" in ming.private.channel.messages[0].text


async def test_out_of_sight(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """A channel that the bot may not see for a day misses that day's digest alone."""
    await subscribe(ming.in_(discord.channel))
    for day, denied in ((22, Permission.VIEW_CHANNEL), (23, Permission(0))):
        discord.channel.denied = denied
        await days.come(bot, at(day))
    assert await states(bot) == [State.SENT, State.DEAD]
    assert len(digests(discord.channel)) == 1


async def test_removed(days: Days, bot: Bot, discord: Discord, ming: Person) -> None:
    """What was subscribed to in a server ends where the bot was removed from it."""
    await subscribe(ming.in_(discord.channel))
    discord.kick(discord.guild)
    await days.come(bot, at(22))
    (ended,) = await bot.desk.outbox.subscriptions()
    assert (ended.status, ended.why) == (Status.BLOCKED, REMOVED)
