"""Subscribing, in words and by buttons: the time, the zone, the days, the topics."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.commands.subscription import VIEWS
from bot.desk.door import Door
from bot.replies import Kind
from bot.subscriptions.schedule import Quiet, slots
from bot.subscriptions.subscription import Status, plan_of
from bot.texts import Language
from bot.wiring import Bot
from bot.wishes.wish import option
from digests.derived import Length
from tests.stories.subscribing import TAIPEI, held, next_in, posted
from tests.stories.talk import START, FakeClock, Talk, labels_of, text_of


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
    """Days are added and dropped one after the other, and the last one cannot be dropped."""
    await talk.say("/subscribe 周一 9:00")
    assert "去掉星期一" not in labels_of(await talk.press("日子"))
    assert "星期一、星期三 09:00" in text_of(await talk.press("加上星期三"))
    assert "星期三 09:00" in text_of(await talk.press("去掉星期一"))
    assert "星期三、星期五 09:00" in text_of(await talk.press("加上星期五"))
    assert "星期三 09:00" in text_of(await talk.press("撤销"))


async def test_made_up_days(bot: Bot, talk: Talk) -> None:
    """A week that no button carries changes nothing."""
    await talk.say("/subscribe 周一 9:00")
    for week in ("", ",,,,,,", "0900", "9999,,,,,,", "\x00"):
        assert (await talk.press_data(f"days::{week}")).kind is Kind.NOTICE
    assert (await held(bot)).week[0] == time(9)


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


async def test_all_topics(bot: Bot, talk: Talk) -> None:
    """Topics are lifted by words, as by the button, and by what the answer calls it; that can be undone."""
    for words in ("不限", "话题：全部", "all topics", "话题不限 9:00", option("topics", "-")):
        await talk.say("/subscribe 关于直播")
        assert (await held(bot)).topics == "直播"
        lifted = await talk.say(f"/subscribe {words}")
        assert "话题：" not in text_of(lifted)
        assert "没看懂" not in text_of(lifted)
        assert (await held(bot)).topics == ""
    await talk.press("撤销")
    assert (await held(bot)).topics == "直播"


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


async def test_served_further_east(talk: Talk, bot: Bot, clock: FakeClock) -> None:
    """Who goes west after a digest is told which day's has come already, where that day is still to begin."""
    await talk.say("/subscribe 7:00 东京")
    clock.pass_time(hours=18, minutes=30)
    assert await posted(bot, clock) == [date(2026, 11, 22)]
    moved = await talk.say("/subscribe 20:00 纽约")
    assert "2026年11月22日 星期日的已经算上了" in text_of(moved)
    assert next_in(moved)[0] == "2026年11月23日 星期一 20:00"
    assert "算上了" not in text_of(await talk.say("/subscribe 工作日"))
