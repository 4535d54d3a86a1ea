"""What a digest says, posted and by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import actions
from bot.commands import COMMANDS
from bot.errors import IndexUnavailable
from bot.jobs.ticking import tick
from bot.ports import HideEssay
from bot.replies import Kind, Point, Reply, Title
from bot.requests import Setting
from bot.subscriptions.delivery import Filter, Settlement, State
from bot.texts import Language
from bot.visits.composing import post
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, buttons_of, labels_of, sentences_of, text_of
from tests.subscriptions import due_on

TODAY = date(2026, 11, 21)
LINES = (
    "{0}是城里人的约定，没有约定，{0}只是一堆东西，谁也不会为一堆东西停下来。",
    "照看{0}的人不多，可是每年春天都有人来，带着工具，也带着去年没有说完的话。",
    "要让{0}活下去，关键是有人愿意为它花时间，而不是等别人来替它花钱。",
    "**第一，{0}要有人用。**用{0}的人多了，坏的地方就有人说，说的人多了才有人动手。",
    "**第二，{0}要有人修。**把{0}修一次不难，难的是年年都修，修的时候还记得为什么修。",
    "说到底，{0}的意义在于人与人的往来，往来断了，再结实的{0}也没有人走近。",
)


class Reader:
    """Ming, who has subscribed and gets a post a day."""

    def __init__(self, bot: Bot, talk: Talk, clock: FakeClock, folder: Path) -> None:
        self.bot = bot
        self.talk = talk
        self.clock = clock
        self.folder = folder
        self.day = TODAY

    async def subscribes(self, words: str = "") -> None:
        """Say when and what about; an hour goes by."""
        await self.talk.say(f"/subscribe 08:00 上海 {words}")
        self.clock.pass_time(hours=1)

    async def sees_come(self, *subjects: str) -> None:
        """An essay on each of these subjects comes into the library."""
        for subject in subjects:
            path = self.folder / f"{subject}.md"
            path.write_text(f"# {subject}\n\n" + "\n\n".join(LINES).format(subject), encoding="utf-8")
            await self.bot.add(path)

    async def gets(self) -> Reply | None:
        """The next day's post."""
        self.day += timedelta(1)
        self.clock.pass_time(days=1)
        return await self.posted()

    async def lives(self, outcome: State) -> Reply:
        """The next day's post, and what becomes of it."""
        posted, outbox = await self.gets(), self.bot.desk.outbox
        assert posted is not None
        await tick(outbox, "test", self.clock)
        (pending,) = await outbox.deliveries(Filter(states=frozenset({State.PENDING})))
        await outbox.begin(pending.id, await outbox.take("test", self.clock.now()), self.clock.now())
        (one,) = await outbox.deliveries(Filter(states=frozenset({State.SENDING})))
        await outbox.settle(one.id, one.epoch, Settlement(outcome, self.clock.now(), "so"))
        return posted

    async def posted(self, empty: int = 0) -> Reply | None:
        """What is posted on the day that it is, after so many with nothing to say."""
        subscription = await self.bot.desk.outbox.subscription("chat/test:1")
        assert subscription is not None
        bot, held = self.bot, replace(subscription, empty=empty)
        return await post(bot.library, bot.store, bot.desk.outbox, due_on(held, self.day), Language.EN)


@pytest.fixture
def ming(bot: Bot, talk: Talk, clock: FakeClock, tmp_path: Path) -> Reader:
    """Ming, before subscribing."""
    folder = tmp_path / "come"
    folder.mkdir()
    return Reader(bot, talk, clock, folder)


def titles_of(reply: Reply | None) -> list[str]:
    """The titles of the essays of a digest."""
    return [node.text for node in reply.nodes if isinstance(node, Title)] if reply else []


