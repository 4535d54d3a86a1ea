"""The benchmarks say the truth about their goals."""

import pytest

from tests.benchmarks.__main__ import line
from tests.benchmarks.harness import Row, compare
from tests.benchmarks.quality.measures import Interval, hanging
from tests.benchmarks.quality.tables import table
from tests.digests.written import essay


@pytest.mark.parametrize(
    ("row", "goal", "verdict"),
    [
        (Row("a", 3.0, "1 ms", at_least=3), "≥ 3 x", "met"),
        (Row("a", 2.9, "1 ms", at_least=3), "≥ 3 x", "missed"),
        (Row("a", 95.0, "95 MB", unit="MB", at_most=95), "≤ 95 MB", "met"),
        (Row("a", 95.1, "95 MB", unit="MB", at_most=95), "≤ 95 MB", "missed"),
        (Row("a", 1.0, "1 ms"), "", ""),
    ],
)
def test_verdict(row: Row, goal: str, verdict: str) -> None:
    """A goal is met at its bound, and missed beyond it; without a goal there is no verdict."""
    assert (row.goal, row.verdict) == (goal, verdict)


def test_in_turn() -> None:
    """Both ways run equally often, in turn, and the first round does not count."""
    calls: list[str] = []
    compare(lambda: calls.append("ours"), lambda: calls.append("peer"), rounds=3)
    assert calls == ["ours", "peer"] * 4


def test_line() -> None:
    """A row is one line of the table, the value with three digits."""
    row = Row("reading", 3.14159, "2 ms", "6 ms", at_least=3, note="on the seeds")
    assert line(row) == "| reading | 3.14 x | ≥ 3 x | met | 2 ms | 6 ms | on the seeds |"


@pytest.mark.parametrize(
    ("units", "count"),
    [
        (["桥要有人走。", "但是没有人走。"], 0),
        (["但是没有人走。"], 1),
        (["桥要有人走。", "所以桥塌了。"], 1),
        (["但是没有人走。", "所以桥塌了。"], 1),
        (["这座桥是木头的。"], 0),
        (["第二，要有人修。"], 1),
    ],
)
def test_hanging(units: list[str], count: int) -> None:
    """A unit hangs if it refers back and what stands before it in the essay does not come before it."""
    written = essay("这座桥是木头的。", "桥要有人走。但是没有人走。", "所以桥塌了。", "第二，要有人修。")
    assert hanging(written, units, "zh") == count


def test_table() -> None:
    """A table is one line for each row, an interval its mean with the bounds."""
    assert table(["a", "b"], [["x", Interval(0.5, 0.25, 0.75)]]) == (
        "| a | b |\n| --- | --- |\n| x | 50.0 [25.0, 75.0] |\n"
    )
