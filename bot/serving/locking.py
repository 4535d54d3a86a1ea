"""One process at a time may serve what is in a data folder."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from bot.errors import AlreadyRunning, StoreUnavailable
from bot.permissions import why


@contextmanager
def sole_server(data: Path) -> Generator[None]:
    """Be the one that serves the folder meanwhile, which is made if need be.

    Raises ``AlreadyRunning`` if another process is, and ``StoreUnavailable``. The lock is the operating
    system's and ends with the process, however that ends. The file stays: to delete it would let two in.
    """
    with _opened(data) as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            file.seek(0)
            raise AlreadyRunning(
                f"another process serves {data} (process {file.read(20).strip() or 'unknown'}); "
                "end that one, or set DIGESTBOT_DATA to another folder"
            ) from error
        # On a full disk it is not said which process it is.
        with suppress(OSError):
            file.truncate(0)
            os.write(file.fileno(), f"{os.getpid()}\n".encode())
        yield


def _opened(data: Path) -> TextIO:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open(data / "run.lock", "a+", encoding="ascii", opener=_for_us_alone)
    except OSError as error:
        raise StoreUnavailable(f"{data}: cannot be used ({why(error, data)})") from error


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)  # not where others read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
