"""This project's index, asked as the peers are: in the thread that measures, without waiting for another."""

import asyncio
import datetime
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.index import file, generations, searching
from bot.index.fts5 import open_index
from bot.ports import Document
from digests.analysis import analyse
from digests.keywords import candidates_of, telling
from digests.model import Block, BlockKind, Essay, Keyword
from digests.query import parse
from tests.benchmarks.search.corpus import Entry, Text
from tests.benchmarks.search.engines import LIMIT, Kind, Question

BORN = "bench"
_BATCH = 100


class Ours:
    """The index in a folder, filled batch by batch, as an import does."""

    name = "this project"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "ours"
        self._sequence = 0
        asyncio.run(open_index(self.folder).close())
        self.connection = file.connect(generations.current(self.folder))

    def add(self, entries: Sequence[Entry]) -> None:
        """Take documents in, as one import; when it returns they can be found."""
        documents = [
            document(sequence, entry.text, entry.number, candidates(entry.text))
            for sequence, entry in enumerate(entries, self._sequence + 1)
        ]
        asyncio.run(self._advance(documents))

    async def _advance(self, documents: Sequence[Document]) -> None:
        index = open_index(self.folder)
        for start in range(0, len(documents), _BATCH):
            batch = documents[start : start + _BATCH]
            await index.advance(BORN, self._sequence, batch)
            self._sequence = batch[-1].sequence
        await index.tidy()
        await index.close()

    def find(self, question: Question) -> list[int]:
        """Numbers of at most ten documents, the best first."""
        text = f'"{question.text}"' if question.kind is Kind.PHRASE else question.text
        return [hit.number for hit in searching.search(self.connection, parse(text), LIMIT).hits]


def document(sequence: int, text: Text, number: int = 0, found: tuple[Keyword, ...] = ()) -> Document:
    """What the index takes in for a text; its number is its change if none is given."""
    return Document(
        number=number or sequence,
        sequence=sequence,
        title=text.title,
        text=text.body,
        author=text.author or None,
        source=None,
        date=_day(text.date),
        keywords=telling(found),
        terms=tuple(term.text for term in found),
    )


@cache
def candidates(text: Text) -> tuple[Keyword, ...]:
    """What a text may be about, as its digest has it."""
    paragraphs = filter(None, map(str.strip, text.body.split("\n")))
    essay = Essay(text.title, tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs))
    return candidates_of(analyse(essay))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None
