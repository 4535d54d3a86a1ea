"""Why each sentence of an essay is in its summary, or is not."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from statistics import fmean

from digests.analysis import Analysis, analyse
from digests.derived import Derived, Length
from digests.faults import FAULTS
from digests.model import Place, Sentence
from digests.ranking import FEATURES, Ranking, rank
from digests.summary import NEWS_LIMIT
from digests.weights import WEIGHTS


class Outcome(StrEnum):
    """What became of a sentence."""

    TAKEN = "taken"
    PART = "taken in part"
    BROUGHT = "brought along: the next one leans on it"
    FAULTY = "not fit to be shown"
    REPEATS = "says again what was taken"
    LEANS = "leans on the one before, which was not taken"
    NO_ROOM = "too long to fit beside what was taken"
    OUTSCORED = "others score higher"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what was made of it.

    ``parts`` is what each feature that it shows adds to its ``score``, the weightiest first. ``faults`` are
    the names of the rules it breaks, ``repeated`` is the position of the taken sentence that says the same,
    and ``is_point`` tells whether it is a key point.
    """

    sentence: Sentence
    score: float
    parts: tuple[tuple[str, float], ...]
    outcome: Outcome
    faults: tuple[str, ...] = ()
    repeated: int | None = None
    is_point: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it is in the summary."""
        return self.outcome in {Outcome.TAKEN, Outcome.PART, Outcome.BROUGHT}

    @property
    def reason(self) -> str:
        """The outcome, with the rules that were broken or the number (from 1) of what is repeated."""
        if self.outcome is Outcome.FAULTY:
            return f"{self.outcome}: {', '.join(self.faults)}"
        if self.outcome is Outcome.REPEATS and self.repeated is not None:
            return f"{self.outcome}: {self.repeated + 1}"
        return str(self.outcome)


@dataclass(frozen=True, slots=True)
class _Ballot:
    """All that decides about the sentences, by position."""

    analysis: Analysis
    ranking: Ranking
    parts: Sequence[tuple[tuple[str, float], ...]]
    faults: Sequence[tuple[str, ...]]
    taken: frozenset[int]
    whole: frozenset[Place]
    points: frozenset[Place]


def explain(derived: Derived, length: Length) -> tuple[Judged, ...]:
    """What became of each sentence of an essay in its summary of this length, in reading order.

    It is told from what was chosen: the features and rules are measured again, the choice is not.
    """
    return _explained(derived, [sentence.place for sentence in derived.summary(length).sentences])


def explain_line(derived: Derived) -> tuple[Judged, ...]:
    """What became of each sentence of an essay in its one line, as ``explain`` tells it."""
    return _explained(derived, [derived.line.place] if derived.line else [])


def _start_of(place: Place) -> tuple[int, int]:
    return place.block, place.start


def _explained(derived: Derived, shown: Collection[Place]) -> tuple[Judged, ...]:
    analysis = analyse(derived.essay)
    places = [sentence.place for sentence in analysis.sentences]
    ballot = _Ballot(
        analysis=analysis,
        ranking=rank(analysis),
        parts=_parts(analysis),
        faults=_faults(analysis),
        taken=frozenset(bisect_right(places, (some.block, some.start), key=_start_of) - 1 for some in shown),
        whole=frozenset(shown),
        points=frozenset(point.place for point in derived.points),
    )
    return tuple(_judged(ballot, position) for position in range(len(analysis.sentences)))


def _parts(analysis: Analysis) -> list[tuple[tuple[str, float], ...]]:
    weights = [(feature.name, WEIGHTS[feature.name][0]) for feature in FEATURES]
    rows = zip(*(feature.measure(analysis) for feature in FEATURES), strict=True)
    return [
        tuple(
            sorted(
                ((name, weight * value) for (name, weight), value in zip(weights, row, strict=True) if value),
                key=lambda part: -abs(part[1]),
            )
        )
        for row in rows
    ]


def _faults(analysis: Analysis) -> list[tuple[str, ...]]:
    columns = [(fault.name, fault.find(analysis)) for fault in FAULTS]
    return [
        tuple(name for name, flags in columns if flags[position])
        for position in range(len(analysis.sentences))
    ]


def _judged(ballot: _Ballot, position: int) -> Judged:
    sentence = ballot.analysis.sentences[position]
    repeated = None if position in ballot.taken else _repeated(ballot, position)
    return Judged(
        sentence=sentence,
        score=ballot.ranking.summary[position],
        parts=ballot.parts[position],
        outcome=_outcome(ballot, position, repeated),
        faults=ballot.faults[position],
        repeated=repeated,
        is_point=sentence.place in ballot.points,
    )


def _outcome(ballot: _Ballot, position: int, repeated: int | None) -> Outcome:
    taken, ranking = ballot.taken, ballot.ranking
    if position in taken:
        if ballot.analysis.sentences[position].place not in ballot.whole:
            return Outcome.PART
        is_leant_on = position + 1 in taken and ranking.hangs[position + 1]
        return Outcome.BROUGHT if is_leant_on else Outcome.TAKEN
    if ballot.faults[position]:
        return Outcome.FAULTY
    if repeated is not None:
        return Outcome.REPEATS
    if ranking.hangs[position] and position - 1 not in taken:
        return Outcome.LEANS
    least = min(_passage_scores(ballot), default=ranking.summary[position])
    return Outcome.NO_ROOM if ranking.summary[position] > least else Outcome.OUTSCORED


def _passage_scores(ballot: _Ballot) -> Iterator[float]:
    """What each run of neighbours that was taken scores on average."""
    for _, run in groupby(enumerate(sorted(ballot.taken)), key=lambda pair: pair[1] - pair[0]):
        yield fmean(ballot.ranking.summary[position] for _, position in run)


def _repeated(ballot: _Ballot, position: int) -> int | None:
    """The first of the taken sentences that says what this one says."""
    sayings = ballot.analysis.sayings
    same = (i for i in sorted(ballot.taken) if sayings[position].repeats([sayings[i]], NEWS_LIMIT))
    return next(same, None)
