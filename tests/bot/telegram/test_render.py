"""What people see in Telegram."""

import re
import unicodedata
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.actions import of_payload
from bot.replies import (
    Attachment,
    Button,
    Byline,
    Entry,
    Heading,
    Hit,
    Kind,
    Lead,
    Node,
    Paragraph,
    Passage,
    Point,
    Progress,
    Quiet,
    Reply,
    Run,
    Text,
    Title,
    Usage,
)
from bot.requests import Action
from bot.telegram.render import Key, Message, alert, render, render_offer
from bot.telegram.rich import Entity, units
from digests.model import KeyPoint, Place, Sentence
from tests.replies import FAMILY, replies, verbatim

PLACE = Place(2, 0, 9)
QUOTES = {"blockquote", "expandable_blockquote"}
ALONE = {"code", "pre"}


def button(label: str, data: str = "random") -> Button:
    """A button of this label."""
    return Button(label, Action(data), data)


def marked_up(message: Message) -> str:
    """A message with its entities as tags, to read them in a test."""
    text = message.text.encode("utf-16-le")
    edges: list[tuple[int, int, str]] = []
    for order, entity in enumerate(message.entities):
        tag = entity.type + (f" {of_payload(entity.url.partition('=')[2])}" if entity.url else "")
        edges.append((entity.offset, order + 1000, f"<{tag}>"))
        edges.append((entity.offset + entity.length, -order, f"</{entity.type}>"))
    pieces, position = [], 0
    for offset, _, tag in sorted(edges):
        pieces += [text[2 * position : 2 * offset].decode("utf-16-le"), tag]
        position = offset
    return "".join([*pieces, text[2 * position :].decode("utf-16-le")])


def shown(*nodes: Node) -> str:
    """The one message that shows the nodes, with tags."""
    (message,) = render(Reply(Kind.NOTICE, nodes), "a_bot").messages
    return marked_up(message)


def labels(message: Message) -> list[list[str]]:
    """The labels of a keyboard."""
    return [[key.label for key in row] for row in message.keyboard]


SUMMARY = Reply(
    Kind.SUMMARY,
    (
        Title("桥与渡"),
        Byline(("甲", "2021-10-29", "约 7 分钟")),
        Lead("导语（编辑）", "这一篇谈桥，也谈渡口。"),
        Passage(
            (Sentence("桥让两岸相见。", PLACE), Sentence("“渡口让人等待。”", PLACE)),
            (button("出处", "read:1:2.0:1"), button("出处", "read:1:2.9:1")),
        ),
        Passage((Sentence("没有标点的一句", PLACE),), (button("出处", "read:1:3.0:1"),)),
    ),
    ((button("要点", "points:1"), button("更长", "summary:1:long")), (button("读原文", "read:1"),)),
    share=button("分享", "summary:1"),
)


def test_summary() -> None:
    """A summary: bold title, folded lead, and behind each sentence a number that leads to its place."""
    (message,) = render(SUMMARY, "a_bot").messages
    assert marked_up(message) == snapshot("""\
<bold>桥与渡</bold>
甲 · 2021-10-29 · 约 7 分钟

<expandable_blockquote><bold>导语（编辑）</bold>
这一篇谈桥，也谈渡口。</expandable_blockquote>

桥让两岸相见<text_link read:1:2.0:1>。¹</text_link> “渡口让人等待<text_link read:1:2.9:1>。”²</text_link>

没有标点的一句<text_link read:1:3.0:1>³</text_link>\
""")


def test_keyboard() -> None:
    """Buttons keep their rows, and the last one lets the reader share a link that does the same again."""
    (message,) = render(SUMMARY, "a_bot").messages
    assert labels(message) == [["要点", "更长"], ["读原文", "分享"]]
    assert message.keyboard[0][1].data == "summary:1:long"
    assert message.keyboard[-1][-1].url == snapshot(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fa_bot%3Fstart%3Dc3VtbWFyeTox"
    )


