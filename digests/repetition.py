"""Whether two sentences say the same."""

import re
from collections.abc import Iterable
from itertools import pairwise
from operator import add

# Sentences on one subject share some pairs; those that readers chose for one digest less than this.
LIKENESS_LIMIT = 0.4
_WORD = re.compile(r"\w+")


def pairs(text: str, language: str) -> frozenset[str]:
    """The pairs of neighbouring characters, or of neighbouring words in English, without punctuation."""
    if language == "en":
        words = _WORD.findall(text.lower())
        return frozenset(map(" ".join, pairwise(words))) or frozenset(words)
    letters = "".join(filter(str.isalnum, text.lower()))
    return frozenset(map(add, letters, letters[1:])) or frozenset(letters)


def repeats(some: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Whether it shares more than ``LIKENESS_LIMIT`` of the smaller one's pairs with one of the others."""
    return any(len(some & other) > LIKENESS_LIMIT * min(len(some), len(other)) for other in others)
