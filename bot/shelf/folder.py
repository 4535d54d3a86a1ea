"""A folder of essays on disk: which files there are, how they look, and their bytes.

A file's key is its path in the folder, with ``/`` between the parts. A name that is not UTF-8 (as
archives packed on Chinese Windows leave behind) keeps its odd bytes in the key as characters of
Unicode's private use area, since neither a database nor a terminal takes them otherwise.
"""

import errno
import os
import stat
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path, PurePath

from bot.errors import FolderUnavailable
from bot.ports import FileStamp
from bot.shelf.inside import READ, open_in, resolve
from digests.reading import MAX_BYTES

SUFFIXES = frozenset({".htm", ".html", ".markdown", ".md", ".mdx", ".qmd", ".rmd", ".txt"})

_NOT_ORDINARY = "this is no ordinary file"
_NOT_UTF8 = {0xDC00 + byte: 0xEF00 + byte for byte in range(0x80, 0x100)}
_AS_NAMED = {private: surrogate for surrogate, private in _NOT_UTF8.items()}

_MAX_INODE = 2**63 - 1

_ADVICE = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "permission denied: let the bot's user read it",
    errno.EPERM: "permission denied: let the bot's user read it",
    errno.ELOOP: "the link leads back to itself: remove it, or let it lead to an essay",
}


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at a folder gave, by key and in their order.

    ``problems`` says what could not be looked at; the key of a folder ends with ``/``.
    """

    files: Mapping[str, FileStamp]
    problems: Mapping[str, str]


def scan(path: Path) -> Scan:
    """All essay files in a folder and the folders in it, or the one file that ``path`` names.

    Hidden ones (``.name``) are passed over. A link to a folder is followed unless that folder was read
    already, and none is followed that leads out of ``path``: whoever may write essays there is not to show
    people other files of the machine. Raises ``FolderUnavailable`` if ``path`` itself is not there or not
    readable.
    """
    try:
        look = path.stat()
        if not stat.S_ISDIR(look.st_mode):
            return Scan({key_of(path.name): _stamp(look)}, {})
        os.scandir(path).close()
    except OSError as error:
        raise FolderUnavailable(f"{path}: {reason(error)}") from error
    walk = _Walk(path)
    walk.run()
    return Scan(dict(sorted(walk.files.items())), dict(sorted(walk.problems.items())))


def key_in(folder: Path, path: Path) -> str | None:
    """The key under which ``scan(folder)`` finds ``path``; ``None`` if it passes it over."""
    if not path.is_relative_to(folder):
        return None
    inside = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in inside)
    ordinary = path == folder or path.is_dir() or path.suffix.lower() in SUFFIXES
    return None if hidden or not ordinary else key_of("/".join(inside))


def is_there(key: str) -> bool:
    """Whether there is a file under a key that is a whole path."""
    return os.path.lexists(key.translate(_AS_NAMED))


def reason(error: OSError) -> str:
    """What is the matter with a file, and what to do."""
    return _ADVICE.get(error.errno or 0) or error.strerror or str(error)


def key_of(name: str) -> str:
    """The key of a file with this name, or this path."""
    return name.translate(_NOT_UTF8)


def load(path: Path, key: str) -> bytes:
    """The bytes of a scanned file, at most one more than ``MAX_BYTES``.

    Raises ``OSError`` if it is gone, unreadable, no ordinary file any more, or a link out of the folder.
    """
    descriptor = open_in(*resolve(path, _path(path, key))) if path.is_dir() else os.open(path, READ)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise OSError(_NOT_ORDINARY)
        return opened.read(MAX_BYTES + 1)


@dataclass(slots=True)
class _Walk:
    """One walk through a folder. Links wait until the end: each folder is read once, by its own name."""

    root: Path
    files: dict[str, FileStamp] = field(default_factory=dict[str, FileStamp])
    problems: dict[str, str] = field(default_factory=dict[str, str])
    _folders: list[str] = field(default_factory=lambda: [""])
    _links: deque[str] = field(default_factory=deque[str])
    _seen: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def run(self) -> None:
        while self._folders or self._links:
            folder = self._folders.pop() if self._folders else self._links.popleft()
            try:
                self._read(folder)
            except OSError as error:
                self.problems[folder] = reason(error)

    def _read(self, folder: str) -> None:
        path = _path(self.root, folder)
        look = path.stat()
        if (look.st_dev, look.st_ino) in self._seen:
            self.problems[folder] = "this link leads to a folder that is read already"
            return
        self._seen.add((look.st_dev, look.st_ino))
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                if not entry.name.startswith("."):
                    self._note(folder + key_of(entry.name), entry)

    def _note(self, key: str, entry: os.DirEntry[str]) -> None:
        try:
            is_folder = entry.is_dir()
            if is_folder or PurePath(entry.name).suffix.lower() in SUFFIXES:
                self._take(key, entry, is_folder=is_folder)
        except OSError as error:
            self.problems[key] = reason(error)

    def _take(self, key: str, entry: os.DirEntry[str], *, is_folder: bool) -> None:
        is_link = entry.is_symlink()
        if is_link:
            resolve(self.root, Path(entry.path))
        if is_folder:
            (self._links if is_link else self._folders).append(f"{key}/")
            return
        look = entry.stat()
        if not stat.S_ISREG(look.st_mode):
            raise OSError(_NOT_ORDINARY)
        self.files[key] = _stamp(look)


def _path(root: Path, key: str) -> Path:
    return root / key.translate(_AS_NAMED)


def _stamp(look: os.stat_result) -> FileStamp:
    """How a file looks.

    A program can put back the time of its bytes, but not that of its last change of any kind, which
    most systems also note when it is renamed; where they do not, the inode tells two files apart that
    took over each other's names.
    """
    changed_ns = max(look.st_mtime_ns, look.st_ctime_ns)
    return FileStamp(look.st_size, changed_ns, look.st_ino & _MAX_INODE)
