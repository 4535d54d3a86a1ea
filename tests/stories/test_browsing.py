"""Finding essays, and getting from the short to the long."""

from itertools import pairwise
from pathlib import Path

import pytest

from bot.ports import HideEssay
from bot.replies import Heading, Kind, Lead, Paragraph, Point, Title
from bot.shelf.intake import shelve
from bot.shelf.library import derive_content
from bot.wiring import Bot
from tests.stories.talk import FakeClock, Talk, labels_of, numbers_of, sentences_of, text_of


async def test_first_contact(talk: Talk) -> None:
    """Hello gives two lines and three buttons, each of which leads on."""
    hello = await talk.say("/start")
    assert hello.kind is Kind.HELP
    assert labels_of(hello) == ["今日一篇", "随机一篇", "每天收一篇"]
    assert (await talk.press("今日一篇")).kind is Kind.DIGEST
    await talk.say("/start")
    assert (await talk.press("随机一篇")).kind is Kind.SUMMARY


async def test_summary_by_number_title_and_piece(talk: Talk) -> None:
    """A number, a title and a piece of one lead to the same essay."""
    by_number = await talk.say("/summary 4")
    assert by_number.essay is not None
    assert by_number.essay.title == "产业互联网的深逻辑"
    for name in ("产业互联网的深逻辑", "《产业互联网的深逻辑》", "深逻辑", "＃4", "第4篇", "第四篇", "四"):
        assert (await talk.say(f"/summary {name}")).nodes == by_number.nodes
    assert (await talk.say("第四篇")).nodes == by_number.nodes


async def test_negative(talk: Talk) -> None:
    """A negative number is no essay's."""
    assert "-1" in text_of(await talk.say("/summary -1"))
    assert talk.reply.essay is None


async def test_link(talk: Talk) -> None:
    """A link is not opened, and not looked for either: the text is asked for."""
    for words in ("https://example.org/essay?id=1", "/summary www.example.org"):
        assert "打不开链接" in text_of(await talk.say(words))


async def test_shorter_and_longer(talk: Talk) -> None:
    """Shorter and longer change the message, and no length repeats a sentence."""
    medium = await talk.say("/summary 1")
    longer = await talk.press("更长")
    assert longer.edits
    assert len("".join(sentences_of(longer))) > len("".join(sentences_of(medium)))
    await talk.press("更短")
    shorter = await talk.press("更短")
    assert len("".join(sentences_of(shorter))) < len("".join(sentences_of(medium)))
    for reply in (shorter, medium, longer):
        assert len(set(sentences_of(reply))) == len(sentences_of(reply)) > 0


async def test_sentence_leads_to_its_place(talk: Talk) -> None:
    """One tap on a sentence opens the essay there, with that sentence marked."""
    summary = await talk.say("/summary 1")
    first = sentences_of(summary)[0]
    page = await talk.press("第 1 句的出处")
    assert page.kind is Kind.PAGE
    paragraphs = [node for node in page.nodes if isinstance(node, Paragraph)]
    marked = "".join(run.text for paragraph in paragraphs for run in paragraph.runs if run.marked)
    assert marked.strip() == first


async def test_point_leads_to_its_place(talk: Talk) -> None:
    """Every key point opens the essay where it stands."""
    points = await talk.say("/points 1")
    for number, text in enumerate(sentences_of(points), 1):
        await talk.say("/points 1")
        page = await talk.press(f"要点 {number} 的出处")
        paragraphs = [node for node in page.nodes if isinstance(node, Paragraph)]
        assert text in "".join(run.text for paragraph in paragraphs for run in paragraph.runs)


