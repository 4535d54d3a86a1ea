"""Subscribing, and everything one can change about it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot import actions
from bot.commands.subscription import VIEWS
from bot.composing import post
from bot.door import Door
from bot.outbox import Filter, Settlement, State
from bot.replies import Kind, Reply
from bot.requests import Address, Right, Setting, Venue
from bot.schedule import Quiet, slots
from bot.subscriptions import Status, Subscription, plan_of
from bot.texts import Language
from bot.ticking import tick
from bot.wiring import Bot
from digests.derived import Length
from tests.stories.talk import START, FakeClock, Talk, labels_of, text_of

TAIPEI, BERLIN = ZoneInfo("Asia/Taipei"), ZoneInfo("Europe/Berlin")


async def held(bot: Bot, chat: str = "1") -> Subscription:
    """What the chat has subscribed to."""
    found = await bot.desk.outbox.subscription(f"chat/test:{chat}")
    assert found is not None
    return found


async def posted(bot: Bot, clock: FakeClock) -> list[date]:
    """The dates of what a tick has posted now."""
    outbox, now = bot.desk.outbox, clock.now()
    await tick(outbox, "test", clock)
    epoch = await outbox.take("test", now)
    ready = await outbox.ready("test", now, START, 100)
    for delivery in ready:
        assert await outbox.begin(delivery.id, epoch, now)
        assert await outbox.settle(delivery.id, epoch, Settlement(State.SENT, now))
    return [delivery.day for delivery in ready]


def next_in(reply: Reply) -> list[str]:
    """The lines with the next posts."""
    lines = text_of(reply).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("接下来"))
    return lines[start + 1 : start + 4]


async def test_alone(bot: Bot, talk: Talk) -> None:
    """Without a word it is every day at eight where the language is spoken; the next three are shown."""
    await talk.say("/start")
    shown = await talk.press("每天收一篇")
    assert shown.edits
    assert "每天 08:00（上海时间）" in text_of(shown)
    assert next_in(shown) == [
        f"2026年11月{day}" for day in ("22日 星期日 08:00", "23日 星期一 08:00", "24日 星期二 08:00")
    ]
    kept = await held(bot)
    assert kept.status is Status.ACTIVE
    assert kept.language is Language.ZH_HANS
    assert kept.next_at == datetime(2026, 11, 22, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


async def test_zone_is_asked_once(bot: Bot, talk: Talk) -> None:
    """A guessed zone is asked about with the answer, and not again; one tap settles it."""
    asked = await talk.say("/subscribe 9:00")
    assert "你在哪里" in text_of(asked)
    assert labels_of(asked)[:4] == ["没错，上海", "香港", "台北", "别的地方"]
    assert "你在哪里" not in text_of(await talk.press("没错，上海"))
    assert str((await held(bot)).zone) == "Asia/Shanghai"
    await talk.say("/unsubscribe")
    await talk.say("/forgetme")
    await talk.press("确定删除")
    await talk.say("/subscribe 9:00")
    assert "你在哪里" not in text_of(await talk.press("香港"))
    assert str((await held(bot)).zone) == "Asia/Hong_Kong"
    assert "你在哪里" not in text_of(await talk.say("/subscribe 10:00"))
    other = Talk(bot.desk, "hong", "2")
    assert "你在哪里" not in text_of(await other.say("/subscribe 9:00 柏林"))


async def test_all_in_words(bot: Bot, talk: Talk) -> None:
    """Time, zone, days, topics and manners are said in one line."""
    shown = await talk.say("/subscribe 08:30 Asia/Taipei 工作日 产业互联网 2篇 静音 用英文 长摘要")
    assert "工作日 08:30（台北时间）" in text_of(shown)
    kept = await held(bot)
    assert (kept.zone, kept.topics, kept.essays, kept.silent) == (TAIPEI, "产业互联网", 2, True)
    assert (kept.language, kept.length) == (Language.EN, Length.LONG)
    assert [moment is not None for moment in kept.week] == [True] * 5 + [False] * 2


async def test_says_only_what_changes(bot: Bot, talk: Talk) -> None:
    """What is not said stays as it was."""
    await talk.say("/subscribe 08:30 台北 工作日 产业互联网")
    await talk.say("/subscribe 9点")
    kept = await held(bot)
    assert (kept.zone, kept.topics) == (TAIPEI, "产业互联网")
    assert "工作日 09:00" in text_of(talk.reply)


async def test_undo(bot: Bot, talk: Talk) -> None:
    """One tap takes back the last change, all of it; of the first there is no subscription left."""
    await talk.say("/subscribe 08:30 台北 工作日")
    before = await held(bot)
    await talk.say("/subscribe 柏林 7:00 周末 产业 3篇 静音")
    await talk.press("撤销")
    assert replace(await held(bot), reckoned=before.reckoned) == before
    other = Talk(bot.desk, "hong", "2")
    await other.say("/subscribe")
    assert "不再发" in text_of(await other.press("撤销"))
    assert (await held(bot, "2")).status is Status.ENDED


async def test_every_button(bot: Bot, talk: Talk) -> None:
    """Every button of every view leads on, and each change can be undone."""
    talk.desk = replace(bot.desk, door=Door())
    await talk.say("/subscribe 产业互联网 <@&42>")
    start = await held(bot)
    for view in VIEWS:
        seen = await talk.press_data(f"subscription::{view}")
        for label in labels_of(seen)[:-1]:
            talk.reply = seen
            changed = await talk.press(label)
            assert changed.kind is Kind.SETTINGS
            if "撤销" in labels_of(changed):
                await talk.press("撤销")
        assert replace(await held(bot), reckoned=start.reckoned) == start


async def test_days(talk: Talk) -> None:
    """Days are added and dropped one by one, and the last one cannot be dropped."""
    await talk.say("/subscribe 周一 9:00")
    assert "去掉星期一" not in labels_of(await talk.press("日子"))
    assert "星期一、星期三 09:00" in text_of(await talk.press("加上星期三"))
    await talk.press("日子")
    assert "星期三 09:00" in text_of(await talk.press("去掉星期一"))


async def test_each_day(bot: Bot, talk: Talk) -> None:
    """A weekday can have a time of its own, by taps or in words."""
    await talk.say("/subscribe 工作日 8:00")
    await talk.press("时间")
    await talk.press("各天不同")
    assert labels_of(talk.reply)[:2] == ["星期一 08:00", "星期二 08:00"]
    await talk.press("星期二 08:00")
    shown = await talk.press("21:00")
    assert "星期一、星期三、星期四、星期五 08:00，星期二 21:00" in text_of(shown)
    assert (await held(bot)).week[5:] == (None, None)
    assert "工作日 07:30，周末 10:00" in text_of(await talk.say("/subscribe 工作日 7:30 周末 10点"))
    await talk.say("/subscribe 每天 周一")
    await talk.say("/subscribe 周一")
    await talk.press("时间")
    assert "各天不同" not in labels_of(talk.reply)


async def test_quiet_hours(bot: Bot, talk: Talk) -> None:
    """What would come in the quiet hours waits for their end; they are chosen by taps or in words."""
    await talk.say("/subscribe 6:00 上海")
    await talk.press("更多")
    await talk.press("免打扰时段")
    shown = await talk.press("22:00–07:00")
    assert "22:00 到 07:00 之间不发" in text_of(shown)
    assert "07:00" in next_in(shown)[0]
    assert "06:00" in next_in(await talk.say("/subscribe 免打扰 23:30-5:45"))[0]
    assert (await held(bot)).quiet == Quiet(time(23, 30), time(5, 45))
    await talk.say("/subscribe 取消免打扰")
    assert (await held(bot)).quiet is None


async def test_retention(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """What became of digests, and who left, is kept for as many days as the operator says."""
    await talk.say("/subscribe 8:00 上海")
    clock.pass_time(days=1)
    assert await posted(bot, clock)
    await talk.say("/unsubscribe")
    kept = replace(bot, settings=replace(bot.settings, keep_deliveries=2, keep_blocked=4))
    left: list[tuple[int, int]] = []
    for _ in range(3):
        await kept.tidy()
        outbox = bot.desk.outbox
        left.append((len(await outbox.deliveries(Filter())), len(await outbox.subscriptions())))
        clock.pass_time(days=2, minutes=1)
    assert left == [(1, 1), (0, 1), (0, 0)]


async def test_unclear(bot: Bot, talk: Talk) -> None:
    """What looks like a time and is none is asked about before anything is subscribed."""
    asked = await talk.say("/subscribe 25:00 柏林")
    assert "25:00" in text_of(asked)
    assert await bot.desk.outbox.subscription("chat/test:1") is None
    shown = await talk.press("07:00")
    assert "07:00（柏林时间）" in text_of(shown)
    assert (await held(bot)).status is Status.ACTIVE
    assert "25:00" in text_of(await talk.say("/subscribe 25:00 东京"))
    assert "东京时间" in text_of(talk.reply)


async def test_zone_of_several(talk: Talk) -> None:
    """Of zones with one name the likeliest is taken, and the others are a tap away."""
    shown = await talk.say("/subscribe 8:00 CST")
    assert "上海时间" in text_of(shown)
    assert "芝加哥时间" in text_of(await talk.press("芝加哥"))


async def test_topic_without_essays(talk: Talk) -> None:
    """A topic on which there is nothing yet is kept, and that is said."""
    assert "还没有这个话题" in text_of(await talk.say("/subscribe 关于海豚"))
    assert "还没有这个话题" not in text_of(await talk.say("/subscribe 话题 产业互联网"))


async def test_strange_words(bot: Bot, talk: Talk) -> None:
    """Words that are not understood are said back; one tap makes a topic of them, and nothing else does."""
    shown = await talk.say("/subscribe 9点 东京 海豚")
    assert "没看懂“海豚”" in text_of(shown)
    assert "每天 09:00（东京时间）" in text_of(shown)
    assert (await held(bot)).topics == ""
    await talk.press("把“海豚”当话题")
    kept = await held(bot)
    assert (kept.topics, kept.week[0], str(kept.zone)) == ("海豚", time(9), "Asia/Tokyo")
    await talk.press("撤销")
    assert (await held(bot)).topics == ""
    both = await talk.say("/subscribe 25:00 鲸鱼 关于教育 silent")
    assert "没看懂“25:00、鲸鱼”" in text_of(both)
    assert ((await held(bot)).topics, (await held(bot)).silent) == ("教育", True)
    await talk.press("把“鲸鱼”当话题")
    assert (await held(bot)).topics == "教育 鲸鱼"


async def test_known_words(bot: Bot, talk: Talk) -> None:
    """Words on which there are essays are topics, unless anything else was not understood."""
    await talk.say("/subscribe 8:00 上海 产业互联网")
    assert (await held(bot)).topics == "产业互联网"
    for words in (
        "8 8 8 平台",
        "每两天 平台",
        "平台 海豚",
        "make it later",
        "10pm-7am 平台",
        "5 essays",
        "please",
        "Atlantis",
    ):
        await talk.say(f"/subscribe {words}")
        assert (await held(bot)).topics == "产业互联网"


async def test_limits_are_said(bot: Bot, talk: Talk) -> None:
    """Who asks for what there is not is told what there is."""
    assert "最多 3 篇" in text_of(await talk.say("/subscribe 5篇"))
    assert (await held(bot)).essays == 3
    strange = text_of(await talk.say("/subscribe 每两天 9点"))
    assert "没看懂“每两天”" in strange
    assert "日子可以是" in strange
    assert (await held(bot)).week == (time(9),) * 7


async def test_next_posts(bot: Bot, talk: Talk) -> None:
    """The next posts that are shown are those of the plan, on the clocks of its zone."""
    for words in (
        "mon-fri 7:15 sat 9 sun 10:30 柏林",
        "周三 22:45 加德满都",
        "0:00 Lord Howe",
        "日 6点半 免打扰 22-7",
    ):
        shown = await talk.say(f"/subscribe {words}")
        kept = await held(bot)
        found = islice(slots(plan_of(kept), START, START + timedelta(days=60)), 3)
        local = [slot.at.astimezone(kept.zone) for slot in found]
        assert next_in(shown) == [spoken(moment) for moment in local]


def spoken(moment: datetime) -> str:
    """A moment as the next posts say it."""
    weekday = "一二三四五六日"[moment.weekday()]
    return f"{moment.year}年{moment.month}月{moment.day}日 星期{weekday} {moment:%H:%M}"


async def test_travel(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Travelling, nobody gets two digests of one date, whichever way they go."""
    dates: list[date] = []
    for words in ("8:00 台北", "洛杉矶 21:00", "奥克兰 6:00", "伦敦"):
        await talk.say(f"/subscribe {words}")
        for _ in range(48):
            clock.pass_time(hours=1)
            dates += await posted(bot, clock)
    assert dates == sorted(set(dates))
    assert len(dates) > 4


