"""Texts that people send: digested on the spot, and kept nowhere."""

import pytest

from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group
from tests.stories.telegram.test_troubles import StoppedClock, going_clock

# Words of our own: long enough that a summary leaves something out.
PARAGRAPHS = [
    "很多人以为，写长文章难在开头，其实难在知道什么时候该停下来。",
    "一篇文章要说清楚一件事，就得先放下另外九件事，这一点比文采更要紧。",
    "首先，读者的时间是有限的，他愿意给你的只有前三十秒，三十秒里没有看到一个明确的判断，他就走了。",
    "其次，材料越多，结构就越重要，没有结构的材料只是堆在一起的砖头，谁也住不进去。",
    "最后，好的结尾不是总结，而是让读者带着一个问题离开，这个问题会替你把文章继续写下去。",
    "我曾经用一个月写一篇文章，又用一个下午把它删到只剩三段，结果读的人反而多了十倍。",
    "删掉的那些话并不是不好，只是它们属于另外一篇文章，而那篇文章还没有轮到写的时候。",
    "所以每次动笔之前，我都会先问自己：如果只能留下一句话，我会留下哪一句？",
    "能回答这个问题，文章就已经写完了一半；回答不了，写得再多也只是在原地打转。",
    "我见过太多文章死在第二段，因为第一段许下的承诺太大，而作者手里其实只有一个小小的例子。",
    "例子小并不要紧，要紧的是把它讲透，让人看见它背后那条谁都绕不过去的道理。",
    "写作从来不是把知道的都说出来，而是替读者决定哪些可以不说。",
]
TEXT = "\n\n".join(PARAGRAPHS)
FILE = f"# 该停下来的时候\n\n{TEXT}\n".encode()


async def test_a_file(ming: Person) -> None:
    """A document is answered by its summary and key points; its buttons read it again."""
    sent = ming.private.send_file("文.md", FILE)
    summary = await ming.private.reads("该停下来的时候")
    assert summary.reply_to == sent
    assert any(part in summary.text for part in PARAGRAPHS)
    label = next(label for label in ("更长", "更短") if label in summary.labels)
    ming.private.press(label, on=summary)
    assert (await ming.private.reads("该停下来的时候")).id == summary.id


async def test_seen_at_work(telegram: Telegram, ming: Person) -> None:
    """Who sends a text sees that the bot is at it."""
    ming.private.send_file("文.md", FILE)
    await ming.private.reads("该停下来的时候")
    assert {"chat_id": ming.id, "action": "typing"} in telegram.asked("sendChatAction")


async def test_reply_to_its_digest(ming: Person) -> None:
    """A command in reply to a text, or to what the bot made of it, is about no essay."""
    sent = ming.private.send_file("文.md", FILE)
    digest = await ming.private.reads("该停下来的时候")
    ming.private.say("/summary", reply_to=digest.id)
    await ming.private.reads("回复")
    ming.private.say("/read", reply_to=sent)
    only = await ming.private.reads("不在书架上")
    ming.private.press("要点", on=only)
    assert (await ming.private.reads("该停下来的时候")).id == only.id


async def test_reply_to_no_text(telegram: Telegram, ming: Person) -> None:
    """A command in reply to what has no words is about no essay either."""
    talks = group(telegram, "聊天", ming)
    for seat in (ming.private, ming.in_(talks)):
        seat.say("/summary 4")
        await seat.reads("产业互联网的深逻辑")
        voice = seat.send_voice()
        for command in ("/summary", "/points", "/read", "/save"):
            seat.say(command, reply_to=voice)
            assert "看得懂文字" in (await seat.reads("文字")).text
        seat.say("/points 4", reply_to=voice)
        await seat.reads("产业互联网的深逻辑")


async def test_names_of_files(ming: Person) -> None:
    """Names of files stay what they are, wherever they stand."""
    told = f"{TEXT}\n\n这篇叫 essay.md，程序在 main.py 里，写给 @somebody。\n"
    ming.private.send_file("essay.md", f"# 看 essay.md\n\n{told}".encode())
    summary = await ming.private.reads("看 essay.md")
    assert summary.marked("url") == summary.marked("mention") == []


