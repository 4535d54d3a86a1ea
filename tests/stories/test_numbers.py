"""What a number names: one essay for ever, and no other when that is gone."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from bot.ports import HideEssay
from bot.replies import Byline, Entry, Heading, Hit, Kind, Paragraph, Progress, Reply, Title
from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.essays import NOON
from tests.stories.talk import FakeClock, Talk, labels_of, numbers_of, text_of

ENDLESS = "从渡口说起" + "".join(f"，再说第{number}户山里的人家" for number in range(60))


@pytest.fixture
async def bot(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Bot]:
    """A bot with a dozen essays whose titles hold numbers: number 6 is called the third."""
    shelf = tmp_path / "essays"
    shelf.mkdir()
    for number in range(12):
        title = ENDLESS if number == 11 else f"第{number - 3}篇" if number > 2 else f"渡口{number}"
        body = f"渡口的早晨很安静，船还没有来，这是{number}号码头。第二天大家又在渡口等船，说起去年的水。\n\n"
        text = f"---\ntitle: {title}\nauthor: 作者{number % 9}\n---\n{body * 3}"
        (shelf / f"{number:02}.md").write_text(text, "utf-8")
    async with await assemble(Settings(essays=shelf, data=tmp_path / "data"), clock, Random(7)) as bot:
        await bot.refresh()
        yield bot


async def _without(bot: Bot, number: int) -> None:
    await bot.store.apply([HideEssay(number)], NOON)


async def test_pressed_after_it_went(bot: Bot, talk: Talk) -> None:
    """A button of an essay that is gone says so, whatever other titles hold its number."""
    summary = await talk.say("/summary 3")
    points = await talk.press("要点")
    shown = {button.data for reply in (summary, points) for row in reply.buttons for button in row}
    await _without(bot, 3)
    for data in (*sorted(shown), "read:3:1.0:1", "unsave:3"):
        reply = await talk.press_data(data)
        assert "第 3 篇已经不在" in text_of(reply)
        assert (reply.kind, reply.essay, reply.private, reply.edits) == (Kind.NOTICE, None, True, False)
    assert numbers_of(await talk.say("/saved")) == []


async def test_saved_before_it_went(bot: Bot, talk: Talk) -> None:
    """What was saved of an essay that is gone stays on the shelf, named as such, and comes off."""
    await talk.say("/save 3")
    await _without(bot, 3)
    shelf = await talk.say("/saved")
    assert numbers_of(shelf) == [3]
    assert "已经不在书架上" in text_of(shelf)
    assert "已取消收藏" in text_of(await talk.press("取消收藏《渡口2》"))
    assert numbers_of(await talk.say("/saved")) == []


@pytest.mark.parametrize("words", ["3", "/summary 3", "/read 3", "/points #3", "/save 3", "/related 3"])
async def test_typed_after_it_went(bot: Bot, talk: Talk, words: str) -> None:
    """The number of an essay that is gone, typed, says so too."""
    await _without(bot, 3)
    reply = await talk.say(words)
    assert "第 3 篇已经不在" in text_of(reply)
    assert labels_of(reply) == ["全部文章"]


async def test_never_a_number(bot: Bot, talk: Talk) -> None:
    """A number that no essay ever had is said to be none; titles with it are offered, and not taken."""
    assert "没有第 99 篇" in text_of(await talk.say("/summary 99"))
    (shelf := Path(str(bot.settings.essays)) / "x.md").write_text("# 回到1984年\n\n一年。", "utf-8")
    assert shelf.exists()
    await bot.refresh()
    offered = await talk.say("/summary 1984")
    assert (offered.kind, numbers_of(offered)) == (Kind.CHOICES, [13])
    assert "没有编号为 1984 的文章" in text_of(offered)
    assert "没有第 1984 篇" in text_of(await talk.press_data("summary:1984"))


@pytest.mark.parametrize("words", ["No. 2", "编号2", "編號 2", "2. 渡口1", "2、渡口1", "编号 2 · 共 12 篇"])
async def test_called_by_its_place(talk: Talk, words: str) -> None:
    """As the bot calls an essay, and as a list shows it, it can be asked for."""
    for said in (words, f"/summary {words}"):
        reply = await talk.say(said)
        assert (reply.kind, reply.essay and reply.essay.id) == (Kind.SUMMARY, 2)


async def test_not_a_number(talk: Talk) -> None:
    """A fraction is the number of no essay, and a very long number keeps its digits."""
    assert (await talk.say("/summary 1.2")).kind is not Kind.SUMMARY
    assert "99999999999999999999" in text_of(await talk.say("/summary 99999999999999999999"))
    assert (await talk.say("2. 渡口5")).kind is not Kind.SUMMARY


async def test_place(bot: Bot, talk: Talk) -> None:
    """Summary, points and each page say the essay's number, and how many essays there are."""
    for words in ("/summary 4", "/points 4"):
        (byline,) = [node for node in (await talk.say(words)).nodes if isinstance(node, Byline)]
        assert byline.parts[-1] == "编号 4 · 共 12 篇"
    (progress,) = [node for node in (await talk.say("/read 4")).nodes if isinstance(node, Progress)]
    assert progress.text == "第 1/1 页 · 编号 4 · 共 12 篇"
    await _without(bot, 1)
    assert "编号 4 · 共 11 篇" in text_of(await talk.say("/summary 4"))


