"""Adds essays to an index until it is ended: ``python -m tests.benchmarks.search.growing FOLDER``."""

import asyncio
import sys
from itertools import islice
from pathlib import Path

from bot.index.fts5 import open_index
from tests.benchmarks.search.corpus import remixed
from tests.benchmarks.search.ours import BORN, candidates, document

_MOST = 10_000
_BATCH = 50
_FIRST = 200_000


async def grow(home: Path) -> None:
    """Add batch after batch; a line on standard output says that it begins."""
    index = open_index(home)
    reached = await index.reached() or 0
    documents = remixed(_MOST)
    while batch := list(islice(documents, _BATCH)):
        added = [
            document(reached + place, entry.text, _FIRST + entry.number, candidates(entry.text))
            for place, entry in enumerate(batch, 1)
        ]
        print("adding", flush=True)
        await index.advance(BORN, reached, added)
        reached += len(batch)


if __name__ == "__main__":
    asyncio.run(grow(Path(sys.argv[1])))
