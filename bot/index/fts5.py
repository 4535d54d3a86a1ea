"""The index in an SQLite file of its own, beside the database, by FTS5."""

# ruff: noqa: D102 - bot.ports.Index says what each method means

import asyncio
import os
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from queue import LifoQueue
from typing import TypeVar

from bot.errors import IndexUnavailable
from bot.index import file, generations, relating, searching
from bot.index.schema import MINIMUM_SQLITE
from bot.index.suggesting import frequent, suggest
from bot.ports import (
    Commonness,
    Document,
    Growing,
    Ranked,
    Ranking,
    Standing,
    Suggestion,
    SuggestionKind,
    Withdrawn,
)
from digests.model import Keyword
from digests.query import Query

_READERS = 2
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

T = TypeVar("T")


def open_index(folder: Path) -> "Fts5Index":
    """The index of a data folder; one that is missing or damaged begins empty.

    Raises ``IndexUnavailable``, also where SQLite is older than 3.35.
    """
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise IndexUnavailable(f"the search needs SQLite 3.35 or newer, not {sqlite3.sqlite_version}")
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        generations.discard_abandoned(folder)
        path = generations.current(folder)
        if not _usable(path):
            generations.discard(path)
            file.create(path)
    return Fts5Index(folder)


class Fts5Index:
    """A ``bot.ports.Index``. Questions are answered side by side in threads; one thread writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asking = _Connections(folder, writing=False)
        self._writing = _Connections(folder, writing=True)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="index-reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="index-writer")

    async def reached(self) -> int | None:
        return await self._ask(file.reached)

    async def standing(self) -> Standing | None:
        return await self._ask(file.standing)

    async def worn(self) -> float:
        return await self._ask(file.worn)

    async def size(self) -> int:
        return await asyncio.to_thread(generations.size, self._folder)

    async def search(self, query: Query, limit: int, bound: int | None = None) -> Ranking:
        return await self._ask(lambda c: searching.search(c, query, limit, bound))

    async def listed(self, query: Query, limit: int, bound: int, start: int) -> Sequence[Ranked]:
        return await self._ask(lambda c: searching.listed(c, query, limit, bound, start))

    async def matching(self, query: Query) -> frozenset[int]:
        return await self._ask(lambda c: searching.matching(c, query))

    async def candidates(self, query: Query, limit: int, bound: int) -> Sequence[int]:
        return await self._ask(lambda c: searching.candidates(c, query, limit, bound))

    async def titled(self, piece: str, limit: int) -> Sequence[int]:
        return await self._ask(lambda c: searching.titled(c, piece, limit))

    async def nearest(self, title: str, limit: int) -> Sequence[int]:
        return await self._ask(lambda c: relating.nearest(c, title, limit))

    async def suggest(
        self, prefix: str, limit: int, kind: SuggestionKind | None = None
    ) -> Sequence[Suggestion]:
        return await self._ask(lambda c: suggest(c, prefix, limit, kind))

    async def frequent(self, limit: int) -> Sequence[str]:
        return await self._ask(lambda c: frequent(c, limit))

    async def related(self, number: int, terms: Sequence[Keyword], limit: int) -> Sequence[Ranked]:
        return await self._ask(lambda c: relating.related(c, number, terms, limit))

    async def commonness(self, terms: Sequence[str]) -> Commonness:
        return await self._ask(lambda c: relating.commonness(c, terms))

    async def advance(self, born: str, after: int, changes: Sequence[Document | Withdrawn]) -> bool:
        def work() -> bool:
            prepared = file.prepared(changes)
            with self._writing.one() as connection:
                return file.advance(connection, born, after, prepared)

        return await self._run(self._writer, work)

    async def tidy(self) -> None:
        def work() -> None:
            with self._writing.one() as connection:
                file.tidy(connection)

        await self._run(self._writer, work)

    @asynccontextmanager
    async def renewal(self) -> AsyncGenerator[Growing]:
        await self._run(self._writer, lambda: generations.discard_abandoned(self._folder))
        made = _Made(await self._run(self._writer, lambda: generations.new_file(self._folder)))
        try:
            await made.begin()
            yield made
            await made.finish()
        finally:
            await made.abandon()

    async def close(self) -> None:
        await asyncio.to_thread(self._end)

    async def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        def work() -> T:
            with self._asking.one() as connection:
                return question(connection)

        return await self._run(self._readers, work)

    async def _run(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        with _told(self._folder):
            return await asyncio.get_running_loop().run_in_executor(threads, work)

    def _end(self) -> None:
        self._readers.shutdown()
        self._writer.shutdown()
        self._asking.close()
        self._writing.close()


class _Connections:
    """Connections to what is the index at the moment, each used by one thread at a time."""

    def __init__(self, folder: Path, *, writing: bool) -> None:
        self._folder = folder
        self._writing = writing
        self._idle: LifoQueue[tuple[Path, sqlite3.Connection]] = LifoQueue()

    @contextmanager
    def one(self) -> Generator[sqlite3.Connection]:
        path, connection = self._current()
        try:
            yield connection
        finally:
            self._idle.put((path, connection))

    def _current(self) -> tuple[Path, sqlite3.Connection]:
        path = generations.current(self._folder)
        try:
            return path, self._take(path) or file.connect(path, writing=self._writing)
        except sqlite3.OperationalError:
            if generations.current(self._folder) == path:
                raise
            return self._current()  # it was made anew between the look and the step

    def _take(self, path: Path) -> sqlite3.Connection | None:
        while not self._idle.empty():
            known, connection = self._idle.get_nowait()
            if known == path:
                return connection
            connection.close()
        return None

    def close(self) -> None:
        while not self._idle.empty():
            self._idle.get_nowait()[1].close()


class _Made:
    """An index that is being made anew, in a file that nobody sees yet, written without a log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="index-renewal")
        self._connection: sqlite3.Connection | None = None

    async def begin(self) -> None:
        """Make it an index, and keep it locked, so that nobody takes it for abandoned."""

        def work() -> None:
            self._connection = file.begin(self._path)

        await self._run(work)

    async def reached(self) -> int | None:
        return await self._run(lambda: file.reached(self._open))

    async def advance(self, born: str, after: int, changes: Sequence[Document | Withdrawn]) -> bool:
        return await self._run(lambda: file.advance(self._open, born, after, file.prepared(changes)))

    async def finish(self) -> None:
        """Put its segments together, and let it be the index, before others may take it for abandoned."""

        def work() -> None:
            file.settle(self._open)
            if os.name == "nt":
                self._close()  # a file that is open cannot be renamed there
            generations.publish(self._path)
            self._close()

        await self._run(work)

    async def abandon(self) -> None:
        """Let go of the file, unless it became the index."""

        def work() -> None:
            self._close()
            generations.discard(self._path)

        await self._run(work)
        self._thread.shutdown()

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("it is not open")
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    async def _run(self, work: Callable[[], T]) -> T:
        with _told(self._path):
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _usable(path: Path) -> bool:
    """Make the file an index if it is none; whether it is whole enough to look into."""
    try:
        file.create(path)
        with closing(file.connect(path)) as connection:
            file.standing(connection)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _DAMAGED:
            return False
        raise
    return True


@contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise IndexUnavailable(
            f"{path}: the index of the search cannot be used ({error});"
            " if that lasts: digestbot index rebuild"
        ) from error
