"""When Telegram or people make trouble: an answer arrives all the same, and never twice."""

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from bot.clock import SystemClock
from bot.errors import AlreadyRunning
from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.platforms.serving import serving
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group
from tests.stories.talk import FakeClock

ESSAY = "产业互联网的深逻辑"


async def test_markup_refused(telegram: Telegram, ming: Person) -> None:
    """If Telegram does not take the entities, the same words arrive without them."""
    telegram.refuse(
        "sendMessage",
        400,
        "Bad Request: can't parse entities",
        when=lambda asked: bool(asked.get("entities")),
    )
    ming.private.say("/summary 4")
    plain = await ming.private.reads(ESSAY)
    assert plain.marked("bold") == []
    assert "更长" in plain.labels


@dataclass(slots=True)
class StoppedClock(SystemClock):
    """A clock on which whoever waits waits until it goes again."""

    going: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        """Return when the clock goes."""
        del seconds
        await self.going.wait()


def going_clock() -> StoppedClock:
    """A clock on which nobody waits."""
    clock = StoppedClock()
    clock.going.set()
    return clock


class BadLuck(Random):
    """Chance that fails, as only a mistake of ours would."""

    def random(self) -> float:
        """Nothing."""
        raise RuntimeError("no luck at all")


@pytest.mark.parametrize("clock", [StoppedClock()])
async def test_flood_in_one_chat(telegram: Telegram, ming: Person, clock: StoppedClock) -> None:
    """A chat that has to wait waits alone, and gets its answer afterwards."""
    telegram.refuse(
        "sendMessage",
        429,
        "Too Many Requests: retry after 99",
        when=lambda asked: asked["chat_id"] == ming.id,
        retry_after=99,
    )
    hong = Person(telegram, "红")
    ming.private.say("/summary 4")
    await telegram.world.pulse.until(lambda: telegram.asked("sendMessage") or None, "the first try")
    hong.private.say("/summary 4")
    await hong.private.reads(ESSAY)
    assert ming.private.new == []
    clock.going.set()
    await ming.private.reads(ESSAY)


@pytest.mark.parametrize("choice", [BadLuck()])
async def test_mistake_of_ours(ming: Person, caplog: pytest.LogCaptureFixture) -> None:
    """A mistake of ours gives an apology with a code, and the operator the traceback under the same code."""
    ming.private.say("/random")
    apology = await ming.private.reads("抱歉")
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert isinstance(record.args, tuple)
    assert str(record.args[0]) in apology.text
    assert "no luck at all" in caplog.text
    assert "no luck" not in apology.text


async def test_many_answers_to_one_chat(telegram: Telegram, ming: Person) -> None:
    """Answers to one chat leave no faster than Telegram takes them, and all arrive."""
    for number in (1, 2, 3, 4, 5, 1, 2):
        ming.private.say(f"/points {number}")
    await telegram.world.pulse.until(lambda: len(ming.private.chat.shown) == 7 or None, "seven answers")


async def test_many_people_at_once(telegram: Telegram, ming: Person) -> None:
    """Answers to many people leave no faster than Telegram takes them, and all arrive."""
    crowd = [ming, *(Person(telegram, f"读者{number}") for number in range(69))]
    for person in crowd:
        person.private.say("/summary 4")
    for person in crowd:
        await person.private.reads(ESSAY)


@pytest.mark.parametrize("status", [502, None])
async def test_lost_answer_is_not_doubled(telegram: Telegram, ming: Person, status: int | None) -> None:
    """A message that may have arrived is not sent again, but the person is told to ask if it has not."""
    telegram.break_after("sendMessage", status)
    ming.private.say("/summary 4")
    await ming.private.reads(ESSAY)
    await ming.private.reads("可能没有送到")
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    assert len(ming.private.chat.shown) == 3


@pytest.mark.parametrize("status", [500, None])
async def test_lost_answer(telegram: Telegram, ming: Person, status: int | None) -> None:
    """Who gets no answer at all is told so, in the language of the chat; who gets that neither, once."""
    ming.private.say("/settings language en")
    await ming.private.reads("Language")
    telegram.break_before("sendMessage", status)
    ming.private.say("/summary 4")
    await ming.private.reads("try again")
    telegram.break_before("sendMessage", status, times=2)
    ming.private.say("/summary 4")
    await telegram.used()
    ming.private.say("/list")
    await ming.private.reads("All essays")
    assert len(ming.private.chat.shown) == 3