def test_what_is_shared() -> None:
    """Whoever gets the link reads what it leads to."""
    share = replace(button("分享", "summary:1"), short="桥 & 渡")
    (message,) = render(replace(SUMMARY, share=share), "a_bot").messages
    assert message.keyboard[-1][-1].url.endswith("&text=%E6%A1%A5%20%26%20%E6%B8%A1")


def test_privately() -> None:
    """A button to something private is a link to a private chat, where the bot knows its name."""
    reply = Reply(Kind.NOTICE, (Text("请。"),), ((replace(button("看", "+saved"), privately=True),),))
    assert render(reply, "a_bot").messages[0].keyboard == (
        (Key("看", url="https://t.me/a_bot?start=K3NhdmVk"),),
    )
    assert render(reply).messages[0].keyboard == ((Key("看", "+saved"),),)


def test_many_keys() -> None:
    """There are never more keys than the service takes."""
    (message,) = render(Reply(Kind.NOTICE, (Text("选吧。"),), ((button("一"),) * 7,) * 20)).messages
    assert sum(map(len, message.keyboard)) == 100


def test_without_username() -> None:
    """A bot that does not know its name makes no links to itself."""
    (message,) = render(SUMMARY).messages
    assert message.text.endswith("桥让两岸相见。 “渡口让人等待。”\n\n没有标点的一句")
    assert not any(key.url for row in message.keyboard for key in row)


def test_points_without_numbers() -> None:
    """What the author numbers gets a bullet, which leads to its place."""
    point = Point(None, KeyPoint("第一，桥不是路。", PLACE), button("出处", "read:1:2.0:1"))
    assert shown(point) == "<text_link read:1:2.0:1>•</text_link> 第一，桥不是路。"


def test_points() -> None:
    """Key points stand under their headings, and their numbers lead to their places."""
    nodes = (
        Heading("一、桥"),
        Point(1, KeyPoint("桥不是路。", PLACE), button("出处", "read:1:2.0:1")),
        Point(2, KeyPoint("渡口的意义在等待", PLACE), None, opens=True),
        Point(3, KeyPoint("船来了。", PLACE, "二、渡口的意义在等待"), None),
    )
    assert shown(*nodes) == snapshot("""\
<bold>一、桥</bold>
<text_link read:1:2.0:1>1.</text_link> 桥不是路。

2. <bold>渡口的意义在等待</bold>
3. 船来了。\
""")


def test_page() -> None:
    """A page shows headings, quotations, lists and listings as such, and what was sought in signs too."""
    nodes = (
        Paragraph("heading", (Run("一、桥"),), 2),
        Paragraph("paragraph", (Run("桥让两岸相见。", marked=True), Run("桥不是路。", bold=True))),
        Paragraph("quote", (Run("逝者如斯夫。"),)),
        Paragraph("item", (Run("木桥，见 bridge.md"),), 1),
        Paragraph("item", (Run("独木桥"),), 2),
        Paragraph("item", (Run("渡船"),), 1, 3),
        Paragraph("item", (Run("不是桥"),), 1, 0),
        Paragraph("code", (Run("    for x in y:\n        pass"),)),
        Quiet("未经许可，禁止转载。"),
        Progress("第 1/3 页"),
    )
    assert shown(*nodes) == snapshot("""\
<bold>一、桥</bold>

<bold>【桥让两岸相见。】桥不是路。</bold>

<blockquote>逝者如斯夫。</blockquote>

• 木桥，见 <code>bridge.md</code>
    • 独木桥
3. 渡船
  不是桥

<pre>    for x in y:
        pass</pre>

<italic>未经许可，禁止转载。</italic>

<italic>第 1/3 页</italic>\
""")