async def test_a_file_that_is_gone(ming: Person) -> None:
    """When the message with the text was deleted, a button asks for it again."""
    sent = ming.private.send_file("文.md", FILE)
    summary = await ming.private.reads("该停下来的时候")
    ming.private.delete(sent)
    del summary.message["reply_to_message"]
    ming.private.chat.messages[summary.id].pop("reply_to_message")
    label = next(label for label in ("更长", "更短") if label in summary.labels)
    query = ming.private.press(label, on=summary)
    assert "再发一次" in await ming.private.sees(query)


async def test_pasted_and_forwarded(ming: Person) -> None:
    """A long text is digested, whether it was written or forwarded."""
    pasted = ming.private.say(TEXT)
    assert (await ming.private.reads("不保存原文")).reply_to == pasted
    forwarded = ming.private.forward(TEXT)
    assert (await ming.private.reads("不保存原文")).reply_to == forwarded


LONG = "\n\n".join(f"{number}、{paragraph}" for number in range(30) for paragraph in PARAGRAPHS)
LIMIT = 4096


@pytest.mark.parametrize("clock", [StoppedClock()])
async def test_pasted_in_parts(ming: Person) -> None:
    """A text that an app cut into messages is one text, answered under the first once its end is there."""
    parts = [LONG[start : start + LIMIT] for start in range(0, 2 * LIMIT + 1000, LIMIT)]
    first, *_ = [ming.private.say(part) for part in (*parts[:2], parts[2][:1000])]
    summary = await ming.private.reads("原文分成了几条消息")
    assert summary.reply_to == first
    assert not {"更长", "更短"} & {*summary.labels}
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    assert len(ming.private.chat.shown) == 2


@pytest.mark.parametrize("clock", [StoppedClock()])
async def test_pasted_behind_a_command(ming: Person) -> None:
    """So is one behind a command; what is asked in between is answered by itself."""
    first = ming.private.say(f"/points {LONG}"[:LIMIT])
    ming.private.say("/list")
    await ming.private.reads("全部文章")
    ming.private.say(LONG[-1000:])
    assert (await ming.private.reads("原文分成了几条消息")).reply_to == first


@pytest.mark.parametrize("clock", [going_clock()])
async def test_pasted_in_one_part(ming: Person) -> None:
    """Where nothing follows, a long message is answered as any other; what comes later is another text."""
    for _ in range(2):
        pasted = ming.private.say(LONG[:LIMIT])
        summary = await ming.private.reads("都会重新读那条消息")
        assert summary.reply_to == pasted
        assert {"更长", "更短"} & {*summary.labels}


@pytest.mark.parametrize("clock", [StoppedClock()])
async def test_forwarded_together(telegram: Telegram, ming: Person) -> None:
    """Long messages that are forwarded together stay the texts that they were."""
    forwarded = {ming.private.forward(LONG[start : start + 3000]) for start in (0, 3000)}
    shown = ming.private.chat.shown
    await telegram.world.pulse.until(lambda: len(shown) == len(forwarded) or None, "both answers")
    assert {seen.reply_to for seen in shown} == forwarded


async def test_summary_in_reply(telegram: Telegram, ming: Person) -> None:
    """In a group a text is digested when somebody asks for it, and answered under the text."""
    talks = group(telegram, "读书", ming, bot_status="administrator")
    seat = ming.in_(talks)
    sent = seat.send_file("文.md", FILE)
    seat.say("/summary", reply_to=sent)
    assert (await seat.reads("该停下来的时候")).reply_to == sent


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("大.txt", b"\xe5\xad\x97" * 700_000, "2 MB"),
        ("图.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "不是文字"),
        ("空.txt", b" \n", "没有文字"),
    ],
)
async def test_bad_files(ming: Person, name: str, data: bytes, said: str) -> None:
    """What cannot be read is refused with a reason and a way out."""
    sent = ming.private.send_file(name, data)
    assert (await ming.private.reads(said)).reply_to == sent


async def test_a_huge_file(telegram: Telegram, ming: Person) -> None:
    """A file that the service itself would not give is not even asked for."""
    ming.private.send_file("巨.txt", b"x" * 20_000_001)
    await ming.private.reads("2 MB")
    assert telegram.asked("getFile") == []