@pytest.mark.parametrize("refusal", ["message to be replied not found", "REPLY_MESSAGE_ID_INVALID"])
async def test_question_cannot_be_found(telegram: Telegram, ming: Person, refusal: str) -> None:
    """If Telegram cannot find what is answered, the answer stands alone, as good as ever."""
    talks = group(telegram, "读书", ming)
    telegram.refuse(
        "sendMessage", 400, f"Bad Request: {refusal}", when=lambda asked: "reply_parameters" in asked
    )
    seat = ming.in_(talks)
    seat.say("/summary 4")
    answer = await seat.reads(ESSAY)
    assert answer.reply_to is None
    assert answer.marked("bold")


@pytest.mark.parametrize("clock", [going_clock()])
async def test_somebody_else_polls(
    telegram: Telegram, ming: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Of another process that asks for updates now and then, the operator is told once, and that it went."""
    for _ in range(3):
        telegram.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request")
        telegram.delivery.end_polls()
        await telegram.used()
        ming.private.say("/list")
        await ming.private.reads("全部文章")
    warned = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line.partition(":")[0] for line in warned] == [
        "another process asks for this bot's updates",
        "this bot gets its updates again",
    ]


@pytest.mark.parametrize("status", [502, None])
async def test_repeatable_calls_are_repeated(telegram: Telegram, ming: Person, status: int | None) -> None:
    """An edit and the answer to a press change nothing when they come twice, so they are tried again."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    telegram.break_before("editMessageText", status)
    telegram.break_after("answerCallbackQuery", status)
    telegram.break_before("getUpdates", status)
    query = ming.private.press("更长", on=summary)
    assert await ming.private.sees(query) == ""
    assert (await ming.private.reads(ESSAY)).edited


async def test_blocked(telegram: Telegram, ming: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Who has blocked the bot, or is gone, is no trouble; who comes back is answered."""
    hong = Person(telegram, "红")
    ming.private.say("/summary 4")
    ming.block()
    hong.deactivate()
    hong.private.say("/summary 4")
    await telegram.world.pulse.until(lambda: len(telegram.asked("sendMessage")) == 2 or None, "two tries")
    ming.unblock()
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_kicked_and_closed(telegram: Telegram, ming: Person, caplog: pytest.LogCaptureFixture) -> None:
    """A group that is gone, and a topic that is closed or gone, are no trouble either."""
    forum = group(telegram, "论坛", ming, topics=2)
    closed, gone = forum.topics
    forum.topics[closed] = False
    ming.in_(forum, closed).say("/summary 4")
    ming.in_(forum, gone).say("/summary 4")
    del forum.topics[gone]
    left = group(telegram, "旧群", ming)
    ming.in_(left).say("/summary 4")
    left.bot_status = "kicked"
    await telegram.world.pulse.until(lambda: len(telegram.asked("sendMessage")) >= 3 or None, "three tries")
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_message_gone(telegram: Telegram, ming: Person) -> None:
    """A button of a message that was deleted meanwhile is answered by a new message."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    ming.private.delete(summary.id)
    ming.private.press("要点", on=summary)
    assert (await ming.private.reads("第一，互联网")).id != summary.id
    assert telegram.unanswered == []


async def test_late_press(telegram: Telegram, ming: Person, caplog: pytest.LogCaptureFixture) -> None:
    """A press that is too old to be acknowledged still changes its message."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    del telegram.world.callbacks[ming.private.press("更长", on=summary)]
    assert (await ming.private.reads(ESSAY)).edited
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_nothing_changed(ming: Person, caplog: pytest.LogCaptureFixture) -> None:
    """A button pressed twice at once changes the message once, and nothing complains."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    data = str(summary.button("更长")["callback_data"])
    first, second = (ming.private.press_data(data, summary) for _ in range(2))
    await asyncio.gather(ming.private.sees(first), ming.private.sees(second))
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_old_button(telegram: Telegram, ming: Person) -> None:
    """A button of an older version of the bot says so."""
    ming.private.say("/summary 4")
    summary = await ming.private.reads(ESSAY)
    ming.private.press_data("nonsense:1", summary)
    await telegram.world.pulse.until(lambda: not telegram.unanswered or None, "an answer to the press")


@dataclass(slots=True)
class HeldClock(FakeClock):
    """A clock on which whoever waits waits until it goes again, and then no longer than a moment."""

    going: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once, when the clock goes."""
        await self.going.wait()
        self.pass_time(seconds=max(seconds, 1e-3))


@pytest.mark.parametrize(
    ("options", "clock"), [({"requests_per_minute": 0, "group_requests_per_minute": 0}, HeldClock())]
)
async def test_no_room(telegram: Telegram, ming: Person, clock: HeldClock) -> None:
    """Who asks far more than can be answered is told so once, at presses each time; others are heard."""
    telegram.rates.enabled = False
    ming.private.say("/list")
    shown = await ming.private.reads("全部文章")
    hong = Person(telegram, "红")
    for asked in (230, 20):
        for _ in range(asked):
            ming.private.say("/list")
        hong.private.say("/list")
        await hong.private.reads("全部文章")
    for _ in range(2):
        assert "没答完" in await ming.private.sees(ming.private.press(shown.labels[0], on=shown))
    clock.going.set()
    await telegram.world.pulse.until(lambda: len(ming.private.chat.shown) > 200 or None, "all answers")
    ming.private.say("/latest")
    await ming.private.reads("最新的文章")
    assert len([seen for seen in ming.private.chat.shown if "没答完" in seen.text]) == 1


@pytest.mark.parametrize(("options", "clock"), [({"requests_per_minute": 30}, HeldClock())])
async def test_burst(telegram: Telegram, ming: Person, clock: HeldClock) -> None:
    """Behind a burst in a private chat stands how long to wait, once, however many there were."""
    telegram.rates.enabled = False
    for _ in range(80):
        ming.private.say("/list")
    clock.going.set()
    shown = ming.private.chat.shown
    await telegram.world.pulse.until(lambda: len(shown) == 31 or None, "all answers")
    assert len([seen for seen in shown if "慢一点" in seen.text]) == 1


@pytest.mark.parametrize("options", [{"requests_per_minute": 2}])
async def test_flooding_person(telegram: Telegram, ming: Person) -> None:
    """Whoever asks without end is slowed down politely, at presses each time; others are answered."""
    ming.private.say("/list")
    shown = await ming.private.reads("全部文章")
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    ming.private.say("/list")
    await ming.private.reads("慢一点")
    ming.private.say("/list")
    assert "慢一点" in await ming.private.sees(ming.private.press(shown.labels[0], on=shown))
    hong = Person(telegram, "红")
    hong.private.say("/list")
    await hong.private.reads("全部文章")
    assert len(ming.private.chat.shown) == 3


class HastyClock(FakeClock):
    """A clock on which a second is over at once, and more never."""

    async def sleep(self, seconds: float) -> None:
        """Let a moment go by at once."""
        if seconds > 1:
            await asyncio.Event().wait()
        self.pass_time(seconds=seconds)


async def outpolled(bot: Bot, telegram: Telegram, ming: Person, mei: Person) -> None:
    """Serve until another process has asked for updates for long; ``ming`` and ``mei`` are told."""
    async with serving(bot, telegram, HastyClock()):
        mei.private.say("/settings en")
        await mei.private.reads("Language")
        telegram.refuse("getUpdates", 409, "Conflict: terminated by other getUpdates request", 100)
        telegram.delivery.end_polls()
        await ming.private.reads("另有一个进程")
        await mei.private.reads("Another process")


async def test_lasting_rival(telegram: Telegram, tmp_path: Path, seeds: Path) -> None:
    """Before it gives up to another process, it tells its operators so, in their languages and everywhere."""
    ming, mei = Person(telegram, "明"), Person(telegram, "Mei")
    admins = frozenset({f"telegram:{ming.id}", f"telegram:{mei.id}", "discord:7"})
    async with await assemble(Settings(essays=seeds, data=tmp_path, admins=admins)) as bot:
        with pytest.raises(AlreadyRunning):
            await outpolled(bot, telegram, ming, mei)
        assert [person for person, _ in await bot.notices.next("discord")] == ["7"]
