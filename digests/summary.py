"""The sentences that carry an essay."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from digests import cues
from digests.analysis import Analysis, analyse
from digests.model import BlockKind, Essay, Summary
from digests.ranking import Ranking, rank
from digests.repetition import Saying

Passage = tuple[int, ...]
"""Sentences that are taken together or not at all, by position."""

_POOL = 40
_LONGEST_CHAIN = 3
_NEIGHBOUR_BONUS = 0.2
# How far below the best sentence one may be in a summary of the usual length.
_FALL = 1.6
_USUAL = 160
_MORE = 1.25
# An English word says about as much as so many Chinese characters.
_CHARACTERS_A_WORD = 1.8
NEWS_LIMIT = 0.18
_SERIES_BONUS = 1.0
# What it costs a conclusion to stand without the sentence it follows from.
_NO_REASON = 1.6
_SERIES_EXTENT = 0.15


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
    analysis: Analysis, ranking: Ranking, budgets: Sequence[tuple[int, int | None]]
) -> tuple[Summary, ...]:
    """A summary for each budget (``max_chars`` and ``max_words`` of ``summarize``), the shortest first.

    Each is a part of the next longer one, if any passage of that fits.
    """
    scores = {
        some: _mean(some, ranking.summary) - _NO_REASON * ranking.hangs[some[0]]
        for some in _chains(analysis, ranking)
    }
    scores |= {
        some: _mean(some, ranking.summary) + _SERIES_BONUS for some in _whole_series(analysis, ranking)
    }
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    found: list[Summary] = []
    longer = frozenset(range(len(analysis.sentences)))
    for budget in reversed(budgets):
        longer = frozenset(_chosen(analysis, ranked, longer, *budget))
        found.append(Summary(tuple(analysis.sentences[position] for position in sorted(longer))))
    return tuple(reversed(found))


def _chosen(
    analysis: Analysis,
    ranked: Sequence[tuple[Passage, float]],
    longer: frozenset[int],
    max_chars: int,
    max_words: int | None,
) -> list[int]:
    by_words = max_words is not None and analysis.language == "en"
    budget = max_words if by_words and max_words is not None else max_chars
    sizes, unit = (analysis.sizes, _CHARACTERS_A_WORD) if by_words else (analysis.characters, 1)
    fitting = [(some, score) for some, score in ranked if sum(sizes[i] for i in some) <= budget]
    inside = [(some, score) for some, score in fitting if longer.issuperset(some)]
    middle = ranked[len(ranked) // 2][1] if ranked else 0.0
    return (
        _everything(analysis, sizes, budget)
        or _best(analysis, _pool(inside or fitting, budget * unit, middle), sizes, budget)
        or _least(analysis, _own(analysis, longer), sizes, budget)
    )


def _pool(ranked: Sequence[tuple[Passage, float]], budget: float, middle: float) -> dict[Passage, float]:
    """The best passages, as far down as it is better to take one than to end early.

    Who wants a longer summary than usual accepts less, but not what is in the lower half of the essay.
    """
    if not ranked:
        return {}
    best = ranked[0][1]
    least = best - _FALL * max(1.0, budget / _USUAL) ** _MORE
    return {some: score for some, score in ranked[:_POOL] if score >= min(best, max(least, middle))}


def _everything(analysis: Analysis, sizes: Sequence[int], budget: int) -> list[int]:
    """All sentences, where the essay is no longer than its summary may be."""
    own = _own(analysis, range(len(analysis.sentences)))
    return _distinct(analysis, own) if sum(sizes[i] for i in own) <= budget else []


def _best(analysis: Analysis, pool: Mapping[Passage, float], sizes: Sequence[int], budget: int) -> list[int]:
    """Passages by their value, none a repetition, until the budget or the worth is used up."""
    chosen: set[int] = set()
    rest = list(pool)
    room = budget
    while rest := [some for some in rest if 0 < _added(some, chosen, sizes) <= room]:
        taken = max(rest, key=lambda some: pool[some] + _NEIGHBOUR_BONUS * _touches(some, chosen))
        room -= _added(taken, chosen, sizes)
        said = [analysis.sayings[i] for i in taken if i not in chosen]
        chosen.update(taken)
        linked = _is_link(analysis, taken[0])
        rest = [some for some in rest if not _clashes(analysis, some, chosen, said, linked=linked)]
    return list(chosen)


def _added(passage: Passage, chosen: Collection[int], sizes: Sequence[int]) -> int:
    """How much longer a passage makes what was chosen."""
    return sum(sizes[i] for i in passage if i not in chosen)


def _clashes(
    analysis: Analysis, passage: Passage, chosen: Collection[int], said: Sequence[Saying], *, linked: bool
) -> bool:
    """Whether a passage does not go with the one just taken: a second "therefore", or the same again."""
    if linked and _is_link(analysis, passage[0]) and passage[0] - 1 not in chosen:
        return True
    return any(analysis.sayings[i].repeats(said, NEWS_LIMIT) for i in passage if i not in chosen)


def _is_link(analysis: Analysis, position: int) -> bool:
    """Whether a sentence opens with a "therefore"."""
    return cues.VERDICT.of(analysis.language).match(analysis.edges[position]) is not None


def _least(analysis: Analysis, own: Sequence[int], sizes: Sequence[int], budget: int) -> list[int]:
    """The beginning of an essay that has no passage to choose, or its shortest sentence."""
    taken: list[int] = []
    room = budget
    for position in own:
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


def _own(analysis: Analysis, positions: Iterable[int]) -> list[int]:
    """The author's sentences among these, in order; where all is quotation, that."""
    every = sorted(positions)
    return [i for i in every if analysis.kind(i) is not BlockKind.QUOTE] or every


def _distinct(analysis: Analysis, positions: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for position in positions:
        first.setdefault(analysis.sentences[position].text, position)
    return list(first.values())


def _touches(passage: Passage, chosen: Collection[int]) -> bool:
    """Whether a passage stands next to what was chosen: connected text reads better than scattered."""
    return passage[0] - 1 in chosen or passage[-1] + 1 in chosen


def _mean(positions: Sequence[int], scores: Sequence[float]) -> float:
    return math.fsum(scores[i] for i in positions) / len(positions)


def _chains(analysis: Analysis, ranking: Ranking) -> Iterator[Passage]:
    """Each sentence that can be shown, with those before it that it leans on.

    A conclusion that is a paragraph's first may also stand without.
    """
    items = {position for positions in analysis.series for position in positions}
    for position, clean in enumerate(ranking.clean):
        if clean and position not in items:
            start = _chain_start(analysis, ranking, position)
            if start is not None:
                yield tuple(range(start, position + 1))
            if start != position and _concludes(analysis, position):
                yield (position,)


def _chain_start(analysis: Analysis, ranking: Ranking, position: int) -> int | None:
    """Where the passage that a sentence leans on begins; ``None`` if it cannot be shown or is long."""
    for start in range(position, max(-1, position - _LONGEST_CHAIN), -1):
        if not (ranking.hangs[start] or _is_clause_end(analysis, start - 1)):
            return start
        if not _can_precede(analysis, ranking, start):
            return None
    return None


def _concludes(analysis: Analysis, position: int) -> bool:
    """Whether a sentence is a paragraph's first and opens with a "therefore"."""
    return analysis.sentences[position].place.start == 0 and _is_link(analysis, position)


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
    """Enumerations of claims on which a good part of the essay hangs; they stand together or not at all."""
    least = _SERIES_EXTENT * len(analysis.sentences)
    for positions in analysis.series:
        if positions[-1] - positions[0] >= least and all(ranking.clean[i] for i in positions):
            yield positions
