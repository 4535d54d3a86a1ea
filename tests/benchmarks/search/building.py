"""Builds an index from nothing in a process of its own: ``python -m tests.benchmarks.search.building``.

Its arguments are ``ours`` or ``whoosh`` and a file of texts, one in each line (JSON: title, author and a
body in Markdown). Both read them by our reader. Prints the CPU seconds that it took, from when everything
is loaded.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.index.fts5 import open_index
from digests.reading import read
from digests.words import warm
from tests.benchmarks.harness import cpu_seconds
from tests.benchmarks.search.corpus import Entry, Text
from tests.benchmarks.search.engines import Kind, Question, Whoosh
from tests.benchmarks.search.ours import BORN, document

_BATCH = 100


def write(entries: Iterable[Entry], path: Path) -> None:
    """Write the texts into such a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_line(entry.text) for entry in entries)


def main(arguments: Sequence[str]) -> None:
    """Build, and throw away."""
    engine, path = arguments
    build = {"ours": _ours, "whoosh": _whoosh}[engine]
    with TemporaryDirectory() as home:
        work = build(Path(home), _read(Path(path)))
        print(cpu_seconds(work))


def _ours(home: Path, texts: Iterator[Text]) -> Callable[[], None]:
    warm()
    asyncio.run(open_index(home).close())
    return lambda: asyncio.run(_fill(home, texts))


async def _fill(home: Path, texts: Iterator[Text]) -> None:
    index = open_index(home)
    reached = 0
    while batch := list(islice(texts, _BATCH)):
        documents = [document(place, text) for place, text in enumerate(batch, reached + 1)]
        await index.advance(BORN, reached, documents)
        reached = documents[-1].sequence
    await index.tidy()
    await index.close()


def _whoosh(home: Path, texts: Iterator[Text]) -> Callable[[], None]:
    engine = Whoosh(home)
    engine.find(Question(Kind.ALL, "预热"))
    return lambda: engine.add([Entry(number, text, "", "", "") for number, text in enumerate(texts, 1)])


def _read(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            essay = read(row["body"].encode(), "text.md")
            yield Text("", row["title"], "\n".join(block.text for block in essay.blocks), row["author"])


def _line(text: Text) -> str:
    body = f"# {text.title}\n\n" + text.body.replace("\n", "\n\n")
    return json.dumps({"title": text.title, "author": text.author, "body": body}) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
