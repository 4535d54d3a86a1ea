"""How replies look on Discord."""

from datetime import date

import pytest
from inline_snapshot import snapshot

from bot.discord.components import (
    ButtonRow,
    Message,
    Select,
    as_json,
)
from bot.discord.render import data_of, render
from bot.replies import (
    Attachment,
    Byline,
    Entry,
    EssayCard,
    Heading,
    Hit,
    Kind,
    Lead,
    Paragraph,
    Passage,
    Point,
    Progress,
    Reply,
    Run,
    Text,
    Title,
)
from digests.model import KeyPoint, Sentence
from tests.bot.discord.pieces import PLACE, button, shown
from tests.platforms.discord.components import walk

SUMMARY = Reply(
    Kind.SUMMARY,
    (
        Title("桥与渡"),
        Byline(("甲", "2021-10-29", "约 7 分钟")),
        Lead("导语（编辑）", "这一篇谈桥，也谈渡口。"),
        Passage(
            (Sentence("桥让两岸相见。", PLACE), Sentence("渡口让人等待。", PLACE)),
            (button("第 1 句的出处", "read:1:2.0"), button("第 2 句的出处", "read:1:2.9")),
        ),
    ),
    ((button("要点", "points:1"), button("更长", "summary:1:long")), (button("读原文", "read:1"),)),
    EssayCard(1, "桥与渡", "甲", date(2021, 10, 29), None),
    menu="出处",
)


def only(reply: Reply) -> Message:
    """The one message that shows a reply."""
    (message,) = render(reply).messages
    return message


def test_summary() -> None:
    """A summary is one message; its sentences lead to their places through a menu."""
    assert shown(only(SUMMARY)) == snapshot("""\
## 桥与渡
-# 甲 · 2021-10-29 · 约 7 分钟

> -# **导语（编辑）**
> -# 这一篇谈桥，也谈渡口。

桥让两岸相见。¹ 渡口让人等待。²
{出处: 1. 桥让两岸相见。 | 2. 渡口让人等待。}
[要点] [更长]
[读原文]\
""")


def test_points_without_numbers() -> None:
    """What the author numbers gets a bullet, in the list and in the menu."""
    said = [KeyPoint(text, PLACE) for text in ("第一，桥不是路。", "第二，船来了。")]
    points = tuple(Point(None, point, button("出处")) for point in said)
    assert shown(only(Reply(Kind.POINTS, points, menu="出处"))) == snapshot("""\
**•** 第一，桥不是路。

**•** 第二，船来了。
{出处: • 第一，桥不是路。 | • 第二，船来了。}\
""")


def test_points() -> None:
    """Key points stand under their headings, and a menu leads to where they stand."""
    first, second = KeyPoint("桥不是路。", PLACE, "一、桥"), KeyPoint("渡口的意义在等待。", PLACE, "二、渡")
    nodes = (
        Heading("一、桥"),
        Point(1, first, button("要点 1 的出处")),
        Heading("二、渡"),
        Point(2, second, button("要点 2 的出处")),
    )
    assert shown(only(Reply(Kind.POINTS, nodes, menu="出处"))) == snapshot("""\
### 一、桥
**1.** 桥不是路。

### 二、渡
**2.** 渡口的意义在等待。
{出处: 1. 桥不是路。 | 2. 渡口的意义在等待。}\
""")


def test_point_as_heading() -> None:
    """A point that is a heading stands out, and close above what it opens."""
    nodes = (
        Point(1, KeyPoint("桥不是路", PLACE), None, opens=True),
        Point(2, KeyPoint("船来了。", PLACE, "一、桥不是路"), None),
        Point(3, KeyPoint("渡口的意义在等待", PLACE), None, opens=True),
    )
    assert shown(only(Reply(Kind.POINTS, nodes))) == snapshot("""\
**1.** **桥不是路**
**2.** 船来了。

**3.** **渡口的意义在等待**\
""")


def test_page() -> None:
    """A page shows what was looked for, quotations, lists and code as such, and where one is."""
    nodes = (
        Paragraph("heading", (Run("一、桥"),), 2),
        Paragraph("paragraph", (Run("桥让两岸相见。", marked=True), Run("桥不是路。", bold=True))),
        Paragraph("quote", (Run("逝者如斯夫。"),)),
        Paragraph("item", (Run("木桥"),), 1),
        Paragraph("item", (Run("石拱桥"),), 2),
        Paragraph("item", (Run("渡船"),), 1, 3),
        Paragraph("item", (Run("不是桥"),), 1, 0),
        Paragraph("code", (Run("for x in y:\n    pass"),)),
        Progress("第 1/3 页"),
    )
    assert shown(only(Reply(Kind.PAGE, nodes))) == snapshot("""\
### 一、桥

**【桥让两岸相见。】桥不是路。**

> 逝者如斯夫。

- 木桥
  - 石拱桥
3. 渡船
  不是桥

```
for x in y:
    pass
```

-# 第 1/3 页\
""")


def hit(number: int) -> Hit:
    """A search hit."""
    runs = (Run("桥让"), Run("两岸", marked=True), Run("相见。"))
    lead = button(f"第 {number} 篇的出处", f"read:{number}:2.0", "出处")
    return Hit(number, "桥与渡", runs, PLACE, "甲 · 2021-10-29", lead, 1.0, "文中另有 2 句")


def test_hits() -> None:
    """Each hit has its button beside it."""
    assert shown(only(Reply(Kind.RESULTS, (Heading("“两岸”：2 篇"), hit(1), hit(2))))) == snapshot("""\
### “两岸”：2 篇
**1\\. 桥与渡**
-# 甲 · 2021-10-29 · 文中另有 2 句  [出处]
> 桥让**【两岸】**相见。
**2\\. 桥与渡**
-# 甲 · 2021-10-29 · 文中另有 2 句  [出处]
> 桥让**【两岸】**相见。\
""")


