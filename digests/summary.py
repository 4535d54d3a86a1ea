"""The sentences that carry an essay."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from digests import cues, repetition
from digests.analysis import Analysis, analyse
from digests.model import BlockKind, Essay, Summary
from digests.ranking import Ranking, rank

Passage = tuple[int, ...]
"""Sentences that are taken together or not at all, by position."""

_POOL = 60
_LONGEST_CHAIN = 3
_NEIGHBOUR_BONUS = 0.5
_WORTH = 0.55
_SERIES_BONUS = 0.5


def summarize(essay: Essay, max_chars: int = 200, max_words: int | None = None) -> Summary:
    """The sentences that carry an essay, whole, verbatim and in reading order.

    At most ``max_chars`` characters that are not white space; for an essay in English, if
    ``max_words`` is given, at most that many words instead. Where even the shortest statement is
    longer, it alone. Neither lead nor headings nor quotations are summarised; a sentence that
    refers to the one before comes with it, an enumeration whole; fewer sentences are taken when the
    next best would add little. An essay without sentences has an empty summary.
    """
    analysis = analyse(essay)
    return summaries_of(analysis, rank(analysis), [(max_chars, max_words)])[0]


def summaries_of(
    analysis: Analysis, ranking: Ranking, budgets: Iterable[tuple[int, int | None]]
) -> tuple[Summary, ...]:
    """A summary for each budget (``max_chars`` and ``max_words`` of ``summarize``)."""
    pool = _pool(analysis, ranking)
    return tuple(_summary(analysis, pool, *budget) for budget in budgets)


def _summary(
    analysis: Analysis, pool: Mapping[Passage, float], max_chars: int, max_words: int | None
) -> Summary:
    by_words = max_words is not None and analysis.language == "en"
    budget = max_words if by_words and max_words is not None else max_chars
    sizes = analysis.sizes if by_words else analysis.characters
    chosen = (
        _everything(analysis, sizes, budget)
        or _best(analysis, pool, sizes, budget)
        or _least(analysis, sizes, budget)
    )
    return Summary(tuple(analysis.sentences[position] for position in sorted(chosen)))


def _everything(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """All sentences, where the essay is no longer than its summary may be."""
    own = _own(analysis)
    return _distinct(analysis, own) if sum(sizes[i] for i in own) <= budget else []


def _best(analysis: Analysis, pool: Mapping[Passage, float], sizes: Sequence[int], budget: int) -> list[int]:
    """Passages by their value, none a repetition, until the budget or the worth is used up."""
    chosen: dict[int, frozenset[str]] = {}
    rest = [some for some, score in pool.items() if score >= _WORTH * max(pool.values())]
    room = budget
    while rest:
        rest.sort(key=lambda some: -pool[some] - _NEIGHBOUR_BONUS * _touches(some, chosen))
        taken = next((some for some in rest if _fits(analysis, some, chosen, sizes, room)), None)
        if taken is None:
            break
        rest = rest[rest.index(taken) + 1 :]
        fresh = [i for i in taken if i not in chosen]
        chosen |= {i: _pairs(analysis, i) for i in fresh}
        room -= sum(sizes[i] for i in fresh)
    return list(chosen)


def _fits(
    analysis: Analysis,
    passage: Passage,
    chosen: Mapping[int, frozenset[str]],
    sizes: Sequence[int],
    room: int,
) -> bool:
    """Whether a passage adds something, has room and repeats nothing."""
    fresh = [i for i in passage if i not in chosen]
    if not fresh or sum(sizes[i] for i in fresh) > room:
        return False
    return not any(repetition.repeats(_pairs(analysis, i), chosen.values()) for i in fresh)


def _least(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """The beginning of an essay that has no passage to choose, or its shortest sentence."""
    taken: list[int] = []
    room = budget
    for position in (own := _own(analysis)):
        if sizes[position] > room:
            break
        taken.append(position)
        room -= sizes[position]
    while taken and not _is_closed(analysis, taken[-1]):
        taken.pop()
    shortest = sorted(own, key=lambda i: (not _is_closed(analysis, i), sizes[i]))[:1]
    return _distinct(analysis, taken) or shortest


def _is_closed(analysis: Analysis, position: int) -> bool:
    """Whether a sentence is a statement to its end, neither a question nor cut off."""
    return cues.CLOSED.search(analysis.edges[position]) is not None


def _own(analysis: Analysis) -> list[int]:
    """The author's sentences; where all is quotation, that."""
    every = range(len(analysis.sentences))
    return [i for i in every if analysis.kind(i) is not BlockKind.QUOTE] or list(every)


def _distinct(analysis: Analysis, positions: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for position in positions:
        first.setdefault(analysis.sentences[position].text, position)
    return list(first.values())


def _pool(analysis: Analysis, ranking: Ranking) -> dict[Passage, float]:
    """The passages worth a look and the score of each, the best first."""
    scores = {some: _mean(some, ranking.summary) for some in _chains(analysis, ranking)}
    scores |= {
        some: _mean(some, ranking.summary) + _SERIES_BONUS for some in _whole_series(analysis, ranking)
    }
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_POOL])


def _touches(passage: Passage, chosen: Collection[int]) -> bool:
    """Whether a passage stands next to what was chosen: connected text reads better than scattered."""
    return passage[0] - 1 in chosen or passage[-1] + 1 in chosen


def _mean(positions: Sequence[int], scores: Sequence[float]) -> float:
    return math.fsum(scores[i] for i in positions) / len(positions)


def _chains(analysis: Analysis, ranking: Ranking) -> Iterator[Passage]:
    """Each sentence that can be shown, with those before it that it leans on."""
    items = {position for positions in analysis.series for position in positions}
    for position, clean in enumerate(ranking.clean):
        if clean and position not in items:
            start = _chain_start(analysis, ranking, position)
            if start is not None:
                yield tuple(range(start, position + 1))


def _chain_start(analysis: Analysis, ranking: Ranking, position: int) -> int | None:
    """Where the passage that a sentence leans on begins; ``None`` if it cannot be shown or is long."""
    for start in range(position, max(-1, position - _LONGEST_CHAIN), -1):
        if not (ranking.hangs[start] or _is_clause_end(analysis, start - 1)):
            return start
        if not _can_precede(analysis, ranking, start):
            return None
    return None


def _is_clause_end(analysis: Analysis, position: int) -> bool:
    """Whether a sentence ends in a semicolon: it and the next are one thought."""
    return position >= 0 and analysis.edges[position].endswith(("；", ";"))


def _can_precede(analysis: Analysis, ranking: Ranking, position: int) -> bool:
    """Whether the sentence before can be shown in front of this one: clean, and in the same run of text."""
    if position == 0:
        return False
    here, before = analysis.sentences[position].place.block, analysis.sentences[position - 1].place.block
    if here - before > 1:
        return False
    return ranking.clean[position - 1] or (here == before and _is_clause_end(analysis, position - 1))


def _whole_series(analysis: Analysis, ranking: Ranking) -> Iterator[Passage]:
    """Enumerations whose items are all claims; in a summary they stand together or not at all."""
    for positions in analysis.series:
        if all(ranking.clean[i] for i in positions):
            yield positions


def _pairs(analysis: Analysis, position: int) -> frozenset[str]:
    return repetition.pairs(analysis.sentences[position].text, analysis.language)
