"""Digests of a subscription, asked for before their time."""

from datetime import date

import pytest

from bot.jobs.ticking import tick
from bot.replies import Kind, Reply
from bot.subscriptions.delivery import Delivery, Filter, Settlement, State
from bot.subscriptions.subscription import Status
from bot.texts import Language
from bot.visits.composing import post
from bot.wiring import Bot
from tests.stories.subscribing import held, next_in, posted
from tests.stories.talk import START, FakeClock, Talk, labels_of, sentences_of, text_of
from tests.subscriptions import due_on


async def test_from_the_digest_itself(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Each digest ends with the buttons to change and to stop it, which leave the digest as it is."""
    await talk.say("/subscribe 8:00 上海")
    clock.pass_time(hours=20)
    (day,) = await posted(bot, clock)
    due = due_on(await held(bot), day)
    digest = await post(bot.library, bot.store, bot.desk.outbox, due, Language.ZH_HANS)
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


async def test_preview(bot: Bot, talk: Talk) -> None:
    """A preview shows what would come next, and settles nothing."""
    await talk.say("/subscribe 8:00 上海")
    shown = await talk.press("预览")
    assert shown.kind is Kind.DIGEST
    assert "2026年11月22日" in text_of(shown)
    assert "最后一行" not in text_of(shown)
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
    """Where there is nothing to post, that is said at every press, beside the subscription."""
    shown = await talk.say("/subscribe 22:00 上海 话题 天文望远镜")
    for label in ("现在就发", "现在就发", "预览"):
        talk.reply = shown
        told = await talk.press(label)
        assert "还没有这个话题的文章" in text_of(told)
        assert (told.kind, told.private, told.edits) == (Kind.NOTICE, True, False)
    assert await posted(bot, clock) == []


async def composed(bot: Bot, due: Delivery) -> Reply:
    """What is posted for a delivery."""
    digest = await post(bot.library, bot.store, bot.desk.outbox, due, Language.ZH_HANS)
    assert digest is not None
    return digest


async def pending(bot: Bot, clock: FakeClock) -> Delivery:
    """The one delivery that is due now."""
    await tick(bot.desk.outbox, "test", clock)
    (one,) = await bot.desk.outbox.ready("test", clock.now(), START, 9)
    return one


async def test_put_off_over_midnight(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """A digest that waits for the end of the quiet hours bears the date on which it comes."""
    shown = text_of(await talk.say("/subscribe 23:00 上海 免打扰 22:00-07:00"))
    assert "改到 07:00 发" in shown
    assert "今日一篇 · 2026年11月22日 星期日" in text_of(await talk.press("预览"))
    clock.pass_time(hours=20)
    due = await pending(bot, clock)
    assert due.day == date(2026, 11, 21)
    posted_text = text_of(await composed(bot, due))
    assert "今日一篇 · 2026年11月22日 星期日" in posted_text
    assert posted_text.splitlines()[2:6] == text_of(await talk.say("/digest")).splitlines()[2:6]


async def test_send_now_what_was_put_off(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Where today's was put off from yesterday and came, it has come."""
    await talk.say("/subscribe 23:00 上海 免打扰 22:00-07:00")
    clock.pass_time(hours=20)
    assert await posted(bot, clock) == [date(2026, 11, 21)]
    await talk.say("/subscribe")
    assert "今天的已经发了" in text_of(await talk.press("现在就发"))


async def test_two_on_a_day(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """Where two come on a day since one was put off, that one bears the date it was meant for."""
    await talk.say("/subscribe 周六 23:30 周日 7:15 上海 免打扰 22:00-06:00")
    headings = list[str]()
    for hours in (18, 1):
        clock.pass_time(hours=hours, minutes=30)
        headings += text_of(await composed(bot, await pending(bot, clock))).splitlines()[:1]
        await posted(bot, clock)
    assert headings == ["迟到的一篇 · 2026年11月21日 星期六", "今日一篇 · 2026年11月22日 星期日"]


async def test_resent(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """A digest that is posted again days later brings its own essays, and the date it was meant for."""
    await talk.say("/subscribe 8:00 上海")
    outbox, brought = bot.desk.outbox, list[Reply]()
    for outcome in (State.UNKNOWN, State.SENT):
        clock.pass_time(days=1)
        one = await pending(bot, clock)
        brought.append(await composed(bot, one))
        await outbox.begin(one.id, await outbox.take("test", clock.now()), clock.now())
        (one, *_) = await outbox.deliveries(Filter())
        await outbox.settle(one.id, one.epoch, Settlement(outcome, clock.now(), "so"))
    first = (await outbox.deliveries(Filter()))[-1]
    assert await outbox.came_again(first.id) == date(2026, 11, 23)
    await outbox.resend(first.id, clock.now())
    again = await composed(bot, await pending(bot, clock))
    assert sentences_of(again) == sentences_of(brought[0])
    assert "迟到的一篇 · 2026年11月22日" in text_of(again)
