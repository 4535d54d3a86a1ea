"""Threads that read or write, so that many who ask at the same time share a transaction.

To begin and end one, and to hand its outcome back, takes longer than most of what is asked in it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

_GROUP = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[Connection], Any]
    outcome: Future[Any] = field(default_factory=Future[Any])


class Transactions:
    """Does work in order, all that waits at the same time in one transaction.

    Work is a function of a connection, and may be done twice: when one of a group fails, none of the group
    is kept and each is done again in a transaction of its own. When the database itself fails (locked,
    full), all of the group fail with it. The future of a work resolves after its commit; a work whose
    future is cancelled before its turn is not done. With several ``threads``, what begins while others are
    at work need not wait for them, and only reading is safe.
    """

    def __init__(self, engine: Engine, name: str, threads: int = 1) -> None:
        self._engine = engine
        self._waiting: deque[_Task] = deque()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Have it done; ``RuntimeError`` once closed."""
        task = _Task(work)
        self._waiting.append(task)
        self._threads.submit(self._do_waiting)
        return task.outcome

    def close(self) -> None:
        """Do what waits, then end."""
        self._threads.shutdown()

    def _do_waiting(self) -> None:
        """Do all that waits now; the turns of what an earlier turn took along find nothing left."""
        group = [task for task in self._take() if task.outcome.set_running_or_notify_cancel()]
        if group:
            self._do(group)

    def _take(self) -> list[_Task]:
        """What waits; another thread may be taking it too."""
        taken: list[_Task] = []
        with suppress(IndexError):
            while len(taken) < _GROUP:
                taken.append(self._waiting.popleft())
        return taken

    def _do(self, group: Sequence[_Task]) -> None:
        try:
            with self._engine.begin() as connection:
                results = [task.work(connection) for task in group]
        except OperationalError as error:
            _fail(group, error)
        except Exception as error:  # noqa: BLE001 - it goes to the caller whose work it is
            if len(group) == 1:
                _fail(group, error)
            else:
                for task in group:
                    self._do([task])
        else:
            for task, result in zip(group, results, strict=True):
                task.outcome.set_result(result)


def _fail(group: Sequence[_Task], error: Exception) -> None:
    for task in group:
        task.outcome.set_exception(error)
