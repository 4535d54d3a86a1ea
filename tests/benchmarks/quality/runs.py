"""Running the systems: on what readers chose, on editors' abstracts, and ours on every essay there is."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from statistics import fmean
from typing import Any

from digests import BlockKind, Essay, Length, derive, read, sentences_of
from digests.derived import Derived
from digests.model import KeyPoint, OneLine, Sentence
from tests.benchmarks import readers
from tests.benchmarks.harness import CHECKOUT
from tests.benchmarks.quality.measures import Rouge, extract, fit, hanging, repetition, rouge, timed
from tests.benchmarks.quality.systems import OURS, System, texts

POINTS_BUDGET = 260
BUDGETS = (60, 120, 200, 400)
BUDGET = 120
# Of the essays with an abstract, a slow system gets only so many.
_SLOW_ESSAYS = 100
ONE_LINE, POINTS = "one line", "key points"
_STRANGE = (BlockKind.HEADING, BlockKind.CODE)


@dataclass(frozen=True)
class Extracts:
    """What a system made of each essay, how near that comes, and the CPU seconds each took."""

    system: str
    essays: Sequence[Essay]
    units: list[list[str]] = field(default_factory=list)
    scores: list[readers.Scores] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def hanging(self) -> float:
        """The share of the units that hang in the air."""
        found = sum(hanging(essay, units, "zh") for essay, units in zip(self.essays, self.units, strict=True))
        return found / (sum(map(len, self.units)) or 1)

    @property
    def repetition(self) -> float:
        """How much the units of an extract share."""
        return repetition(self.units)


@dataclass(frozen=True)
class Abstracts:
    """How near a system's extracts come to editors' abstracts, by budget and essay."""

    system: str
    scores: Mapping[int, list[Rouge]]


@cache
def rows() -> tuple[Mapping[str, Any], ...]:
    """The essays of the evaluation."""
    with gzip.open(readers.SHARED / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return tuple(map(json.loads, lines))


def kinds_of_chosen() -> list[str]:
    """Of what kind each of the essays is that readers chose from."""
    choices = readers.tool().read_gold(readers.SHARED / "gold_dev.jsonl")
    return [row["kind"] for row in rows() if row["id"] in choices]


def core(language: str) -> list[Mapping[str, Any]]:
    """The essays with an abstract that is no copy, a fixed part of them."""
    return [row for row in rows() if row["core"] and not row["copied"] and row["lang"] == language]


def against_readers(system: System) -> tuple[Extracts, Extracts]:
    """A system's summaries and points beside what readers chose; our weights do not know the essay."""
    every = readers.chosen()
    essays = [some.analysis.essay for some in every]
    summaries, points = Extracts(system.name, essays), Extracts(system.name, essays)
    weights = readers.cross_validated() if system.name == OURS else ()
    for number, some in enumerate(every):
        units, seconds = extract(system, some.analysis.essay, readers.SUMMARY_BUDGET)
        if weights:
            units, pointed = readers.ours(some, weights[number])
        else:
            pointed, _ = extract(system, some.analysis.essay, POINTS_BUDGET)
        summaries.units.append(fit(units, readers.SUMMARY_BUDGET, "zh"))
        points.units.append(pointed)
        summaries.scores.append(readers.score_summary(some, units))
        points.scores.append(readers.score_points(some, pointed))
        summaries.seconds.append(seconds)
    return summaries, points


def against_abstracts(system: System, language: str) -> Abstracts:
    """A system's extracts beside editors' abstracts, at every budget."""
    scores: dict[int, list[Rouge]] = {budget: [] for budget in BUDGETS}
    for row in core(language)[: _SLOW_ESSAYS if system.is_slow else None]:
        essay = readers.essay_of(row)
        for budget in BUDGETS:
            units, _ = extract(system, essay, budget)
            scores[budget].append(rouge(fit(units, budget, language), row["reference"]))
    return Abstracts(system.name, scores)


@dataclass
class Shown:
    """What is shown of every essay in one form (a length, or the key points)."""

    units: int = 0
    verbatim: int = 0
    allowed: int = 0
    whole: int = 0
    hanging: int = 0
    characters: list[int] = field(default_factory=list)
    repetition: list[float] = field(default_factory=list)
    abstracts: list[Rouge] = field(default_factory=list)

    def count(self, derived: Derived, units: Sequence[Sentence | KeyPoint | OneLine]) -> None:
        """Take one essay's in."""
        whole = {sentence.place for sentence in sentences_of(derived.essay)}
        for unit in units:
            block = derived.essay.blocks[unit.place.block]
            is_heading = isinstance(unit, KeyPoint) and block.kind is BlockKind.HEADING
            self.verbatim += block.text[unit.place.start : unit.place.end] == unit.text
            self.allowed += is_heading or block.kind not in _STRANGE
            self.whole += unit.place in whole or (is_heading and unit.place.end == len(block.text))
        said = texts(units)
        self.units += len(said)
        self.hanging += hanging(derived.essay, said, derived.language)
        self.characters.append(sum(len("".join(text.split())) for text in said))
        self.repetition.append(readers.redundancy(said))


@dataclass(frozen=True)
class Everything:
    """Ours on every essay: what is shown in each form, how many there were, and CPU seconds per essay."""

    forms: Mapping[str, Shown]
    essays: int
    seconds: float


def ours_everywhere() -> Everything:
    """Every essay of the evaluation, the samples and the seeds, as people are shown it."""
    forms: dict[str, Shown] = {name: Shown() for name in (ONE_LINE, *Length, POINTS)}
    seconds: list[float] = []
    for essay, reference in _every_essay():
        derived, took = timed(partial(derive, essay))
        seconds.append(took)
        summaries: dict[str, Sequence[Sentence | OneLine]] = {
            ONE_LINE: [derived.line] if derived.line else []
        }
        summaries |= {length: derived.summary(length).sentences for length in Length}
        for name, units in summaries.items():
            forms[name].count(derived, units)
            if reference:
                forms[name].abstracts.append(rouge(texts(units), reference))
        forms[POINTS].count(derived, derived.points)
    return Everything(forms, len(seconds), fmean(seconds))


def _every_essay() -> Iterator[tuple[Essay, str]]:
    """The essays, each with its abstract where that is one that is compared with."""
    for row in rows():
        compared = row["core"] and not row["copied"] and row["lang"] == "zh"
        yield readers.essay_of(row), row["reference"] if compared else ""
    for folder in (readers.SHARED.parent / "samples", CHECKOUT / "seeds"):
        for path in sorted(folder.iterdir()):
            if path.suffix in {".md", ".Rmd", ".txt"} and path.name != "README.md":
                yield read(path.read_bytes(), path.name), ""
