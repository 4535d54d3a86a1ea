"""Work on a database that shares transactions."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection

from bot.stores.connections import READING, WRITING, connect
from bot.stores.transactions import Transactions


def number(wanted: int, connection: Connection) -> int:
    """The number, as the database says it."""
    return int(connection.exec_driver_sql(f"SELECT {wanted}").scalar_one())


def note(notes: list[str], what: str, _: Connection) -> None:
    """Write down that something is done."""
    notes.append(what)


@dataclass(frozen=True, slots=True)
class Gate:
    """What holds a thread up, so that others come to wait behind."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def hold(self, _: Connection) -> bool:
        """Wait until it is opened."""
        self.reached.set()
        return self.opened.wait()


@pytest.fixture(name="gate")
def make_gate() -> Iterator[Gate]:
    """A gate that is opened in the end whatever happens."""
    gate = Gate()
    yield gate
    gate.opened.set()


def test_fails_alone(tmp_path: Path, gate: Gate) -> None:
    """What fails does so for whoever asked it, and those who shared its transaction get their answers."""

    def fails(_: Connection) -> int:
        raise ValueError("no number")

    engine = connect(tmp_path / "numbers", WRITING, 1.0)
    with closing(Transactions(engine, "numbers")) as transactions:
        transactions.submit(gate.hold)
        gate.reached.wait()
        first = transactions.submit(partial(number, 1))
        bad: Future[int] = transactions.submit(fails)
        last = transactions.submit(partial(number, 2))
        gate.opened.set()
        assert (first.result(), last.result()) == (1, 2)
        assert isinstance(bad.exception(), ValueError)
    engine.dispose()


def test_beside(tmp_path: Path, gate: Gate) -> None:
    """With two threads, nobody waits for what takes long, and nobody's turn is lost."""
    (tmp_path / "numbers").touch()
    engine = connect(tmp_path / "numbers", READING, 1.0, 2)
    with closing(Transactions(engine, "numbers", 2)) as transactions:
        long = transactions.submit(gate.hold)
        gate.reached.wait()
        wanted = range(200)
        found = [transactions.submit(partial(number, n)) for n in wanted]
        assert [one.result(timeout=30) for one in found] == list(wanted)
        gate.opened.set()
        assert long.result()
    engine.dispose()


def test_withdrawn(tmp_path: Path, gate: Gate) -> None:
    """What nobody waits for any more when its turn comes is not done."""
    done: list[str] = []
    engine = connect(tmp_path / "numbers", WRITING, 1.0)
    with closing(Transactions(engine, "numbers")) as transactions:
        transactions.submit(gate.hold)
        gate.reached.wait()
        withdrawn = transactions.submit(partial(note, done, "withdrawn"))
        kept = transactions.submit(partial(note, done, "kept"))
        assert withdrawn.cancel()
        gate.opened.set()
        kept.result()
    assert done == ["kept"]
    engine.dispose()
