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
# A number that an essay can have; what is told in more digits than that is still a number.
LARGEST = 10**18 - 1
_DIGITS_OF_ONE = r"\d{1,40}"
_ORDINAL = re.compile(
    rf"(?:第|(?:编号|№|(?:essay\s*)?(?:no\.?|number)|essay)\s*[:#]?)\s*(?P<number>{_DIGITS_OF_ONE}|{NUMERAL})"
    r"\s*(?:篇(?:文章)?)?(?:\s*·\s*(?:共\s*\d+\s*篇|\d+ in all))?"
)
_BARE = re.compile(rf"[\W_]*({_DIGITS_OF_ONE})[\W_]*")
_LISTED = re.compile(r"[\W_]*(\d{1,9})[\W_]+(\D.*)", re.DOTALL)


def is_number(text: str) -> bool:
    """Whether the text is a ``NUMERAL``."""
    return _WHOLE.fullmatch(text) is not None


def ordinal(text: str) -> int | None:
    """The number of an essay that is called so: 第2篇, 编号 7, No. 7; ``None`` for anything else."""
    stated = _ORDINAL.fullmatch(fold(text).strip())
    if stated is None:
        return None
    digits = stated["number"]
    return int(digits) if digits.isdecimal() else number(digits)


def essay_number(text: str) -> int | None:
    """The number of an essay, bare (2, #2) or called so; ``None`` for anything else, as 2.5 is."""
    bare = _BARE.fullmatch(text)
    return int(bare[1]) if bare else ordinal(text)


def listed(text: str) -> tuple[int, str] | None:
    """The number and title of a line of a list, *2. A Title*; ``None`` for any other text."""
    line = _LISTED.fullmatch(text)
    return (int(line[1]), line[2]) if line else None


def number(text: str) -> int:
    """The number that a ``NUMERAL`` states: 十二, 四十五, 〇五, 08. ``ValueError`` for anything else."""
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"no numeral up to 99: {text[:20]!r}")
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones[-1]] if ones else 0)
