"""Answers are shared by links, and a link shows without changing anything."""

from bot import actions
from bot.replies import Kind
from bot.requests import Action
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, labels_of, numbers_of, text_of

LONG = "产业互联网 消费互联网 供给与需求的平衡"


def link_of(talk: Talk) -> str:
    """What opening the link of the last answer says."""
    assert talk.reply.share is not None
    return f"/start {actions.payload(talk.reply.share.data)}"


async def test_shared(bot: Bot, talk: Talk) -> None:
    """Whoever opens the link of an answer about an essay or a search gets the same."""
    hong = Talk(bot.desk, "hong", "2")
    for words in (
        "/summary 2",
        "/points 2",
        "/read 2",
        "/related 2",
        "/search 流量",
        "/topic 流量",
        "拼多多",
    ):
        shown = await talk.say(words)
        opened = await hong.say(link_of(talk))
        assert opened.nodes == shown.nodes
        assert opened.kind is shown.kind
        assert not opened.edits


async def test_shared_view(bot: Bot, talk: Talk) -> None:
    """The link of a message that was turned over to something else leads to what it shows now."""
    await talk.say("/summary 2")
    longer = await talk.press("更长")
    assert (await Talk(bot.desk, "hong", "2").say(link_of(talk))).nodes == longer.nodes


async def test_shared_draw(bot: Bot, talk: Talk) -> None:
    """An essay that chance or the day brought is shared as that essay."""
    for words in ("/random", "/digest"):
        shown = await talk.say(words)
        opened = await Talk(bot.desk, "hong", "2").say(link_of(talk))
        assert opened.kind is Kind.SUMMARY
        assert opened.essay == shown.essay


async def test_shared_subscription(bot: Bot, talk: Talk) -> None:
    """The link of a subscription asks whoever opens it first; one press, and they have their own."""
    await talk.say("/subscribe 7:30")
    hong = Talk(bot.desk, "hong", "2")
    asked = await hong.say(link_of(talk))
    assert "08:00" in text_of(asked)
    assert labels_of(asked) == ["每天收一篇"]
    assert await bot.desk.outbox.subscription("chat/test:2") is None
    assert "好，订阅了" in text_of(await hong.press("每天收一篇"))
    assert "接下来" in text_of(await hong.say(link_of(talk)))


async def test_not_shared(talk: Talk) -> None:
    """What is somebody's own, or only says something, has no link."""
    for words in (
        "/start",
        "/settings",
        "/save 1",
        "/saved",
        "/mydata",
        "/forgetme",
        "/xyzzy",
        "/summary 99",
    ):
        assert (await talk.say(words)).share is None


async def test_long_search(bot: Bot, talk: Talk, clock: FakeClock) -> None:
    """A search too long for a link stands in the store, for as long as that keeps it."""
    shown = await talk.say(f"/search {LONG}")
    link = link_of(talk)
    hong = Talk(bot.desk, "hong", "2")
    assert (await hong.say(link)).nodes == shown.nodes
    clock.pass_time(days=91)
    await bot.store.drop_actions(clock.now())
    assert "失效" in text_of(await hong.say(link))


async def test_link_changes_nothing(bot: Bot, talk: Talk) -> None:
    """No link sets, keeps or erases anything, not even the place where one stopped."""
    await talk.say("/read 1")
    await talk.press("下一页")
    before = await bot.store.export(["person/test/ming"])
    changing = (
        "forgetme:yes",
        "erase",
        "settings:language:en",
        "save:3",
        "unsave:1",
        "random",
        "here",
        "greet",
    )
    for data in (*changing, "digest", "~gone", "", "dance", "summary:1:2:3:4:5"):
        reply = await talk.say(f"/start {actions.payload(data)}")
        assert reply.kind in {Kind.HELP, Kind.NOTICE}
    for data in ("read:1:1", "read:1:0.0:1", "summary:2:long", "saved", "mydata", "forgetme"):
        await talk.say(f"/start {actions.payload(data)}")
    assert await bot.store.export(["person/test/ming"]) == before
    await talk.say("/read 1")
    assert "第 2/" in text_of(talk.reply)


async def test_no_link(talk: Talk) -> None:
    """Anything else behind ``/start`` is a hello."""
    for words in ("hello there", "====", "日本", "x" * 5000):
        assert labels_of(await talk.say(f"/start {words}")) == ["今日一篇", "随机一篇", "每天收一篇"]


async def test_link_to_a_place(bot: Bot, talk: Talk) -> None:
    """A link to a sentence opens the essay there."""
    data = actions.encode(Action("read", ("1", "0.0", "1")))
    page = await talk.say(f"/start {actions.payload(data)}")
    assert page.kind is Kind.PAGE
    assert page.share is not None
    assert page.share.action.arguments == ("1", "0.0", "1")
    assert numbers_of(await Talk(bot.desk, "hong", "2").say("/list")) == [1, 2, 3, 4, 5]
