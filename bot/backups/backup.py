"""Backups: the database as it was at one moment, in one file that can be checked and carried away.

A backup is a ZIP archive of two files: the database, and ``backup.json``, which says what it is and bears
its SHA-256. What is not in it: the index, which is made from the database, the folder of the essays, and
the settings with the tokens.
"""

import errno
import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import msgspec

from bot import __version__
from bot.errors import StoreUnavailable, UnusableFile
from bot.stores import copying
from bot.stores.connections import told

_DATABASE, _LABEL = "digestbot.sqlite3", "backup.json"
_LARGEST_LABEL = 10_000
_CHUNK = 1_000_000
# Texts are compressed in the database already, and more effort gains next to nothing.
_EFFORT = 1
# Beside the copy and its archive, something has to be left for the bot that goes on writing.
_LEFT = 50_000_000
# What a folder is called in which a backup is being made, with its name behind; and what is in it.
MAKING = ".backup-"
_ARCHIVE = "backup.zip"
# How a backup begins, and a database (https://www.sqlite.org/fileformat.html#magic_header_string).
_ZIP, _PLAIN = b"PK", b"SQLite format 3\0"
# What reading an archive raises that is cut short, or not as it was written.
_DAMAGED = (BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a backup is: the version that made it, the schema's revision, when, and the database's bytes.

    ``born`` is that of ``bot.stores.copying``: earlier versions did not note it.
    """

    version: str
    revision: str
    made_at: datetime
    bytes: int
    sha256: str
    born: str = ""


def back_up(database: Path, file: Path, now: datetime, stopped: Callable[[], bool] = copying.never) -> Label:
    """Write a backup, also while a bot runs, and read it again to see that it is whole.

    The file is there when all of it is, and nobody else may read it. Raises ``StoreUnavailable``, and
    ``UnusableFile`` if there is such a file already.
    """
    with told(file):
        if file.exists():
            raise UnusableFile(f"{file} is there already: name another file")
    prefix = f"{MAKING}{file.stem[:40]}-"
    # Something of that may stay: the backup is made all the same.
    with told(file), TemporaryDirectory(prefix=prefix, dir=file.parent, ignore_cleanup_errors=True) as folder:
        copied, archive = Path(folder) / _DATABASE, Path(folder) / _ARCHIVE
        _check_room(database, file.parent)
        copied.touch(mode=0o600)
        revision = copying.copy(database, copied, stopped)
        label = Label(
            version=__version__,
            revision=revision,
            made_at=now,
            bytes=copied.stat().st_size,
            sha256=_digest(copied),
            born=copying.born(copied),
        )
        _pack(copied, archive, label, stopped)
        _read_again(archive, file, label, stopped)
        archive.rename(file)
        sync(file.parent)
    return label


def unpack(file: Path, target: Path) -> Label | None:
    """Write the database of a backup into a new file, and check that it is what was backed up.

    A plain copy of a database, as of versions that made no backups, will do: then there is no label. Raises
    ``UnusableFile`` and ``StoreUnavailable``.
    """
    target.touch(mode=0o600)
    with told(file):
        with file.open("rb") as source:
            begins = source.read(len(_PLAIN))
        if begins == _PLAIN:
            _copy_plain(file, target)
            return None
        if not begins.startswith(_ZIP):
            raise UnusableFile(f"{file}: this is no backup")
        try:
            return _unpack(file, target)
        except _DAMAGED as error:
            raise UnusableFile(f"{file}: this backup is damaged ({error})") from error
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            raise UnusableFile(f"{file}: this backup is damaged: it points to outside itself") from error


def labelled(file: Path) -> Label | None:
    """The label of a backup; ``None`` if it cannot be read."""
    try:
        with ZipFile(file) as packed:
            return _label(file, packed)
    except (*_DAMAGED, UnusableFile, OSError):
        return None


def born(file: Path) -> str:
    """What the label of a backup says of that; ``""`` if it does not, or cannot be read."""
    label = labelled(file)
    return label.born if label else ""


def is_making(folder: Path) -> bool:
    """Whether it is a folder with nothing in it but a backup that is, or was, being made."""
    return folder.is_dir() and all(path.name.startswith((_DATABASE, _ARCHIVE)) for path in folder.iterdir())


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system lets folders be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_room(database: Path, folder: Path) -> None:
    """There has to be room for a copy and its archive."""
    size = database.stat().st_size if database.exists() else 0
    needed = 2 * size + _LEFT
    if shutil.disk_usage(folder).free < needed:
        raise StoreUnavailable(
            f"{folder}: a backup needs {needed // 1_000_000:,} MB free there: make room for it"
        )


def _pack(copied: Path, archive: Path, label: Label, stopped: Callable[[], bool]) -> None:
    moment = label.made_at.timetuple()[:6]
    archive.touch(mode=0o600)
    with archive.open("wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as packed:
            packed.writestr(ZipInfo(_LABEL, moment), msgspec.json.format(msgspec.json.encode(label)))
            member = ZipInfo(_DATABASE, moment)
            member.compress_type = ZIP_DEFLATED
            with copied.open("rb") as source, packed.open(member, "w", force_zip64=True) as target:
                _pass_on(source, target, stopped)
        file.flush()
        os.fsync(file.fileno())


def _read_again(archive: Path, file: Path, label: Label, stopped: Callable[[], bool]) -> None:
    """See that the disk holds what was written."""
    try:
        with ZipFile(archive) as packed, packed.open(_DATABASE) as stream:
            _check_sum(file, label, _pass_on(stream, None, stopped))
    except (*_DAMAGED, UnusableFile) as error:
        raise StoreUnavailable(
            f"{file}: the backup is read otherwise than it was written ({error}): check the disk"
        ) from error


def _copy_plain(file: Path, target: Path) -> None:
    """Copy a database, and its log: that of one that was open holds what was written last."""
    shutil.copyfile(file, target)
    log, copied = (path.with_name(f"{path.name}-wal") for path in (file, target))
    if log.exists():
        copied.touch(mode=0o600)
        shutil.copyfile(log, copied)


def _unpack(file: Path, target: Path) -> Label:
    with ZipFile(file) as packed:
        label = _label(file, packed)
        # No more is unpacked than this, however much is packed.
        if packed.getinfo(_DATABASE).file_size != label.bytes:
            raise UnusableFile(f"{file}: its database has another size than its label says")
        needed = label.bytes + _LEFT
        if shutil.disk_usage(target.parent).free < needed:
            raise StoreUnavailable(
                f"{target.parent}: to restore {file}, make room there: {needed // 1_000_000:,} MB"
            )
        with packed.open(_DATABASE) as source, target.open("wb") as copied:
            _check_sum(file, label, _pass_on(source, copied, copying.never))
            copied.flush()
            os.fsync(copied.fileno())
    return label


def _label(file: Path, packed: ZipFile) -> Label:
    with packed.open(_LABEL) as stream:
        text = stream.read(_LARGEST_LABEL)
    try:
        return msgspec.json.decode(text, type=Label)
    except msgspec.MsgspecError as error:
        raise UnusableFile(f"{file}: its label cannot be read ({error})") from error


def _check_sum(file: Path, label: Label, found: str) -> None:
    if found != label.sha256:
        raise UnusableFile(f"{file}: its database is not what was backed up (the checksum differs)")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _pass_on(source: IO[bytes], target: IO[bytes] | None, stopped: Callable[[], bool]) -> str:
    """Write on what is read, if anywhere; its SHA-256 in hex."""
    digest = hashlib.sha256()
    while data := source.read(_CHUNK):
        if stopped():
            raise StoreUnavailable("the backup was broken off")
        digest.update(data)
        if target is not None:
            target.write(data)
    return digest.hexdigest()
