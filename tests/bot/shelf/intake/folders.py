"""A folder of essays, and looking at it."""

import os
from itertools import count
from pathlib import Path

from bot.ports import Content, Store
from bot.shelf.intake import ShelvingReport, shelve
from digests.derived import Derived
from tests.essays import Noon, derive


class Folder:
    """A folder whose files get a new time at every change, however fast the changes come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._times = count(1_700_000_000)

    def write(self, **texts: str) -> None:
        """Leave the texts under their keys (``a="x"`` is the text of a.txt)."""
        self.path.mkdir(exist_ok=True)
        for key, text in texts.items():
            file = self.path / f"{key}.txt"
            file.write_text(text)
            moment = next(self._times)
            os.utime(file, (moment, moment))

    def move(self, old: str, new: str) -> None:
        """Rename a file; its time stays."""
        (self.path / f"{old}.txt").rename(self.path / f"{new}.txt")

    def drop(self, key: str) -> None:
        """Delete a file."""
        (self.path / f"{key}.txt").unlink()


async def shelved(store: Store, folder: Folder) -> ShelvingReport:
    """Bring the library in line."""
    return await shelve(store, folder.path, "here", Noon(), derive)


def unread(_: Content) -> Derived:
    """Reading that must not happen."""
    raise AssertionError("a file was read that need not be")
