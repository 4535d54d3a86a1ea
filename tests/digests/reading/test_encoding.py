"""Bytes in many encodings give the same essay."""

import pytest

from digests.errors import UnreadableEssay
from digests.reading import read

SIMPLIFIED = "# 集市\n\n清晨的集市总是从一碗热汤开始，我们在这里见面，说的都是家常话。\n"
TRADITIONAL = "# 集市\n\n清晨的集市總是從一碗熱湯開始，我們在這裡見面，說的都是家常話。\n"


@pytest.mark.parametrize(
    ("text", "written", "assumed"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (SIMPLIFIED * 9, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED * 9, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED.replace("汤", "𠮷"), "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_encodings(text: str, written: str, assumed: str) -> None:
    """The encoding is found, and named."""
    essay = read(text.encode(written))
    assert essay.encoding == assumed
    assert (essay.title, essay.blocks) == (read(text).title, read(text).blocks)


def test_declared() -> None:
    """What a page declares is believed when its bytes agree."""
    page = '<html><head><meta charset="gb2312"></head><body><h1>集市</h1><p>汤。</p></body></html>'
    essay = read(page.encode("gbk"))
    assert (essay.title, essay.encoding) == ("集市", "gb18030")


def test_wrongly_declared() -> None:
    """A declaration that the bytes contradict is passed over."""
    page = '<html><head><meta charset="ascii"></head><body><h1>集市</h1><p>汤。</p></body></html>'
    assert read(page.encode()).encoding == "utf-8"


def test_damaged() -> None:
    """One broken byte does not make an essay unreadable, and the report says so."""
    data = (SIMPLIFIED * 30).encode()
    essay = read(data[:1000] + data[1001:])
    assert essay.encoding == "utf-8, damaged"
    assert essay.title == "集市"


def test_western() -> None:
    """English with typographic marks of another time is read."""
    data = "# Café\n\nIt’s a “small” place — naïve, perhaps, but the soup is good.\n".encode("cp1252")
    assert "“small”" in read(data).blocks[0].text


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, bytes(1000), b"MZ\x90\0\x03\0\0\0" * 50]
)
def test_binary(data: bytes) -> None:
    """What is no text is refused."""
    with pytest.raises(UnreadableEssay) as caught:
        read(data)
    assert caught.value.reason in ("binary", "encoding")
