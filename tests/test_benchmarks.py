"""The benchmarks say the truth about their goals."""

import pytest

from tests.benchmarks.__main__ import line
from tests.benchmarks.harness import Row, compare


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
