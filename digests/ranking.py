"""How much each sentence carries: named features, weighed in one table.

A feature gives one number per sentence, by position. To add one, write its function and its row in
``FEATURES``; to leave one out of a score, weigh it 0.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from re import Pattern
from typing import TypeAlias

from digests import cues, structure
from digests.analysis import Analysis
from digests.model import BlockKind

Scores: TypeAlias = tuple[float, ...]

_ITERATIONS = 10
_DAMPING = 0.85
_TITLE_ENOUGH = 0.5
_BOLD_TOO_MUCH = 0.5
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Feature:
    """A measure of sentences and what it weighs in the score of a summary and of key points."""

    name: str
    measure: Callable[[Analysis], Scores]
    summary: float
    points: float


def summary_scores(analysis: Analysis) -> Scores:
    """How well each sentence would stand in a summary."""
    return _weighted(analysis, [(row.measure, row.summary) for row in FEATURES])


def point_scores(analysis: Analysis) -> Scores:
    """How well each sentence would stand as a key point."""
    return _weighted(analysis, [(row.measure, row.points) for row in FEATURES])


def is_clean(analysis: Analysis, position: int) -> bool:
    """Whether a sentence can be shown at all: the author's, whole, a statement, and no fragment."""
    text = analysis.edges[position]
    return (
        analysis.kind(position) is not BlockKind.QUOTE
        and analysis.sizes[position] >= (5 if analysis.language == "en" else 12)
        and bool(cues.CLOSED.search(text))
        and not cues.OPEN_END.search(text)
        and not cues.SPEECH.search(text)
        and not cues.CONCESSION.search(text)
        and _is_balanced(text)
    )


def hangs(analysis: Analysis, position: int) -> bool:
    """Whether a sentence refers to what stands before it and means little without."""
    text = analysis.edges[position]
    return bool(cues.HANGS.match(text) or cues.ITEM.match(text))


def centrality(analysis: Analysis) -> Scores:
    """LexRank on the graph of cosines (Erkan and Radev, JAIR 22, 2004), as a rank from 0 to 1.

    The matrix of all pairs is never built: with the sentences' unit vectors as the rows of A one
    step is p ← A(Aᵀ(p/d)), so that time and memory are linear in the number of words.
    """
    rows, terms = _unit_vectors(analysis.terms)
    degrees = _spread(rows, terms, [1.0] * len(rows))
    rank = [1.0] * len(rows)
    for _ in range(_ITERATIONS):
        step = _spread(rows, terms, [r / d if d else 0.0 for r, d in zip(rank, degrees, strict=True)])
        rank = [1 - _DAMPING + _DAMPING * value for value in step]
    return _percentiles([round(value, 9) for value in rank])


def title_share(analysis: Analysis) -> Scores:
    """How much of the title comes back, by character pairs (by words in English); half of it is 1."""
    if analysis.language == "en":
        wanted = set(analysis.title)
        shares = [len(wanted.intersection(terms)) for terms in analysis.terms]
    else:
        pairs = [word[i : i + 2] for word in analysis.title for i in range(max(1, len(word) - 1))]
        wanted = set(pairs)
        shares = [sum(pair in text for pair in wanted) for text in analysis.edges]
    return tuple(min(1.0, share / (_TITLE_ENOUGH * len(wanted))) if wanted else 0.0 for share in shares)


def strange_to_title(analysis: Analysis) -> Scores:
    """Whether nothing of the title comes back."""
    return tuple(float(share == 0.0) for share in title_share(analysis))


def opening(analysis: Analysis) -> Scores:
    """Whether it is one of the first three sentences."""
    return tuple(float(i < _OPENING) for i in range(len(analysis.sentences)))


def ending(analysis: Analysis) -> Scores:
    """Whether it stands in the last tenth."""
    count = len(analysis.sentences)
    return tuple(float(10 * (i + 1) > 9 * count) for i in range(count))


def last_paragraph(analysis: Analysis) -> Scores:
    """Whether it stands in the last block of text."""
    last = analysis.sentences[-1].place.block if analysis.sentences else -1
    return tuple(float(sentence.place.block == last) for sentence in analysis.sentences)


def own_paragraph(analysis: Analysis) -> Scores:
    """Whether it is a paragraph of its own."""
    counts = Counter(sentence.place.block for sentence in analysis.sentences)
    return tuple(float(counts[sentence.place.block] == 1) for sentence in analysis.sentences)


def after_heading(analysis: Analysis) -> Scores:
    """Whether it is the first sentence under a heading."""
    first = {part.heading + 1 for part in analysis.sections if part.heading is not None}
    return tuple(
        float(sentence.place.block in first and sentence.place.start == 0) for sentence in analysis.sentences
    )


def emphasis(analysis: Analysis) -> Scores:
    """Whether the author set it in bold; nothing where half of the essay is bold."""
    blocks = analysis.essay.blocks
    bold = [structure.is_emphasised(blocks[s.place.block], s) for s in analysis.sentences]
    usable = sum(bold) <= _BOLD_TOO_MUCH * len(bold)
    return tuple(float(usable and flag) for flag in bold)


def numbered_claim(analysis: Analysis) -> Scores:
    """Whether it is an item of an enumeration."""
    items = {position for positions in analysis.series for position in positions}
    return tuple(float(i in items) for i in range(len(analysis.sentences)))


