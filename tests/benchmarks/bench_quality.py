"""Summaries and key points against what careful readers chose: how near, cross-validated by essay."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from statistics import fmean

from digests.model import BlockKind
from tests.benchmarks.harness import Row, Skipped
from tests.benchmarks.readers import (
    SUMMARY_BUDGET,
    Chosen,
    Scores,
    chosen,
    cross_validated,
    mean,
    ours,
    redundancy,
    score_points,
    score_summary,
    tool,
)

_POINTS_BUDGET = 260


def summary_overlap() -> Row:
    """How much of a summary readers chose, by the longest common subsequence."""
    figures = _summaries()
    return _row("summary, ROUGE-L with readers' choice", [f.longest for f in figures], 45)


def summary_good() -> Row:
    """How much of a summary is anything that readers chose."""
    return _row("summary, characters that readers chose too", [f.good for f in _summaries()], 68)


def summary_redundancy() -> Row:
    """How much the sentences of a summary repeat each other."""
    return _redundancy("summary", [summary for summary, _ in _ours()])


def points_overlap() -> Row:
    """How much of the key points readers chose, by the longest common subsequence."""
    return _row("key points, ROUGE-L with readers' choice", [f.longest for f in _points()], 45)


def points_good() -> Row:
    """How much of the key points is anything that readers chose."""
    return _row("key points, characters that readers chose too", [f.good for f in _points()], 60)


def points_redundancy() -> Row:
    """How much the key points repeat each other."""
    return _redundancy("key points", [points for _, points in _ours()])


def _row(name: str, values: Sequence[float], goal: float) -> Row:
    mine, lead, coverage = (100 * value for value in values)
    return Row(
        name,
        mine,
        f"{mine:.1f} %",
        f"LEAD {lead:.1f} %, coverage (submodular) {coverage:.1f} %",
        unit="%",
        at_least=goal,
        note=f"{len(chosen())} essays, weights that do not know the essay",
    )


def _redundancy(name: str, texts: Sequence[Sequence[str]]) -> Row:
    value = 100 * fmean(map(redundancy, texts))
    return Row(f"{name}, shared pairs of characters", value, f"{value:.1f} %", unit="%", at_most=10)


@cache
def _ours() -> tuple[tuple[list[str], list[str]], ...]:
    return tuple(ours(some, weights) for some, weights in zip(chosen(), cross_validated(), strict=True))


@cache
def _summaries() -> tuple[Scores, ...]:
    return _scores(score_summary, [summary for summary, _ in _ours()], SUMMARY_BUDGET)


@cache
def _points() -> tuple[Scores, ...]:
    return _scores(score_points, [points for _, points in _ours()], _POINTS_BUDGET)


def _scores(
    score: Callable[[Chosen, Sequence[str]], Scores], texts: Sequence[Sequence[str]], budget: int
) -> tuple[Scores, ...]:
    """Of ours, of the opening, and of coverage of the essay's words (Lin and Bilmes, ACL 2011)."""
    lead, coverage = _peer("lead", budget), _peer("submodular", budget)
    systems = (texts, lead, coverage)
    return tuple(mean(score(*pair) for pair in zip(chosen(), each, strict=True)) for each in systems)


def _peer(name: str, budget: int) -> list[list[str]]:
    """What a system of the evaluation's own makes of each essay."""
    tool()
    try:
        system = getattr(import_module("baselines"), name)
    except ImportError as reason:
        raise Skipped(f"{reason.name} is not installed") from None
    return [list(system(some.analysis.essay.title, *_texts(some), budget)) for some in chosen()]


def _texts(some: Chosen) -> tuple[list[str], list[str]]:
    blocks = some.analysis.essay.blocks
    return (
        [block.text for block in blocks if block.kind is not BlockKind.HEADING],
        [block.text for block in blocks if block.kind is BlockKind.HEADING],
    )


BENCHMARKS = (
    summary_overlap,
    summary_good,
    summary_redundancy,
    points_overlap,
    points_good,
    points_redundancy,
)
