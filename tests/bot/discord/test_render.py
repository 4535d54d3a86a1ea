"""What people see on Discord, and that the service takes it."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.discord.components import (
    ButtonRow,
    Component,
    File,
    Message,
    Section,
    Select,
    TextDisplay,
    as_json,
)
from bot.discord.markdown import clean
from bot.discord.render import data_of, render
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
from tests.platforms.discord.components import problems, walk
from tests.platforms.discord.limits import pings
from tests.platforms.discord.spec import Spec, load_spec
from tests.tools.discord_markdown import plain

PLACE = Place(2, 0, 9)


def button(label: str, data: str = "random", short: str = "") -> Button:
    """A button of this label."""
    return Button(label, Action(data), data, short)


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


def shown(message: Message) -> str:
    """A message in words: texts, ``[buttons]`` and ``{menus}``."""
    return "\n".join(part for child in message.container.children for part in _shown(child))


def _shown(component: Component) -> Iterator[str]:
    match component:
        case TextDisplay(markdown):
            yield markdown
        case Section(markdown, accessory):
            yield f"{markdown}  [{accessory.label}]"
        case ButtonRow(buttons):
            yield " ".join(f"[{button.label}]" for button in buttons)
        case Select(_, options, placeholder):
            yield f"{{{placeholder}: {' | '.join(option.label for option in options)}}}"
        case File(name):
            yield f"({name})"


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
        Paragraph("code", (Run("for x in y:\n    pass"),)),
        Progress("第 1/3 页"),
    )
    assert shown(only(Reply(Kind.PAGE, nodes))) == snapshot("""\
### 一、桥

**【桥让两岸相见。】桥不是路。**

> 逝者如斯夫。

- 木桥
  - 石拱桥

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


# -- laws -------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"\\*_~`|[<>#-.:@1a字。 \n",
        "```",
        "**",
        "# ",
        "> ",
        "<@1>",
        "@everyone",
        "👩\u200d🚀",
        "e\u0301",
        "word ",
        "桥" * 900,
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.builds(lambda s, n: (s * n)[:6000], PIECES, st.integers(0, 3000)),
)
SHORT = st.one_of(st.lists(PIECES, max_size=4).map("".join), st.just("桥" * 300))
BUTTONS = st.builds(button, SHORT, st.sampled_from(["random", "read:1:2.0", "桥" * 21, ""]), SHORT)
RUNS = st.lists(st.builds(Run, TEXTS, st.booleans(), st.booleans()), max_size=4).map(tuple)
POINTS = st.builds(KeyPoint, TEXTS, st.just(PLACE))
NODES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Title, SHORT),
    st.builds(Byline, st.lists(SHORT, max_size=3).map(tuple)),
    st.builds(Lead, SHORT, TEXTS),
    st.builds(Heading, SHORT),
    st.builds(Text, TEXTS),
    st.builds(Quiet, TEXTS),
    st.builds(Progress, SHORT),
    st.lists(st.tuples(TEXTS, st.none() | BUTTONS), max_size=30).map(
        lambda said: Passage(
            tuple(Sentence(text, PLACE) for text, _ in said), tuple(lead for _, lead in said)
        )
    ),
    st.builds(Point, st.integers(1, 30), POINTS, st.none() | BUTTONS, st.booleans()),
    st.builds(
        Paragraph, st.sampled_from(["heading", "paragraph", "item", "quote", "code"]), RUNS, st.integers(0, 6)
    ),
    st.builds(Hit, st.integers(1, 99), SHORT, RUNS, st.just(PLACE), SHORT, BUTTONS, st.just(1.0), SHORT),
    st.builds(Entry, st.integers(1, 99), SHORT, SHORT, BUTTONS, TEXTS),
    st.builds(Usage, SHORT, SHORT),
)
REPLIES = st.builds(
    Reply,
    st.sampled_from(Kind),
    st.lists(NODES, max_size=12).map(tuple),
    st.lists(st.lists(BUTTONS, max_size=7).map(tuple), max_size=8).map(tuple),
    menu=SHORT,
)