def good_length(analysis: Analysis) -> Scores:
    """1 on a plateau of 20 to 60 characters (12 to 35 words), falling to 0 on both sides."""
    least, most = (12, 35) if analysis.language == "en" else (20, 60)
    return tuple(max(0.0, min(1.0, size / least, 2 - size / most)) for size in analysis.sizes)


def too_long(analysis: Analysis) -> Scores:
    """Whether it is longer than 75 characters (45 words)."""
    most = 45 if analysis.language == "en" else 75
    return tuple(float(size > most) for size in analysis.sizes)


def hanging(analysis: Analysis) -> Scores:
    """Whether it refers to what stands before it."""
    return tuple(float(cues.HANGS.match(text) is not None) for text in analysis.edges)


def cue(pattern: Pattern[str]) -> Callable[[Analysis], Scores]:
    """The feature of showing a turn of phrase."""

    def measure(analysis: Analysis) -> Scores:
        return tuple(float(pattern.search(text) is not None) for text in analysis.edges)

    return measure


def cue_at_start(pattern: Pattern[str]) -> Callable[[Analysis], Scores]:
    """The feature of opening with a turn of phrase."""

    def measure(analysis: Analysis) -> Scores:
        return tuple(float(pattern.match(text) is not None) for text in analysis.edges)

    return measure


FEATURES = (
    Feature("centrality", centrality, 1.2, 1.3),
    Feature("title share", title_share, 1.6, 1.4),
    Feature("strange to title", strange_to_title, -0.2, -0.2),
    Feature("opening", opening, 0.0, -0.4),
    Feature("ending", ending, 0.7, 0.5),
    Feature("last paragraph", last_paragraph, 0.5, 0.3),
    Feature("own paragraph", own_paragraph, 0.1, 0.1),
    Feature("after heading", after_heading, 0.2, 0.3),
    Feature("emphasis", emphasis, 1.0, 1.0),
    Feature("numbered claim", numbered_claim, 0.0, 0.3),
    Feature("good length", good_length, 0.6, 0.4),
    Feature("too long", too_long, -0.2, 0.2),
    Feature("contrast", cue(cues.CONTRAST), 0.4, 0.5),
    Feature("only", cue(cues.ONLY), 0.8, 0.8),
    Feature("definition", cue(cues.DEFINITION), 0.3, 0.3),
    Feature("outlook", cue(cues.OUTLOOK), 0.3, 0.1),
    Feature("advice", cue(cues.ADVICE), 0.3, 0.5),
    Feature("opinion", cue(cues.OPINION), 0.2, 0.1),
    Feature("conclusion", cue_at_start(cues.CONCLUSION), 1.5, 1.5),
    Feature("hanging", hanging, -0.2, -0.3),
    Feature("pronoun", cue_at_start(cues.PRONOUN), -0.5, -0.5),
    Feature("deictic", cue(cues.DEICTIC), -0.3, -0.3),
    Feature("question", cue(cues.QUESTION), -1.5, -1.5),
    Feature("example", cue(cues.EXAMPLE), -0.7, -0.5),
    Feature("announcement", cue(cues.ANNOUNCEMENT), -0.6, -0.6),
    Feature("figures", cue(cues.FIGURES), -0.6, -0.5),
    Feature("story", cue(cues.STORY), -0.3, -0.4),
    Feature("first person", cue(cues.FIRST_PERSON), -0.1, -0.1),
)


def _weighted(analysis: Analysis, rows: list[tuple[Callable[[Analysis], Scores], float]]) -> Scores:
    columns = [[weight * value for value in measure(analysis)] for measure, weight in rows if weight]
    # Rounded, so that the last bits of a machine's arithmetic decide nothing.
    return tuple(round(math.fsum(values), 9) for values in zip(*columns, strict=True))


def _is_balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("“”", "「」", "（）", "《》", "()"))


def _unit_vectors(terms: tuple[tuple[str, ...], ...]) -> tuple[list[list[tuple[int, float]]], int]:
    """Sentences as sparse vectors of length 1, weighed by tf·idf, and how many terms there are."""
    numbers: dict[str, int] = {}
    counts = [Counter(numbers.setdefault(term, len(numbers)) for term in some) for some in terms]
    holders = Counter(term for count in counts for term in count)
    rarity = {term: math.log((1 + len(terms)) / held) for term, held in holders.items()}
    rows: list[list[tuple[int, float]]] = []
    for count in counts:
        row = [(term, times * rarity[term]) for term, times in count.items()]
        norm = math.sqrt(math.fsum(weight * weight for _, weight in row))
        rows.append([(term, weight / norm) for term, weight in row] if norm else [])
    return rows, len(numbers)


def _spread(rows: list[list[tuple[int, float]]], terms: int, values: list[float]) -> list[float]:
    """A(Aᵀx): what each sentence receives when all pass on their value through the words they share."""
    held = [0.0] * terms
    for row, value in zip(rows, values, strict=True):
        for term, weight in row:
            held[term] += weight * value
    return [math.fsum(held[term] * weight for term, weight in row) for row in rows]


def _percentiles(values: list[float]) -> Scores:
    ordered = sorted(values)
    return tuple(bisect_left(ordered, value) / len(values) for value in values)