def test_hits() -> None:
    """A hit shows the essay, its sentence with the words marked, who and when."""
    runs = (Run("桥", marked=True), Run("让两岸相见。"))
    hits = [
        Hit(number, "桥与渡", runs, PLACE, "甲 · 2021", button(f"第 {number} 篇的出处"), 1.0, "文中另有 2 句")
        for number in (12, 5, 3)
    ]
    (message,) = render(Reply(Kind.RESULTS, (Heading("“桥”：3 篇"), hits[0])), "a_bot").messages
    assert marked_up(message) == snapshot("""\
<bold>“桥”：3 篇</bold>

<bold>12. 桥与渡</bold>
<blockquote><bold>【桥】</bold>让两岸相见。</blockquote>
甲 · 2021 · 文中另有 2 句\
""")
    (message,) = render(Reply(Kind.RESULTS, tuple(hits), ((button("下一页"),),)), "a_bot").messages
    assert labels(message) == [["第 12 篇的出处", "第 5 篇的出处"], ["第 3 篇的出处"], ["下一页"]]


def test_lists() -> None:
    """A shelf shows numbers, titles and saved sentences, each with a key of its own."""
    nodes = (
        Entry(1, "桥与渡", "甲", button("1. 桥与渡")),
        Entry(30, "很长的标题", "", button("30. 很长的标题，在一个按键上放不下它的全部"), "渡口让人等待。"),
    )
    assert shown(*nodes) == snapshot("""\
<bold>1. 桥与渡</bold>
甲

<bold>30. 很长的标题</bold>
<blockquote>渡口让人等待。</blockquote>\
""")
    (message,) = render(Reply(Kind.LIST, nodes)).messages
    assert labels(message) == [["1. 桥与渡"], ["30. 很长的标题，在一个按键上放不下它…"]]


def test_help() -> None:
    """Help has one command to a line."""
    nodes = (Text("可以这样说："), Usage("/help", "全部命令"), Usage("/random", "随机一篇"), Quiet("提示。"))
    assert shown(*nodes) == snapshot("""\
可以这样说：

/help  全部命令
/random  随机一篇

<italic>提示。</italic>\
""")


def test_file() -> None:
    """A file goes apart from the message."""
    file = Attachment("a.json", "{}")
    screen = render(Reply(Kind.NOTICE, (Text("给你。"), file)))
    assert [message.text for message in screen.messages] == ["给你。"]
    assert screen.files == (file,)


def test_nothing() -> None:
    """A reply without nodes, or with nothing to see in them, is no message."""
    assert render(Reply(Kind.NOTICE, ())).messages == ()
    assert render(Reply(Kind.NOTICE, (Text(" \u200b\n"),))).messages == ()


def test_alert() -> None:
    """A short reply is said in a box over the chat, a long one is not."""
    assert alert(Reply(Kind.NOTICE, (Text("已收藏。"), Text("谢谢。")))) == "已收藏。\n谢谢。"
    assert alert(Reply(Kind.NOTICE, (Text("长" * 201),))) == ""


def test_offer() -> None:
    """What an offer posts has keys that open the bot, and none that ask it for something there."""
    message = render_offer(SUMMARY, "a_bot")
    keys = [key for row in message.keyboard for key in row]
    assert [key.label for key in keys] == ["要点", "更长", "读原文"]
    assert all(key.url.startswith("https://t.me/a_bot?start=") and not key.data for key in keys)


def test_unwelcome_signs() -> None:
    """What the service would drop or replace is gone before offsets are counted."""
    assert shown(Title("a\x00b\u202ec\r\nd\ud800"), Text("\r\n桥")) == "<bold>a bc\nd\ufffd</bold>\n\n\n桥"


def test_split_at_sentences() -> None:
    """A long text is split between sentences, or with the number that leads to their place behind them."""
    sentences = tuple(Sentence(f"这是第{n}句，{'长' * 60}。", PLACE) for n in range(200))
    leads = tuple(button("出处", f"read:1:{n}") for n in range(200))
    reply = Reply(Kind.SUMMARY, (Passage(sentences, leads),))
    plain, linked = render(reply).messages, render(reply, "a_bot").messages
    assert len(plain) == 4
    assert all(message.text.endswith("。") for message in plain)
    assert all(re.search("。[⁰¹²³⁴⁵⁶⁷⁸⁹]+\\Z", message.text) for message in linked)
    assert sum(len(message.entities) for message in linked) == 200


