"""The file of the index, made by whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Barrier

from bot.index import file


def made(path: Path, gate: Barrier) -> tuple[str, str]:
    """Make an index when all others are about to; the modes that the file is in after that."""
    gate.wait()
    file.create(path)
    with closing(file.connect(path)) as connection:
        (log,) = connection.execute("PRAGMA journal_mode").fetchone()
        (vacuum,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    return log, vacuum


def test_made_at_once(tmp_path: Path) -> None:
    """Commands that begin together with no index each find it made, with its log."""
    with ThreadPoolExecutor(8) as threads:
        for count in range(20):
            work = partial(made, tmp_path / f"{count}.sqlite3", Barrier(8))
            assert list(threads.map(lambda _, work=work: work(), range(8))) == [("wal", 2)] * 8
