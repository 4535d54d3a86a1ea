"""Runs the benchmarks (``make bench``), and writes what they measured beside them when all were run.

The modules ``bench_*.py`` of this folder make RESULTS.md, those of the folder ``search`` SEARCH.md. With
arguments, only the modules ``bench_ARGUMENT.py``, and nothing is written; with ``--quick`` without what
takes minutes.
"""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bot.clock import SystemClock
from tests.benchmarks.harness import Row, Skipped

FOLDER = Path(__file__).parent
HEAD = """\
# Benchmarks

Written by `make bench`. Ratios are what counts: each is the median over rounds in which both ways ran in
turn, in CPU time. Figures in seconds and megabytes belong to the machine they were measured on.
"""
MEASURED = "Measured {day}, Python {python}, {system} on {machine}, {cores} cores.\n"
TABLE_HEAD = """
| what | value | goal | | this project | the other | remark |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A file of results: the modules in a folder, what stands above the table, and what below."""

    file: str
    folder: Path
    head: str
    foot: str = ""

    @property
    def modules(self) -> list[Path]:
        """The modules of its benchmarks."""
        return sorted(self.folder.glob("bench_*.py"))

    def write(self, lines: Sequence[str]) -> None:
        """Write the file."""
        text = "\n".join((self.head, measured() + TABLE_HEAD + "\n".join(lines), self.foot))
        (FOLDER / self.file).write_text(text.rstrip() + "\n", encoding="utf-8")


def reports() -> tuple[Report, ...]:
    """All files of results."""
    search = FOLDER / "search"
    head, foot = (search / "NOTES.md").read_text(encoding="utf-8").split("<!-- figures -->\n")
    return (
        Report("RESULTS.md", FOLDER, HEAD),
        Report("SEARCH.md", search, head, foot),
    )


def main(names: Sequence[str]) -> None:
    """Run the benchmarks of these modules, or all."""
    modules = [name for name in names if name != "--quick"]
    for report in reports():
        chosen = [
            path for path in report.modules if not modules or path.stem.removeprefix("bench_") in modules
        ]
        lines = []
        for line in _lines(chosen):
            print(line, flush=True)
            lines.append(line)
        if not names:
            report.write(lines)


def _lines(modules: Sequence[Path]) -> Iterator[str]:
    for path in modules:
        name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for benchmark in import_module(f"tests.benchmarks.{name}").BENCHMARKS:
            try:
                yield line(benchmark())
            except Skipped as reason:
                yield f"| {benchmark.__name__.replace('_', ' ')} | | | skipped | | | {reason} |"


def line(row: Row) -> str:
    """A row of the table."""
    cells = (row.name, f"{row.value:.3g} {row.unit}", row.goal, row.verdict, row.ours, row.peer, row.note)
    return f"| {' | '.join(cells)} |"


def measured() -> str:
    """When and where it was measured."""
    return MEASURED.format(
        day=SystemClock().now().date(),
        python=platform.python_version(),
        system=platform.system(),
        machine=platform.machine(),
        cores=os.cpu_count(),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
