"""English nouns in the singular and the plural, so that either finds the other."""

import re

from digests.stopwords import STOP_WORDS

_NOUN = re.compile(r"[a-z]{3,}")
_HISSING = ("s", "x", "z", "ch", "sh")


def forms(word: str) -> tuple[str, ...]:
    """The word as it is and, if it looks like an English noun, in the other number.

    By the rules of spelling alone, so some of the forms are no words at all: they are to be looked for,
    and harm nothing where they are not found.
    """
    if word in STOP_WORDS or not _NOUN.fullmatch(word):
        return (word,)
    return (word, *(_singulars(word) or _plurals(word)))


def _singulars(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:  # noqa: PLR2004 - gas
        return ()
    if word.endswith("ies"):
        return (word[:-1], word[:-3] + "y")
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        return (word[:-1], word[:-2])
    return (word[:-1],)


def _plurals(word: str) -> tuple[str, ...]:
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(_HISSING) else "s"),)
