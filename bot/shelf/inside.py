"""Opening a file that is in a folder for certain, whatever others put in its place meanwhile."""

import errno
import os
from pathlib import Path, PurePath

_FOLLOW_NONE = getattr(os, "O_NOFOLLOW", 0)
# Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# A folder on the way has to let us through, where the system asks no more than that.
_PASS = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _FOLLOW_NONE

_LEAVES = "this link leads out of the folder, or to what is hidden: put the file itself here"
_SWAPPED = "a link was put in its place while it was read: it is looked at again"


def resolve(root: Path, path: Path) -> tuple[Path, PurePath]:
    """The real folder, and where in it the file is that a path leads to by links. Raises ``OSError``."""
    home, real = (Path(os.path.realpath(each, strict=True)) for each in (root, path))
    if not real.is_relative_to(home) or any(map(_is_hidden, real.relative_to(home).parts)):
        raise OSError(_LEAVES)
    return home, real.relative_to(home)


def open_in(home: Path, inside: PurePath) -> int:
    """The descriptor of what ``resolve`` found, for reading.

    Raises ``OSError``, also if on the way to it there is a link now.
    """
    try:
        if os.open in os.supports_dir_fd:
            return _open_stepwise(home, inside)
        return _open_and_compare(home, inside)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise OSError(_SWAPPED) from error
        raise


def _open_stepwise(home: Path, inside: PurePath) -> int:
    """Each folder in the one before, which nobody can swap any more."""
    folder = os.open(home, _PASS)
    try:
        for name in inside.parts[:-1]:
            outer, folder = folder, os.open(name, _PASS, dir_fd=folder)
            os.close(outer)
        return os.open(inside.name, READ | _FOLLOW_NONE, dir_fd=folder)
    finally:
        os.close(folder)


def _open_and_compare(home: Path, inside: PurePath) -> int:
    """At once, and looked at afterwards: all that can be done where folders have no descriptors."""
    descriptor = os.open(home / inside, READ | _FOLLOW_NONE)
    if _is_at(descriptor, home, inside):
        return descriptor
    os.close(descriptor)
    raise OSError(_SWAPPED)


def _is_at(descriptor: int, home: Path, inside: PurePath) -> bool:
    try:
        found = resolve(home, home / inside)
        return found == (home, inside) and os.path.samestat(os.fstat(descriptor), (home / inside).lstat())
    except OSError:
        return False


def _is_hidden(name: str) -> bool:
    """Whether links may not lead there.

    Kubernetes lets the files of a mounted volume lead to a folder beside them that begins with two dots.
    """
    return name.startswith(".") and not name.startswith("..")