async def test_numbers_of_the_author(bot: Bot, talk: Talk, tmp_path: Path) -> None:
    """Where the author numbers points, the list puts no numbers before those."""
    path = tmp_path / "公园.md"
    path.write_text(
        "# 城里为什么要有公园\n\n"
        "城里的地很贵，可是每座城都留着几块不盖房子的地方，让人走一走，坐一坐。\n\n"
        "**第一，公园让人慢下来。**走进公园的人会放慢脚步，慢下来才看得见树和天。\n\n"
        "**第二，公园让人遇见人。**住得再近的邻居也要有一个地方碰面，才会说上几句话。\n\n"
        "**第三，公园让城市呼吸。**下过雨的泥土收住了水，夏天的树荫收住了热。\n",
        encoding="utf-8",
    )
    await bot.add(path)
    points = [
        node for node in (await talk.say("/points 城里为什么要有公园")).nodes if isinstance(node, Point)
    ]
    assert [node.point.text[:3] for node in points] == ["第一，", "第二，", "第三，"]
    assert [node.number for node in points] == [None] * 3
    numbered = [node for node in (await talk.say("/points 1")).nodes if isinstance(node, Point)]
    assert [node.number for node in numbered] == list(range(1, len(numbered) + 1))


async def test_keywords(talk: Talk) -> None:
    """Below the key points stand the words that tell the essay from the others, each essay's own."""
    told = [text_of(await talk.say(f"/points {number}")).rpartition("关键词：")[2] for number in (3, 5)]
    terms = [said.splitlines()[0].split(" · ") for said in told]
    assert [5 <= len(words) <= 8 for words in terms] == [True, True]
    assert "去中心化" in terms[1]
    assert "去中心化" not in terms[0]


async def test_point_that_is_a_heading(talk: Talk) -> None:
    """A heading that is a point opens its part of the essay itself: it is not said again above."""
    nodes = (await talk.say("/points 1")).nodes
    openings = [node.point.text for node in nodes if isinstance(node, Point) and node.opens]
    headings = [node.text for node in nodes if isinstance(node, Heading)]
    assert openings
    assert not any(heading.endswith(said) for heading in headings for said in openings)


async def test_lead_is_set_apart(talk: Talk) -> None:
    """The editor's introduction is shown as such, once, and not among the author's sentences."""
    summary = await talk.say("/summary 1")
    leads = [node for node in summary.nodes if isinstance(node, Lead)]
    assert [lead.label for lead in leads] == ["导语（编辑）"]
    assert not any(sentence in leads[0].text for sentence in sentences_of(summary))


async def test_several_essays(talk: Talk) -> None:
    """A piece of several titles ends in buttons, and one tap gives the answer."""
    choices = await talk.say("/points 产业互联网")
    assert choices.kind is Kind.CHOICES
    assert numbers_of(choices) == [1, 2, 3, 4, 5]
    assert (await talk.press("2. 产业互联网是个烟雾弹")).kind is Kind.POINTS


async def test_no_such_essay(talk: Talk) -> None:
    """A name that nothing bears leads to the nearest titles, and to a search."""
    nearest = await talk.say("/summary 产业互联网是个闪光弹吗")
    assert nearest.kind is Kind.CHOICES
    assert numbers_of(nearest)[0] == 2
    assert "搜索全文" in labels_of(nearest)
    assert "第 99 篇" in text_of(await talk.say("/summary 99"))


async def test_a_number_is_a_number(bot: Bot, talk: Talk, tmp_path: Path) -> None:
    """A number that no essay has does not stand for a piece of a title; a year may, and a whole title."""
    for title in ("2031年的回顾", "100"):
        path = tmp_path / f"{title}.md"
        path.write_text(
            f"# {title}\n\n这里说的是一座桥，桥上的人不多，可是都知道要去哪里。", encoding="utf-8"
        )
        await bot.add(path)
    assert "第 31 篇" in text_of(await talk.say("/summary 31"))
    assert "第 0 篇" in text_of(await talk.say("/summary 0"))
    assert "2031年的回顾" in text_of(await talk.say("/summary 2031"))
    assert "没有第" not in text_of(await talk.say("/summary 100"))


async def test_no_argument(talk: Talk) -> None:
    """Without a name a command is about the essay seen last, else about today's."""
    today = await talk.say("/digest")
    assert (await talk.say("/points")).essay == today.essay
    await talk.say("/summary 2")
    points = await talk.say("/points")
    assert points.essay is not None
    assert points.essay.id == 2


