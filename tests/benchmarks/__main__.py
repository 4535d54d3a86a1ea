"""Runs the benchmarks (``make bench``), and writes RESULTS.md beside this file when all were run.

With arguments, only the modules ``bench_ARGUMENT.py``, and nothing is written.
"""

import os
import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from bot.clock import SystemClock
from tests.benchmarks.harness import Row, Skipped

FOLDER = Path(__file__).parent
HEAD = """\
# Benchmarks

Written by `make bench`. Ratios are what counts: each is the median over rounds in which both ways ran in
turn, in CPU time. Figures in seconds and megabytes belong to the machine they were measured on.

Measured {day}, Python {python}, {system} on {machine}, {cores} cores.

| what | value | goal | | this project | the other | remark |
| --- | --- | --- | --- | --- | --- | --- |
"""


def main(names: list[str]) -> None:
    """Run the benchmarks of these modules, or all."""
    found = names or sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    lines = []
    for line in _lines(found):
        print(line, flush=True)
        lines.append(line)
    if not names:
        (FOLDER / "RESULTS.md").write_text(_head() + "\n".join(lines) + "\n", encoding="utf-8")


def _lines(names: list[str]) -> Iterator[str]:
    for name in names:
        for benchmark in import_module(f"tests.benchmarks.bench_{name}").BENCHMARKS:
            try:
                yield line(benchmark())
            except Skipped as reason:
                yield f"| {benchmark.__name__.replace('_', ' ')} | | | skipped | | | {reason} |"


def line(row: Row) -> str:
    """A row of the table."""
    cells = (row.name, f"{row.value:.3g} {row.unit}", row.goal, row.verdict, row.ours, row.peer, row.note)
    return f"| {' | '.join(cells)} |"


def _head() -> str:
    return HEAD.format(
        day=SystemClock().now().date(),
        python=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
        cores=os.cpu_count(),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
