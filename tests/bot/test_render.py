"""What people see on the console, as it stands on the screen."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from wcwidth import wcswidth

from bot.console.asjson import as_json
from bot.console.render import Style, render
from bot.replies import (
    Attachment,
    Button,
    Byline,
    Entry,
    EssayCard,
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
from digests.model import KeyPoint, Place, Sentence

PLACE = Place(2, 0, 9)


def button(label: str, data: str = "random") -> Button:
    """A button of this label."""
    return Button(label, Action(data), data)


def shown(*nodes: Node, rows: tuple[tuple[Button, ...], ...] = (), width: int = 44) -> str:
    """The nodes as the screen shows them."""
    return render(Reply(Kind.NOTICE, nodes, rows), width).text


SUMMARY = Reply(
    Kind.SUMMARY,
    (
        Title("桥与渡"),
        Byline(("甲", "2021-10-29", "约 7 分钟")),
        Lead("导语（编辑）", "这一篇谈桥，也谈渡口，更谈那些站在岸边、久久没有过河的人。"),
        Passage(
            (
                Sentence("桥让两岸相见。", PLACE),
                Sentence("渡口让人等待，而等待的时候人才会看见河水本来的样子。", PLACE),
            ),
            (button("第 1 句的出处", "read:1:2.0"), button("第 2 句的出处", "read:1:2.9")),
        ),
    ),
    ((button("要点", "points:1"), button("更长", "summary:1:long")), (button("读原文", "read:1"),)),
    EssayCard(1, "桥与渡", "甲", date(2021, 10, 29), None),
)


def test_summary() -> None:
    """A summary fits a narrow screen; sentences and buttons carry the number to type."""
    assert render(SUMMARY, 44).text == snapshot("""\
桥与渡
甲 · 2021-10-29 · 约 7 分钟

│ 导语（编辑）
│ 这一篇谈桥，也谈渡口，更谈那些站在岸边、
│ 久久没有过河的人。

桥让两岸相见。[1] 渡口让人等待，而等待的时
候人才会看见河水本来的样子。[2]

[3] 要点  [4] 更长
[5] 读原文\
""")


def test_points() -> None:
    """Key points stand under their headings, and their numbers are what one types."""
    first, second = KeyPoint("桥不是路。", PLACE, "一、桥"), KeyPoint("渡口的意义在等待。", PLACE, "二、渡")
    nodes = (
        Heading("一、桥"),
        Point(1, first, button("要点 1 的出处")),
        Heading("二、渡"),
        Point(2, second, button("要点 2 的出处")),
    )
    assert shown(*nodes) == snapshot("""\
一、桥

[1] 桥不是路。

二、渡

[2] 渡口的意义在等待。\
""")


def test_verse() -> None:
    """Verse begins a line and keeps its own; prose behind it begins one too."""
    sentences = tuple(
        Sentence(text, PLACE) for text in ("桥让两岸相见。", "晚风把渡船推远，\n又把桨声送回来。", "船来了。")
    )
    assert shown(Passage(sentences, (None, None, None))) == snapshot("""\
桥让两岸相见。
晚风把渡船推远，
又把桨声送回来。
船来了。\
""")


def test_point_as_heading() -> None:
    """A point that is a heading is shown as one."""
    point = Point(1, KeyPoint("桥不是路", PLACE), None, opens=True)
    assert Style(colour=True).bold("桥不是路") in shown_in_colour(point, 44)


def test_page() -> None:
    """A page shows what was looked for in words, quotations and lists as such, and where one is."""
    nodes = (
        Paragraph("heading", (Run("一、桥"),), 2),
        Paragraph("paragraph", (Run("桥让两岸相见。", marked=True), Run("桥不是路。", bold=True))),
        Paragraph("quote", (Run("逝者如斯夫。"),)),
        Paragraph("item", (Run("木桥"),)),
        Paragraph("item", (Run("石拱桥"),), 2, 3),
        Paragraph("item", (Run("古老的"),), 2, 0),
        Paragraph("paragraph", (Run("晚风把渡船推远，\n又把桨声送回来。"),)),
        Paragraph("code", (Run("for x in y:\n    pass"),)),
        Progress("第 1/3 页"),
    )
    assert shown(*nodes) == snapshot("""\
一、桥

【桥让两岸相见。】桥不是路。

│ 逝者如斯夫。

· 木桥

  3. 石拱桥

    古老的

晚风把渡船推远，
又把桨声送回来。

    for x in y:
        pass

