"""One process at a time may serve what is in a data folder."""

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from bot.errors import AlreadyRunning, BotError, StoreUnavailable
from bot.permissions import why

# Held by whoever serves, and for a moment by whoever asks: that one must not take the lock that decides.
_SHOWN = "serving.lock"
# How systems say that somebody else holds a lock.
_TAKEN = (errno.EWOULDBLOCK, errno.EACCES)


@contextmanager
def sole_server(data: Path) -> Generator[None]:
    """Be the one that serves the folder meanwhile, which is made if need be.

    Raises ``AlreadyRunning`` if another process is, and ``StoreUnavailable``. The locks are the operating
    system's and end with the process, however that ends. The files stay: to delete them would let two in.
    """
    with _opened(data, "run.lock") as file, _opened(data, _SHOWN) as shown:
        try:
            _lock(file.fileno())
            # Nobody else waits for this one; who asks is done at once.
            _wait_for(shown.fileno())
        except OSError as error:
            file.seek(0)
            raise _refusal(error, data, file.read(20).strip()) from error
        # On a full disk it is not said which process it is.
        with suppress(OSError):
            file.truncate(0)
            os.write(file.fileno(), f"{os.getpid()}\n".encode())
        yield


def is_served(data: Path) -> bool:
    """Whether a process is the ``sole_server`` of the folder now; to ask keeps none from becoming that."""
    try:
        shown = (data / _SHOWN).open("rb")
    except OSError:
        return False
    with shown:
        try:
            _look(shown.fileno())
        except OSError as error:
            return error.errno in _TAKEN
    return False


def _refusal(error: OSError, data: Path, process: str) -> BotError:
    if error.errno not in _TAKEN:
        return StoreUnavailable(f"{data}: cannot be locked ({why(error, data)})")
    return AlreadyRunning(
        f"another process serves {data} (process {process or 'unknown'}); "
        "end that one, or set DIGESTBOT_DATA to another folder"
    )


def _opened(data: Path, name: str) -> TextIO:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open(data / name, "a+", encoding="ascii", opener=_for_us_alone)
    except OSError as error:
        raise StoreUnavailable(f"{data}: cannot be used ({why(error, data)})") from error


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)  # not where others read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _wait_for(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _look(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait_for(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _look(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
