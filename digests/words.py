"""Text to words: Chinese by jieba's dictionary and model, everything else by one regular expression.

Runs of Chinese characters go to the segmenter in pieces of at most ``LONGEST_RUN``, because jieba's
time is quadratic in a run of one character. Behind this split rjieba gives jieba's words exactly,
many times faster; it is used where it can be imported, and jieba stands in for it.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from digests.stopwords import STOP_WORDS

LONGEST_RUN = 400
_HAN_CODES = r"\u4e00-\u9fd5"  # what jieba's own dictionary and model cover
_OTHER_HAN = r"\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"[{_HAN_CODES}]{{1,{LONGEST_RUN}}}"
    rf"|[{_OTHER_HAN}]"
    r"|\d+(?:[.,]\d+)+"
    r"|[A-Za-z](?:\+\+|#(?!\w))|(?<![A-Za-z0-9])\.[Nn][Ee][Tt](?!\w)"  # C++, C#, .NET
    rf"|[^\W_{_HAN_CODES}{_OTHER_HAN}]+(?:['’][^\W_{_HAN_CODES}{_OTHER_HAN}]+)*"
)


class Segmenter(Protocol):
    """Cuts a run of Chinese characters into words."""

    def cut(self, run: str, /) -> list[str]:
        """The words of the run, in order; joined they are the run."""
        ...

    def cut_for_search(self, run: str, /) -> list[str]:
        """The same, with the shorter words inside of each long word before it."""
        ...


class Rjieba:
    """The segmenter in Rust; making one loads its dictionary. Raises ``ImportError`` where it is absent."""

    def __init__(self) -> None:
        import rjieba

        self.cut: Callable[[str], list[str]] = rjieba.cut
        self.cut_for_search: Callable[[str], list[str]] = rjieba.cut_for_search


class Jieba:
    """The segmenter in Python; making one loads its dictionary."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its source has escapes that newer Pythons warn about
            import jieba
        tokenizer = jieba.Tokenizer()
        # What initialize() does, without its cache file in the shared temporary folder and its messages.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        self.cut: Callable[[str], list[str]] = tokenizer.lcut
        self.cut_for_search: Callable[[str], list[str]] = tokenizer.lcut_for_search


@cache
def default_segmenter() -> Segmenter:
    """The fastest segmenter there is, loaded at the first call."""
    try:
        return Rjieba()
    except ImportError:
        return Jieba()


def warm() -> None:
    """Load the segmenter now, so that the first answer need not wait for it."""
    default_segmenter().cut("预热")


def words(text: str, segmenter: Segmenter | None = None) -> list[str]:
    """The words of a text in order, in lower case, without punctuation."""
    return _cut(text, (segmenter or default_segmenter()).cut)


def search_words(text: str, segmenter: Segmenter | None = None) -> list[str]:
    """The words of a text as an index wants them: before each long word the shorter ones in it."""
    return _cut(text, (segmenter or default_segmenter()).cut_for_search)


def terms(found: Iterable[str]) -> list[str]:
    """The words that say what a text is about: no stop words, no lone digits."""
    return [word for word in found if word not in STOP_WORDS and not word.isdigit()]


def _cut(text: str, cut: Callable[[str], list[str]]) -> list[str]:
    found: list[str] = []
    known: dict[str, list[str]] = {}
    for piece in _PIECE.findall(text):
        if not "\u4e00" <= piece[0] <= "\u9fd5":
            found.append(piece.lower().replace("’", "'"))
            continue
        if piece not in known:
            known[piece] = cut(piece)
        found += known[piece]
    return found
