"""Subscriptions that pause, go on, end, and begin again."""

from dataclasses import replace
from datetime import date

from bot.subscriptions.delivery import Filter
from bot.subscriptions.subscription import Status
from bot.wiring import Bot
from tests.stories.subscribing import TAIPEI, held, next_in, posted
from tests.stories.talk import FakeClock, Talk, labels_of, text_of


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


async def test_forgotten(bot: Bot, talk: Talk) -> None:
    """Erasing all about oneself ends one's own subscription."""
    await talk.say("/subscribe")
    await talk.say("/forgetme")
    await talk.press("确定删除")
    assert await bot.desk.outbox.subscription("chat/test:1") is None
