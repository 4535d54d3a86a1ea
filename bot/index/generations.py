"""Which file is the index: each time it is made anew it is another file, and the latest counts.

A file takes its place only when it is whole, under a name no file had before. An old one is never
written over: another process may have it open, with a log beside it that belongs to no other file.
"""

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkstemp

_NAME = re.compile(r"index(?:-(\d+)-\w+)?\.sqlite3")
_FIRST = "index.sqlite3"
_BESIDE = ("", "-wal", "-shm", "-journal")


def current(folder: Path) -> Path:
    """The file that is the index now, or that it will be."""
    return max(_files(folder), key=_generation, default=folder / _FIRST)


def size(folder: Path) -> int:
    """How many bytes the index takes now, its log counted."""
    path = current(folder)
    beside = [path.with_name(path.name + suffix) for suffix in _BESIDE]
    return sum(file.stat().st_size for file in beside if file.exists())


def new_file(folder: Path) -> Path:
    """An empty file that is not the index yet."""
    handle, name = mkstemp(prefix="index-", suffix=".new", dir=folder)
    os.close(handle)
    return Path(name)


def publish(made: Path) -> None:
    """Let a whole file be the index from now on, and let go of those before it, if the system allows."""
    folder = made.parent
    generation = _generation(current(folder))[0] + 1
    older = _files(folder)
    token = made.stem.removeprefix("index-")
    made.rename(folder / f"index-{generation}-{token}.sqlite3")
    for path in older:
        discard(path)


def discard(path: Path) -> None:
    """Delete a file and what belongs to it. One that another process holds open may have to stay for now."""
    for suffix in _BESIDE:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def discard_all(folder: Path) -> None:
    """Let go of the index, which is then made anew: the library that it was made from is another one now."""
    for path in _files(folder):
        discard(path)


def discard_abandoned(folder: Path) -> None:
    """Delete what was being made by processes that are gone."""
    for path in folder.glob("index-*.new"):
        with suppress(OSError, sqlite3.Error):
            if _abandoned(path):
                discard(path)


def _abandoned(path: Path) -> bool:
    """Whether nobody has the file locked; whoever made an empty one is about to lock it."""
    if path.stat().st_size == 0:
        return False
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True  # not locked, but cut short in the middle of a page
    return True


def _files(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [folder / entry.name for entry in entries if _NAME.fullmatch(entry.name)]


def _generation(path: Path) -> tuple[int, str]:
    named = _NAME.fullmatch(path.name)
    return int(named[1] or 0) if named else 0, path.name
