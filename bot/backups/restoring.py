"""Going back to a backup: the database is replaced as a whole, and what was there is kept aside."""

import asyncio
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import __version__
from bot.backups.backup import Label, sync, unpack
from bot.errors import NewerSchema, StoreUnavailable
from bot.index import generations
from bot.jobs.ticking import tick
from bot.ports import Clock
from bot.serving.locking import sole_server
from bot.stores import copying
from bot.stores.connections import told
from bot.stores.schema import REVISIONS
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Filter, Settlement, State
from bot.subscriptions.outbox import Outbox

_PLATFORMS = ("telegram", "discord")
_PAGE = 1000
_RESTORING, _ASIDE = ".restoring-", "before-restore-"
# Beside the database to put in place, as soon as that is all there is to do.
_READY = "ready"
_LOGS = ("-wal", "-shm")
# However long ago it came due, the last digest of each is in doubt.
_LONG = timedelta(days=3650)
_IN_DOUBT = "it may have been posted after the backup was made"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the backup's label, if it has one, how much is in it, and what is kept aside.

    ``in_doubt`` counts the digests that may have been posted after the backup was made.
    """

    label: Label | None
    essays: int
    subscriptions: int
    in_doubt: int
    aside: Path | None


async def restore(file: Path, database: Path, clock: Clock, *, moved: bool = False) -> Restored:
    """Put the database of a backup, migrated, in the place of the one that is there.

    Killed at any moment it leaves the one or the other. What came due since the backup is noted as in
    doubt, so that nothing is posted twice; with ``moved`` nothing was posted since, and it is posted as after
    any pause. Raises ``AlreadyRunning``, ``UnusableFile``, ``NewerSchema`` and ``StoreUnavailable``.
    """
    data = database.parent
    with told(data):
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with sole_server(data), _working_folder(database) as folder:
            made = folder / database.name
            label = await asyncio.to_thread(_unpacked, file, made)
            store = await asyncio.to_thread(open_store, made)
            try:
                in_doubt = 0 if moved else await _doubt(store, clock)
                essays, subscriptions = await store.count(), len(await store.subscriptions())
            finally:
                await store.close()
            _check_folded(made, file)
            aside = await asyncio.to_thread(_replace, database, made, clock.now())
    return Restored(label, essays, subscriptions, in_doubt, aside)


def mend(database: Path) -> str | None:
    """Clear away what a restore that was killed has left; what to tell the operator, if there was one.

    Only for the ``sole_server`` of the folder. Raises ``StoreUnavailable``.
    """
    with told(database.parent):
        left = list(database.parent.glob(f"{_RESTORING}*"))
        is_done = any((one / _READY).exists() and not (one / database.name).exists() for one in left)
        if left and not is_done:
            _take_back(database)
        for one in left:
            shutil.rmtree(one)
    if not left:
        return None
    if is_done:
        return (
            f"a restore was ended when it was done: {database} is that of the backup, and what was there "
            f"before is in {_ASIDE}…. `digestbot deliveries --state unknown` lists what is in doubt"
        )
    return (
        f"a restore was ended before it was done: {database} is as it was. To go back to the backup, "
        "stop the bot and restore it again"
    )


def _take_back(database: Path) -> None:
    """Undo what was put aside to make room for what did not come."""
    for aside in database.parent.glob(f"{_ASIDE}*"):
        other = aside / database.name
        if not other.exists():
            with suppress(OSError):  # something else is in it
                aside.rmdir()
        elif database.exists() and other.samefile(database):
            for name in (database.name + suffix for suffix in _LOGS):
                if (aside / name).exists() and not database.with_name(name).exists():
                    (aside / name).rename(database.with_name(name))
            shutil.rmtree(aside)


@contextmanager
def _working_folder(database: Path) -> Generator[Path]:
    """A folder for what is not whole yet."""
    mend(database)
    with TemporaryDirectory(prefix=_RESTORING, dir=database.parent) as folder:
        yield Path(folder)


def _unpacked(file: Path, made: Path) -> Label | None:
    label = unpack(file, made)
    revision = copying.check(made, file)
    if revision not in REVISIONS:
        # Between two releases a checkout has the version of the one before.
        named = f", {label.version}" if label and label.version != __version__ else ""
        raise NewerSchema(
            f"{file} was made by a newer version of the bot{named}: it has schema {revision}, and this one "
            f"knows schemas up to {REVISIONS[-1]}; install a newer release or checkout, and restore it then"
        )
    return label


def _check_folded(made: Path, file: Path) -> None:
    """Only the file itself gets to its place, not its log."""
    log = made.with_name(f"{made.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreUnavailable(
            f"{file}: what is in it could not be brought into one file, and nothing was changed: make room "
            f"in {made.parent.parent}, see that no other program has its files open, and restore it again"
        )


async def _doubt(store: SqliteStore, clock: Clock) -> int:
    """Note what may have been posted since the backup as in doubt; how many deliveries that are.

    What people asked just before is not answered a second time either.
    """
    for platform in _PLATFORMS:
        await tick(store, platform, clock, _LONG)
    await store.forget([f"platform/{platform}" for platform in _PLATFORMS])
    return await _settle(store, clock.now())


async def _settle(outbox: Outbox, now: datetime) -> int:
    count = 0
    while pending := await outbox.deliveries(Filter(states=frozenset({State.PENDING})), 0, _PAGE):
        for delivery in pending:
            await outbox.settle(delivery.id, delivery.epoch, Settlement(State.UNKNOWN, now, _IN_DOUBT))
        count += len(pending)
    return count


def _replace(database: Path, made: Path, now: datetime) -> Path | None:
    """Put a database in the place of another; the folder with that one, if there was one."""
    aside = database.parent / f"{_ASIDE}{now:%Y%m%d-%H%M%S}"
    was_there = database.exists()
    if was_there:
        copying.fold(database)
        aside.mkdir(mode=0o700)
        _link(database, aside / database.name)
        for suffix in _LOGS:
            with suppress(FileNotFoundError):
                beside = database.with_name(database.name + suffix)
                beside.rename(aside / beside.name)
    generations.discard_all(database.parent)
    (made.parent / _READY).touch()
    made.replace(database)
    sync(database.parent)
    return aside if was_there else None


def _link(path: Path, other: Path) -> None:
    """Give a file another name, so that it is never without one; a copy, where a disk knows no links."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)
