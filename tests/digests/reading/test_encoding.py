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


RUSSIAN = "Утренний рынок всегда начинается с тарелки горячего супа, и мы говорим о простых вещах."
FRENCH = "Le marché du matin commence par une soupe ; là-bas, l'été passé, l'âme s'apaise près du poêle."
POLISH = "Poranny targ zaczyna się od miski gorącej zupy, a później wracamy do domów pełni myśli."
GREEK = "Η πρωινή αγορά αρχίζει πάντα με ένα πιάτο ζεστή σούπα, και μιλάμε για τα καθημερινά."
JAPANESE = "朝の市場はいつも一杯の熱いスープから始まる。私たちはここで会い、日々のことを話す。"
KOREAN = "아침 시장은 언제나 뜨거운 국 한 그릇으로 시작한다. 우리는 여기서 만나 이야기를 나눈다."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (FRENCH, "latin-1"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "euc_kr"),
    ],
)
def test_languages(text: str, written: str) -> None:
    """Other languages are read from the encodings they were written in before Unicode."""
    assert read(text.encode(written)).blocks == read(text).blocks


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


@pytest.mark.parametrize(
    "data",
    [
        SIMPLIFIED.strip().encode()[:-1],
        SIMPLIFIED.strip().encode()[:-2],
        "清晨。".encode()[1:],
        "清晨的集市".encode()[:7] + "从一碗热汤开始".encode(),
        "清晨的集市".encode() + "从一碗热汤开始".encode()[1:],
        "清晨的集市".encode("utf-8-sig")[:-1],
        "Le marché fermé".encode()[:-1],
    ],
    ids=["last-1", "last-2", "first", "middle", "middle-rest", "mark", "one-accent"],
)
def test_cut(data: bytes) -> None:
    """A character that is cut, wherever it stands and however short the text, is all that is lost."""
    essay = read(data)
    assert essay.encoding.endswith(", damaged")
    assert "\ufffd" in essay.title + "".join(block.text for block in essay.blocks)


def test_too_damaged() -> None:
    """Where much is broken, the report says on which line it begins."""
    with pytest.raises(UnreadableEssay) as caught:
        read("# 集市\n\n".encode() + ("清晨的集市".encode()[:-1] + "热汤。".encode()) * 9)
    assert (caught.value.reason, caught.value.line) == ("encoding", 3)


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


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00\x01\x02binary\x00\x00",
        b"\xff\xfe" + bytes(range(1, 256, 2)) * 9,
        b"\xfe\xff" + bytes(number * number % 251 for number in range(1, 3000)),
        b"\xff\xfe\0\0" + bytes(range(256)) * 9,
    ],
    ids=["short", "odd", "big-endian", "four-bytes"],
)
def test_marked_binary(data: bytes) -> None:
    """What begins as text in two or four bytes for each character does, and holds none, is refused."""
    with pytest.raises(UnreadableEssay) as caught:
        read(data)
    assert caught.value.reason == "binary"


@pytest.mark.parametrize("written", ["utf-16", "utf-32"])
def test_marked_and_cut(written: str) -> None:
    """An essay in two or four bytes for each character that is cut inside one is read all the same."""
    essay = read((SIMPLIFIED * 9).encode(written)[:-1])
    assert essay.encoding == f"{written}, damaged"
    assert essay.title == "集市"


@pytest.mark.parametrize(
    "start",
    [
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
        b"\xef\xbb\xbf\n%PDF-1.7\n",
        b"PK\x03\x04\x14",
        b"{\\rtf1\\ansi ",
        b"\x89PNG\r\n",
        b"\x1f\x8b\x08",
        b"\x7fELF\x02",
    ],
)
def test_other_formats(start: bytes) -> None:
    """A file of another format is refused by its first bytes, with what to do instead."""
    with pytest.raises(UnreadableEssay, match="save the essay as") as caught:
        read(start + "清晨的集市。".encode("big5hkscs") * 9)
    assert caught.value.reason == "binary"


def test_about_formats() -> None:
    """An essay that speaks of a format is no file of it."""
    assert read("PDF 是一种文件。\n\nPK 说的是两个人比试。").blocks
