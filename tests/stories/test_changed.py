"""Buttons under an answer about an essay that was revised since."""

import pytest

from bot.wiring import Bot
from tests.essays import revising
from tests.stories.talk import START, Talk, text_of

CHANGED = "后来更新过"
NEW = "# 烟雾弹\n\n" + "\n\n".join(
    f"第{place}件事是这样的：桥要先量好河的宽，再去选石头和木头，一步也急不得。"
    for place in "一二三四五六七八九十"
)


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("/summary 2", "更长"),
        ("/summary 2", "要点"),
        ("/summary 2", "读原文"),
        ("/summary 2", "第 1 句的出处"),
        ("/points 2", "摘要"),
        ("/points 2", "读原文"),
        ("/points 2", "要点 1 的出处"),
        ("/read 2", "下一页"),
        ("/read 2", "摘要"),
        ("/read 2", "要点"),
    ],
)
async def test_revised(bot: Bot, talk: Talk, asked: str, label: str) -> None:
    """The button works, on the text as it is now, and says that it is another; once."""
    before = await talk.say(asked)
    assert CHANGED not in text_of(await talk.press(label))
    await bot.store.apply([revising(2, "2.md", NEW)], START)
    talk.reply = before
    assert CHANGED in text_of(await talk.press(label))
    assert CHANGED not in text_of(await talk.say(asked))


async def test_saved_sentence_of_a_revised_essay(bot: Bot, talk: Talk) -> None:
    """A sentence that may not stand there any more is not saved; the new text is one press away."""
    await talk.say("/summary 2")
    await talk.press("第 1 句的出处")
    await bot.store.apply([revising(2, "2.md", NEW)], START)
    assert CHANGED in text_of(await talk.press("收藏这句"))
