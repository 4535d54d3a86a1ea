"""The tables of QUALITY.md, from what the runs gave."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from tests.benchmarks.__main__ import TABLE_HEAD, line
from tests.benchmarks.harness import Row, milliseconds
from tests.benchmarks.quality.measures import Rouge, difference, interval
from tests.benchmarks.quality.runs import BUDGET, BUDGETS, POINTS, Abstracts, Everything, Extracts
from tests.benchmarks.readers import Scores

Cells = Sequence[object]
_TECHNICAL = "technical"
_BUSINESS = "business"


def table(head: Cells, rows: Iterable[Cells]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, cells))} |\n" for cells in lines)


def bars(summary: Extracts, points: Extracts, everything: Everything, with_jieba: float) -> str:
    """The goals, and whether they are reached."""
    shown = everything.forms
    units = sum(form.units for form in shown.values())
    faithful = sum(min(form.verbatim, form.allowed) for form in shown.values())
    summaries = [form for name, form in shown.items() if name != POINTS]
    hanging = max(form.hanging / (form.units or 1) for form in summaries)
    rows = (
        _bar("summary, ROUGE-L with readers' choice", fmean(s.longest for s in summary.scores), least=45),
        _bar("summary, characters that readers chose too", fmean(s.good for s in summary.scores), least=68),
        _bar("summary, shared pairs of characters", summary.repetition, most=10),
        _bar("key points, ROUGE-L with readers' choice", fmean(s.longest for s in points.scores), least=45),
        _bar("key points, characters that readers chose too", fmean(s.good for s in points.scores), least=60),
        _bar("key points, shared pairs of characters", points.repetition, most=10),
        _bar(f"verbatim and the author's, of {units:,} units of all essays", faithful / units, least=100),
        _bar("hanging starts in summaries of all essays, at the worst length", hanging, most=3),
        Row(
            "everything for an essay, with jieba",
            with_jieba,
            milliseconds(with_jieba),
            unit="s",
            at_most=0.02,
        ),
    )
    return TABLE_HEAD.lstrip() + "".join(f"{line(row)}\n" for row in rows)


def near_readers(results: Sequence[Extracts]) -> str:
    """How near each system comes to what readers chose."""
    ours = results[0]
    measures = ["R-L", "ours minus it", "good %", "ours minus it", "shared pairs", "hanging %"]
    head = ["system", *measures, *(["CPU an essay"] if ours.seconds else [])]
    return table(head, [_near(ours, result) for result in results])


def readers_by_kind(results: Sequence[Extracts], kinds: Sequence[str]) -> str:
    """R-L and good by kind of text."""
    names = [_BUSINESS if kind == "woshipm" else _TECHNICAL for kind in kinds]
    groups = {name: [i for i, other in enumerate(names) if other == name] for name in (_BUSINESS, _TECHNICAL)}
    head = ["system", *(f"{name} ({len(some)})" for name, some in groups.items())]
    return table(
        head, ([result.system, *(_pair(result, some) for some in groups.values())] for result in results)
    )


def near_abstracts(results: Sequence[Abstracts]) -> str:
    """How near each system comes to editors' abstracts."""
    others = [budget for budget in BUDGETS if budget != BUDGET]
    head = (
        "system", "essays", f"R-1, {BUDGET}", "R-2", "R-L", "ours minus its R-L",
        *(f"R-L, {budget}" for budget in others),
    )  # fmt: skip
    ours = results[0].scores[BUDGET]
    return table(head, [_abstracts(ours, result, others) for result in results])


def abstracts_by_kind(results: Sequence[Abstracts], kinds: Sequence[str]) -> str:
    """R-L within the usual budget by kind of text, of the systems that had all essays."""
    groups = {name: [i for i, other in enumerate(kinds) if other == name] for name in dict.fromkeys(kinds)}
    head = ["system", *(f"{name} ({len(some)})" for name, some in groups.items())]
    complete = [result for result in results if len(result.scores[BUDGET]) == len(kinds)]
    rows = (
        [
            result.system,
            *(_mean((result.scores[BUDGET][i] for i in some), _longest) for some in groups.values()),
        ]
        for result in complete
    )
    return table(head, rows)


def as_shown(everything: Everything) -> str:
    """What people are shown of every essay."""
    head = (
        "form", "units", "verbatim %", "author's %", "whole %", "hanging %", "shared pairs", "characters",
        "abstracts: R-1", "R-2", "R-L",
    )  # fmt: skip
    rows = (
        (
            name, form.units, *(_share(count, form.units) for count in (
                form.verbatim, form.allowed, form.whole, form.hanging)),
            _percent(fmean(form.repetition)), round(fmean(form.characters)),
            *((_mean(form.abstracts, of) if form.abstracts else "") for of in (_single, _pairs, _longest)),
        )
        for name, form in everything.forms.items()
    )  # fmt: skip
    return table(head, rows)


def _bar(name: str, value: float, least: float | None = None, most: float | None = None) -> Row:
    return Row(name, 100 * value, f"{100 * value:.2f} %", unit="%", at_least=least, at_most=most)


def _near(ours: Extracts, result: Extracts) -> Cells:
    return (
        result.system,
        interval(score.longest for score in result.scores),
        _above(ours, result, lambda score: score.longest),
        interval(score.good for score in result.scores),
        _above(ours, result, lambda score: score.good),
        _percent(result.repetition),
        _percent(result.hanging),
        *([milliseconds(fmean(result.seconds))] if result.seconds else []),
    )


def _above(ours: Extracts, result: Extracts, of: Callable[[Scores], float]) -> str:
    if ours is result:
        return ""
    return str(difference([of(score) for score in ours.scores], [of(score) for score in result.scores]))


def _pair(result: Extracts, some: Sequence[int]) -> str:
    scores = [result.scores[i] for i in some]
    longest, good = fmean(score.longest for score in scores), fmean(score.good for score in scores)
    return f"{_percent(longest)} / {_percent(good)}"


def _abstracts(ours: Sequence[Rouge], result: Abstracts, others: Sequence[int]) -> Cells:
    usual = result.scores[BUDGET]
    above = difference(list(map(_longest, ours)), list(map(_longest, usual))) if usual is not ours else ""
    return (
        result.system,
        len(usual),
        *(_mean(usual, of) for of in (_single, _pairs, _longest)),
        above,
        *(_mean(result.scores[budget], _longest) for budget in others),
    )


def _mean(scores: Iterable[Rouge], of: Callable[[Rouge], float]) -> str:
    return _percent(fmean(map(of, scores)))


def _single(score: Rouge) -> float:
    return score.single


def _pairs(score: Rouge) -> float:
    return score.pairs


def _longest(score: Rouge) -> float:
    return score.longest


def _share(count: int, of: int) -> str:
    return f"{100 * count / (of or 1):.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"
