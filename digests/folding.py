"""Text as a search sees it: width, case, accents, and simplified or traditional writing set aside."""

from functools import lru_cache
from unicodedata import combining, normalize

from digests.simplified import SIMPLIFIED, TRADITIONAL
from digests.words import search_words
from digests.words import words as plain_words

# Rises when the same text gives other words: an index made under another version is made anew.
VERSION = "4"

_REMEMBERED = 20_000
_SHORT = 2
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
    """The folded words of a text, in order."""
    return plain_words(fold(text))


@lru_cache(maxsize=_REMEMBERED)
def parts(word: str) -> tuple[str, ...]:
    """The shorter words that a long Chinese word is made of, so that they lead to it too."""
    if word.isascii() or len(word) <= _SHORT:
        return ()
    return tuple(part for part in dict.fromkeys(search_words(word)) if part != word)
