"""One thread that writes, so that writes never wait for each other's locks and share their commits."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

_GROUP = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Write:
    work: Callable[[Connection], Any]
    outcome: Future[Any] = field(default_factory=Future[Any])


class Writer:
    """Runs writes in order, several that wait at the same time in one transaction.

    A write is a function of a connection, and may be run twice: when one of a group fails, none of
    the group is kept and each is run again in a transaction of its own. When the database itself
    fails (locked, full), all of the group fail with it. The future of a write resolves after its
    commit; a write whose future is cancelled before its turn is not run.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: deque[_Write] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Have it written; ``RuntimeError`` once closed."""
        write = _Write(work)
        self._waiting.append(write)
        self._thread.submit(self._write_waiting)
        return write.outcome

    def close(self) -> None:
        """Write what waits, then end."""
        self._thread.shutdown()

    def _write_waiting(self) -> None:
        """Write all that waits now; the turns of what an earlier turn took along find nothing left."""
        ready = [self._waiting.popleft() for _ in range(min(len(self._waiting), _GROUP))]
        group = [write for write in ready if write.outcome.set_running_or_notify_cancel()]
        if group:
            self._write(group)

    def _write(self, group: Sequence[_Write]) -> None:
        try:
            with self._engine.begin() as connection:
                results = [write.work(connection) for write in group]
        except OperationalError as error:
            _fail(group, error)
        except Exception as error:  # noqa: BLE001 - it goes to the caller whose write it is
            if len(group) == 1:
                _fail(group, error)
            else:
                for write in group:
                    self._write([write])
        else:
            for write, result in zip(group, results, strict=True):
                write.outcome.set_result(result)


def _fail(group: Sequence[_Write], error: Exception) -> None:
    for write in group:
        write.outcome.set_exception(error)
