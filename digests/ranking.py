"""How much each sentence carries: named features, weighed in one table.

A feature gives one number per sentence, by position. To add one, write its function and its row in
``FEATURES``, and let ``python -m tests.tools.weights`` work out what it weighs.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import mul
from typing import TypeAlias

from digests import cues, faults, structure
from digests.analysis import Analysis
from digests.weights import WEIGHTS, Weights

Scores: TypeAlias = tuple[float, ...]

_TITLE_ENOUGH = 0.5
_BOLD_TOO_MUCH = 0.5
_LEAST_PAIRS = 4
_EDGE_SENTENCES = 4
_TOPIC_TERMS = 5
_SUBJECT = 4
# So much of what its neighbours speak of counts for a sentence too.
_NEARBY = 0.2
_ENOUGH = 4
_LONG = 75
# An English word says about as much as so many Chinese characters.
_CHARACTERS_A_WORD = 1.7


@dataclass(frozen=True, slots=True)
class Feature:
    """A measure of sentences, under the name that ``WEIGHTS`` knows."""

    name: str
    measure: Callable[[Analysis], Scores]


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


def rank(analysis: Analysis, weights: Weights = WEIGHTS) -> Ranking:
    """Measure every feature once and weigh it for both purposes."""
    columns = [feature.measure(analysis) for feature in FEATURES]
    summary, points = zip(*(weights[feature.name] for feature in FEATURES), strict=True)
    return Ranking(
        summary=_weighted(columns, summary),
        points=_weighted(columns, points),
        clean=faults.clean(analysis),
        hangs=_hangs(analysis),
    )


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


def heading_share(analysis: Analysis) -> Scores:
    """How much of the heading over it comes back."""
    headings = analysis.heading_matter
    return tuple(
        len(pairs & headings[section]) / max(_LEAST_PAIRS, len(headings[section]))
        for pairs, section in zip(analysis.matter, analysis.section_of, strict=True)
    )


def other_headings(analysis: Analysis) -> Scores:
    """How much of the headings over other sections comes back."""
    headings = analysis.heading_matter
    holders = Counter(chain.from_iterable(headings))
    every = frozenset(holders)
    return tuple(
        sum(holders[pair] > (pair in headings[section]) for pair in pairs & every)
        / max(_LEAST_PAIRS, len(every))
        for pairs, section in zip(analysis.matter, analysis.section_of, strict=True)
    )


def like_opening(analysis: Analysis) -> Scores:
    """How much of it the first four sentences said; 0 for these."""
    first = frozenset[str]().union(*analysis.matter[:_EDGE_SENTENCES])
    own = [0.0] * min(_EDGE_SENTENCES, len(analysis.sentences))
    return (*own, *(_share_in(pairs, first) for pairs in analysis.matter[_EDGE_SENTENCES:]))


def like_ending(analysis: Analysis) -> Scores:
    """How much of it the last four sentences say again; 0 for these."""
    last = frozenset[str]().union(*analysis.matter[-_EDGE_SENTENCES:])
    own = [0.0] * min(_EDGE_SENTENCES, len(analysis.sentences))
    return (*(_share_in(pairs, last) for pairs in analysis.matter[:-_EDGE_SENTENCES]), *own)


def frequent_terms(analysis: Analysis) -> Scores:
    """What part of the essay's most frequent terms it holds, each for as much as it is used."""
    frequent = analysis.frequent
    total = sum(frequent.values()) or 1
    held = (frequent.keys() & terms for terms in analysis.terms)
    return tuple(sum(map(frequent.__getitem__, terms)) / total for terms in held)


def topic_subject(analysis: Analysis) -> Scores:
    """Whether its first words name what the essay is about: a word of the title, or one of the most used."""
    topics = {*analysis.title, *islice(analysis.frequent, _TOPIC_TERMS)}
    return tuple(float(not topics.isdisjoint(words[:_SUBJECT])) for words in analysis.words)


def ending(analysis: Analysis) -> Scores:
    """Whether it stands in the last tenth."""
    count = len(analysis.sentences)
    return tuple(float(10 * (i + 1) > 9 * count) for i in range(count))