async def test_served_today(talk: Talk, bot: Bot, clock: FakeClock) -> None:
    """After today's digest a later hour begins tomorrow, and that is said."""
    await talk.say("/subscribe 8:00 上海")
    clock.pass_time(hours=21)
    await posted(bot, clock)
    changed = await talk.say("/subscribe 22:00")
    assert "每天只发一份" in text_of(changed)
    assert next_in(changed)[0] == "2026年11月23日 星期一 22:00"


async def test_pause(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """While it is paused nothing is posted, nor made up for later; it goes on by one tap."""
    await talk.say("/subscribe 8:00 上海")
    assert "等你恢复" in text_of(await talk.say("/pause"))
    clock.pass_time(days=3)
    assert await posted(bot, clock) == []
    resumed = await talk.press("恢复")
    assert next_in(resumed)[0] == "2026年11月25日 星期三 08:00"
    assert await posted(bot, clock) == []
    clock.pass_time(days=1)
    assert await posted(bot, clock) == [date(2026, 11, 25)]


async def test_resume(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """It goes on by a word too, as people may call it."""
    await talk.say("/subscribe 8:00 上海")
    for words in (
        "/resume",
        "/恢复",
        "/繼續推送",
        "继续推送",
        "/pause off",
        "/pause resume",
        "/pause 恢復",
        "/pause 取消",
    ):
        clock.pass_time(minutes=1)
        await talk.say("/pause 下周三")
        assert "恢复" in text_of(await talk.say("/pause"))
        assert "接下来" in text_of(await talk.say(words))
        assert ((await held(bot)).status, (await held(bot)).resumes) == (Status.ACTIVE, None)
    await talk.say("/unsubscribe")
    assert "没有订阅" in text_of(await talk.say("/resume"))


async def test_nothing_is_erased_by_a_slip(talk: Talk) -> None:
    """Who mistypes a command is never offered the one that erases."""
    for words in ("/forgetm", "/forget", "/frgetme", "/resme"):
        assert [label for label in labels_of(await talk.say(words)) if "forgetme" in label] == []
    assert labels_of(talk.reply)[0] == "/resume"


async def test_pause_until(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """With a day it goes on by itself, on that day."""
    await talk.say("/subscribe 8:00 上海")
    assert next_in(await talk.say("/pause 下周三"))[0] == "2026年11月25日 星期三 08:00"
    clock.pass_time(days=3, hours=12)
    assert await posted(bot, clock) == []
    clock.pass_time(hours=12)
    assert await posted(bot, clock) == [date(2026, 11, 25)]
    assert "暂停中" not in text_of(await talk.say("/subscribe"))


async def test_pause_unchanged(bot: Bot, talk: Talk) -> None:
    """A day that is past changes nothing, nor do words that name none where there is an end already."""
    await talk.say("/subscribe 8:00 上海")
    assert "2020年1月1日" in text_of(await talk.say("/pause 2020-01-01"))
    assert (await held(bot)).status is Status.ACTIVE
    await talk.say("/pause 下周三")
    before = await held(bot)
    assert "blah" in text_of(await talk.say("/pause blah"))
    assert "已经过了" in text_of(await talk.say("/pause 2020-01-01"))
    assert await held(bot) == before


async def test_pause_unclear(bot: Bot, talk: Talk) -> None:
    """Words that name no day pause it all the same, with days to choose from."""
    await talk.say("/subscribe 8:00 上海")
    assert "改天吧" in text_of(await talk.say("/pause 改天吧"))
    assert (await held(bot)).status is Status.PAUSED
    assert next_in(await talk.press("一周"))[0] == "2026年11月28日 星期六 08:00"
    await talk.press("撤销")
    assert (await held(bot)).status is Status.PAUSED


async def test_missed_day(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """What nobody could post in time is not posted later, and the next one comes as ever."""
    await talk.say("/subscribe 8:00 上海")
    clock.pass_time(days=2, hours=10)
    assert await posted(bot, clock) == []
    assert next_in(await talk.say("/subscribe"))[0] == "2026年11月24日 星期二 08:00"
    clock.pass_time(hours=12)
    assert await posted(bot, clock) == [date(2026, 11, 24)]


async def test_from_the_digest_itself(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Each digest ends with the buttons to change and to stop it, which leave the digest as it is."""
    await talk.say("/subscribe 8:00 上海")
    clock.pass_time(hours=20)
    (day,) = await posted(bot, clock)
    digest = await post(bot.library, bot.store, bot.desk.outbox, await held(bot), day, Language.ZH_HANS)
    assert digest is not None
    talk.reply = digest
    assert not (await talk.press("设置")).edits
    talk.reply = digest
    ended = await talk.press("退订")
    assert not ended.edits
    assert (await held(bot)).status is Status.ENDED
    assert await posted(bot, clock) == []
    await talk.press("撤销")
    assert (await held(bot)).status is Status.ACTIVE


async def test_begin_again(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Who comes back finds it as it was; new is what comes from then on."""
    await talk.say("/subscribe 8:00 台北 产业")
    await talk.say("/unsubscribe")
    assert "没有订阅" in text_of(await talk.say("/unsubscribe"))
    assert labels_of(talk.reply) == ["每天收一篇"]
    clock.pass_time(days=1)
    await talk.press("每天收一篇")
    kept = await held(bot)
    assert (kept.zone, kept.topics, kept.status) == (TAIPEI, "产业", Status.ACTIVE)
    assert kept.since == clock.now()


async def test_blocked(bot: Bot, talk: Talk) -> None:
    """Where nothing could be posted any more, subscribing again is enough."""
    await talk.say("/subscribe 8:00 台北")
    blocked = replace(await held(bot), status=Status.BLOCKED, next_at=None, why="blocked by the user")
    await bot.desk.outbox.keep_subscription(blocked)
    assert "已经停下" in text_of(await talk.press_data("subscription"))
    await talk.say("/subscribe")
    assert (await held(bot)).status is Status.ACTIVE
    assert (await held(bot)).why == ""


async def test_preview(bot: Bot, talk: Talk) -> None:
    """A preview shows what would come next, and settles nothing."""
    await talk.say("/subscribe 8:00 上海")
    shown = await talk.press("预览")
    assert shown.kind is Kind.DIGEST
    assert "2026年11月22日" in text_of(shown)
    assert await bot.desk.outbox.given((await held(bot)).id) == {}
    assert "接下来" in text_of(await talk.press("返回"))


async def test_send_now(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Today's can be had at once; it is not posted a second time at its hour."""
    await talk.say("/subscribe 22:00 上海")
    sent = await talk.press("现在就发")
    assert "马上" in text_of(sent)
    assert "今天的算上了" in text_of(sent)
    assert next_in(sent)[0] == "2026年11月22日 星期日 22:00"
    assert await posted(bot, clock) == [date(2026, 11, 21)]
    again = await talk.press("现在就发")
    assert "今天的已经发了" in text_of(again)
    assert (await talk.press(labels_of(again)[0])).kind is Kind.DIGEST
    clock.pass_time(hours=12)
    assert await posted(bot, clock) == []


@pytest.mark.parametrize("state", [State.UNKNOWN, State.DEAD, State.MISSED])
async def test_send_now_again(bot: Bot, talk: Talk, clock: FakeClock, state: State) -> None:
    """Whoever asks for today's, which failed or may not have arrived, gets it (again)."""
    await talk.say("/subscribe 13:00 上海")
    clock.pass_time(hours=2)
    outbox = bot.desk.outbox
    await tick(outbox, "test", clock)
    (one,) = await outbox.deliveries(Filter())
    await outbox.settle(one.id, one.epoch, Settlement(state, clock.now(), "no answer came"))
    await talk.say("/subscribe")
    assert "马上" in text_of(await talk.press("现在就发"))
    assert await posted(bot, clock) == [date(2026, 11, 21)]


async def test_send_now_of_nothing(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Where there is nothing to post, that is said."""
    await talk.say("/subscribe 22:00 上海 话题 天文望远镜")
    assert "还没有这个话题的文章" in text_of(await talk.press("现在就发"))
    assert await posted(bot, clock) == []


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


async def test_forgotten(bot: Bot, talk: Talk) -> None:
    """Erasing all about oneself ends one's own subscription."""
    await talk.say("/subscribe")
    await talk.say("/forgetme")
    await talk.press("确定删除")
    assert await bot.desk.outbox.subscription("chat/test:1") is None
