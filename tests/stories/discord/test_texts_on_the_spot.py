"""Texts that are sent on Discord: which of a message is read, and where it can be read again."""

from collections.abc import Mapping

import pytest

from tests.platforms.discord import Discord, Message, Person, Seat

LIGHTHOUSE = "灯塔看守人每天点灯。他从不问船从哪里来。海上的人都认得那束光。" * 3
STORY = f"{LIGHTHOUSE}直到有一天，海上再也没有船了。他把灯熄了，回到镇上，开了一家书店。"
FILE = f"# 灯塔\n\n{STORY}".encode()
BELLS = "钟楼每天敲钟。没有人知道是谁在敲。镇上的孩子都听着钟声回家。" * 3
OTHER = f"# 钟楼\n\n{BELLS}后来钟不响了。大家都不知道几点该回家，于是学会了看太阳。".encode()
MENU = "Summarise"
NOT_AGAIN = "不能再读它一次"


@pytest.fixture
def seat(discord: Discord, ming: Person) -> Seat:
    """Ming in the server's channel."""
    return ming.in_(discord.channel)


async def test_in_a_server(seat: Seat) -> None:
    """What others say there can be read once: all is on one screen, with nothing to press that would fail."""
    answer = await seat.context_menu(MENU, seat.say(STORY)).answer()
    assert "灯塔看守人" in answer.text
    assert NOT_AGAIN in answer.text
    assert answer.labels == []


async def test_said_to_the_bot(discord: Discord, seat: Seat) -> None:
    """A message that mentions the bot can be read again, so there is a longer summary of it."""
    said = seat.say(f"<@{discord.world.me.id}> /summary", {"lighthouse.md": FILE})
    await discord.until(lambda: seat.channel.messages[-1].author is discord.world.me, "an answer")
    for answer in (seat.channel.messages[-1], await seat.context_menu(MENU, said).answer()):
        before = answer.text
        assert NOT_AGAIN not in before
        changed = await seat.press(answer.labels[-1], answer).answer()
        assert changed is answer
        assert changed.text != before


async def test_in_private(ming: Person) -> None:
    """So can everything in a direct chat."""
    seat = ming.private
    answer = await seat.context_menu(MENU, seat.say("", {"lighthouse.md": FILE})).answer()
    assert await seat.press(answer.labels[-1], answer).answer() is answer


async def test_reply_to_others(discord: Discord, seat: Seat) -> None:
    """Asked by a mention for what somebody else said, the bot says how it can be had."""
    said = seat.say(STORY)
    seat.say(f"<@{discord.world.me.id}> /summary", reply_to=said)
    await discord.until(lambda: seat.channel.messages[-1].author is discord.world.me, "an answer")
    assert "总结这条消息" in seat.channel.messages[-1].text


@pytest.mark.parametrize(
    ("words", "files", "read", "remark"),
    [
        ("看看", {"a.md": FILE}, "灯塔看守人", ""),
        ("看看", {"a.jpg": b"picture", "a.md": FILE}, "灯塔看守人", ""),
        ("", {"a.md": FILE, "b.md": OTHER}, "灯塔看守人", "a.md"),
        (LIGHTHOUSE + STORY, {"b.md": OTHER}, "钟楼每天敲钟", "b.md"),
        (STORY, {"a.pdf": b"%PDF-1.7"}, "灯塔看守人", "附带的文件没有读"),
        ("", {"a.pdf": b"%PDF-1.7\x00\x01"}, "这不是文字文件", ""),
        ("", {"a.jpg": b"picture"}, "没有文字", ""),
        ("", {}, "没有文字", ""),
    ],
    ids=["file", "beside a picture", "two", "long", "unreadable", "only that", "picture", "nothing"],
)
async def test_what_is_read(
    seat: Seat, words: str, files: Mapping[str, bytes], read: str, remark: str
) -> None:
    """The first file that may be a text, else the words; if there was more to read, the answer says so."""
    answer = await seat.context_menu(MENU, seat.say(words, files)).answer()
    assert read in answer.text
    assert ("没有读" in answer.text) == bool(remark)
    assert remark in answer.text


async def test_larger_than_it_says(seat: Seat) -> None:
    """Of a file that is larger than its message says no more is fetched than may be read."""
    said = seat.say("", {"lighthouse.md": b"x" * 100_000})
    (file,) = said.attachments
    file.times = 640
    assert "2 MB" in (await seat.context_menu(MENU, said).answer()).text
    assert 20 < file.served < 320


async def test_own_answer(discord: Discord, seat: Seat) -> None:
    """A message of the bot's own that shows no essay gets the general answer."""
    shown: Message = await seat.slash("help").answer()
    assert (await seat.context_menu(MENU, shown).answer()).text
    assert discord.complaints() == []