def test_many_entries() -> None:
    """Where there are more essays than have room for a button, a menu leads to them."""
    entries = tuple(
        Entry(n, f"桥 {n}", "甲", button(f"{n}. 桥 {n}", f"summary:{n}"), "一句。" if n == 1 else "")
        for n in range(1, 7)
    )
    assert shown(only(Reply(Kind.LIST, entries, menu="文章"))) == snapshot("""\
**1\\. 桥 1**
-# 甲
> 一句。

**2\\. 桥 2**
-# 甲

**3\\. 桥 3**
-# 甲

**4\\. 桥 4**
-# 甲

**5\\. 桥 5**
-# 甲

**6\\. 桥 6**
-# 甲
{文章: 1. 桥 1 | 2. 桥 2 | 3. 桥 3 | 4. 桥 4 | 5. 桥 5 | 6. 桥 6}\
""")


def test_file() -> None:
    """A file is shown in the message and sent with it."""
    attachment = Attachment("my-data.json", "{}")
    screen = render(Reply(Kind.NOTICE, (Text("在这里："), attachment)))
    assert screen.files == (attachment,)
    assert [shown(message) for message in screen.messages] == ["在这里：\n(my-data.json)"]


def test_nothing() -> None:
    """A reply that is not to be sent gives no message."""
    assert render(Reply(Kind.NOTICE, ())).messages == ()


def test_kept_nowhere() -> None:
    """Sentences of a text that is kept nowhere have no number and no menu."""
    passage = Passage((Sentence("一。", PLACE), Sentence("二。", PLACE)), (None, None))
    point = Point(1, KeyPoint("三。", PLACE), None)
    assert shown(only(Reply(Kind.SUMMARY, (passage, point)))) == "一。二。\n\n**1.** 三。"


@pytest.mark.parametrize(
    ("texts", "together"),
    [
        (("桥不是路。", "“渡口？”", "船来了。"), "桥不是路。“渡口？”船来了。"),
        (("“Yes.”", "He left.", "桥。"), "“Yes.” He left. 桥。"),
    ],
)
def test_between_sentences(texts: tuple[str, ...], together: str) -> None:
    """Where sentences have no numbers, there is a space between those of languages that have spaces."""
    passage = Passage(tuple(Sentence(text, PLACE) for text in texts), (None,) * len(texts))
    assert shown(only(Reply(Kind.SUMMARY, (passage,)))) == together


def test_one_place() -> None:
    """One way to go on needs no menu."""
    passage = Passage((Sentence("一。", PLACE),), (button("第 1 句的出处"),))
    assert shown(only(Reply(Kind.SUMMARY, (passage,), menu="出处"))) == "一。¹\n[第 1 句的出处]"


def test_kinds() -> None:
    """Each kind of reply has a colour of its own."""
    colours = {only(Reply(kind, (Text("一"),))).container.colour for kind in Kind}
    assert len(colours) == len(Kind)


def test_long_passage() -> None:
    """What is too long for one message goes on in the next, cut behind a sentence; the menu is below all."""
    sentences = tuple(Sentence(f"{'桥' * 299}。", PLACE) for _ in range(20))
    leads = tuple(button(f"第 {n} 句", f"read:1:{n}") for n in range(20))
    first, second = render(Reply(Kind.SUMMARY, (Passage(sentences, leads),), menu="出处")).messages
    assert shown(first).endswith("。¹⁰")
    assert isinstance(second.container.children[-1], Select)


def test_minor_heading() -> None:
    """A heading that stands under another is smaller: the one above is not empty."""
    headings = (Heading("要点"), Heading("一、起点", is_minor=True))
    assert shown(only(Reply(Kind.SUMMARY, headings))) == "### 要点\n\n**一、起点**"


def test_full_text() -> None:
    """A message takes as many characters as it can hold, and not one more."""
    texts = (Text("桥" * 1998), Text("渡" * 2001))
    assert len(render(Reply(Kind.PAGE, texts)).messages) == 1
    assert len(render(Reply(Kind.PAGE, (*texts, Text("口")))).messages) == 2


def test_full_box() -> None:
    """A message takes as many components as it can hold; what has no room is in another."""
    hits = tuple(map(hit, range(1, 6)))
    rows = (tuple(button("要点") for _ in range(5)),) * 3
    (full,) = render(Reply(Kind.RESULTS, hits, rows)).messages
    assert len(list(walk(as_json(full)["components"]))) == 39
    assert len(render(Reply(Kind.RESULTS, hits, (*rows, (button("摘要"),)))).messages) == 2


def test_many_sentences() -> None:
    """A menu takes 25 sentences; the others are in another one."""
    sentences = tuple(Sentence(f"桥 {n}。", PLACE) for n in range(30))
    leads = tuple(button(f"第 {n} 句", f"read:1:{n}") for n in range(30))
    menus = only(Reply(Kind.SUMMARY, (Passage(sentences, leads),))).container.children[1:]
    options = [option for menu in menus if isinstance(menu, Select) for option in menu.options]
    assert [data_of(option.value) for option in options] == [lead.data for lead in leads]


def test_same_data() -> None:
    """Buttons that do the same thing have custom ids of their own, which say the same."""
    (row,) = only(Reply(Kind.NOTICE, (), ((button("一"), button("二")),))).container.children
    assert isinstance(row, ButtonRow)
    first, second = row.buttons
    assert first.custom_id != second.custom_id
    assert data_of(first.custom_id) == data_of(second.custom_id) == "random"
