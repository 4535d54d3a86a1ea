"""A text that somebody sends is digested on the spot, and kept nowhere."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DocumentGone, DocumentTooLarge
from bot.replies import Attachment, Heading, Kind, Lead, Passage, Point, Title
from bot.requests import LARGEST_DOCUMENT, Document, Request, Setting
from bot.visits.excerpts import other_lengths
from bot.wiring import Bot
from digests import derive, read
from digests.derived import Length
from digests.model import Place, Sentence, Summary
from tests.stories.talk import Talk, labels_of, numbers_of, sent, sentences_of, text_of

NAME = "4.txt"


@pytest.fixture(name="essay")
def a_text(seeds: Path) -> str:
    """The text of an essay of some length."""
    return sorted(seeds.glob("*.txt"))[1].read_text(encoding="utf-8")


@pytest.fixture(name="words")
def pasted_words(essay: str) -> str:
    """The same as plain words."""
    return "\n\n".join(block.text for block in read(essay).blocks)[:3000]


@pytest.mark.parametrize("command", ["read", "related", "save"])
async def test_only_an_essay(talk: Talk, words: str, command: str) -> None:
    """What only an essay has is not given of a text, nor of another essay; its summary is a tap away."""
    await talk.say("/summary 2")
    for reply in (
        await talk.say(f"/{command}", quoted=sent(words)),
        await talk.say(f"/{command}", attached=sent(words, "a.md")),
        await talk.say(f"/{command} {words}"),
    ):
        assert "不在书架上" in text_of(reply)
        assert labels_of(reply) == ["摘要", "要点"]
        assert reply.about_source
    summary = await talk.press("摘要", quoted=sent(words))
    assert sentences_of(summary) == sentences_of(await talk.say("/summary", quoted=sent(words)))


@pytest.mark.parametrize("command", ["summary", "points", "read", "save"])
async def test_reply_to_a_digest_of_a_text(talk: Talk, command: str) -> None:
    """In reply to what the bot made of a text, no essay is meant."""
    await talk.say("/summary 2")
    reply = await talk.say(f"/{command}", replied_text=True)
    assert reply.essay is None
    assert labels_of(reply) == []


async def gone() -> Document:
    """A message that was deleted."""
    raise DocumentGone


async def test_document(talk: Talk, essay: str) -> None:
    """A file is answered with its summary and key points, in the author's own sentences."""
    reply = await talk.say("", attached=sent(essay, NAME))
    assert reply.kind is Kind.SUMMARY
    assert reply.about_source
    assert (reply.essay, reply.share) == (None, None)
    kinds = [type(node) for node in reply.nodes]
    assert kinds[0] is Title
    assert {Lead, Passage, Heading, Point} <= set(kinds)
    assert all(
        sentence in "".join(block.text for block in read(essay).blocks) for sentence in sentences_of(reply)
    )
    assert len(set(sentences_of(reply))) == len(sentences_of(reply))


async def test_document_like_the_shelf(talk: Talk, essay: str) -> None:
    """A file that is sent says what the same file says on the shelf."""
    shelved = await talk.say("/points 2")
    here = await talk.say("/points", attached=sent(essay, NAME))
    assert sentences_of(here) == sentences_of(shelved)


async def test_caption(talk: Talk, essay: str) -> None:
    """Words that come with a file do not matter, unless they are a command of their own."""
    assert (await talk.say("看看这个", attached=sent(essay, NAME))).about_source
    assert (await talk.say("/list", attached=sent(essay, NAME))).kind is Kind.LIST
    assert (await talk.say("/summary 3", attached=sent(essay, NAME))).essay is not None


async def test_buttons_read_again(talk: Talk, essay: str) -> None:
    """The buttons read the message again, and say so when it is gone."""
    source = sent(essay, NAME)
    await talk.say("", attached=source)
    longer = await talk.press("更长", quoted=source)
    assert longer.edits
    assert longer.about_source
    assert "更短" in labels_of(longer)
    for quoted in (gone, None):
        reply = await talk.press_data("here:summary:short", quoted=quoted)
        assert reply.kind is Kind.NOTICE
        assert reply.private
        assert "请再发一次" in text_of(reply)


async def test_longer_has_more(talk: Talk, essay: str) -> None:
    """Longer says all that was said before, and more; the points are still there."""
    normal = await talk.say("", attached=sent(essay, NAME))
    longer = await talk.press("更长", quoted=sent(essay, NAME))
    assert set(sentences_of(normal)) < set(sentences_of(longer))
    assert {node.point for node in normal.nodes if isinstance(node, Point)} == {
        node.point for node in longer.nodes if isinstance(node, Point)
    }


async def test_no_buttons(talk: Talk) -> None:
    """Where there is nothing more to show, no button is spoken of."""
    reply = await talk.say(PROSE)
    assert labels_of(reply) == []
    assert "我不保存原文" in text_of(reply)
    assert "按钮" not in text_of(reply)


@pytest.mark.parametrize("length", [*Length])
def test_other_lengths(length: Length) -> None:
    """Shorter has fewer sentences; longer has more, and not only such as are shown anyway."""
    essay = read("\n\n".join(f"{place}的人说话很慢。" for place in "甲乙丙"))
    sentences = [Sentence(block.text, Place(at, 0, len(block.text))) for at, block in enumerate(essay.blocks)]
    summaries = tuple(Summary(tuple(sentences[:count])) for count in (1, 2, 2))
    derived = replace(derive(essay), summaries=summaries)
    offered = {
        Length.SHORT: [("button.longer", Length.MEDIUM)],
        Length.MEDIUM: [("button.shorter", Length.SHORT)],
        Length.LONG: [("button.shorter", Length.SHORT)],
    }
    assert other_lengths(derived, length) == offered[length]
    told = [sentence.text for sentence in sentences]
    assert other_lengths(derived, length, told) == [one for one in offered[length] if "shorter" in one[0]]