def closing_section(analysis: Analysis) -> Scores:
    """Whether its heading says that here the essay is summed up."""
    blocks = analysis.essay.blocks
    closes = [
        part.heading is not None and structure.CLOSING.search(blocks[part.heading].text) is not None
        for part in analysis.sections
    ]
    return tuple(float(closes[section]) for section in analysis.section_of)


def section_end(analysis: Analysis) -> Scores:
    """Whether it stands in the last block of its section."""
    last = {
        section: sentence.place.block
        for section, sentence in zip(analysis.section_of, analysis.sentences, strict=True)
    }
    return tuple(
        float(sentence.place.block == last[section])
        for section, sentence in zip(analysis.section_of, analysis.sentences, strict=True)
    )


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


def length(analysis: Analysis) -> Scores:
    """The logarithm of its length in characters, up to which longer is better."""
    unit = _CHARACTERS_A_WORD if analysis.language == "en" else 1
    return tuple(math.log(max(1, min(_LONG, unit * size))) for size in analysis.sizes)


def nearby(measure: Callable[[Analysis], Scores]) -> Callable[[Analysis], Scores]:
    """The feature with a part of its neighbours': claims stand where the subject is treated."""

    def spread(analysis: Analysis) -> Scores:
        own = measure(analysis)
        around = zip((0.0, *own), own, (*own[1:], 0.0), strict=False)
        return tuple(value + _NEARBY * (before + after) for before, value, after in around)

    return spread


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


def cue_count(phrase: cues.Cue) -> Callable[[Analysis], Scores]:
    """The feature of showing a turn of phrase again and again; four times is 1."""

    def measure(analysis: Analysis) -> Scores:
        findall = phrase.of(analysis.language).findall
        return tuple(min(_ENOUGH, len(findall(text))) / _ENOUGH for text in analysis.edges)

    return measure


FEATURES = (
    Feature("title share", nearby(title_share)),
    Feature("heading share", heading_share),
    Feature("other headings", nearby(other_headings)),
    Feature("like opening", nearby(like_opening)),
    Feature("like ending", nearby(like_ending)),
    Feature("frequent terms", nearby(frequent_terms)),
    Feature("topic subject", topic_subject),
    Feature("ending", ending),
    Feature("closing section", closing_section),
    Feature("section end", section_end),
    Feature("after heading", after_heading),
    Feature("emphasis", emphasis),
    Feature("length", length),
    Feature("conclusion", cue_at_start(cues.CONCLUSION)),
    Feature("only", cue(cues.ONLY)),
    Feature("purpose", cue(cues.PURPOSE)),
    Feature("comparison", cue(cues.COMPARISON)),
    Feature("contrast", cue(cues.CONTRAST)),
    Feature("advice", cue(cues.ADVICE)),
    Feature("attributes", cue_count(cues.ATTRIBUTES)),
    Feature("pronoun", cue_at_start(cues.PRONOUN)),
    Feature("deictic", cue(cues.DEICTIC)),
    Feature("example", cue(cues.EXAMPLE)),
    Feature("announcement", cue(cues.ANNOUNCEMENT)),
    Feature("figures", cue_count(cues.FIGURES)),
    Feature("names", cue_count(cues.NAMES)),
    Feature("vague", cue(cues.VAGUE)),
    Feature("narration", cue(cues.NARRATION)),
    Feature("label", cue_at_start(cues.LABEL)),
)


def _share_in(matter: frozenset[str], others: frozenset[str]) -> float:
    return len(matter & others) / max(_LEAST_PAIRS, len(matter))


def _weighted(columns: Sequence[Scores], weights: Sequence[float]) -> Scores:
    # Rounded, so that the last bits of a machine's arithmetic decide nothing.
    return tuple(round(sum(map(mul, weights, values)), 9) for values in zip(*columns, strict=True))


def _hangs(analysis: Analysis) -> tuple[bool, ...]:
    match, search = cues.HANGS.of(analysis.language).match, cues.BACK.of(analysis.language).search
    return tuple(bool(match(text) or search(text) or cues.LATER_ITEM.match(text)) for text in analysis.edges)
