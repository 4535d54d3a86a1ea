"""How long a search takes, against the peers with the same questions on the same documents.

Each question goes to every engine in turn, three times; the least CPU time of the three counts.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from statistics import quantiles

from tests.benchmarks.harness import Row, cpu_seconds, milliseconds
from tests.benchmarks.search.engines import Engine, Question, Whoosh
from tests.benchmarks.search.questions import mixed
from tests.benchmarks.search.shelves import Size, shelf

_ROUNDS = 3


def fts5_at_1k() -> Row:
    """A thousand documents, against plain FTS5."""
    return _all_kinds(Size.THOUSAND, shelf(Size.THOUSAND).fts5, 0.3)


def whoosh_at_1k() -> Row:
    """The same against Whoosh."""
    return _all_kinds(Size.THOUSAND, shelf(Size.THOUSAND).whoosh, 0.1)


def fts5_at_10k() -> Row:
    """Ten thousand documents, against plain FTS5."""
    return _all_kinds(Size.ALL, shelf(Size.ALL).fts5, 0.3)


def whoosh_at_10k() -> Row:
    """The same against Whoosh."""
    return _all_kinds(Size.ALL, shelf(Size.ALL).whoosh, 0.1)


def tantivy_at_10k() -> Row:
    """The same against tantivy, which is another league."""
    return _all_kinds(Size.ALL, shelf(Size.ALL).tantivy, None)


@cache
def latencies(size: Size) -> dict[str, dict[str, list[float]]]:
    """CPU seconds of every question, by the name of the engine and by the kind of the question."""
    made = shelf(size)
    engines = (made.ours, *made.peers)
    taken: dict[str, dict[str, list[float]]] = {engine.name: {} for engine in engines}
    for kind, asked in mixed().items():
        for question in asked:
            for whoosh in (engine for engine in engines if isinstance(engine, Whoosh)):
                whoosh.prepare(question)
            for engine, seconds in zip(engines, least(engines, question), strict=True):
                taken[engine.name].setdefault(kind, []).append(seconds)
    return taken


def percentiles(seconds: Iterable[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def in_words(seconds: Iterable[float]) -> str:
    """Percentiles as a text."""
    return "p50 {} p95 {} p99 {}".format(*map(milliseconds, percentiles(seconds)))


def _all_kinds(size: Size, peer: Engine, goal: float | None) -> Row:
    ours, others = (_together(latencies(size)[name].values()) for name in ("this project", peer.name))
    return Row(
        f"search in {size}, p99 over all kinds of questions (against {peer.name})",
        percentiles(ours)[2] / percentiles(others)[2],
        in_words(ours),
        in_words(others),
        at_most=goal,
        note=_by_kind(size, peer),
    )


def _by_kind(size: Size, peer: Engine) -> str:
    """The 99th percentile of each kind, ours and the other's, in milliseconds."""
    taken = latencies(size)
    return "; ".join(
        f"{kind} {_last(ours)} / {_last(taken[peer.name][kind])}"
        for kind, ours in taken["this project"].items()
    )


def _last(seconds: Sequence[float]) -> str:
    return f"{percentiles(seconds)[2] * 1000:.3g}"


def least(engines: Sequence[Engine], question: Question) -> list[float]:
    """The least CPU seconds each engine takes for a question, in turn, in some rounds."""
    rounds = [[cpu_seconds(_asking(engine, question)) for engine in engines] for _ in range(_ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _asking(engine: Engine, question: Question) -> Callable[[], object]:
    return lambda: engine.find(question)


def _together(kinds: Iterable[Sequence[float]]) -> list[float]:
    return [seconds for kind in kinds for seconds in kind]


BENCHMARKS = (fts5_at_1k, whoosh_at_1k, fts5_at_10k, whoosh_at_10k, tantivy_at_10k)
