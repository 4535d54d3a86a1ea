"""What an index costs to build and to keep, against the peers."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

from bot.index import generations
from tests.benchmarks.harness import CHECKOUT, QUICK, Row, Skipped, alternate
from tests.benchmarks.search import building
from tests.benchmarks.search.corpus import characters
from tests.benchmarks.search.engines import module
from tests.benchmarks.search.shelves import Size, folder, shelf, texts

_BUILD = "from tests.benchmarks.search.building import main; import sys; main(sys.argv[1:])"
_WITHOUT_RJIEBA = f"import sys; sys.modules['rjieba'] = None; {_BUILD}"
# Peak memory in kilobytes (in bytes on macOS) of the command behind it, which the program that measures
# is no part of.
_PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
_IMPORTED = 10_000


def build_fast() -> Row:
    """Read, segment and index a thousand texts, with the accelerator."""
    module("rjieba")
    return _build("rjieba", _BUILD, 8)


def build_plain() -> Row:
    """The same with the fallback."""
    return _build("jieba", _WITHOUT_RJIEBA, 3)


def disk() -> Row:
    """What the files of the index take."""
    made = shelf(Size.ALL)
    path = generations.current(made.ours.folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ours, plain = _bytes(path), _bytes(made.fts5.path)
    folders = (made.tantivy,) if QUICK else (made.tantivy, made.whoosh)
    others = ((peer.name, sum(map(_bytes, peer.path.iterdir()))) for peer in folders)
    return Row(
        "disk of the index of 10k (against plain FTS5)",
        ours / plain,
        f"{ours / 1e6:.1f} MB",
        f"{plain / 1e6:.1f} MB",
        at_most=1.2,
        note="; ".join(f"{name} {size / 1e6:.1f} MB" for name, size in others),
    )


def memory_of_an_import() -> Row:
    """What ``digestbot essays add`` holds at most while it adds ten thousand essays."""
    if sys.platform == "win32":
        raise Skipped("this system does not tell the peak memory of a process")
    home = folder()
    path = home / "essays.jsonl.gz"
    _write(path)
    command = [sys.executable, "-c", _PEAK, sys.executable, "-m", "bot", "essays", "add", str(path)]
    environ = {**os.environ, "DIGESTBOT_DATA": str(home / "data")}
    run = subprocess.run(command, cwd=CHECKOUT, env=environ, capture_output=True, text=True, check=True)
    peak = int(run.stdout.split()[-1]) / (1 if sys.platform == "linux" else 1024) / 1024
    return Row(
        f"peak memory of `essays add` of {_IMPORTED:,} essays", peak, f"{peak:.0f} MB", unit="MB", at_most=300
    )


def _build(name: str, script: str, goal: float) -> Row:
    path = _texts()
    pair = alternate(
        lambda: _seconds(script, "ours", path), lambda: _seconds(_BUILD, "whoosh", path), rounds=2
    )
    size = characters(texts(Size.THOUSAND)) / 1e6
    return Row(
        f"read, segment and index 1k texts, {name} (against Whoosh + ChineseAnalyzer)",
        pair.peer_by_ours,
        f"{size / pair.ours:.2g} M characters/s",
        f"{size / pair.peer:.2g}",
        at_least=goal,
    )


def _seconds(script: str, engine: str, path: Path) -> float:
    command = [sys.executable, "-W", "ignore", "-c", script, engine, str(path)]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return float(run.stdout)


@cache
def _texts() -> Path:
    path = folder() / "texts.jsonl"
    building.write(texts(Size.THOUSAND), path)
    return path


def _write(path: Path) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for entry in texts(Size.ALL)[:_IMPORTED]:
            text = entry.text
            row = {"id": text.key, "title": text.title, "body": text.body}
            row |= {"author": text.author} if text.author else {}
            row |= {"date": text.date} if text.date else {}
            file.write(json.dumps(row) + "\n")


def _bytes(path: Path) -> int:
    return path.stat().st_size


BENCHMARKS = (build_fast, build_plain, disk, memory_of_an_import)
