"""How search goes on as the library grows, by hand: ``python -m tests.benchmarks.search.growth``.

Documents made up of real sentences, up to a hundred thousand; plain FTS5 beside it. Takes some ten
minutes. The seconds of ours have segmentation and keywords in them; FTS5 gets its words ready cut.
"""

from functools import partial
from itertools import islice

from tests.benchmarks.harness import cpu_seconds
from tests.benchmarks.search.bench_speed import in_words, least
from tests.benchmarks.search.corpus import remixed
from tests.benchmarks.search.engines import Fts5
from tests.benchmarks.search.ours import Ours
from tests.benchmarks.search.questions import mixed
from tests.benchmarks.search.shelves import folder

_SIZES = (1_000, 10_000, 30_000, 100_000)
_AT_ONCE = 10_000


def main() -> None:
    """Print a row for each size and engine."""
    ours, fts5 = Ours(folder()), Fts5(folder())
    documents = remixed(_SIZES[-1])
    spent, known = [0.0, 0.0], 0
    for size in _SIZES:
        for start in range(known, size, _AT_ONCE):
            batch = list(islice(documents, min(_AT_ONCE, size - start)))
            spent[0] += cpu_seconds(partial(ours.add, batch))
            spent[1] += cpu_seconds(partial(fts5.add, batch))
        known = size
        taken = [least((ours, fts5), question) for kind in mixed().values() for question in kind]
        for name, seconds, each in zip(("ours", "FTS5"), spent, zip(*taken, strict=True), strict=True):
            print(f"| {size:,} | {name} | {in_words(each)} | {seconds:.0f} s |", flush=True)


if __name__ == "__main__":
    main()
