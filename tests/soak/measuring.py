"""What is measured every second while it runs, and what it comes to in the end."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from bot.clock import SystemClock
from tests.benchmarks.processes import cpu, resident
from tests.crash.broadcast import Account
from tests.soak.people import PATIENCE, Wait
from tests.stories.process import Running

MOST_MB_IN_TEN_MINUTES = 1.0
MOST_GROWTH_OF_WAITS = 1.2
_EVERY = 1.0
_FAULTS = frozenset({"error", "critical"})


@dataclass(frozen=True, slots=True)
class Sample:
    """The bot at an instant (seconds of the clock): its MB of memory, its CPU seconds, what is posted."""

    at: float
    memory: float
    cpu: float
    posted: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it: from ``warm`` on (seconds of the clock) the memory and the waits count."""

    began: float
    warm: float
    samples: Sequence[Sample]
    waits: Sequence[Wait]
    faults: Sequence[str]
    accounts: dict[str, Account]

    @property
    def slope(self) -> float:
        """How many MB the memory grows in ten minutes, by the line that fits best."""
        later = [sample for sample in self.samples if sample.at >= self.warm]
        middle, mean = fmean(one.at for one in later), fmean(one.memory for one in later)
        above = sum((one.at - middle) * (one.memory - mean) for one in later)
        return 600 * above / sum((one.at - middle) ** 2 for one in later)

    @property
    def late(self) -> tuple[float, float]:
        """The 95th percentile of waits in seconds, in the first half and in the second."""
        later = [wait for wait in self.waits if wait.asked >= self.warm]
        half = (self.warm + self.samples[-1].at) / 2
        first = [wait.seconds for wait in later if wait.seconds is not None and wait.asked < half]
        second = [wait.seconds for wait in later if wait.seconds is not None and wait.asked >= half]
        return quantile(first, 95), quantile(second, 95)

    @property
    def verdicts(self) -> Iterable[tuple[str, bool]]:
        """What was found, and whether it is as it should be."""
        first, second = self.late
        unanswered = sum(wait.seconds is None for wait in self.waits)
        doubled = sum(len(one.doubled) for one in self.accounts.values())
        lost = sum(len(one.lost) + len(one.strange) for one in self.accounts.values())
        doubt = sum(one.in_doubt for one in self.accounts.values())
        arrived = sum(one.arrived for one in self.accounts.values())
        yield f"{len(self.faults)} faults in the log", not self.faults
        yield f"{arrived} digests arrived, {doubt} in doubt, {doubled} doubled", not doubled
        yield f"{lost} digests lost or unlisted", not lost
        yield (
            f"{len(self.waits)} questions, {unanswered} without an answer in {PATIENCE:.0f} s",
            unanswered * 100 <= len(self.waits),
        )
        yield f"memory {self.slope:+.2f} MB in ten minutes", self.slope < MOST_MB_IN_TEN_MINUTES
        grown = second <= first * MOST_GROWTH_OF_WAITS
        yield f"95th percentile of waits {first * 1000:.0f} ms, then {second * 1000:.0f} ms", grown


async def sample(bot: Running, posted: Callable[[], int], samples: list[Sample]) -> None:
    """Measure every second, for as long as it lasts."""
    clock = SystemClock()
    while True:
        used = cpu(bot.process)
        samples.append(Sample(clock.elapsed(), resident(bot.process) / 1e6, used, posted()))
        await clock.sleep(_EVERY)


def faults_in(lines: Iterable[str]) -> list[str]:
    """What the log (JSON) tells of as faults of the bot's own."""
    told = [
        json.loads(line) if line.startswith("{") else {"level": "error", "message": line}
        for line in lines
        if line
    ]
    return [
        f"{one['message']}\n{one.get('trouble', '')}"
        for one in told
        if one["level"] in _FAULTS or "trouble" in one
    ]


def quantile(values: Sequence[float], percent: int) -> float:
    """What so many of a hundred values do not exceed."""
    return quantiles(values, n=100)[percent - 1]
