"""The sentences that carry an essay."""

import math
from collections.abc import Collection, Iterator, Sequence

from digests import ranking, repetition
from digests.analysis import Analysis, analyse, measure
from digests.model import BlockKind, Essay, Sentence, Summary

Passage = tuple[int, ...]
"""Sentences that are taken together or not at all, by position."""

_POOL = 120
_LONGEST_CHAIN = 3
_NEIGHBOUR_BONUS = 0.5
_WORTH = 0.55
_SERIES_BONUS = 0.5


def summarize(essay: Essay, max_chars: int = 200, max_words: int | None = None) -> Summary:
    """The sentences that carry an essay, whole, verbatim and in reading order.

    At most ``max_chars`` characters that are not white space; for an essay in English, if
    ``max_words`` is given, at most that many words instead. Where even the shortest sentence is
    longer, it alone. Neither lead nor headings nor quotations are summarised; a sentence that
    refers to the one before comes with it, an enumeration whole; fewer sentences are taken when the
    next best would add little. An essay without sentences has an empty summary.
    """
    return draw(analyse(essay), max_chars, max_words)


def draw(analysis: Analysis, max_chars: int, max_words: int | None = None) -> Summary:
    """``summarize`` for an essay that was analysed already."""
    by_words = max_words is not None and analysis.language == "en"
    budget = max_words if by_words and max_words is not None else max_chars
    sizes = [measure(sentence.text, "en" if by_words else "zh") for sentence in analysis.sentences]
    chosen = _everything(analysis, sizes, budget) or _best(analysis, sizes, budget) or _least(analysis, sizes, budget)
    return Summary(tuple(analysis.sentences[position] for position in sorted(chosen)))


def _everything(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """All sentences, where the essay is no longer than its summary may be."""
    own = _own(analysis)
    return _distinct(analysis, own) if sum(sizes[i] for i in own) <= budget else []


def _best(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """Passages by their score, each new one no repetition, until the budget or the worth is used up."""
    scores = ranking.summary_scores(analysis)
    pool = _pool(analysis, scores)
    chosen: dict[int, frozenset[str]] = {}
    floor = _WORTH * _mean(pool[0], scores) if pool else 0.0
    while pool:
        passage = max(pool, key=lambda some: _value(some, scores, chosen))
        pool.remove(passage)
        fresh = [i for i in passage if i not in chosen]
        if not fresh or _mean(fresh, scores) < floor:
            continue
        said = {i: _pairs(analysis, i) for i in fresh}
        if sum(sizes[i] for i in (*chosen, *fresh)) > budget or _repeats(said, chosen):
            continue
        chosen |= said
    return list(chosen)


def _least(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """The beginning of an essay that has no passage to choose, or its shortest sentence."""
    taken: list[int] = []
    room = budget
    for position in (own := _own(analysis)):
        if sizes[position] > room:
            break
        taken.append(position)
        room -= sizes[position]
    return _distinct(analysis, taken) or sorted(own, key=lambda i: sizes[i])[:1]


def _own(analysis: Analysis) -> list[int]:
    """The author's sentences; where all is quotation, that."""
    every = range(len(analysis.sentences))
    return [i for i in every if analysis.kind(i) is not BlockKind.QUOTE] or list(every)


def _distinct(analysis: Analysis, positions: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for position in positions:
        first.setdefault(analysis.sentences[position].text, position)
    return list(first.values())


def _pool(analysis: Analysis, scores: Sequence[float]) -> list[Passage]:
    """The passages worth a look, the best first."""
    passages = [*_chains(analysis), *_whole_series(analysis)]
    return sorted(passages, key=lambda some: (-_value(some, scores, ()), some))[:_POOL]


def _value(passage: Passage, scores: Sequence[float], chosen: Collection[int]) -> float:
    """The mean score of what a passage would add, more if it joins what was chosen, or is a series."""
    fresh = [i for i in passage if i not in chosen] or passage
    beside = fresh[0] - 1 in chosen or fresh[-1] + 1 in chosen
    series = passage[-1] - passage[0] >= len(passage)
    return _mean(fresh, scores) + _NEIGHBOUR_BONUS * beside + _SERIES_BONUS * series


def _mean(positions: Sequence[int], scores: Sequence[float]) -> float:
    return math.fsum(scores[i] for i in positions) / len(positions)


def _chains(analysis: Analysis) -> Iterator[Passage]:
    """Each sentence that can be shown, with those before it that it leans on."""
    items = {position for positions in analysis.series for position in positions}
    for position in range(len(analysis.sentences)):
        if position in items or not ranking.is_clean(analysis, position):
            continue
        start = position
        while start >= 0 and _leans(analysis, start) and position - start < _LONGEST_CHAIN:
            start = start - 1 if _follows(analysis, start) else -1
        if start >= 0 and not _leans(analysis, start):
            yield tuple(range(start, position + 1))


def _leans(analysis: Analysis, position: int) -> bool:
    return ranking.hangs(analysis, position) or _is_clause_end(analysis, position - 1)


def _is_clause_end(analysis: Analysis, position: int) -> bool:
    """Whether a sentence ends in a semicolon: it and the next are one thought."""
    return position >= 0 and analysis.edges[position].endswith(("；", ";"))


def _follows(analysis: Analysis, position: int) -> bool:
    """Whether the sentence before can be shown in front of this one: clean, and in the same run of text."""
    if position == 0:
        return False
    here, before = analysis.sentences[position].place.block, analysis.sentences[position - 1].place.block
    if here - before > 1:
        return False
    return ranking.is_clean(analysis, position - 1) or (here == before and _is_clause_end(analysis, position - 1))


def _whole_series(analysis: Analysis) -> Iterator[Passage]:
    """Enumerations whose items are all claims; in a summary they stand together or not at all."""
    for positions in analysis.series:
        if all(ranking.is_clean(analysis, i) for i in positions):
            yield positions


def _pairs(analysis: Analysis, position: int) -> frozenset[str]:
    if analysis.language == "en":
        return repetition.word_pairs(analysis.words[position])
    return repetition.pairs(analysis.sentences[position].text)


def _repeats(said: dict[int, frozenset[str]], chosen: dict[int, frozenset[str]]) -> bool:
    return any(repetition.repeats(pairs, chosen.values()) for pairs in said.values())
