"""Whatever a reply holds, its messages are taken by Discord and lose nothing."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.components import (
    ButtonRow,
    Section,
    Select,
    TextDisplay,
    as_json,
)
from bot.discord.markdown import clean
from bot.discord.render import data_of, render
from bot.replies import (
    Button,
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
    Text,
    Title,
)
from tests.bot.discord.pieces import button, shown
from tests.platforms.discord.components import problems
from tests.platforms.discord.limits import pings
from tests.platforms.discord.spec import Spec, load_spec
from tests.replies import shown_nodes
from tests.tools.discord_markdown import plain

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
REPLIES = st.builds(
    Reply,
    st.sampled_from(Kind),
    st.lists(shown_nodes(SHORT, TEXTS, BUTTONS), max_size=12).map(tuple),
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