async def test_reply_to_a_message(talk: Talk) -> None:
    """A command in reply to an essay's message is about that essay."""
    await talk.say("/summary 2")
    points = await talk.say("/points", replied_essay=5)
    assert points.essay is not None
    assert points.essay.id == 5


async def test_plain_words(talk: Talk) -> None:
    """Words without a command are a title or a search."""
    title = await talk.say("烟雾弹")
    assert title.kind is Kind.SUMMARY
    assert (await talk.press("搜索“烟雾弹”")).kind is Kind.RESULTS
    assert (await talk.say("拼多多")).kind is Kind.RESULTS
    assert (await talk.say("3")).kind is Kind.SUMMARY
    assert (await talk.say("   ")).kind is Kind.HELP


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("/摘要 2", "/summary 2"),
        ("／要点 2", "/points 2"),
        ("/要點 2", "/points 2"),
        ("/搜索 流量", "/search 流量"),
        ("/全部文章", "/list"),
        ("設定", "/settings"),
        ("设置", "/settings"),
        ("Settings", "/settings"),
        ("退订", "/unsubscribe"),
        ("unsubscribe", "/unsubscribe"),
    ],
)
async def test_in_chinese(talk: Talk, typed: str, means: str) -> None:
    """Commands go by their Chinese names too, and what is said of digests and settings needs no slash."""
    assert (await talk.say(typed)).nodes == (await talk.say(means)).nodes


@pytest.mark.parametrize("words", ["subscribe", "訂閱", "订阅。"])
async def test_subscribe_in_a_word(talk: Talk, words: str) -> None:
    """The word alone is enough."""
    assert "好，订阅了" in text_of(await talk.say(words))


async def test_help_has_no_words(talk: Talk) -> None:
    """A command that nothing comes near leads to all of them, without what was said behind it."""
    assert labels_of(await talk.say("/xyzzy 两三个 词")) == ["/help"]


async def test_unknown_command(talk: Talk) -> None:
    """A mistyped command offers the one that was meant, with what was typed behind it; never ``/start``."""
    assert "/summary 3" in labels_of(await talk.say("/sumary 3"))
    pressed = await talk.press("/summary 3")
    assert pressed.essay is not None
    assert pressed.essay.id == 3
    assert "/mydata" in labels_of(await talk.say("/mydate 1"))
    assert "/start" not in labels_of(await talk.say("/stats"))
    assert len(labels_of(await talk.say(f"/serch {'长' * 90}"))[0]) <= 40
    assert labels_of(await talk.say("/xyzzy")) == ["/help"]
    assert (await talk.say("/")).kind is Kind.HELP


async def test_random_shows_all_before_repeating(talk: Talk) -> None:
    """Chance draws each essay once before any comes again, and never the same twice in a row."""
    drawn = []
    for _ in range(11):
        reply = await talk.say("/random")
        assert reply.essay is not None
        drawn.append(reply.essay.id)
    assert sorted(drawn[:5]) == sorted(drawn[5:10]) == [1, 2, 3, 4, 5]
    assert all(left != right for left, right in pairwise(drawn))


async def test_shelves(talk: Talk) -> None:
    """The list is by number; the latest begins with the newest date, undated ones by the day added."""
    assert numbers_of(await talk.say("/list")) == [1, 2, 3, 4, 5]
    assert numbers_of(await talk.say("/latest")) == [3, 4, 2, 1, 5]


async def test_digest_of_the_day(talk: Talk, clock: FakeClock) -> None:
    """Asked again the digest is the same all day; over five days every essay has come."""
    seen = set[int]()
    for _ in range(5):
        morning = await talk.say("/digest")
        assert isinstance(morning.nodes[1], Title)
        assert morning.essay is not None
        seen.add(morning.essay.id)
        clock.pass_time(hours=11)
        assert (await talk.say("/digest")).nodes == morning.nodes
        clock.pass_time(hours=13)
    assert len(seen) >= 4


