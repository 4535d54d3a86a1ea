"""Features of how a sentence is put, measured by turns of phrase."""

from collections.abc import Callable
from typing import TypeAlias

from digests import cues
from digests.analysis import Analysis

Scores: TypeAlias = tuple[float, ...]
"""One number per sentence, by position."""

_ENOUGH = 4


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
