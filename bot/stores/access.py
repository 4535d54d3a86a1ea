"""How the store gets at its file: by whom it is read and written."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.errors import StoreUnavailable
from bot.stores import copying
from bot.stores.connections import READING, WRITING, connect, told
from bot.stores.transactions import Transactions

_READERS = 2
# For those who read at the moment: they do not take longer, but for a backup.
_PATIENCE_SECONDS = 1.0

T = TypeVar("T")


class SqliteAccess:
    """Access to an SQLite file whose schema is up to date.

    Writes go through one thread, so that they never wait for each other's locks; reads run beside them in
    their own threads, each on the state of the last commit.
    """

    def __init__(self, path: Path, busy_timeout: float) -> None:
        self._path = path
        self._reading = connect(path, READING, busy_timeout, _READERS)
        self._writing = connect(path, WRITING, busy_timeout)
        self._reader = Transactions(self._reading, "store-reader", _READERS)
        self._writer = Transactions(self._writing, "store-writer")
        self._closed = False
        self._is_to_fold = False

    async def close(self) -> None:
        """Finish what is being written and let go of the file."""
        self._closed = True
        await asyncio.to_thread(self._end)

    async def _read(self, work: Callable[[Connection], T]) -> T:
        self._check_open()
        with told(self._path):
            return await asyncio.wrap_future(self._reader.submit(work))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        self._check_open()
        with told(self._path):
            written = await asyncio.wrap_future(self._writer.submit(work))
        if self._is_to_fold:
            await self._fold(0)
        return written

    async def _erase(self, work: Callable[[Connection], T]) -> T:
        """As ``_write``; what it deletes is in the log no more either.

        While a backup is being made, which reads what was before, that is left to the next writes.
        """
        erased = await self._write(work)
        self._is_to_fold = True
        await self._fold(_PATIENCE_SECONDS)
        return erased

    async def _fold(self, patience: float) -> None:
        # To be closed does the same.
        if not self._closed:
            self._is_to_fold = not await asyncio.to_thread(copying.fold, self._path, patience)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self._path}: the store is closed")

    def _end(self) -> None:
        """The writer's connection goes last, so that the log is folded into the file."""
        self._reader.close()
        self._writer.close()
        self._reading.dispose()
        self._writing.dispose()
