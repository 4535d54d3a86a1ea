"""Every platform shows the same answers to the same requests: nothing left out, nothing reworded."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import assert_never

import pytest

from bot.replies import (
    Attachment,
    Byline,
    Entry,
    Heading,
    Hit,
    Lead,
    Node,
    Paragraph,
    Passage,
    Point,
    Progress,
    Quiet,
    Text,
    Title,
    Usage,
)
from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.contracts.platforms import LANGUAGE, PLATFORMS, Visitor
from tests.stories.talk import FakeClock, Talk, labels_of

# Conversations: what is said, and which buttons are pressed one after the other.
CONVERSATIONS = [
    ["/start"],
    ["/help"],
    ["/summary 4", "更长", "要点", "摘要"],
    ["/points 1", "读原文"],
    ["/read 1", "下一页", "下一页", "上一页"],
    ["/search 产业互联网 平台"],
    ["/search 拼多多 没有这样的词"],
    ["/list"],
    ["/latest"],
    ["/topic 平台"],
    ["/related 4"],
    ["/save 4"],
    ["/saved"],
    ["/settings", "English"],
    ["/forgetme", "确定删除"],
    ["/mydata"],
    ["/sumary 4"],
    ["/summary 99"],
    ["烟雾弹"],
    ["产业互联网的深逻辑吗"],
]
# Signs that a platform adds: marks of what was looked for, small numbers that lead to places.
_SIGNS = re.compile(r"[\s【】⁰¹²³⁴⁵⁶⁷⁸⁹]")
# What the asker is called differs from one to the other.
_ASKER = re.compile(r"(?<=编号：)(?:console|telegram|discord):[0-9a-z]+")


@pytest.fixture
async def bot(tmp_path: Path, seeds: Path) -> AsyncIterator[Bot]:
    """A bot with the seeds in its library."""
    async with await assemble(Settings(essays=seeds, data=tmp_path), FakeClock(), Random(7)) as bot:
        await bot.refresh()
        yield bot


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> str:
    """A kind of platform."""
    return str(request.param)


@pytest.fixture
async def visitor(platform: str, bot: Bot) -> AsyncIterator[Visitor]:
    """Somebody who talks to the bot on a platform of this kind."""
    async with PLATFORMS[platform](bot) as visitor:
        yield visitor


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda said: said[0])
async def test_same_answers(bot: Bot, platform: str, visitor: Visitor, conversation: list[str]) -> None:
    """Whoever asks the same sees every word of the answer, node by node, and all its buttons."""
    talk = Talk(bot.desk, person="somebody else", chat="elsewhere", language=LANGUAGE, platform=platform)
    said, *pressed = conversation
    expected, shown = await talk.say(said), await visitor.say(said)
    for label in [*pressed, None]:
        words = _bare(shown.words)
        place = 0
        for texts in map(_bare_words, expected.nodes):
            assert [text for text in texts if text not in words[place:]] == []
            place = max([place, *(words.index(text, place) + len(text) for text in texts)])
        assert shown.passing or set(labels_of(expected)) <= set(shown.labels)
        if label is not None:
            expected, shown = await talk.press(label), await visitor.press(label)


def _bare_words(node: Node) -> list[str]:
    return list(map(_bare, _words(node)))


def _words(node: Node) -> Iterator[str]:  # noqa: C901 - one case for each kind of node
    match node:
        case Title(text) | Heading(text) | Text(text) | Quiet(text) | Progress(text):
            yield text
        case Byline(parts):
            yield from parts
        case Lead(label, text):
            yield from (label, text)
        case Passage(sentences):
            yield from (sentence.text for sentence in sentences)
        case Point():
            yield node.point.text
        case Paragraph():
            yield "".join(run.text for run in node.runs)
        case Hit():
            yield from (node.title, "".join(run.text for run in node.runs), node.byline, node.more)
        case Entry():
            yield from (node.title, node.quote, node.byline)
        case Usage(usage, description):
            yield from (usage, description)
        case Attachment():
            return
        case _:
            assert_never(node)


def _bare(text: str) -> str:
    return _ASKER.sub("", _SIGNS.sub("", text))
