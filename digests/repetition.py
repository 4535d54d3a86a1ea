"""Whether two sentences say the same."""

from collections.abc import Iterable

# Two sentences that careful readers chose for one digest never had much more than this in common;
LIKENESS_LIMIT = 0.4


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, punctuation and white space left out."""
    letters = "".join(character for character in text.lower() if character.isalnum())
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1)) or frozenset({letters})


def word_pairs(words: Iterable[str]) -> frozenset[str]:
    """The pairs of neighbouring words: what ``pairs`` is to Chinese for a language with long words."""
    found = list(words)
    return frozenset(f"{a} {b}" for a, b in zip(found, found[1:], strict=False)) or frozenset(found)


def repeats(some: frozenset[str], others: Iterable[frozenset[str]], limit: float = LIKENESS_LIMIT) -> bool:
    """Whether it shares more than ``limit`` of the smaller one's pairs with one of the others."""
    return any(len(some & other) > limit * max(1, min(len(some), len(other))) for other in others)
