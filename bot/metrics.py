"""What is counted while the bot runs, in the form in which Prometheus asks for it.

The form is Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

CONTENT_TYPE = "text/plain; version=0.0.4"
# Upper bounds in seconds: what people do not notice, what they do, and what Discord gives up at.
_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0)
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Type(StrEnum):
    """The types of metrics there are here."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Sample:
    """One number, with the labels that tell it from others of the same name."""

    value: float
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """Numbers of the same name; ``help`` says what they mean."""

    name: str
    type: Type
    help: str
    samples: tuple[Sample, ...]


@dataclass(slots=True)
class _Spread:
    """How many of some durations fall between the bounds, and what they come to."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    total: float = 0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_BOUNDS, seconds)] += 1
        self.total += seconds

    def samples(self, labels: Mapping[str, str]) -> Iterator[Sample]:
        sums = tuple(accumulate(self.counts))
        for bound, count in zip((*map(str, _BOUNDS), "+Inf"), sums, strict=True):
            yield Sample(count, {**labels, "le": bound}, "_bucket")
        yield Sample(self.total, labels, "_sum")
        yield Sample(sums[-1], labels, "_count")


@dataclass(slots=True)
class Metrics:
    """Counts what happens, by platform. It costs nothing to speak of where nobody asks for it."""

    _updates: Counter[str] = field(default_factory=Counter[str])
    _answers: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    _durations: dict[str, _Spread] = field(default_factory=dict[str, _Spread])
    _refusals: Counter[str] = field(default_factory=Counter[str])

    def expect(self, platforms: Iterable[str], kinds: Collection[str]) -> None:
        """Begin at 0 for these: of what has no number before it happens, Prometheus misses the first time."""
        for platform in platforms:
            self._updates[platform] += 0
            self._refusals[platform] += 0
            self._durations.setdefault(platform, _Spread())
            for kind in kinds:
                self._answers[platform, kind] += 0

    def came(self, platform: str) -> None:
        """Count an update (a message, a press, a command) that a platform told of."""
        self._updates[platform] += 1

    def answered(self, platform: str, kind: str, seconds: float) -> None:
        """Count an answer of this kind, and how long the desk took for it."""
        self._answers[platform, kind] += 1
        self._durations.setdefault(platform, _Spread()).add(seconds)

    def slowed(self, platform: str) -> None:
        """Count a call that a platform refused because there were too many (429)."""
        self._refusals[platform] += 1

    def counted(self) -> tuple[Metric, ...]:
        """All that was counted."""
        durations = (
            sample
            for name, spread in sorted(self._durations.items())
            for sample in spread.samples({"platform": name})
        )
        return (
            Metric(
                "digestbot_updates_total",
                Type.COUNTER,
                "Messages, commands and presses that came.",
                tuple(_by_platform(self._updates)),
            ),
            Metric(
                "digestbot_answers_total",
                Type.COUNTER,
                "Answers by what they are; error is an apology.",
                tuple(
                    Sample(count, {"platform": platform, "kind": kind})
                    for (platform, kind), count in sorted(self._answers.items())
                ),
            ),
            Metric(
                "digestbot_answer_seconds",
                Type.HISTOGRAM,
                "How long answers take to make, without the way to the platform.",
                tuple(durations),
            ),
            Metric(
                "digestbot_too_many_calls_total",
                Type.COUNTER,
                "Calls that a platform refused because there were too many (429).",
                tuple(_by_platform(self._refusals)),
            ),
        )


def exposition(metrics: Iterable[Metric]) -> str:
    """The metrics as Prometheus reads them."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.type}"
    for sample in metric.samples:
        labels = ",".join(f'{name}="{text.translate(_ESCAPED)}"' for name, text in sample.labels.items())
        yield f"{metric.name}{sample.suffix}{{{labels}}} {sample.value:.15g}"


def _by_platform(counts: Mapping[str, int]) -> Iterator[Sample]:
    return (Sample(count, {"platform": name}) for name, count in sorted(counts.items()))