async def test_nothing_is_kept(bot: Bot, talk: Talk, essay: str) -> None:
    """Nothing of the text stays, nor any trace of who sent it."""
    await talk.say("", attached=sent(essay, NAME))
    await talk.press("更长", quoted=sent(essay, NAME))
    assert await bot.store.count() == 5
    kept = await talk.say("/mydata")
    assert "没有保存" in text_of(kept)
    assert not any(isinstance(node, Attachment) for node in kept.nodes)
    assert kept.buttons == ()


async def test_pasted(talk: Talk, words: str) -> None:
    """A long message alone with the bot is a text; a command before it does not count as a part of it."""
    plain = await talk.say(words)
    assert plain.about_source
    commanded = await talk.say(f"/summary {words}")
    assert sentences_of(commanded) == sentences_of(plain)
    assert commanded.nodes[0] == plain.nodes[0]
    assert (await talk.say(words[:100])).about_source is False


PROSE = "我们沿着河走，谁也没有说话。" * 16
BREATHLESS = "我们沿着河一直走一直走，" * 20


async def test_pasted_lines(talk: Talk) -> None:
    """A message that is long but has no sentences is looked for; then it is said what can be summarised."""
    for words in (BREATHLESS, "哈" * 4000, BREATHLESS[:150]):
        reply = await talk.say(words)
        assert not reply.about_source
        assert "太短" not in text_of(reply)
        assert "好几句" in text_of(reply)
    assert "好几句" not in text_of(await talk.say("量子纠缠"))
    assert (await talk.say(PROSE)).about_source


async def test_long_name(talk: Talk) -> None:
    """Behind a command a long name without sentences is a title, and no text to digest."""
    reply = await talk.say(f"/summary 产业互联网是个烟雾弹{BREATHLESS}")
    assert reply.kind is Kind.CHOICES
    assert 2 in numbers_of(reply)


async def test_unbroken(talk: Talk) -> None:
    """A text is called too short only if it is; a long one may lack sentences to leave out."""
    said = text_of(await talk.say("", attached=sent(BREATHLESS, "a.txt")))
    assert "太短" not in said
    assert "没法再缩短" in said


async def test_in_reply(bot: Bot, talk: Talk, words: str) -> None:
    """``/summary`` and ``/points`` in reply to a text are about it; in reply to an essay about that."""
    assert (await talk.say("/summary", quoted=sent(words))).about_source
    points = await talk.say("/points", quoted=sent(words))
    assert points.kind is Kind.POINTS
    assert points.about_source
    assert (await talk.press("摘要", quoted=sent(words))).kind is Kind.SUMMARY
    essay = await talk.say("/summary", replied_essay=2, quoted=sent(words))
    assert essay.essay is not None
    group = Talk(bot.desk, "ming", "-5", setting=Setting.GROUP)
    assert (await group.say("/points", quoted=sent(words))).about_source
    assert not (await group.say(words)).about_source


async def test_whose_buttons(bot: Bot, words: str) -> None:
    """In a group that wants it so, the one who asked presses, not the one who sent the text."""
    group = Talk(bot.desk, "ming", "-5", setting=Setting.GROUP)
    await group.say("/settings buttons asker")
    await group.say("/summary", quoted=sent(words))
    group.asker = "hong"
    assert (await group.press("更长", quoted=sent(words))).about_source
    hong = Talk(bot.desk, "hong", "-5", setting=Setting.GROUP, asker="hong")
    hong.reply = group.reply
    assert "回答别人" in text_of(await hong.press("更短", quoted=sent(words)))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.md", "没有文字"),
        (b"\n \n", "a.md", "没有文字"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "a.png", "不是文字文件"),
        (b"<img src='a.png'>" * 30, "a.html", "没有文字"),
        (b"---\ntitle: [a\n---\n\nText.\n", "a.md", "第 "),
        (b"x" * (LARGEST_DOCUMENT + 1), "a.txt", "2 MB"),
        ("只有一句话。".encode(), "a.txt", "太短"),
    ],
    ids=["nothing", "blank", "picture", "markup", "front matter", "large", "short"],
)
async def test_bad_document(talk: Talk, data: bytes, name: str, said: str) -> None:
    """What cannot be digested is refused with a line that says what to do."""
    reply = await talk.say("", attached=sent(data, name))
    assert reply.kind is Kind.NOTICE
    assert said in text_of(reply)


async def test_too_large_to_fetch(talk: Talk) -> None:
    """A file that the platform says is too large is refused as such, in the person's language."""

    async def large() -> Document:
        raise DocumentTooLarge

    talk.language = "en"
    assert "2 MB at most" in text_of(await talk.say("", attached=large))


async def test_no_text(talk: Talk) -> None:
    """What is no text at all gets one helpful line."""
    reply = await talk.say("")
    assert "看得懂文字" in text_of(reply)
    assert labels_of(reply) == ["全部命令"]


async def test_others_are_answered_meanwhile(bot: Bot, talk: Talk, essay: str) -> None:
    """While documents wait for each other, everybody else is answered."""
    begun, release = asyncio.Event(), asyncio.Event()

    async def slow() -> Document:
        begun.set()
        await release.wait()
        return Document(NAME, essay.encode())

    request = Request(talk.request().address, "hong", attached=slow)
    waiting = [asyncio.create_task(bot.desk.answer(request)) for _ in range(5)]
    await begun.wait()
    assert (await talk.say("/summary 1")).kind is Kind.SUMMARY
    release.set()
    assert {reply.kind for reply in await asyncio.gather(*waiting)} == {Kind.SUMMARY}
