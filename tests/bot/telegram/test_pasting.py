"""What an app sends as several messages is one text again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageOriginHiddenUser

from bot.telegram.pasting import Pasting
from tests.stories.talk import START, FakeClock

LIMIT = 4096
FULL = "字" * LIMIT
PRIVATE = Chat(501, Chat.PRIVATE)
AGES = MessageOriginHiddenUser(START, "某人")


def said(
    text: str, chat: Chat = PRIVATE, seconds: int = 0, origin: MessageOriginHiddenUser | None = None
) -> Message:
    """A message with these words."""
    return Message(1, START + timedelta(seconds=seconds), chat, text=text, forward_origin=origin)


async def rest_of(messages: Sequence[Message]) -> tuple[str, list[bool]]:
    """How the first message goes on, and which of the others are a part of that."""
    pasting = Pasting(FakeClock())
    first, *others = messages
    assert not pasting.take(first)
    taken = [pasting.take(message) for message in others]
    return await pasting.rest(first), taken


@given(st.text(st.sampled_from("字词。 a\n"), min_size=1, max_size=30), st.integers(LIMIT, 3 * LIMIT))
async def test_cut_anywhere(words: str, length: int) -> None:
    """A text that was cut wherever a message was full is put together as it was."""
    text = (words * length)[:length]
    parts = [text[start : start + LIMIT] for start in range(0, len(text), LIMIT)]
    rest, taken = await rest_of([said(part) for part in parts])
    assert parts[0] + rest == text
    assert all(taken)


@pytest.mark.parametrize(
    ("before", "gap"), [("字" * 3000 + "。", "\n\n"), ("字" * 3000, "\n"), ("word " * 600 + "on", " ")]
)
async def test_trimmed(before: str, gap: str) -> None:
    """Where the app took white space away, there is some again."""
    rest, _ = await rest_of([said(before), said("下文。")])
    assert rest == gap + "下文。"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said("字" * 2000), said("下文。")),
        (said(FULL), said("/list")),
        (said(FULL), said("下文。", seconds=60)),
        (said(FULL), said("下文。", origin=AGES)),
        (said(FULL, origin=AGES), said("下文。")),
        (said(FULL, Chat(-100, Chat.SUPERGROUP)), said("下文。", Chat(-100, Chat.SUPERGROUP))),
        (said(FULL), said("下文。", Chat(502, Chat.PRIVATE))),
    ],
)
async def test_apart(first: Message, second: Message) -> None:
    """What was not too long, is something else, or came much later, stands alone."""
    assert await rest_of([first, second]) == ("", [False])


async def test_ends() -> None:
    """A part that is not full is the last; and there are not endless ones."""
    rest, taken = await rest_of([said(FULL), said("完。"), said("另外。")])
    assert rest == "完。"
    assert taken == [True, False]
    _, taken = await rest_of([said(FULL)] * 200)
    assert taken.count(True) == 99


async def test_another_text() -> None:
    """When a text was put together, the next begins."""
    pasting = Pasting(FakeClock())
    for _ in range(2):
        first = said(FULL)
        assert not pasting.take(first)
        assert pasting.take(said("完。"))
        assert await pasting.rest(first) == "完。"