async def test_digest_stays_when_essays_come(talk: Talk, bot: Bot, tmp_path: Path) -> None:
    """Once given, today's essay stays today's, whatever is added to the library meanwhile."""
    morning = await talk.say("/digest")
    for number in range(20):
        (tmp_path / f"{number}.md").write_text(f"# 新篇{number}\n\n新的一篇，第{number}。", encoding="utf-8")
    await shelve(bot.store, tmp_path, "more", bot.clock, derive_content)
    assert await bot.store.count() == 25
    assert (await talk.say("/digest")).nodes == morning.nodes


async def test_digest_stays_when_essays_go(talk: Talk, bot: Bot, clock: FakeClock) -> None:
    """Today's essay stays today's when others go; when it goes itself there is another."""
    morning = await talk.say("/digest")
    assert morning.essay is not None
    others = {1, 2, 3, 4, 5} - {morning.essay.id}
    kept = min(others)
    for number in others - {kept}:
        await bot.store.apply([HideEssay(number)], clock.now())
        assert (await talk.say("/digest")).nodes == morning.nodes
    await bot.store.apply([HideEssay(morning.essay.id)], clock.now())
    other = await talk.say("/digest")
    assert other.essay is not None
    assert other.essay.id == kept


async def test_read_on(talk: Talk) -> None:
    """Reading goes on where this person stopped, in words says where that is, and ends with the rights."""
    first = await talk.say("/read 1")
    assert "第 1/" in text_of(first)
    second = await talk.press("下一页")
    assert second.edits
    assert "第 2/" in text_of(second)
    await talk.say("/summary 2")
    assert "第 1/" in text_of(await talk.say("/read"))
    assert "第 2/" in text_of(await talk.say("/read 1"))
    while "下一页" in labels_of(talk.reply):
        await talk.press("下一页")
    assert "未经许可，禁止转载" in text_of(talk.reply)
    assert "上一页" in labels_of(talk.reply)


async def test_a_look_is_not_reading(talk: Talk) -> None:
    """Looking up where a sentence stands leaves the place where one stopped, and shows little around it."""
    await talk.say("/read 1")
    await talk.press("下一页")
    await talk.say("/summary 1")
    await talk.press("第 2 句的出处")
    assert len([node for node in talk.reply.nodes if isinstance(node, Paragraph)]) <= 3
    assert "第 2/" in text_of(await talk.say("/read 1"))
    await talk.say("/summary 1")
    await talk.press("第 2 句的出处")
    await talk.press("读这一页")
    assert "从头读" in labels_of(talk.reply)
    await talk.press("从头读")
    assert "第 1/" in text_of(talk.reply)


async def test_read_a_page(talk: Talk) -> None:
    """A page can be named behind the essay's number; beyond the last is the last."""
    assert "第 2/" in text_of(await talk.say("/read 1 2"))
    last = text_of(await talk.say("/read #1 99")).rsplit("第 ", 1)[1]
    assert last.split("/")[0] == last.split("/")[1].split(" ")[0]


async def test_reading_elsewhere(bot: Bot) -> None:
    """In a new chat ``/read`` goes on with what the person was reading elsewhere."""
    here, there = Talk(bot.desk, "ming", "1"), Talk(bot.desk, "ming", "2")
    await here.say("/read 3")
    await here.press("下一页")
    assert "第 2/" in text_of(await there.say("/read"))


async def test_long_and_odd_messages(talk: Talk) -> None:
    """A long message is not repeated whole, and nothing in one can steer a screen."""
    for command in ("/summary ", "/search ", "/", ""):
        assert len(text_of(await talk.say(command + "x" * 10_000))) < 2_000
        assert "\x1b" not in text_of(await talk.say(f"{command}foo\x1b]0;PWN\x07\u202e"))


async def test_greetings(talk: Talk) -> None:
    """Who greets or asks for help gets the commands; a full-width slash is a slash."""
    for words in ("help", "你好", "？", "／help"):
        assert "/summary" in text_of(await talk.say(words))


async def test_each_person_has_a_place(bot: Bot) -> None:
    """Where one person stopped is nothing to another."""
    ming, hong = Talk(bot.desk, "ming", "1"), Talk(bot.desk, "hong", "1")
    await ming.say("/read 1")
    await ming.press("下一页")
    assert "第 1/" in text_of(await hong.say("/read 1"))