def test_split_between_paragraphs() -> None:
    """Rather than within a paragraph a long text is split between two."""
    nodes = tuple(Paragraph("paragraph", (Run("桥不是路。" * 300),)) for _ in range(5))
    assert [len(message.text) for message in render(Reply(Kind.PAGE, nodes)).messages] == [3002, 3002, 1500]


def test_folded_parts() -> None:
    """A lead that goes over several messages is folded in each."""
    messages = render(Reply(Kind.SUMMARY, (Lead("导语", "桥不是路。" * 2000),))).messages
    assert [message.entities[0].type for message in messages] == ["expandable_blockquote"] * 3


@given(st.integers(300, 2000), st.sampled_from([FAMILY, "🇨🇳", "👍🏽", "1️⃣", "e\u0301", "𝒳"]))
def test_whole_characters(count: int, sign: str) -> None:
    """What is seen as one character is never split."""
    messages = render(Reply(Kind.NOTICE, (Text("a" + sign * count),))).messages
    assert all(message.text.replace(sign, "") in ("a", "") for message in messages)


@given(replies(), st.sampled_from(["", "a_bot"]))
def test_limits(reply: Reply, username: str) -> None:
    """Whatever a reply holds, every message of it keeps to the limits of the service."""
    for message in render(reply, username).messages:
        assert 0 < units(message.text) <= 4096
        assert len(message.text.encode()) <= 32_768
        assert len(message.entities) <= 90
        assert not message.text[-1].isspace()
        assert not message.text[0].isspace() or message.entities[0].type == "pre"


@given(replies())
def test_entities(reply: Reply) -> None:
    """Entities are within the text, not empty, without white space at their edges, and nested as allowed."""
    for message in render(reply, "a_bot").messages:
        for entity in message.entities:
            text = _text(message, entity)
            assert text == text.rstrip() != ""
            assert entity.type == "pre" or text == text.lstrip()
        assert all(_may_share(one, other) for one, other in combinations(message.entities, 2))


def _text(message: Message, entity: Entity) -> str:
    """The text of an entity; an error if it begins or ends within a surrogate pair."""
    text = message.text.encode("utf-16-le")
    assert 0 <= entity.offset < entity.offset + entity.length <= len(text) // 2
    return text[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def _may_share(one: Entity, other: Entity) -> bool:
    """Whether the rules of the Bot API let both stand where they do."""
    first, second = sorted((one, other), key=lambda entity: (entity.offset, -entity.length))
    if first.offset + first.length <= second.offset:
        return True
    nested = second.offset + second.length <= first.offset + first.length
    types = {first.type, second.type}
    alone = types & ALONE and not types & QUOTES
    return nested and not alone and len(types) == 2 and not types <= QUOTES


@given(replies(), st.sampled_from(["", "a_bot"]))
def test_keys(reply: Reply, username: str) -> None:
    """Keys are below the last message, have a label that fits, and hold either data or a link."""
    *others, last = render(reply, username).messages or (Message(""),)
    assert not any(message.keyboard for message in others)
    keys = [key for row in last.keyboard for key in row]
    assert len(keys) <= 100
    assert all(0 < len(row) <= 8 for row in last.keyboard)
    for key in keys:
        assert key.label.strip()
        assert "\n" not in key.label
        assert (1 <= len(key.data.encode()) <= 64) != bool(key.url)


@given(replies(), st.sampled_from(["", "a_bot"]))
def test_nothing_is_lost(reply: Reply, username: str) -> None:
    """All text of essays is there in its order, to the character but for what cannot be seen."""
    everything = _seen("".join(message.text for message in render(reply, username).messages))
    position = 0
    for text in (text for node in reply.nodes for text in verbatim(node)):
        # Where a text goes over two messages nothing of ours is between its parts.
        position = everything.index(_seen(text), position) + len(_seen(text))


def _seen(text: str) -> str:
    signs = text.replace("\ud83d", "\ufffd")
    return "".join(sign for sign in signs if unicodedata.category(sign)[0] in "LNPSM")
