"""Searching inside the essays."""

import pytest

from bot.replies import Hit, Kind, Paragraph
from tests.stories.talk import Talk, labels_of, numbers_of, text_of


def hits(talk: Talk) -> list[Hit]:
    """The hits of the last reply."""
    return [node for node in talk.reply.nodes if isinstance(node, Hit)]


async def test_marked_sentence(talk: Talk) -> None:
    """A hit is the essay's sentence with the words marked, and leads to its place."""
    await talk.say("/search 拼多多 下沉")
    assert numbers_of(talk.reply) == [5]
    marked = [run.text for run in hits(talk)[0].runs if run.marked]
    assert {"拼多多", "下沉"} <= set(marked)
    page = await talk.press("第 5 篇的出处")
    paragraphs = [node for node in page.nodes if isinstance(node, Paragraph)]
    assert "拼多多" in "".join(run.text for node in paragraphs for run in node.runs if run.marked)


async def test_two_characters_latin_and_width(talk: Talk) -> None:
    """Two-character words are found, and width and case do not count."""
    assert 3 in numbers_of(await talk.say("/search 中台"))
    assert numbers_of(await talk.say("/search s2b")) == [2]
    assert numbers_of(await talk.say("/search Ｓ２Ｂ")) == [2]


async def test_words_in_one_piece(talk: Talk) -> None:
    """Words that stand apart in the essays are found though typed in one piece."""
    assert 4 in numbers_of(await talk.say("/search 美团徐雷"))


async def test_nothing_found(talk: Talk) -> None:
    """Nothing found leads to the nearest titles."""
    nothing = await talk.say("/search 量子纠缠")
    assert nothing.kind is Kind.CHOICES
    assert numbers_of(nothing)


async def test_no_words(talk: Talk) -> None:
    """Without words there are examples, each of which finds something."""
    how = await talk.say("/search")
    example = labels_of(how)[0]
    assert (await talk.press(example)).kind is Kind.RESULTS


@pytest.mark.parametrize(
    "words",
    ['"', "*", "AND OR NOT", "🐟", "的" * 9_999, "'; DROP TABLE essay; --", "\0", "\udc80", "%_", "()"],
)
async def test_any_words(talk: Talk, words: str) -> None:
    """Whatever is typed, there is an answer that is not an apology."""
    reply = await talk.say(f"/search {words}")
    assert reply.kind is not Kind.ERROR
    assert text_of(reply)
    assert (await talk.say(words)).kind is not Kind.ERROR


async def test_long_query_has_buttons(talk: Talk) -> None:
    """A query too long for a button is searched again from a button all the same."""
    words = "产业互联网的深逻辑与去中心化的革命以及烟雾弹背后的核心要义"
    choices = await talk.say(f"/summary {words}")
    assert choices.kind is Kind.CHOICES
    assert (await talk.press("搜索全文")).kind in {Kind.RESULTS, Kind.CHOICES}
