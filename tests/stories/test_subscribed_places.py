"""Who may subscribe groups and channels, and from where."""

from dataclasses import replace

from bot import actions
from bot.replies import Kind
from bot.requests import Address, Right, Setting, Venue
from bot.subscriptions.subscription import Status
from bot.wiring import Bot
from tests.stories.subscribing import held
from tests.stories.talk import FakeClock, Talk, labels_of, text_of


async def test_settings_show_it(talk: Talk, bot: Bot) -> None:
    """The settings say what is subscribed to, lead there, and their language is the digest's too."""
    assert "没有订阅" in text_of(await talk.say("/settings"))
    assert "每天 08:00" in text_of(await talk.press("每天收一篇"))
    assert "每天 08:00" in text_of(await talk.say("/settings"))
    await talk.press("English")
    assert (await held(bot)).language is None
    assert "every day at 08:00" in text_of(await talk.press("Daily digest"))


async def test_group_is_its_managers(bot: Bot, clock: FakeClock) -> None:
    """In a group only its managers subscribe; a press of somebody else says why not, and changes nothing."""
    admin = Talk(bot.desk, "admin", "-5", setting=Setting.GROUP)
    member = Talk(bot.desk, "member", "-5", setting=Setting.GROUP, is_admin=False)
    await admin.say("/subscribe 8:00 上海")
    before = await held(bot, "-5")
    member.reply = admin.reply
    for label in labels_of(admin.reply):
        member.reply = admin.reply
        refused = await member.press(label)
        assert "管理员" in text_of(refused)
        assert refused.private
        assert not refused.edits
    clock.pass_time(minutes=1)  # so many presses are enough for one minute
    for words in ("/subscribe 9:00", "/pause", "/unsubscribe"):
        assert "管理员" in text_of(await member.say(words))
    assert await held(bot, "-5") == before
    assert before.home == "home/test:-5"


async def test_channel_from_a_private_chat(bot: Bot, talk: Talk) -> None:
    """Who manages a channel does so from a private chat, and what is missing there is named."""

    async def lacks() -> tuple[Right, ...]:
        return (Right.POST,)

    channel = Venue(Address("test", "42", "7"), "@reading", missing=lacks)

    async def find(name: str) -> Venue | None:
        return channel if name in {"@reading", "42:7"} else None if name else Venue(Address("test", "1"))

    talk.find_venue = find
    shown = await talk.say("/subscribe @reading 8:30 柏林")
    assert "@reading 的每日摘要：每天 08:30（柏林时间）" in text_of(shown)
    assert "发送消息" in text_of(shown)
    assert (await held(bot, "42:7")).home == "home/test:42"
    assert await bot.desk.outbox.subscription("chat/test:1") is None
    await talk.press("时间")
    assert "/subscribe @reading 06:45" in text_of(talk.reply)
    assert "每天 21:00" in text_of(await talk.press("21:00"))
    assert "等你恢复" in text_of(await talk.press("暂停"))
    assert "每天 21:00" in text_of(await talk.press("恢复"))
    await talk.press("退订")
    assert (await held(bot, "42:7")).status is Status.ENDED
    assert "没有订阅" in text_of(await talk.say("/pause @reading"))
    assert "每天 21:00" in text_of(await talk.press("每天收一篇"))
    assert "11月22日 星期日恢复" in text_of(await talk.say("/pause https://t.me/reading 明天"))
    await talk.say("/unsubscribe @reading")
    assert (await held(bot, "42:7")).status is Status.ENDED
    assert "找不到 @nowhere" in text_of(await talk.say("/subscribe @nowhere 8:00"))


async def test_channel_by_the_way(bot: Bot, talk: Talk) -> None:
    """The channel may stand anywhere among the words; whatever is said names it, also what is missing."""

    async def lacks() -> tuple[Right, ...]:
        return (Right.POST,)

    async def find(name: str) -> Venue | None:
        return Venue(Address("test", "42"), "读书", missing=lacks) if name else Venue(Address("test", "1"))

    talk.find_venue = find
    assert "读书 还没有订阅" in text_of(await talk.say("/settings @reading"))
    shown = await talk.say("/subscribe 08:00 柏林 @reading 工作日")
    assert "读书 的每日摘要：工作日 08:00（柏林时间）" in text_of(shown)
    assert "要在 读书 推送" in text_of(shown)
    assert "工作日 08:00" in text_of(await talk.say("/settings @reading"))
    assert "不再往 读书 发" in text_of(await talk.say("/unsubscribe @reading"))
    assert "读书 还没有订阅" in text_of(await talk.say("/pause 明天 @reading"))
    assert await bot.desk.outbox.subscription("chat/test:1") is None


async def test_channel_of_others(bot: Bot, talk: Talk) -> None:
    """Nobody manages the channel of others, not even by a button that somebody made up."""

    async def refused() -> bool:
        return False

    async def find(name: str) -> Venue | None:
        return Venue(Address("test", "-100200"), name, may_manage=refused)

    talk.find_venue = find
    for data in (
        "change:-100200:week:0900,,,,,,",
        "unsubscribe::-100200",
        "sendnow:-100200",
        "preview:-100200",
    ):
        assert "管理员" in text_of(await talk.press_data(data))
    assert await bot.desk.outbox.subscription("chat/test:-100200") is None


async def test_made_up_buttons(bot: Bot, talk: Talk) -> None:
    """Terms that make no sense change nothing."""
    await talk.say("/subscribe")
    before = await held(bot)
    weeks = ("week:0800", "week:,,,,,,", "week:9999,,,,,,", "week:x")
    others = ("zone:Atlantis", "zone:../etc/passwd", "essays:9", "essays:x", "length:huge", "language:xx")
    for terms in (*weeks, *others, "status:blocked", "quiet:1", "resumes:soon", "colour:blue", ""):
        assert (await talk.press_data(f"change::{terms}")).kind is not Kind.ERROR
    assert replace(await held(bot), reckoned=before.reckoned) == before


async def test_links_subscribe_nobody(bot: Bot, talk: Talk) -> None:
    """A link that somebody made cannot subscribe whoever opens it."""
    await talk.say(f"/start {actions.payload('subscribe')}")
    assert await bot.desk.outbox.subscription("chat/test:1") is None
