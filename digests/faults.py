"""Why a sentence cannot be shown by itself: rules, each under its name.

A rule tells of every sentence of an essay, by position, whether it breaks it. To add one, write its function
and its row in ``FAULTS``.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from digests import cues
from digests.analysis import Analysis
from digests.model import BlockKind

Flags: TypeAlias = tuple[bool, ...]

_TAIL = 24
# What comes word by word more often belongs to a form or is a refrain.
_REFRAIN = 5
# Shorter ones are scraps, longer ones nobody wants in a digest.
_CHARACTERS = range(12, 121)
_WORDS = range(5, 61)
_BRACKETS = (("“", "”"), ("「", "」"), ("（", "）"), ("《", "》"), ("(", ")"))
_BRACKET = re.compile("[“”「」（）《》()]")
# Who speaks; a name that opens so many paragraphs is one too.
_LABEL = re.compile(r"([^，。：:！？\s]{1,12})[：:]")
_TURN = re.compile(r"[问答QA]\d{0,2}")
_TURNS = 3
_TAKEAWAY = re.compile("[总小]结|结论|要点|建议|启示")
_NUMBER = re.compile(r"\d{1,2}[)）]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule, and the name of what is wrong with a sentence that breaks it."""

    name: str
    find: Callable[[Analysis], Flags]


def clean(analysis: Analysis) -> Flags:
    """Which sentences have no fault: they are the author's, whole statements and no fragments."""
    found = (fault.find(analysis) for fault in FAULTS)
    return tuple(not any(flags) for flags in zip(*found, strict=True))


def scrap(analysis: Analysis) -> Flags:
    """Shorter than a statement is."""
    least = _range(analysis).start
    return tuple(size < least for size in analysis.sizes)


def endless(analysis: Analysis) -> Flags:
    """Longer than anyone reads in a digest."""
    end = _range(analysis).stop
    return tuple(size >= end for size in analysis.sizes)


def quotation(analysis: Analysis) -> Flags:
    """In a block of somebody else's words."""
    return tuple(analysis.kind(i) is BlockKind.QUOTE for i in range(len(analysis.sentences)))


def no_statement(analysis: Analysis) -> Flags:
    """A question, or without a mark at its end, or trailing off."""
    return tuple(
        cues.CLOSED.search(text) is None or bool(cues.ASKS.match(text) or cues.TRAILING.search(text))
        for text in analysis.edges
    )


def open_end(analysis: Analysis) -> Flags:
    """Its end leads over to what follows."""
    return tuple(cues.OPEN_END.search(text, len(text) - _TAIL) is not None for text in analysis.edges)


def teaser(analysis: Analysis) -> Flags:
    """It promises or refuses to say more, points at a picture, or speaks of the text and its readers."""
    anywhere, at_start = (phrase.of(analysis.language) for phrase in (cues.TEASER, cues.TEASER_AT_START))
    return tuple(bool(anywhere.search(text) or at_start.match(text)) for text in analysis.edges)


def refrain(analysis: Analysis) -> Flags:
    """It comes again and again in the same words."""
    counts = Counter(analysis.terms)
    return tuple(counts[terms] > _REFRAIN for terms in analysis.terms)


def speech(analysis: Analysis) -> Flags:
    """Somebody speaks."""
    introduced = cues.SPEECH.of(analysis.language)
    return tuple(bool(introduced.search(text) or cues.ALL_SPEECH.search(text)) for text in analysis.edges)


def dialogue(analysis: Analysis) -> Flags:
    """It opens with who speaks, as in an interview: the name of a turn of it is no part of a statement."""
    opening = [
        label[1]
        if sentence.place.start == 0
        and (label := _LABEL.match(sentence.text))
        and not _TAKEAWAY.match(sentence.text)
        else ""
        for sentence in analysis.sentences
    ]
    counts = Counter(opening)
    return tuple(
        bool(_TURN.fullmatch(label)) or (label != "" and counts[label] >= _TURNS) for label in opening
    )


def concession(analysis: Analysis) -> Flags:
    """It grants something, and the "but" is missing."""
    return tuple(cues.CONCESSION.search(text) is not None for text in analysis.edges)


def example(analysis: Analysis) -> Flags:
    """It only gives an example of what was said."""
    opens = cues.INSTANCE.of(analysis.language)
    return tuple(opens.match(text) is not None for text in analysis.edges)


def half(analysis: Analysis) -> Flags:
    """One of two things that are told apart, or steps with arrows between them."""
    return tuple(bool(cues.HALF.match(text) or cues.ARROWS.search(text)) for text in analysis.edges)


def brackets(analysis: Analysis) -> Flags:
    """A bracket or a quotation mark has no partner."""
    return tuple(_BRACKET.search(text) is not None and not _is_balanced(text) for text in analysis.edges)


FAULTS = (
    Fault("scrap", scrap),
    Fault("endless", endless),
    Fault("quotation", quotation),
    Fault("no statement", no_statement),
    Fault("open end", open_end),
    Fault("teaser", teaser),
    Fault("refrain", refrain),
    Fault("speech", speech),
    Fault("dialogue", dialogue),
    Fault("concession", concession),
    Fault("example", example),
    Fault("half", half),
    Fault("brackets", brackets),
)


def _range(analysis: Analysis) -> range:
    return _WORDS if analysis.language == "en" else _CHARACTERS


def _is_balanced(text: str) -> bool:
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    return all(text.count(a, start) == text.count(b, start) for a, b in _BRACKETS)
