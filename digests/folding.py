"""Text as a search sees it: width, case, accents, and simplified or traditional writing set aside."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, normalize

from digests.simplified import SIMPLIFIED, TRADITIONAL
from digests.words import search_words
from digests.words import words as plain_words

# Rises when the same text gives other words: an index made under another version is made anew.
VERSION = "5"

_REMEMBERED = 20_000
_SHORT = 2
# From this length on, jieba does not tell the words within a longer one.
_LONG = 4
_MOST_PREFIXES = 3
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# A name that is written together with its version: Go1.18.
_VERSIONED = re.compile(r"([a-z])(\d+\.\d)")
_VERSION = re.compile(r"\d+(?:\.\d+){2,}")
# Circles that are written for a zero, as in the numbers of poems: 其五○.
_ZEROS = "○◯"


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__({ord(one): other for one, other in zip(TRADITIONAL, SIMPLIFIED, strict=True)})
        self.update({ord(circle): "〇" for circle in _ZEROS})

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = _without_accents(normalize("NFKC", character)).lower()
        plain = plain if len(plain) == 1 else character
        folded = super().get(ord(plain), plain)
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def _without_accents(text: str) -> str:
    """A Latin letter without its marks; the marks of other scripts, as of が and й, make other letters."""
    decomposed = normalize("NFD", text)
    letter, marks = decomposed[0], decomposed[1:]
    return letter if letter.isascii() and letter.isalpha() and all(map(combining, marks)) else text


def fold(text: str) -> str:
    """The text in half width, lower case and simplified characters, Latin letters without accents.

    Character for character, so that places still hold; what would become several stays as it is.
    """
    return text.translate(_FOLDS)


def letters(text: str) -> str:
    """The folded text without white space and punctuation, as titles are compared."""
    return "".join(filter(str.isalnum, fold(text)))


def words(text: str) -> list[str]:
    """The folded words of a text, in order; a name stands apart from its version."""
    return cut(fold(text))


def cut(folded: str) -> list[str]:
    """The words of a text that is folded already."""
    return plain_words(_VERSIONED.sub(r"\1 \2", folded))


def characters(text: str) -> list[str]:
    """The Chinese characters of a text, folded, each once, in their own order."""
    return sorted(set(_HAN.findall(fold("".join(set(text))))))


@lru_cache(maxsize=_REMEMBERED)
def parts(word: str) -> tuple[str, ...]:
    """The shorter words that a long Chinese word is made of, so that they lead to it too.

    Of a version the shorter ones: of 2.6.6 it is 2.6.
    """
    if word.isascii():
        return _prefixes(word) if _VERSION.fullmatch(word) else ()
    if len(word) <= _SHORT:
        return ()
    return tuple(part for part in dict.fromkeys((*search_words(word), *_long_parts(word))) if part != word)


def _long_parts(word: str) -> Iterator[str]:
    """The longer words within a long one: 版本控制 of 版本控制系统."""
    for start in range(len(word) - _LONG + 1):
        for end in range(start + _LONG, len(word) + 1):
            if plain_words(word[start:end]) == [word[start:end]]:
                yield word[start:end]


def _prefixes(version: str) -> tuple[str, ...]:
    numbers = version.split(".", _MOST_PREFIXES + 1)
    return tuple(".".join(numbers[:end]) for end in range(2, min(len(numbers), _MOST_PREFIXES + 2)))
