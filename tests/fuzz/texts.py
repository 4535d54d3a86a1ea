"""Texts that are nearly right: real ones changed, or made of pieces that mean something, or of one alone."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.digests.reading.test_laws import MARKS

_SEEDS = Path(__file__).parents[2] / "seeds"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "gb18030", "big5", "latin-1")
_MOST_REPEATED = 60_000
SIGNS = st.sampled_from(
    [
        *("“", "”", "「", "」", "『", "』", "（", "）", "(", ")", "《", "》", "【", "】", '"', "'", "‘", "’"),
        *("。", "！", "？", "!", "?", "…", ".", "；", ";", "：", ":", "，", ",", "、", "·", "—", "-", "~"),
        *(
            "第一",
            "第二，",
            "首先",
            "其次",
            "最后",
            "一、",
            "二、",
            "（一）",
            "1.",
            "2)",
            "01",
            "结语",
            "的",
            "说",
        ),
        *("#", "##", ">", "|", "\\", "\\(", "/", "&", "&lt;", "<", ">", "\t", "\r\n", "\r", "\x00", "\u2028"),
        *(
            "\u200d",
            "\ufeff",
            "\u0301",
            "😀",
            "\U0002a6d6",
            "\ud800",
            "Mr.",
            "e.g.",
            "a",
            "B",
            "Ⅳ",
            "１",
            "٣",
        ),
        *(
            "#专栏作家#",
            "微信公众号：",
            "本文由",
            "作者｜",
            "编辑导语：",
            "date: 2020-13-45",
            "[#]: ",
            "%%",
            "```r",
        ),
    ]
)
PIECES = MARKS | SIGNS


def _fixtures() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.iterdir())]


@st.composite
def changed(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """One of these texts with some pieces taken away, doubled, put in or put elsewhere."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, max(len(text) - 1, 0)))
        end = start + draw(st.integers(0, 400))
        piece = draw(st.sampled_from(["", text[start:end] * 2, text[start:end][::-1]]) | PIECES)
        text = text[:start] + piece + text[end:]
    return text


@st.composite
def repeated(draw: st.DrawFn, pieces: SearchStrategy[str] = PIECES, most: int = _MOST_REPEATED) -> str:
    """A few pieces again and again, maybe with something before and behind: what grows too fast shows."""
    unit = "".join(draw(st.lists(pieces, min_size=1, max_size=4)))
    before, behind = ("".join(draw(st.lists(pieces, max_size=3))) for _ in range(2))
    times = draw(st.sampled_from([100, 1_000, most]))
    return before + (unit * times)[:most] + behind


def texts() -> SearchStrategy[str]:
    """Any text, most of them like essays."""
    pieces = st.lists(PIECES, max_size=120).map("".join)
    return st.one_of(changed(_fixtures()), pieces, repeated(), st.text(max_size=500))


def files() -> SearchStrategy[bytes]:
    """Any file, most of them like essays, in any encoding, and some of these damaged."""
    encoded = st.builds(lambda text, name: text.encode(name, "replace"), texts(), st.sampled_from(ENCODINGS))
    return st.one_of(encoded, damaged(encoded), st.binary(max_size=500))


@st.composite
def damaged(draw: st.DrawFn, whole: SearchStrategy[bytes]) -> bytes:
    """Bytes of which some are others, or missing."""
    data = bytearray(draw(whole))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)