async def test_new_essays(ming: Reader) -> None:
    """What came since is posted first, three at a time; then the others, none again before all had a day."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯", "井", "船")
    assert titles_of(await ming.gets()) == ["桥", "灯", "井"]
    assert titles_of(await ming.gets()) == ["船"]
    backlog = [titles_of(await ming.gets()) for _ in range(5)]
    assert {len(titles) for titles in backlog} == {1}
    assert len({titles[0] for titles in backlog} - {"桥", "灯", "井", "船"}) == 5
    assert titles_of(await ming.gets()) in (["桥"], ["灯"], ["井"])


async def test_in_doubt(ming: Reader) -> None:
    """What may not have arrived comes again the next day, and that is said; the day after all is as ever."""
    await ming.subscribes()
    await ming.sees_come("桥")
    assert "可能没有送到" not in text_of(await ming.lives(State.UNKNOWN))
    again = await ming.lives(State.SENT)
    assert titles_of(again) == ["桥"]
    assert "2026年11月22日 星期日的摘要可能没有送到，所以那天的文章会再发一次" in text_of(again)
    after = await ming.lives(State.SENT)
    assert titles_of(after) != ["桥"]
    assert "可能没有送到" not in text_of(after)


async def test_several(ming: Reader) -> None:
    """Several essays: the date, points that no summary repeats, each in two or three sentences, buttons."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯")
    digest = await ming.gets()
    assert digest is not None
    assert text_of(digest).startswith("今日 2 篇 · 2026年11月22日 星期日")
    points = [node.point.text for node in digest.nodes if isinstance(node, Point)]
    assert points == ["第一，桥要有人用。", "第二，灯要有人修。"]
    said = sentences_of(digest)
    assert len(said) == len(set(said))
    assert 4 <= len(said) - len(points) <= 6
    assert labels_of(digest) == ["桥", "灯", "设置", "退订"]
    assert digest.essay is None


async def test_one(ming: Reader) -> None:
    """One essay has no points above it, and the buttons of its summary."""
    await ming.subscribes()
    await ming.sees_come("桥")
    digest = await ming.gets()
    assert digest is not None
    assert digest.kind is Kind.DIGEST
    assert digest.essay is not None
    assert not any(isinstance(node, Point) for node in digest.nodes)
    assert {"要点", "读原文", "收藏", "设置", "退订"} <= set(labels_of(digest))
    assert len(sentences_of(digest)) in (2, 3)


async def test_by_hand(ming: Reader) -> None:
    """By hand it is what was posted; before that what would be, without taking anything from the posts."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯", "井", "船")
    for _ in range(3):
        assert titles_of(await ming.talk.say("/digest")) == ["桥", "灯", "井"]
    digest = await ming.posted()
    await ming.sees_come("路")
    assert await ming.posted() == digest
    again = await ming.talk.say("/digest")
    assert digest is not None
    assert (again.nodes, again.buttons) == (digest.nodes, digest.buttons)
    assert titles_of(await ming.gets()) == ["船", "路"]


async def test_topics(ming: Reader) -> None:
    """With topics only what is on one of them is posted, new or not."""
    await ming.subscribes("关于灯塔 作者:某人")
    assert "还没有这个话题的文章" in text_of(await ming.talk.say("/digest"))
    await ming.sees_come("桥", "灯塔")
    for _ in range(3):
        assert titles_of(await ming.gets()) == ["灯塔"]


async def test_nothing(ming: Reader) -> None:
    """Where nothing is on the topics, or nothing on the shelf, that is said once, with a way to change it."""
    await ming.subscribes("关于灯塔")
    said = await ming.posted()
    assert said is not None
    assert "“灯塔”" in text_of(said)
    assert labels_of(said) == ["设置", "退订"]
    assert await ming.posted(empty=1) is None
    await ming.bot.store.apply([HideEssay(number) for number in range(1, 6)], ming.clock.now())
    await ming.talk.press_data("change::topics")
    said = await ming.posted()
    assert said is not None
    assert "书架还是空的" in text_of(said)
    assert await ming.posted(empty=1) is None


async def test_hidden_since(ming: Reader) -> None:
    """What was settled and cannot be seen any more is left out."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯")
    assert titles_of(await ming.posted()) == ["桥", "灯"]
    await ming.bot.store.apply([HideEssay(6)], ming.clock.now())
    assert titles_of(await ming.posted()) == ["灯"]
    await ming.bot.store.apply([HideEssay(7)], ming.clock.now())
    assert await ming.posted() is None