第 1/3 页\
""")


def test_hits() -> None:
    """A hit shows the essay, its sentence with the words marked, who and when."""
    hit = Hit(
        12,
        "桥与渡",
        (Run("桥", marked=True), Run("让两岸相见。")),
        PLACE,
        "甲 · 2021",
        button("出处"),
        1.0,
        "文中另有 2 句",
    )
    assert shown(Heading("“桥”：1 篇"), hit) == snapshot("""\
“桥”：1 篇

[1] 桥与渡
    【桥】让两岸相见。
    #12 · 甲 · 2021 · 文中另有 2 句\
""")


def test_lists() -> None:
    """A shelf shows numbers, titles and saved sentences."""
    nodes = (
        Entry(1, "桥与渡", "甲", button("1. 桥与渡")),
        Entry(
            30,
            "一个很长很长的标题，长到一行里面怎么也放不下，只好换行再写",
            "",
            button("30"),
            "渡口让人等待。",
        ),
    )
    assert shown(*nodes) == snapshot("""\
[1] 桥与渡
    #1 · 甲
[2] 一个很长很长的标题，长到一行里面怎么也
    放不下，只好换行再写
    │ 渡口让人等待。
    #30\
""")


def test_help() -> None:
    """Help has one command to a line; a hint and a file come after."""
    nodes = (Text("可以这样说："), Usage("/help", "全部命令"), Usage("/random", "随机一篇"), Quiet("提示。"))
    assert shown(*nodes, Attachment("a.json", "{}")) == snapshot("""\
可以这样说：

/help  全部命令
/random  随机一篇

提示。

--- a.json
{}\
""")


def test_colours() -> None:
    """Colours set apart what signs alone would not, and marks stay in words."""
    nodes = (Title("题"), Paragraph("paragraph", (Run("甲", marked=True), Run("乙", bold=True))))
    assert render(Reply(Kind.PAGE, nodes), style=Style(colour=True)).text == snapshot("""\
\x1b[1m题\x1b[22m

\x1b[4m【甲】\x1b[24m\x1b[1m乙\x1b[22m\
""")


def test_colours_and_indents() -> None:
    """A coloured text that goes over several lines is indented once on each, its marks in colour too."""
    text = shown_in_colour(Lead("导语", "这一篇谈桥，也谈渡口，更谈那些站在岸边的人。"), width=30)
    assert [line.count("│") for line in text.split("\n")] == [1, 1, 1]
    title = shown_in_colour(Title("这一篇只谈桥与渡口，和河。"), width=20)
    assert title == "\x1b[1m这一篇只谈桥与渡口，\x1b[0m\n\x1b[1m和河。\x1b[22m"


def test_narrow_screen() -> None:
    """On a narrow screen buttons go to the next line, and help keeps its indent."""
    row = (button("Today's essay"), button("All essays"), button("Settings"))
    usage = Usage("/read [number or title]", "the essay itself, from where you stopped")
    text = shown(usage, rows=(row,), width=40)
    assert max(map(wcswidth, text.split("\n"))) <= 40
    assert text.split("\n")[1].startswith("    ")


def shown_in_colour(node: Node, width: int) -> str:
    """A node as a screen with colours shows it."""
    return render(Reply(Kind.PAGE, (node,)), width, Style(colour=True)).text


def test_json() -> None:
    """The JSON form has the keys that programs rely on."""
    assert as_json(SUMMARY) | {"text": "…"} == snapshot(
        {
            "kind": "summary",
            "text": "…",
            "essay": {"id": 1, "title": "桥与渡", "author": "甲", "date": "2021-10-29", "source": None},
            "sentences": [
                {"text": "桥让两岸相见。", "block": 2, "start": 0, "end": 9},
                {
                    "text": "渡口让人等待，而等待的时候人才会看见河水本来的样子。",
                    "block": 2,
                    "start": 0,
                    "end": 9,
                },
            ],
            "points": [],
            "matches": [],
            "buttons": [
                {"label": "第 1 句的出处", "action": "read:1:2.0"},
                {"label": "第 2 句的出处", "action": "read:1:2.9"},
                {"label": "要点", "action": "points:1"},
                {"label": "更长", "action": "summary:1:long"},
                {"label": "读原文", "action": "read:1"},
            ],
        }
    )


@given(st.text("甲乙，。？！、”）ab ", max_size=200), st.integers(24, 92))
def test_width(text: str, width: int) -> None:
    """Lines fit the screen, closing marks hang at their ends and never begin one after the first."""
    lines = shown(Text(text), width=width).split("\n")
    assert all(wcswidth(line.rstrip("，。？！、”）")) <= width for line in lines)
    assert not any(line.startswith(tuple("，。？！、”）")) for line in lines[1:])
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
