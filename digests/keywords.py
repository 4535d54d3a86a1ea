"""The terms an essay is about."""

import math
from collections import Counter
from collections.abc import Iterator

from digests.analysis import Analysis, analyse
from digests.model import Essay
from digests.words import terms

_REPEATED = 3
_TOGETHER = 0.5
_PARTS = 10
_TITLE_WEIGHT = 1.5
_LONGEST_PHRASE = 10


def keywords(essay: Essay, limit: int = 10) -> tuple[str, ...]:
    """The terms an essay is about, the weightiest first, in lower case; at most ``limit``."""
    return draw(analyse(essay), limit)


def draw(analysis: Analysis, limit: int) -> tuple[str, ...]:
    """``keywords`` for an essay that was analysed already.

    Without a corpus to tell what is rare, a term weighs what it is used, how evenly it is spread
    over the essay and how much its length lets it mean, as in YAKE (Campos et al., Information
    Sciences 509, 2020); words that mostly stand together count as one.
    """
    phrases = _phrases(analysis)
    counts: Counter[str] = Counter()
    parts: dict[str, set[int]] = {}
    for position, words in enumerate(analysis.words):
        for term in terms(_joined(words, phrases)):
            counts[term] += 1
            parts.setdefault(term, set()).add(_PARTS * position // len(analysis.words))
    title = set(terms(_joined(analysis.title, phrases)))
    weights = {
        term: round(_weight(term, count, len(parts[term])) * (_TITLE_WEIGHT if term in title else 1), 9)
        for term, count in counts.items()
        if len(term) > 1
    }
    return tuple(sorted(weights, key=lambda term: (-weights[term], term))[: max(0, limit)])


def _weight(term: str, count: int, parts: int) -> float:
    length = len(term) if not term.isascii() else len(term) / 2
    return math.log1p(count) * (1 + parts / _PARTS) * math.sqrt(length)


def _phrases(analysis: Analysis) -> frozenset[tuple[str, str]]:
    """Neighbouring terms of which one rarely stands without the other."""
    singles = Counter(word for words in analysis.words for word in words)
    pairs = Counter(pair for words in analysis.words for pair in zip(words, words[1:], strict=False))
    return frozenset(
        pair
        for pair, count in pairs.items()
        if count >= _REPEATED
        and count >= _TOGETHER * min(singles[pair[0]], singles[pair[1]])
        and len(terms(pair)) == len(pair)
        and (pair[0] + pair[1]).isascii() is False
        and len(pair[0]) + len(pair[1]) <= _LONGEST_PHRASE
    )


def _joined(words: tuple[str, ...], phrases: frozenset[tuple[str, str]]) -> Iterator[str]:
    """The words, those of a phrase as one."""
    position = 0
    while position < len(words):
        if tuple(words[position : position + 2]) in phrases:
            yield words[position] + words[position + 1]
            position += 2
        else:
            yield words[position]
            position += 1
