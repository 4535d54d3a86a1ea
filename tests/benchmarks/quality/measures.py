"""What is measured of extracts: nearness to readers and to editors, hanging starts, repetition, time."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from typing import TypeVar

from digests import cues
from digests.model import Essay
from tests.benchmarks.quality.systems import System, paragraphs
from tests.benchmarks.readers import redundancy, tool

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over essays, and the bounds of its 95 % interval by bootstrap."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        """In hundredths, with its bounds."""
        return f"{100 * self.mean:.1f} [{100 * self.low:.1f}, {100 * self.high:.1f}]"


def interval(values: Iterable[float]) -> Interval:
    """The mean of a measure over essays; drawn with a fixed seed."""
    return Interval(*tool().rouge_zh.bootstrap(list(values)))


def difference(ours: Sequence[float], others: Sequence[float]) -> Interval:
    """How far ours is above another's on the same essays; of what the other did not do, nothing counts."""
    return interval(one - other for one, other in zip(ours, others, strict=False))


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 of single characters, pairs, and the longest common subsequence (words in English); 0 to 1."""

    single: float
    pairs: float
    longest: float


def rouge(units: Sequence[str], reference: str) -> Rouge:
    """How near a text comes to a reference."""
    scores = tool().rouge_zh.rouge("\n".join(units), reference)
    return Rouge(*(scores[name][0] for name in ("rouge1", "rouge2", "rougeL")))


def fit(units: Sequence[str], budget: int, language: str) -> list[str]:
    """What of an extract counts within the budget."""
    return list(tool().rouge_zh.fit(list(units), budget, language)[0])


def timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """What the work gives, and the CPU seconds that it takes."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def extract(system: System, essay: Essay, budget: int) -> tuple[list[str], float]:
    """An extract without its blanks, and the CPU seconds that it took."""
    units, seconds = timed(partial(system.extract, essay, budget))
    return list(filter(str.strip, units)), seconds


def hanging(essay: Essay, units: Sequence[str], language: str) -> int:
    """How many units of an extract open by referring to what is not there.

    A unit hangs if it begins with a word that refers or links back (``cues.HANGS``) or with a later number of
    a series (``cues.LATER_ITEM``), and the unit before it in the extract does not end where it begins.
    """
    text = "\n".join(paragraphs(essay))
    opens = cues.HANGS.of(language)
    count = end = 0
    for unit in units:
        start = text.find(unit, end)
        start = text.find(unit) if start < 0 else start
        hangs = bool(opens.match(unit) or cues.LATER_ITEM.match(unit))
        count += hangs and bool(text[end : max(start, 0)].strip())
        end = max(start, 0) + len(unit)
    return count


def repetition(extracts: Iterable[Sequence[str]]) -> float:
    """How much the units of an extract share, on average over extracts."""
    return fmean(redundancy(units) for units in extracts)
