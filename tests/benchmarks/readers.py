"""What careful readers chose: the essays of ``eval/gold_dev.jsonl``, and weights that follow the choices.

A weight is fitted by ridge regression: within each essay, how much a sentence was chosen is explained by
how its features differ from the essay's average. Sums of products over essays are all that this needs, so
that leaving essays out for cross-validation costs one small system of equations.
"""

import gzip
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from operator import mul
from pathlib import Path
from statistics import fmean
from typing import Any

from digests.analysis import Analysis, analyse
from digests.keypoints import points_of
from digests.model import Block, BlockKind, Essay, Span
from digests.ranking import FEATURES, Ranking, rank
from digests.summary import summaries_of
from digests.weights import Weights
from tests.benchmarks.harness import CHECKOUT, Skipped

SHARED = Path(os.environ.get("DIGESTS_SHARED", CHECKOUT.parent / "shared")) / "eval"
SUMMARY_BUDGET = 160
POINTS = 8
FOLDS = 25
# How much a sentence counts that was chosen for the summary, for the key points, or would serve as well.
_SUMMARY_WORTH = (1.0, 0.3, 0.8)
_POINTS_WORTH = (0.5, 1.0, 0.5)
# In units of a feature's own variance: as if so many more sentences had shown that it says nothing.
_RIDGE = 1_000
_SPREAD = 10
# What readers' essays cannot tell: next to none of them is technical.
_GIVEN: Weights = {"introduction": (1.0, 0.0)}
# What can be shown does not depend on weights, and a new feature has none yet.
_UNKNOWN: Weights = {feature.name: (0.0, 0.0) for feature in FEATURES}


@dataclass(frozen=True, slots=True)
class Scores:
    """ROUGE-L, and the share of the characters that a reader chose too, each from 0 to 1."""

    longest: float
    good: float


@dataclass(frozen=True, eq=False)
class Chosen:
    """An essay and the choices of its readers, as the tool of the evaluation reads them."""

    analysis: Analysis
    ranking: Ranking
    choices: Sequence[Mapping[str, Sequence[str]]]


@cache
def tool() -> Any:  # noqa: ANN401  (a script beside the checkout)
    """The evaluation's own script, which scores."""
    if not (SHARED / "gold_zh.py").is_file():
        raise Skipped("the shared evaluation is not on this machine (DIGESTS_SHARED says where it is)")
    sys.path.append(str(SHARED))
    return import_module("gold_zh")


@cache
def chosen() -> tuple[Chosen, ...]:
    """The essays that readers chose from, in the order of the file."""
    choices = tool().read_gold(SHARED / "gold_dev.jsonl")
    with gzip.open(SHARED / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["id"] in choices]
    found: list[Chosen] = []
    for row in rows:
        analysis = analyse(essay_of(row))
        found.append(Chosen(analysis, rank(analysis, _UNKNOWN), choices[row["id"]]))
    return tuple(found)


def essay_of(row: Mapping[str, Any]) -> Essay:
    """The essay of a line of the evaluation's data."""
    blocks: list[Block] = []
    headings = list(zip(row["headings"], row["heading_pos"], strict=True))
    for number, text in enumerate(row["body_paragraphs"]):
        blocks += [Block(BlockKind.HEADING, head, max(1, at[1])) for head, at in headings if at[0] == number]
        bold = [(text.find(some), len(some)) for some in row["bold_sentences"]]
        spans = sorted((start, start + size) for start, size in bold if start >= 0)
        blocks.append(Block(BlockKind.PARAGRAPH, text, emphasis=tuple(Span(*span) for span in spans)))
    return Essay(row["title"], tuple(blocks))


def fit(essays: Iterable[Chosen]) -> Weights:
    """What each feature weighs in a summary and in key points, by these readers; two decimals."""
    sums = [_sums(some) for some in essays]
    columns = [_solved(sums, target) for target in (0, 1)]
    fitted = {
        feature.name: (round(summary, 2), round(points, 2))
        for feature, summary, points in zip(FEATURES, *columns, strict=True)
    }
    return {**fitted, **_GIVEN}


def cross_validated() -> tuple[Weights, ...]:
    """For each essay weights that know neither it nor the others of its fold."""
    every = chosen()
    weights = [fit(some for i, some in enumerate(every) if i % FOLDS != fold) for fold in range(FOLDS)]
    return tuple(weights[i % FOLDS] for i in range(len(every)))


