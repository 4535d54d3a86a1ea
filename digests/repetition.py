"""Whether two sentences say the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add

# Sentences on one subject share some pairs; those that readers chose for one digest less than this.
LIKENESS_LIMIT = 0.4
_NEARLY_ALL = 0.7
_WORD = re.compile(r"[^\W_]+")


def pairs(text: str, language: str) -> frozenset[str]:
    """The pairs of neighbouring characters, or of neighbouring words in English, without punctuation."""
    return pairs_of(_WORD.findall(text.lower()), language)


def pairs_of(words: Sequence[str], language: str) -> frozenset[str]:
    """``pairs`` for a text that was cut into words already."""
    if language == "en":
        return frozenset(map(" ".join, pairwise(words))) or frozenset(words)
    letters = "".join(words)
    return frozenset(map(add, letters, letters[1:])) or frozenset(letters)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence says, roughly: its pairs, and those of them that are not in the essay's title."""

    pairs: frozenset[str]
    news: frozenset[str]

    def repeats(self, others: Iterable["Saying"], limit: float) -> bool:
        """Whether it shares more than ``limit`` of the news, or ``LIKENESS_LIMIT`` of all, with another."""
        for other in others:
            if _share(self.news, other.news) > limit or _share(self.pairs, other.pairs) > LIKENESS_LIMIT:
                return True
        return False

    def is_like(self, other: "Saying") -> bool:
        """Whether they say nearly the same, at about the same length."""
        longest = max(len(self.pairs), len(other.pairs))
        return len(self.pairs & other.pairs) >= _NEARLY_ALL * longest


def saying(own: frozenset[str], title: frozenset[str]) -> Saying:
    """What a text with these pairs says, in an essay with this title."""
    return Saying(own, own if own.isdisjoint(title) else own - title)


def repeats(some: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Whether it shares more than ``LIKENESS_LIMIT`` of the smaller one's pairs with one of the others."""
    return any(_share(some, other) > LIKENESS_LIMIT for other in others)


def _share(some: frozenset[str], other: frozenset[str]) -> float:
    return len(some & other) / (min(len(some), len(other)) or 1)
