"""Questions as people ask them, and what was judged of the hits.

``people.jsonl`` and ``unseen.jsonl`` have a question in each line, with the documents judged for it: 2
answers it, 1 is near it, 0 is off the point. Who judged read the title, the author and the sentences that
hold the words, in an order drawn by chance, and did not see which engine a hit came from. ``python -m
tests.benchmarks.search.people`` prints what is not judged yet in that way. The search was made better
with an eye on the first; the second was written before, and first asked when that was done.
"""

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digests.folding import fold
from tests.benchmarks.search.corpus import Entry, documents, sentences
from tests.benchmarks.search.engines import Engine, Kind, Question

SHOWN = 5
SEEN, UNSEEN = (Path(__file__).with_name(f"{name}.jsonl") for name in ("people", "unseen"))
_ALIKE = 0.01


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, and how good documents are for it, by their keys."""

    question: Question
    grades: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How two engines fared; ``ours`` and ``peer`` are mean discounted cumulative gains."""

    asked: int
    wins: int
    losses: int
    ours: float
    peer: float
    unjudged: int

    @property
    def ties(self) -> int:
        """Questions that both answered equally well."""
        return self.asked - self.wins - self.losses


def judged(file: Path) -> tuple[Judged, ...]:
    """The questions of a file, with what was judged of their hits so far."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return tuple(Judged(Question(Kind.FREE, row["question"]), row["grades"]) for row in rows)


def compare(asked: Sequence[Judged], ours: Engine, peer: Engine) -> Tally:
    """Both engines by the discounted gain of their first hits (Järvelin & Kekäläinen, 2002)."""
    hits = [(shown(ours, one), shown(peer, one)) for one in asked]
    pairs = [(gain(one, mine), gain(one, other)) for one, (mine, other) in zip(asked, hits, strict=True)]
    return Tally(
        asked=len(asked),
        wins=sum(mine > other + _ALIKE for mine, other in pairs),
        losses=sum(other > mine + _ALIKE for mine, other in pairs),
        ours=sum(mine for mine, _ in pairs) / len(pairs),
        peer=sum(other for _, other in pairs) / len(pairs),
        unjudged=sum(
            len({*mine, *other} - {*one.grades}) for one, (mine, other) in zip(asked, hits, strict=True)
        ),
    )


def shown(engine: Engine, one: Judged) -> list[str]:
    """The keys of the first hits."""
    return [documents()[number - 1].text.key for number in engine.find(one.question)[:SHOWN]]


def gain(one: Judged, keys: Sequence[str]) -> float:
    """What the hits are worth together: the earlier, the more."""
    return sum(one.grades.get(key, 0) / math.log2(rank + 1) for rank, key in enumerate(keys, 1))


def to_judge(engines: Sequence[Engine]) -> Iterator[str]:
    """What is not judged yet, shuffled, to be read by somebody who judges."""
    by_key = {entry.text.key: entry for entry in documents()}
    for place, one in enumerate((*judged(SEEN), *judged(UNSEEN))):
        pool = sorted({key for engine in engines for key in shown(engine, one)} - {*one.grades})
        random.Random(place).shuffle(pool)
        for key in pool:
            yield f"{place}\t{one.question.text}\t{key}\t{_seen(one, by_key[key])}"


def _seen(one: Judged, entry: Entry) -> str:
    """Title, author and the sentences that hold most of the question."""
    wanted = set(fold(one.question.text))
    best = sorted(sentences(entry.text.body), key=lambda text: -len(wanted & set(fold(text))))[:2]
    return f"{entry.text.title} | {entry.text.author} | {' … '.join(text[:90] for text in best)}"


def main() -> None:
    """Print what is to be judged, of ours and of the best peer."""
    from tests.benchmarks.search.bench_finding import best_peer
    from tests.benchmarks.search.shelves import Size, shelf

    print("\n".join(to_judge((shelf(Size.DOCUMENTS).ours, best_peer()))))


if __name__ == "__main__":
    main()