async def test_pressed(ming: Reader) -> None:
    """What its buttons ask for comes in a message of its own; the buttons there change that one."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯")
    digest = await ming.posted()
    assert digest is not None
    ming.talk.reply = digest
    summary = await ming.talk.press("灯")
    assert summary.kind is Kind.SUMMARY
    assert not summary.edits
    assert (await ming.talk.press("要点")).edits
    for button in buttons_of(digest):
        reply = await ming.talk.press_data(button.data)
        assert reply.kind is not Kind.ERROR
        assert not reply.edits


async def test_pressed_in_a_group(bot: Bot) -> None:
    """In a group the answer is for the one who pressed."""
    talk = Talk(bot.desk, chat="-1", setting=Setting.GROUP)
    await talk.say("/digest")
    assert (await talk.press("要点")).private
    assert not (await talk.press("摘要")).private


async def test_buttons_say_it_all(ming: Reader) -> None:
    """Every button of a digest holds its whole meaning, and is one the desk knows."""
    await ming.subscribes()
    await ming.sees_come("桥", "灯")
    digest = await ming.posted()
    assert digest is not None
    names = {command.name for command in COMMANDS}
    for button in buttons_of(digest):
        assert actions.fits(button.data, actions.MAX_LINKED_BYTES)
        action = actions.decode(button.data)
        assert action == button.action
        assert action.anew
        assert action.verb in names


async def test_language(ming: Reader) -> None:
    """It is in the subscription's language, else in that of the settings, else in the operator's."""
    await ming.subscribes()
    subscription = await ming.bot.desk.outbox.subscription("chat/test:1")
    assert subscription is not None
    assert "星期" in text_of(await ming.posted() or ming.talk.reply)
    await ming.bot.desk.outbox.keep_subscription(replace(subscription, language=None))
    assert "Saturday, 21 November 2026" in text_of(await ming.posted() or ming.talk.reply)
    await ming.talk.say("/settings language zh-Hant")
    assert "設定" in text_of(await ming.posted() or ming.talk.reply)


async def test_language_of_a_group(ming: Reader) -> None:
    """Where each is answered in their own again, it goes on in the language that was chosen before."""
    group = replace(ming.talk, chat="-5", setting=Setting.GROUP)
    await group.say("/subscribe 08:00 上海")
    await group.say("/settings language en")
    await group.press_data("settings:language:own")
    subscription = await ming.bot.desk.outbox.subscription("chat/test:-5")
    assert subscription is not None
    assert subscription.language is Language.EN


async def test_empty_library(ming: Reader) -> None:
    """While there is no essay at all, whoever asks for one is told so, and not of topics."""
    await ming.bot.store.apply([HideEssay(number) for number in range(1, 6)], ming.clock.now())
    for label in ("预览", "现在就发"):
        await ming.subscribes()
        assert "书架还是空的" in text_of(await ming.talk.press(label))
    assert "书架还是空的" in text_of(await ming.talk.say("/digest"))


async def test_about_the_post(ming: Reader) -> None:
    """After a post a command without an essay is about the one that was posted."""
    await ming.subscribes()
    await ming.sees_come("桥")
    await ming.gets()
    assert titles_of(await ming.talk.say("/points")) == ["桥"]


async def test_no_index(ming: Reader, tmp_path: Path) -> None:
    """While no topic can be looked for nothing is posted or settled, and by hand one is told to wait."""
    await ming.subscribes("关于灯塔")
    await ming.sees_come("灯塔")
    (tmp_path / "index-99-x.sqlite3").write_bytes(b"broken" * 1_000)
    reply = await ming.talk.say("/digest")
    assert reply.kind is Kind.ERROR
    assert "过一会儿再试" in text_of(reply)
    with pytest.raises(IndexUnavailable):
        await ming.posted()
