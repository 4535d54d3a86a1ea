"""Replies of any shape and text, to find out what a renderer makes of them."""

from hypothesis import strategies as st

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
from digests.model import KeyPoint, Place, Sentence

PLACE = Place(0, 0, 1)
FAMILY = "👨‍👩‍👧‍👦"
_PIECES = [
    *"甲乙。！，“”a b1.@/#<>&_*`\n\t\r\u3000\u200b\ufeff\u202e\x00\ud83d",
    *("𝒳", FAMILY, "🇨🇳", "👍🏽", "1️⃣", "e\u0301", "essay.md", "/help", "Two words. ", "桥让两岸相见。"),
]


def texts() -> st.SearchStrategy[str]:
    """Short texts, and some far too long for one message."""
    short = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)
    return short | st.builds(lambda text, times: text * times, short, st.integers(1, 500))


def buttons() -> st.SearchStrategy[Button]:
    """Buttons that say anything and hold data of up to 64 bytes."""
    data = st.text("abc:.1", min_size=1, max_size=64)
    return st.builds(lambda label, data: Button(label, Action("read"), data), texts(), data)


def shown_nodes(
    short: st.SearchStrategy[str], text: st.SearchStrategy[str], button: st.SearchStrategy[Button]
) -> st.SearchStrategy[Node]:
    """Nodes of every kind that a message shows, with ``short`` texts where no essay's sentences stand."""
    number, lead = st.integers(1, 99_999), st.none() | button
    runs = st.lists(st.builds(Run, text, st.booleans(), st.booleans()), max_size=4).map(tuple)
    kinds = st.sampled_from(["heading", "paragraph", "item", "quote", "code"])
    points = st.builds(KeyPoint, text, st.just(PLACE))
    passages = st.lists(st.tuples(text, lead), max_size=30).map(
        lambda said: Passage(
            tuple(Sentence(text, PLACE) for text, _ in said), tuple(lead for _, lead in said)
        )
    )
    return st.one_of(
        *(st.builds(kind, short) for kind in (Title, Heading, Progress)),
        *(st.builds(kind, text) for kind in (Text, Quiet)),
        st.builds(Byline, st.lists(short, max_size=3).map(tuple)),
        st.builds(Lead, short, text),
        passages,
        st.builds(Point, number, points, lead, st.booleans()),
        st.builds(Paragraph, kinds, runs, st.integers(0, 6)),
        st.builds(Hit, number, short, runs, st.just(PLACE), short, button, st.just(1.0), short),
        st.builds(Entry, number, short, short, button, text),
        st.builds(Usage, short, short),
    )


def nodes() -> st.SearchStrategy[Node]:
    """Nodes of every kind."""
    text = texts()
    return shown_nodes(text, text, buttons()) | st.builds(Attachment, st.just("a.json"), text)


def replies() -> st.SearchStrategy[Reply]:
    """Replies with any nodes and buttons."""
    rows = st.lists(st.lists(buttons(), max_size=9).map(tuple), max_size=4).map(tuple)
    return st.builds(
        Reply,
        st.just(Kind.NOTICE),
        st.lists(nodes(), max_size=6).map(tuple),
        rows,
        share=st.none() | buttons(),
    )


def verbatim(node: Node) -> list[str]:
    """What a node holds of essays, which has to be shown to the character."""
    match node:
        case Title(text) | Heading(text) | Lead(_, text):
            return [text]
        case Passage(sentences):
            return [sentence.text for sentence in sentences]
        case Point(_, point):
            return [point.text]
        case Paragraph(_, runs) | Hit(_, _, runs):
            return [run.text for run in runs]
        case Entry(quote=quote):
            return [quote]
        case _:
            return []
