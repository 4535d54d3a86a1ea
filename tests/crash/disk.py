"""A disk of a few megabytes that a process has for itself, and that others can fill."""

import errno
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# Mounts are the process's own, and end with it: man 1 unshare, man 7 user_namespaces.
_ALONE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
_MOUNT = 'mount -t tmpfs -o size=8m tmpfs "$1" && cp -a "$2"/. "$1" && shift 2 && exec "$@"'
_FULL = 'cat /dev/zero > "$1"/filler 2>/dev/null; shift && exec "$@"'
_READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
_CHUNK = 4096


def on_small_disk(data: Path, prepared: Path, command: Sequence[str]) -> tuple[str, ...]:
    """The command with a small disk at ``data`` that holds what was prepared."""
    return (*_ALONE, _MOUNT, "sh", str(data), str(prepared), *command)


def on_full_disk(data: Path, prepared: Path, command: Sequence[str]) -> tuple[str, ...]:
    """As ``on_small_disk``, with no room left on it."""
    return on_small_disk(data, prepared, ("sh", "-c", _FULL, "sh", str(data), *command))


def need_mounts() -> None:
    """Skip the test where the system lets nobody have mounts of their own."""
    try:
        subprocess.run([*_ALONE, "mount -t tmpfs tmpfs /mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system lets nobody mount a disk of their own (unshare --user --mount)")


def inside(process: int) -> tuple[str, ...]:
    """What goes before a command that is to see the disk of the process."""
    return ("nsenter", f"--target={process}", "--user", "--mount", "--preserve-credentials")


def seen_from_here(data: Path, process: int) -> Path:
    """The process's folder as other processes see it."""
    return Path(f"/proc/{process}/root") / data.relative_to("/")


def fill(folder: Path) -> Path:
    """Leave no room on the disk; the file that takes it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(_CHUNK))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    return filler


def read_only(folder: Path, command: Sequence[str]) -> tuple[str, ...]:
    """The command with a folder that it can only read."""
    return (*_ALONE, _READ_ONLY, "sh", str(folder), *command)
