"""Numbers as people write them, in digits or in Chinese."""

import re

from digests.folding import fold

# Up to 99, in half width and simplified characters: for a regular expression.
NUMERAL = r"(?:\d{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[零〇]?[零〇一二两三四五六七八九])"

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_WHOLE = re.compile(NUMERAL)
_ORDINAL = re.compile(rf"第\s*(?P<number>\d{{1,18}}|{NUMERAL})\s*篇?(?:文章)?")


def is_number(text: str) -> bool:
    """Whether the text is a ``NUMERAL``."""
    return _WHOLE.fullmatch(text) is not None


def ordinal(text: str) -> int | None:
    """The number of an essay that is told by its place: 第2篇, 第十二篇; ``None`` for anything else."""
    stated = _ORDINAL.fullmatch(fold(text).strip())
    if stated is None:
        return None
    digits = stated["number"]
    return int(digits) if digits.isdecimal() else number(digits)


def number(text: str) -> int:
    """The number that a ``NUMERAL`` states: 十二, 四十五, 〇五, 08. ``ValueError`` for anything else."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"no numeral up to 99: {text[:20]!r}")
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones[-1]] if ones else 0)
