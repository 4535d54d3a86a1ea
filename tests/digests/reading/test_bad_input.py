"""Bad input is refused in clear words, and hostile input loses no text."""

import pytest

from digests.errors import UnreadableEssay
from digests.model import Essay
from digests.reading import MAX_BYTES, read

TEXT = "清晨的集市总是从一碗热汤开始。"
LAST = "黄昏的集市以一盏灯结束。"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        ("", "empty"),
        (b" \r\n\t\xe3\x80\x80\n", "empty"),
        ("\ufeff\u200b\n", "empty"),
        (b"\0" * 50, "binary"),
        ("<div><img src='a.png'></div>", "no-text"),
        ("![](a.png)\n\n---\n\n* * *\n", "no-text"),
        ("<!-- 只有注释 -->", "no-text"),
        (bytes(range(128, 256)), "encoding"),
        ("汤" * (MAX_BYTES + 1), "too-large"),
        (b"a" * (MAX_BYTES + 1), "too-large"),
    ],
)
def test_refused(data: bytes | str, reason: str) -> None:
    """Each kind of bad input has its reason and says what to do."""
    with pytest.raises(UnreadableEssay) as caught:
        read(data)
    assert caught.value.reason == reason
    assert ": " in caught.value.detail or caught.value.detail.startswith("there is no text")


def everything(essay: Essay) -> str:
    """All text of the essay, its lead and what was dropped."""
    return "\n".join(
        [*(block.text for block in essay.blocks), essay.lead or "", *(drop.text for drop in essay.dropped)]
    )


@pytest.mark.parametrize(
    "tag", ["div", "b", "blockquote", "ul", "li", "table", "td", "p", "span", "a", "pre", "h2", "x-y"]
)
def test_nested(tag: str) -> None:
    """Twenty thousand nested tags lose no text."""
    essay = read(f"<h1>集市</h1>{f'<{tag}>' * 20_000}{TEXT}{f'</{tag}>' * 20_000}<p>{LAST}")
    assert everything(essay).count(TEXT) == 1
    assert essay.blocks[-1].text == LAST


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "* > ", "  "])
def test_nested_markdown(mark: str) -> None:
    """Deep nesting in Markdown loses no text."""
    essay = read(f"# 集市\n\n{mark * 5_000}{TEXT}\n\n{LAST}")
    assert everything(essay).count(TEXT) == 1
    assert essay.blocks[-1].text == LAST


def test_stairs() -> None:
    """A list that goes down four hundred steps keeps every item."""
    stairs = "\n".join(f"{'  ' * step}- 第{step}层" for step in range(400))
    text = "\n".join(block.text for block in read(f"# 集市\n\n{stairs}\n\n{TEXT}").blocks)
    assert all(f"第{step}层" in text for step in range(400))


@pytest.mark.parametrize(
    "flood",
    [
        "<!--",
        "<a ",
        "<a href='",
        "[",
        "![",
        "[a](",
        "[a][",
        "^[",
        "*",
        "**a ",
        "_a*",
        "`",
        "<",
        "&#",
        "&#9",
        "$",
        "{%",
        "{{<",
        "~~",
        "\\",
    ],
)
def test_floods(flood: str) -> None:
    """A flood of marks that open something and never close it leaves the text before it alone."""
    essay = read(f"# 集市\n\n{TEXT}\n\n{flood * (60_000 // len(flood))}\n")
    assert essay.blocks[0].text == TEXT


def test_endless_number() -> None:
    """A character reference of thousands of digits is text."""
    assert read(f"<p>{TEXT}&#{'9' * 9_000};</p>").blocks[0].text.startswith(TEXT)


def test_lone_surrogates() -> None:
    """Halves of characters, which no file can hold, are replaced."""
    assert read(f"# 集市\n\n{TEXT}\ud83d").blocks[0].text == f"{TEXT}\ufffd"
