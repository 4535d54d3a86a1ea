"""Laws of reading, whatever is read."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digests.errors import UnreadableEssay
from digests.model import BlockKind, Essay
from digests.reading import read

MARKS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "**",
            "*",
            "_",
            "`",
            "```\n",
            "> ",
            "- ",
            "1. ",
            "\n",
            "\n\n",
            "  \n",
            "$",
            "$$",
            "![",
            "[",
            "](x)",
        ),
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<td>",
            "<table>",
            "</table>",
            "<div>",
            "<li>",
            "<ul>",
            "<h2>",
            "</h2>",
        ),
        *(
            "<pre>",
            "</pre>",
            "<!--",
            "-->",
            "<nav>",
            "</nav>",
            "<a href='x'>",
            "</a>",
            "^[",
            "]",
            "[^1]",
            "{% x %}",
        ),
        *(
            "---\n",
            "+++\n",
            "title: ",
            "作者：",
            "图 1 ",
            "关注",
            "分享",
            "。",
            "，",
            "？",
            "&nbsp;",
            "&#9;",
            "\u3000",
        ),
        *("汤", "集市", "一、", "market ", "soup", "2020-05-06", "https://example.org", "\x07", "\u200b"),
    ]
)
SOURCES = st.one_of(
    st.text(max_size=300),
    st.lists(MARKS, max_size=60).map("".join),
    st.binary(max_size=300),
    st.lists(MARKS, max_size=60).map("".join).map(str.encode),
)


def attempt(source: bytes | str) -> Essay | str:
    """The essay, or the reason why there is none."""
    try:
        return read(source)
    except UnreadableEssay as error:
        return error.reason


@given(SOURCES)
def test_reads_or_says_why(source: bytes | str) -> None:
    """Anything at all is either read, with a title, or refused in words."""
    essay = attempt(source)
    assert essay if isinstance(essay, str) else essay.title.strip()


@given(SOURCES)
def test_same_again(source: bytes | str) -> None:
    """The same input gives the same essay."""
    assert attempt(source) == attempt(source)


@given(SOURCES)
def test_emphasis(source: bytes | str) -> None:
    """Emphasis lies within its text, in order, apart, and neither starts nor ends with white space."""
    essay = attempt(source)
    for block in essay.blocks if isinstance(essay, Essay) else ():
        for span in block.emphasis:
            assert 0 <= span.start < span.end <= len(block.text)
            inside = block.text[span.start : span.end]
            assert inside == inside.strip()
        assert all(first.end < second.start for first, second in pairwise(block.emphasis))


@given(SOURCES)
def test_clean(source: bytes | str) -> None:
    """No block is empty, has space at the ends of its lines or holds a control character but for these."""
    essay = attempt(source)
    for block in essay.blocks if isinstance(essay, Essay) else ():
        assert block.text.strip()
        if block.kind is not BlockKind.CODE:
            lines = block.text.split("\n")
            assert all(line and line == line.strip() for line in lines)
            assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in "".join(lines))


@given(st.lists(st.text(st.sampled_from("汤集市早晚人，"), min_size=30, max_size=60), min_size=1, max_size=8))
def test_plain_text_is_kept(paragraphs: list[str]) -> None:
    """Plain paragraphs come out as they went in."""
    closed = [f"夜{paragraph}。" for paragraph in paragraphs]
    essay = read("# 集市\n\n" + "\n\n".join(closed))
    assert [block.text for block in essay.blocks] == closed