async def test_some_of_many(talk: Talk) -> None:
    """A question that offers only some of the essays says so."""
    many = await talk.say("/summary 篇")
    assert (numbers_of(many), "先列出 5 篇" in text_of(many)) == ([4, 5, 6, 7, 8], True)
    few = await talk.say("/summary 渡口0")
    assert few.kind is Kind.SUMMARY


def titles(reply: Reply) -> list[str]:
    """All titles in a reply, in headings, lists and hits."""
    return [
        node.text if isinstance(node, Title | Heading) else node.title
        for node in reply.nodes
        if isinstance(node, Title | Heading | Entry | Hit)
    ]


async def test_endless_title(talk: Talk) -> None:
    """A very long title is whole as text where the essay begins; elsewhere it is cut, and says so."""
    page = await talk.say("/read 12")
    assert isinstance(page.nodes[0], Paragraph)
    assert "".join(run.text for run in page.nodes[0].runs) == ENDLESS
    for words in (
        "/summary 12",
        "/points 12",
        "/list 2",
        "/search 山里",
        "/related 12",
        "/save 12",
        "/saved",
    ):
        reply = await talk.say(words)
        assert "…" in text_of(reply), words
        assert len(text_of(reply)) < 900, words
        assert all(len(title) <= 140 for title in titles(reply)), words


async def test_numbers_that_go_on(bot: Bot, talk: Talk) -> None:
    """While a number is typed its essay is offered, then those whose numbers go on so."""
    for essays in (False, True):
        found = await bot.desk.suggest(talk.request(), "1", 25, essays=essays)
        assert [one.number for one in found][:4] == [1, 10, 11, 12]


async def test_authors_typed(bot: Bot, talk: Talk) -> None:
    """All authors that begin so are offered; for an essay, theirs are."""
    found = await bot.desk.suggest(talk.request(), "作者", 25)
    assert {f"作者{number}" for number in range(9)} <= {one.text for one in found}
    theirs = await bot.desk.suggest(talk.request(), "作者3", 25, essays=True)
    assert [one.number for one in theirs][:1] == [4]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("author:", 'author:"作者0"'),
        ("author:作者3", 'author:"作者3"'),
        ("渡口 作者：作者3", '渡口 作者："作者3"'),
        ("title:渡", 'title:"渡口0"'),
        ("title:", 'title:"第7篇"'),
        ("船 作者3", '船 author:"作者3"'),
    ],
)
async def test_filters_typed(bot: Bot, talk: Talk, typed: str, offered: str) -> None:
    """A filter goes on with what it can hold, the last of several words by itself; each can be searched."""
    found = [one.text for one in await bot.desk.suggest(talk.request(), typed, 25)]
    assert offered in found
    assert (await talk.say(f"/search {offered}")).kind is Kind.RESULTS


async def test_two_pieces(bot: Bot, talk: Talk) -> None:
    """Pieces of a title that do not stand together offer what a search for them finds."""
    found = await bot.desk.suggest(talk.request(), "码头 安静", 25)
    assert len([one for one in found if one.number]) > 5
