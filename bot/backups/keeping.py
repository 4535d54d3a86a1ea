"""Backups that are made without being asked for, and which of them are kept."""

import logging
import re
import shutil
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.backups.backup import MAKING, back_up, born, is_making, labelled
from bot.errors import StoreUnavailable
from bot.permissions import why
from bot.ports import Clock
from bot.serving.locking import sole_server
from bot.stores import copying
from bot.stores.connections import told

_NAME = r"(?:daily-\d{8}|upgrade-\d{8}-\d{6})"
_OWN, _OWN_MAKING = re.compile(rf"{_NAME}\.zip"), re.compile(rf"{re.escape(MAKING)}{_NAME}-.+")
_DAILY = "daily-"
# What the operator may be making there at the moment is written to more often than that.
_STILL = timedelta(days=1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups that are made without being asked for: in a folder, the newest of so many days kept.

    Only the ``sole_server`` of the data makes any, so that there are never two at it.
    """

    database: Path
    folder: Path
    days: int
    clock: Clock

    async def daily(self) -> None:
        """Make that of today, unless there is one, and let go of old ones. Raises ``StoreUnavailable``."""
        import asyncio

        stopped = threading.Event()
        try:
            await asyncio.to_thread(self._daily, stopped.is_set)
        finally:
            # The process must not wait for the rest when it is to end.
            stopped.set()

    async def last(self) -> datetime | None:
        """When the newest daily one of this library was made; ``None`` if there is none that can be read."""
        import asyncio

        return await asyncio.to_thread(self._last)

    @contextmanager
    def upgrading(self) -> Generator[None]:
        """Keep the database as it was before it is migrated. Raises ``AlreadyRunning`` if it is served."""
        with sole_server(self.database.parent), self.upgrading_served():
            yield

    @contextmanager
    def upgrading_served(self) -> Generator[None]:
        """As ``upgrading``, for the process that serves the database."""
        now = self.clock.now()
        self._prepare(now)
        back_up(self.database, self.folder / f"upgrade-{now:%Y%m%d-%H%M%S}.zip", now)
        yield

    def _daily(self, stopped: Callable[[], bool]) -> None:
        now = self.clock.now()
        file = self.folder / f"{_DAILY}{now:%Y%m%d}.zip"
        self._prepare(now)
        if file not in own(self.folder):
            back_up(self.database, file, now, stopped)
            self._drop(now)

    def _last(self) -> datetime | None:
        ours = {"", copying.born(self.database)}
        dailies = (file for file in self._newest_first(self.clock.now()) if file.name.startswith(_DAILY))
        labels = filter(None, map(labelled, dailies))
        return next((label.made_at for label in labels if label.born in ours), None)

    def _prepare(self, now: datetime) -> None:
        with told(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_ours(now)
            self._clear(now)

    def _check_ours(self, now: datetime) -> None:
        """Of two libraries with one folder, only one would be backed up."""
        ours = copying.born(self.database)
        theirs = next(filter(None, map(born, self._newest_first(now))), ours)
        if ours and theirs != ours:
            raise StoreUnavailable(
                f"{self.folder} has the backups of another library: set DIGESTBOT_BACKUPS to a folder for "
                "this one alone, or move what is there elsewhere"
            )

    def _clear(self, now: datetime) -> None:
        """Let go of what a process that was killed was making: it may take the room of what is to come."""
        before = (now - _STILL).timestamp()
        for left in self.folder.glob(f"{MAKING}*"):
            with _warned(left):
                if is_making(left) and (_OWN_MAKING.fullmatch(left.name) or _changed(left) < before):
                    shutil.rmtree(left)

    def _drop(self, now: datetime) -> None:
        """Let go of what is older than so many daily ones, however long ago these were made."""
        newest = self._newest_first(now)
        dailies = [place for place, file in enumerate(newest) if file.name.startswith(_DAILY)]
        if len(dailies) >= self.days:
            for file in newest[dailies[self.days - 1] + 1 :]:
                with _warned(file):
                    file.unlink()

    def _newest_first(self, now: datetime) -> list[Path]:
        """Its own backups; those from when the clock was wrong are not newer than today's."""
        today = f"{now:%Y%m%d}"
        return sorted(own(self.folder), key=lambda file: (day(file) <= today, day(file)), reverse=True)


def own(folder: Path) -> list[Path]:
    """The backups in a folder that were made without being asked for."""
    return [path for path in folder.glob("*.zip") if _OWN.fullmatch(path.name)]


def day(file: Path) -> str:
    """The day on which one of these was made, as in its name."""
    return file.stem.split("-")[1]


def _changed(folder: Path) -> float:
    """When something in a folder was written last, in seconds since 1970."""
    return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))


@contextmanager
def _warned(path: Path) -> Generator[None]:
    """What cannot be deleted is told of, and keeps nothing else from being done."""
    try:
        yield
    except OSError as error:
        _log.warning("%s is left over and cannot be deleted: %s", path, why(error, path))
