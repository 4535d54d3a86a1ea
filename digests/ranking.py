"""How much each sentence carries: named features, weighed in one table.

A feature gives one number per sentence, by position. To add one, write its function and its row in
``FEATURES``, and let ``python -m tests.tools.weights`` work out what it weighs.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import mul

from digests import cues, faults, structure
from digests.analysis import Analysis
from digests.model import BlockKind
from digests.phrases import Scores, cue, cue_at_start, cue_count
from digests.weights import WEIGHTS, Weights

_TITLE_ENOUGH = 0.5
_BOLD_TOO_MUCH = 0.5
_LEAST_PAIRS = 4
_EDGE_SENTENCES = 4
_TOPIC_TERMS = 5
_SUBJECT = 4
# So much of what its neighbours speak of counts for a sentence too.
_NEARBY = 0.2
_ENOUGH = 4
# Up to so many characters a longer sentence says more; beyond them it is hard to take in.
_LONG = 60
_DEFINED_EARLY = 40
# A text about software, for one, has so many foreign words in a thousand characters, or code.
_FOREIGN, _FOREIGN_WORDS = re.compile("[A-Za-z]{2,}"), 24
_INTRODUCTION, _DEFINED = 6, 2
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
        title = map(analysis.plain, analysis.title)
        pairs = [word[i : i + 2] for word in title for i in range(max(1, len(word) - 1))]
        wanted = set(pairs)
        shares = [sum(pair in text for pair in wanted) for text in map(str.lower, analysis.edges)]
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
        part.heading is not None
        and structure.CLOSING.search(analysis.plain(blocks[part.heading].text)) is not None
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
    """The logarithm of its length in characters, falling again where it gets too long."""
    unit = _CHARACTERS_A_WORD if analysis.language == "en" else 1
    sizes = (max(1, unit * size) for size in analysis.sizes)
    return tuple(math.log(min(size, _LONG * _LONG / size)) for size in sizes)


def definition(analysis: Analysis) -> Scores:
    """Whether it opens with what the essay is about and says what that is or is for."""
    search = cues.DEFINITION.of(analysis.language).search
    return tuple(
        float(names_subject and search(text[:_DEFINED_EARLY]) is not None)
        for names_subject, text in zip(topic_subject(analysis), analysis.edges, strict=True)
    )


def introduction(analysis: Analysis) -> Scores:
    """Whether it is one of the first of a technical text and names what that is about; 3 if it defines it.

    Such a text has no thesis; its details mean little to who does not know what they are details of.
    """
    rest = (0.0,) * len(analysis.sentences)
    if not _is_technical(analysis):
        return rest
    named = zip(topic_subject(analysis)[:_INTRODUCTION], definition(analysis)[:_INTRODUCTION], strict=True)
    return (*(subject + _DEFINED * defined for subject, defined in named), *rest[_INTRODUCTION:])


def _is_technical(analysis: Analysis) -> bool:
    if any(block.kind is BlockKind.CODE for block in analysis.essay.blocks):
        return True
    foreign = sum(len(_FOREIGN.findall(text)) for text in analysis.edges)
    return analysis.language != "en" and 1_000 * foreign >= _FOREIGN_WORDS * sum(analysis.characters)


def other_names(analysis: Analysis) -> Scores:
    """How many titles and foreign names it holds that are not what the essay is about; four are 1."""
    findall = cues.NAMES.of(analysis.language).findall
    subject = {*findall(analysis.essay.title.lower()), *analysis.frequent}
    counts = (sum(name not in subject for name in findall(text.lower())) for text in analysis.edges)
    return tuple(min(_ENOUGH, count) / _ENOUGH for count in counts)


def nearby(measure: Callable[[Analysis], Scores]) -> Callable[[Analysis], Scores]:
    """The feature with a part of its neighbours': claims stand where the subject is treated."""

    def spread(analysis: Analysis) -> Scores:
        own = measure(analysis)
        around = zip((0.0, *own), own, (*own[1:], 0.0), strict=False)
        return tuple(value + _NEARBY * (before + after) for before, value, after in around)

    return spread


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
    Feature("introduction", introduction),
    Feature("definition", definition),
    Feature("conclusion", cue_at_start(cues.CONCLUSION)),
    Feature("only", cue(cues.ONLY)),
    Feature("certainty", cue(cues.CERTAINTY)),
    Feature("effect", cue(cues.EFFECT)),
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
    Feature("names", other_names),
    Feature("personal", cue(cues.PERSONAL)),
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
