"""Measures summaries and key points beside the peers' and writes QUALITY.md (``make eval``).

With ``--quick`` this project alone is measured, and the tables are printed instead of written.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import TypeVar

from digests import derive
from digests.words import Jieba
from tests.benchmarks import readers
from tests.benchmarks.__main__ import measured
from tests.benchmarks.harness import CHECKOUT, QUICK, Skipped
from tests.benchmarks.quality import runs, tables
from tests.benchmarks.quality.measures import timed
from tests.benchmarks.quality.systems import systems

FILE = CHECKOUT / "tests" / "benchmarks" / "QUALITY.md"
_TIMED = 100
REMARKS = Path(__file__).parent / "NOTES.md"
_PAGE = """\
# Summaries and key points: how good they are

Written by `make eval`. {measured}
## Goals

{bars}
The figures against readers are those of weights that know neither the essay nor the others of its fold
({folds} folds); what people are shown was counted on {everything} essays.

## Near to what careful readers choose

{chosen} essays. R-L: ROUGE-L F1 with the nearest reader's choice, by character. Good: the share of the
characters in sentences that a reader chose, or said would serve as well. In brackets: 95 % intervals, by
bootstrap over essays (differences in pairs). Shared pairs: how much two units of an extract have in common.
Hanging: units that open with a word that refers or links back (`digests/cues.py`) to what is not in front of
them. Readers among themselves reach 73 / 91 % in summaries and 79 / 87 % in key points.

### Summaries of {summary_budget} characters

{summaries}
### Key points, {points_budget} characters

{points}
### By kind of text: R-L / good %

Summaries:

{summary_kinds}
Key points:

{point_kinds}
## Near to editors' abstracts

An editor's abstract announces and leans on the opening: this measures a teaser, not a digest, and there is no
bar. F1 by character, at budgets of {budgets} characters; slow systems read the first essays only.

### Chinese

{chinese}
By kind of text, R-L at {budget} characters:

{chinese_kinds}
### English, by word, half as many words

{english}
## What people are shown, of every essay

Every essay of the evaluation, the samples and the seeds: {everything}, {seconds} CPU each.

{shown}
{remarks}
"""
_Result = TypeVar("_Result")


def main() -> None:
    """Run everything, and write the page."""
    every = systems()[: 1 if QUICK else None]
    chosen = [_timed(f"readers: {one.name}", partial(runs.against_readers, one)) for one in every]
    summaries, points = [one for one, _ in chosen], [other for _, other in chosen]
    chinese = [_timed(f"abstracts: {one.name}", partial(runs.against_abstracts, one, "zh")) for one in every]
    english = [
        _timed(f"English: {one.name}", partial(runs.against_abstracts, one, "en"))
        for one in every
        if not one.is_chinese
    ]
    everything = _timed("every essay", runs.ours_everywhere)
    kinds = runs.kinds_of_chosen()
    page = _PAGE.format(
        measured=measured(),
        bars=tables.bars(summaries[0], points[0], everything, _with_jieba()),
        everything=f"{everything.essays:,}",
        folds=readers.FOLDS,
        chosen=len(readers.chosen()),
        summary_budget=readers.SUMMARY_BUDGET,
        points_budget=runs.POINTS_BUDGET,
        summaries=tables.near_readers(summaries),
        points=tables.near_readers(points),
        summary_kinds=tables.readers_by_kind(summaries, kinds),
        point_kinds=tables.readers_by_kind(points, kinds),
        budgets=", ".join(map(str, runs.BUDGETS)),
        budget=runs.BUDGET,
        chinese=tables.near_abstracts(chinese),
        chinese_kinds=tables.abstracts_by_kind(chinese, [row["kind"] for row in runs.core("zh")]),
        english=tables.near_abstracts(english),
        seconds=f"{1000 * everything.seconds:.1f} ms",
        shown=tables.as_shown(everything),
        remarks=REMARKS.read_text(encoding="utf-8"),
    )
    if QUICK:
        print(page)
    else:
        FILE.write_text(page.rstrip() + "\n", encoding="utf-8")


def _with_jieba() -> float:
    """CPU seconds per essay of the evaluation with the fallback segmenter."""
    segmenter = Jieba()
    essays = [readers.essay_of(row) for row in islice(runs.rows(), _TIMED)]
    return fmean(timed(partial(derive, essay, segmenter))[1] for essay in essays)


def _timed(what: str, work: Callable[[], _Result]) -> _Result:
    """Do the work, and say how long it took."""
    print(f"{what} ... ", end="", flush=True)
    start = time.perf_counter()
    result = work()
    print(f"{time.perf_counter() - start:.0f} s", flush=True)
    return result


if __name__ == "__main__":
    try:
        main()
    except Skipped as reason:
        sys.exit(str(reason))