def texts(node: Node) -> Iterator[str]:
    """The text of an essay that a node holds, from top to bottom."""
    match node:
        case Title(text) | Heading(text) | Text(text) | Quiet(text) | Progress(text) | Lead(_, text):
            yield text
        case Passage(sentences):
            yield from (sentence.text for sentence in sentences)
        case Point(_, point):
            yield point.text
        case Paragraph(_, runs):
            yield "".join(run.text for run in runs)
        case Hit(_, title, runs):
            yield from (title, "".join(run.text for run in runs))
        case Entry(_, title, _, _, quote):
            yield from (title, quote)
        case _:
            pass


def bare(text: str) -> str:
    """The text without white space and without the signs that the renderer puts in."""
    return "".join(sign for sign in clean(text) if not sign.isspace() and sign not in "【】⁰¹²³⁴⁵⁶⁷⁸⁹")


@given(REPLIES)
def test_taken(reply: Reply) -> None:
    """Whatever a reply holds, every message is within every limit of the service and calls nobody."""
    for message in render(reply).messages:
        assert list(problems(as_json(message)["components"], v2=True)) == []
        assert pings(as_json(message)) == []


@given(REPLIES)
def test_verbatim(reply: Reply) -> None:
    """All text of a reply is shown, in its order, and whatever it holds, it stands as it was written."""
    displayed = "".join(
        bare(plain(child.markdown))
        for message in render(reply).messages
        for child in message.container.children
        if isinstance(child, TextDisplay | Section)
    )
    position = 0
    for text in map(bare, (text for node in reply.nodes for text in texts(node))):
        found = displayed.find(text, position)
        assert found >= 0
        position = found + len(text)


@given(REPLIES)
def test_nothing_lost(reply: Reply) -> None:
    """Everything that can be pressed is there, under its own data, and what is pressed comes last."""
    children = [child for message in render(reply).messages for child in message.container.children]
    pressed = [
        data_of(button.custom_id) for row in children if isinstance(row, ButtonRow) for button in row.buttons
    ]
    wanted = [button.data for row in reply.buttons for button in row]
    assert pressed[len(pressed) - len(wanted) :] == wanted
    chosen = [
        data_of(option.value) for menu in children if isinstance(menu, Select) for option in menu.options
    ]
    beside = [data_of(child.accessory.custom_id) for child in children if isinstance(child, Section)]
    leads = sorted(lead.data for node in reply.nodes for lead in ways_on(node))
    assert sorted([*chosen, *beside, *pressed[: len(pressed) - len(wanted)]]) == leads


def ways_on(node: Node) -> list[Button]:
    """The buttons that a node has."""
    match node:
        case Passage(_, leads):
            return [lead for lead in leads if lead is not None]
        case Point(_, _, lead) | Hit(lead=lead) | Entry(lead=lead):
            return [lead] if lead is not None else []
        case _:
            return []


@given(
    st.lists(st.sampled_from(["word ", "字", "👩\u200d🚀"]), min_size=10, max_size=40).map(
        lambda parts: 180 * "".join(parts)
    )
)
def test_cut(text: str) -> None:
    """No message begins or ends within a word or within what is seen as one character."""
    screens = [plain(shown(message)) for message in render(Reply(Kind.PAGE, (Text(text),))).messages]
    for before, after in pairwise(screens):
        assert not before.endswith(("w", "wo", "wor"))
        assert not before.endswith("\u200d")
        assert not after.startswith("\u200d")


@pytest.fixture(scope="session")
def spec(shared: Path) -> Spec:
    """The official description of the service."""
    found = load_spec(shared)
    if found is None:
        pytest.skip("the official description of Discord's API is not on this machine")
    return found


@given(reply=REPLIES)
def test_described(spec: Spec, reply: Reply) -> None:
    """Every message is as the official description says."""
    for message in render(reply).messages:
        assert spec.of_call("create_message", as_json(message)) == []