def score_summary(some: Chosen, texts: Sequence[str]) -> Scores:
    """How near a summary of at most ``SUMMARY_BUDGET`` characters comes to the nearest reader's."""
    fitting = tool().rouge_zh.fit(list(texts), SUMMARY_BUDGET, "zh")[0]
    return _score(some, fitting, "summary")


def score_points(some: Chosen, texts: Sequence[str]) -> Scores:
    """How near key points come to the nearest reader's."""
    return _score(some, texts, "points")


def ours(some: Chosen, weights: Weights) -> tuple[list[str], list[str]]:
    """Our summary and key points with these weights."""
    ranking = rank(some.analysis, weights)
    summary = summaries_of(some.analysis, ranking, [(SUMMARY_BUDGET, None)])[0]
    points = points_of(some.analysis, ranking, POINTS)
    return [sentence.text for sentence in summary.sentences], [point.text for point in points]


def redundancy(texts: Sequence[str]) -> float:
    """The mean share of the shorter one's pairs of characters that two of the texts have in common."""
    return float(tool().rouge_zh.redundancy(list(texts)))


def mean(rows: Iterable[Scores]) -> Scores:
    """The mean of each measure."""
    every = list(rows)
    return Scores(fmean(row.longest for row in every), fmean(row.good for row in every))


def _score(some: Chosen, texts: Sequence[str], part: str) -> Scores:
    fine = [unit for choice in some.choices for key in ("summary", "points", "also") for unit in choice[key]]
    size = sum(map(len, texts)) or 1
    good = sum(len(text) for text in texts if tool().stands_in(text, fine)) / size
    return Scores(max(tool().overlap(list(texts), choice[part])[1] for choice in some.choices), good)


@dataclass(frozen=True)
class _Sums:
    """Of one essay's clean sentences: features times features, and features times each target."""

    count: int
    squares: list[list[float]]
    targets: tuple[list[float], list[float]]


@cache
def _sums(some: Chosen) -> _Sums:
    clean = [i for i, flag in enumerate(some.ranking.clean) if flag]
    columns = [_centred([column[i] for i in clean]) for column in _measured(some)]
    targets = [_centred([_worth(some, i, worth) for i in clean]) for worth in (_SUMMARY_WORTH, _POINTS_WORTH)]
    return _Sums(
        len(clean),
        [[math.fsum(map(mul, one, other)) for other in columns] for one in columns],
        (_products(columns, targets[0]), _products(columns, targets[1])),
    )


def _measured(some: Chosen) -> list[tuple[float, ...]]:
    return [feature.measure(some.analysis) for feature in FEATURES]


def _centred(values: Sequence[float]) -> list[float]:
    average = fmean(values) if values else 0.0
    return [value - average for value in values]


def _products(columns: Iterable[Sequence[float]], target: Sequence[float]) -> list[float]:
    return [math.fsum(map(mul, column, target)) for column in columns]


def _worth(some: Chosen, position: int, worth: Sequence[float]) -> float:
    text = some.analysis.sentences[position].text
    return max(
        value if tool().stands_in(text, choice[part]) else 0.0
        for choice in some.choices
        for part, value in zip(("summary", "points", "also"), worth, strict=True)
    )


def _solved(sums: Sequence[_Sums], target: int) -> list[float]:
    """The weights of ridge regression on features of variance 1, in the features' own units."""
    squares = [
        [math.fsum(values) for values in zip(*rows, strict=True)]
        for rows in zip(*(one.squares for one in sums), strict=True)
    ]
    products = [math.fsum(values) for values in zip(*(one.targets[target] for one in sums), strict=True)]
    count = sum(one.count for one in sums)
    for i, row in enumerate(squares):
        row[i] *= 1 + _RIDGE / count
    return [_SPREAD * value for value in _solution(squares, products)]


def _solution(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Gauss's elimination; the matrix is symmetric and positive, so that no pivot is 0."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    for i, pivot in enumerate(rows):
        for row in rows[i + 1 :]:
            factor = row[i] / pivot[i]
            row[:] = [one - factor * other for one, other in zip(row, pivot, strict=True)]
    found: list[float] = []
    for i in reversed(range(len(rows))):
        known = math.fsum(map(mul, rows[i][i + 1 :], reversed(found)))
        found.append((rows[i][-1] - known) / rows[i][i])
    return found[::-1]
