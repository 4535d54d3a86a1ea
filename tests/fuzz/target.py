"""What is tried: inputs, what must hold of each, and how many steps it may take."""

import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any, NoReturn

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisWarning
from hypothesis.strategies import SearchStrategy

from bot.clock import SystemClock

# What takes longer than this on the processor, in an expression or in C, where no steps are seen, is stuck.
STUCK_SECONDS = 20.0
_BATCH = 100
_MEANT = (HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.too_slow)
_FRAMES = 4


class TooSlow(Exception):
    """More steps than the size of the input allows."""


@dataclass(slots=True)
class Steps:
    """Counts the calls of this thread, of functions in Python and in C."""

    count: int = 0

    @contextmanager
    def counting(self) -> Generator[None]:
        """Count them meanwhile."""
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _note(self, _frame: FrameType, event: str, _argument: object) -> None:
        self.count += event in {"call", "c_call"}


@dataclass(frozen=True, slots=True)
class Bound:
    """How many steps an input may take: so many, and so many for each of its characters."""

    at_once: int
    each: int

    def of(self, size: int) -> int:
        """The most steps for an input of this size."""
        return self.at_once + self.each * size


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes input.

    ``attempt`` does the work, which is counted, and returns what ``check`` then looks at. Both raise for
    whatever must not be. What is loaded when it is first needed is loaded for the inputs of ``warm``.
    """

    name: str
    inputs: SearchStrategy[Any]
    attempt: Callable[[Any], Any]
    bound: Bound
    check: Callable[[Any, Any], None] = lambda _given, _result: None
    warm: Sequence[Any] = ()
    close: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Tried:
    """What came of it: how many inputs, and the one that came nearest to its bound (a share of that).

    ``slowest`` took the most ``seconds`` of the processor, which have no bound: it is to be looked at.
    """

    inputs: int = 0
    steps: int = 0
    share: float = 0.0
    nearest: str = ""
    seconds: float = 0.0
    slowest: str = ""
    finding: str = ""
    failing: object = None


def run(target: Target, seconds: float, seed: int) -> Tried:
    """Try inputs for so many seconds, or until something is found; a finding is made small first."""
    clock, tried = SystemClock(), Tried()
    for chosen in target.warm:
        target.attempt(chosen)
    ends = clock.elapsed() + seconds
    while clock.elapsed() < ends and not tried.finding:
        try:
            _batch(target, tried, seed, lambda: clock.elapsed() > ends)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            # What it failed with is told whole elsewhere.
            error.__notes__ = []
            tried.finding = "".join(traceback.format_exception(error, limit=-_FRAMES))
        seed += 1
    return tried


def _batch(target: Target, tried: Tried, seed: int, over: Callable[[], bool]) -> None:
    found = False
    # Large inputs are meant.
    warnings.filterwarnings("ignore", category=HypothesisWarning)

    @hypothesis.seed(seed)
    @settings(
        max_examples=_BATCH,
        database=None,
        deadline=None,
        suppress_health_check=_MEANT,
        phases=(Phase.generate, Phase.target, Phase.shrink),
    )
    @given(target.inputs)
    def attempt(chosen: Any) -> None:  # noqa: ANN401 - whatever the target takes
        nonlocal found
        if over() and not found:
            return
        try:
            hypothesis.target(try_one(target, tried, chosen))
        except Exception:
            found, tried.failing = True, chosen
            raise

    attempt()


def try_one(target: Target, tried: Tried, chosen: Any) -> float:  # noqa: ANN401 - as above
    """Try one input; which share of the steps that it may take it took."""
    steps, began = Steps(), time.process_time()
    with _unstuck(), steps.counting():
        result = target.attempt(chosen)
    seconds = time.process_time() - began
    target.check(chosen, result)
    most = target.bound.of(size(chosen))
    share = steps.count / most
    tried.inputs += 1
    if share > tried.share:
        tried.steps, tried.share, tried.nearest = steps.count, share, repr(chosen)
    if seconds > tried.seconds:
        tried.seconds, tried.slowest = seconds, repr(chosen)
    if share > 1:
        raise TooSlow(f"{steps.count} steps, where at most {most} are expected")
    return share


@contextmanager
def _unstuck() -> Generator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise TooSlow(f"it takes more than {STUCK_SECONDS:.0f} seconds")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, STUCK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def size(chosen: object) -> int:
    """How large an input is: its characters or bytes, those of all its parts together."""
    match chosen:
        case str() | bytes():
            return len(chosen)
        case dict():
            return sum(map(size, chosen)) + sum(map(size, chosen.values()))
        case list() | tuple():
            return sum(map(size, chosen))
        case _:
            return 1
