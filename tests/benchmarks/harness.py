"""How everything is measured: in pairs, in turn, in CPU time; the ratio is what counts.

A benchmark is a function without arguments that gives one ``Row`` or raises ``Skipped``. A module
``bench_*.py`` in this folder lists its benchmarks, in order, in a tuple ``BENCHMARKS``.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).parents[2]
# Leaves out what takes minutes: the slowest peer where there is much to fill it with.
QUICK = "--quick" in sys.argv
ROUNDS = 7


class Skipped(Exception):
    """A benchmark that cannot run here; its text says what is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results.

    ``value`` is what the goal is about: a ratio (``unit`` ``"x"``), seconds (``"s"``) or megabytes
    (``"MB"``). ``ours`` and ``peer`` are the measured figures behind it, in words.
    """

    name: str
    value: float
    ours: str
    peer: str = ""
    unit: str = "x"
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def goal(self) -> str:
        """The goal in words, ``""`` if there is none."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g} {self.unit}"
        return f"≤ {self.at_most:g} {self.unit}" if self.at_most is not None else ""

    @property
    def verdict(self) -> str:
        """Whether the goal is reached."""
        if not self.goal:
            return ""
        short = self.at_least is not None and self.value < self.at_least
        over = self.at_most is not None and self.value > self.at_most
        return "missed" if short or over else "met"


@dataclass(frozen=True, slots=True)
class Pair:
    """The median CPU seconds of two ways, and the median of their ratios, round by round."""

    ours: float
    peer: float
    peer_by_ours: float

    @property
    def ours_by_peer(self) -> float:
        """How many times the peer's time ours takes."""
        return 1 / self.peer_by_ours


def compare(ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS) -> Pair:
    """Both ways in turn, ``rounds`` times after one round that does not count."""
    return alternate(lambda: cpu_seconds(ours), lambda: cpu_seconds(peer), rounds)


def compare_commands(
    ours: Sequence[str], peer: Sequence[str], environ: Mapping[str, str] | None = None, rounds: int = ROUNDS
) -> Pair:
    """Two whole processes in turn, by the operating system's account of each."""
    return alternate(lambda: process_seconds(ours, environ), lambda: process_seconds(peer, environ), rounds)


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU time of this process while it does the work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def process_seconds(command: Sequence[str], environ: Mapping[str, str] | None = None) -> float:
    """The CPU time of a whole process, user and system, run from the checkout."""
    if not hasattr(os, "wait4"):
        raise Skipped("this system keeps no account of finished processes")
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **(environ or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def milliseconds(seconds: float) -> str:
    """Seconds as a text with three significant digits, in milliseconds."""
    return f"{seconds * 1000:.3g} ms"


def alternate(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> Pair:
    """Two ways that tell their own CPU seconds, in turn."""
    measured = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    return Pair(
        median(one for one, _ in measured),
        median(other for _, other in measured),
        median(other / max(one, 1e-9) for one, other in measured),
    )
