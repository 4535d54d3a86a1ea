"""How much each sentence carries: named features, weighed in one table.

A feature gives one number per sentence, by position. To add one, write its function and its row in
``FEATURES``; to leave one out of a score, weigh it 0.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import mul
from typing import TypeAlias

from digests import cues, structure
from digests.analysis import Analysis
from digests.model import BlockKind

Scores: TypeAlias = tuple[float, ...]
_Vector: TypeAlias = tuple[tuple[str, ...], list[float]]

_STEPS = 2
_DAMPING = 0.85
_TITLE_ENOUGH = 0.5
_BOLD_TOO_MUCH = 0.5
_OPENING = 3
_LEAST_CHARACTERS = 12
_LEAST_WORDS = 5
_BRACKETS = (("“", "”"), ("「", "」"), ("（", "）"), ("《", "》"), ("(", ")"))
_BRACKET = re.compile("[“”「」（）《》()]")


@dataclass(frozen=True, slots=True)
class Feature:
    """A measure of sentences and what it weighs in the score of a summary and of key points."""

    name: str
    measure: Callable[[Analysis], Scores]
    summary: float
    points: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is known about each sentence, by position: its scores, and whether and how it can be shown.

    ``clean``: it is the author's, a whole statement and no fragment. ``hangs``: it refers to what
    stands before it and means little without.
    """

    summary: Scores
    points: Scores
    clean: tuple[bool, ...]
    hangs: tuple[bool, ...]


def rank(analysis: Analysis) -> Ranking:
    """Measure every feature once and weigh it for both purposes."""
    columns = [row.measure(analysis) for row in FEATURES]
    return Ranking(
        summary=_weighted(columns, [row.summary for row in FEATURES]),
        points=_weighted(columns, [row.points for row in FEATURES]),
        clean=_clean(analysis),
        hangs=_hangs(analysis),
    )


def centrality(analysis: Analysis) -> Scores:
    """LexRank on the graph of cosines (Erkan and Radev, JAIR 22, 2004), as a rank from 0 to 1.

    The matrix of all pairs is never built: with the sentences' unit vectors as the rows of A one
    step is p ← A(Aᵀ(p/d)), so that time and memory are linear in the number of words. After two
    steps the order is nearly that of the limit (on essays, a rank correlation of 0.97).
    """
    vectors = _unit_vectors(analysis.terms)
    degrees = _spread(vectors, [1.0] * len(vectors))
    rank = [1.0] * len(vectors)
    for _ in range(_STEPS):
        step = _spread(vectors, [r / d if d else 0.0 for r, d in zip(rank, degrees, strict=True)])
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
    return cue_at_start(cues.HANGS)(analysis)


def question(analysis: Analysis) -> Scores:
    """Whether it asks."""
    return tuple(float(cues.QUESTION.search(text) is not None) for text in analysis.edges)


def cue(phrase: cues.Cue) -> Callable[[Analysis], Scores]:
    """The feature of showing a turn of phrase."""

    def measure(analysis: Analysis) -> Scores:
        search = phrase.of(analysis.language).search
        return tuple(0.0 if search(text) is None else 1.0 for text in analysis.edges)

    return measure


def cue_at_start(phrase: cues.Cue) -> Callable[[Analysis], Scores]:
    """The feature of opening with a turn of phrase."""

    def measure(analysis: Analysis) -> Scores:
        match = phrase.of(analysis.language).match
        return tuple(0.0 if match(text) is None else 1.0 for text in analysis.edges)

    return measure


FEATURES = (
    Feature("centrality", centrality, 1.2, 1.3),
    Feature("title share", title_share, 1.6, 1.4),
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
    Feature("question", question, -1.5, -1.5),
    Feature("example", cue(cues.EXAMPLE), -0.7, -0.5),
    Feature("announcement", cue(cues.ANNOUNCEMENT), -0.6, -0.6),
    Feature("figures", cue(cues.FIGURES), -0.6, -0.5),
    Feature("story", cue(cues.STORY), -0.3, -0.4),
    Feature("first person", cue(cues.FIRST_PERSON), -0.1, -0.1),
)


def _weighted(columns: Sequence[Scores], weights: Sequence[float]) -> Scores:
    # Rounded, so that the last bits of a machine's arithmetic decide nothing.
    return tuple(round(sum(map(mul, weights, values)), 9) for values in zip(*columns, strict=True))


def _clean(analysis: Analysis) -> tuple[bool, ...]:
    least = _LEAST_WORDS if analysis.language == "en" else _LEAST_CHARACTERS
    speech = cues.SPEECH.of(analysis.language)
    faults = (cues.OPEN_END, cues.TEASER, speech, cues.ALL_SPEECH, cues.CONCESSION)
    return tuple(
        size >= least
        and analysis.kind(position) is not BlockKind.QUOTE
        and cues.CLOSED.search(text) is not None
        and not any(fault.search(text) for fault in faults)
        and _is_balanced(text)
        for position, (text, size) in enumerate(zip(analysis.edges, analysis.sizes, strict=True))
    )


def _hangs(analysis: Analysis) -> tuple[bool, ...]:
    match = cues.HANGS.of(analysis.language).match
    return tuple(bool(match(text) or cues.LATER_ITEM.match(text)) for text in analysis.edges)


def _is_balanced(text: str) -> bool:
    return not _BRACKET.search(text) or all(text.count(a) == text.count(b) for a, b in _BRACKETS)


def _unit_vectors(sentences: tuple[tuple[str, ...], ...]) -> list[_Vector]:
    """Sentences as sparse vectors of length 1, each term weighed by its rarity among them (idf).

    Terms of one sentence only are in its length but not in its vector: they lead to no other.
    """
    rows = [tuple(dict.fromkeys(terms)) for terms in sentences]
    holders = Counter(chain.from_iterable(rows))
    rarity = {term: math.log((1 + len(rows)) / held) for term, held in holders.items()}
    vectors: list[_Vector] = []
    for terms in rows:
        weights = [rarity[term] for term in terms]
        norm = math.hypot(*weights)
        shared = tuple(term for term in terms if holders[term] > 1)
        vectors.append((shared, [rarity[term] / norm for term in shared]))
    return vectors


def _spread(vectors: list[_Vector], values: list[float]) -> list[float]:
    """A(Aᵀx) without the diagonal: what each sentence receives when all others pass on their value."""
    held: defaultdict[str, float] = defaultdict(float)
    for (terms, weights), value in zip(vectors, values, strict=True):
        for term, weight in zip(terms, weights, strict=True):
            held[term] += weight * value
    return [
        math.fsum(map(mul, map(held.__getitem__, terms), weights))
        - value * math.fsum(map(mul, weights, weights))
        for (terms, weights), value in zip(vectors, values, strict=True)
    ]


def _percentiles(values: list[float]) -> Scores:
    ordered = sorted(values)
    return tuple(bisect_left(ordered, value) / len(values) for value in values)
