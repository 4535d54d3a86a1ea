"""One process at a time may serve what is in a data folder."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning


@contextmanager
def sole_server(data: Path) -> Generator[None]:
    """Be the one that serves the folder meanwhile. Raises ``AlreadyRunning`` if another process is.

    The lock is the operating system's and ends with the process, however that ends. The file stays: to
    delete it would let two in.
    """
    with (data / "run.lock").open("a+", encoding="ascii") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            file.seek(0)
            raise AlreadyRunning(
                f"another process serves {data} (process {file.read(20).strip() or 'unknown'}); "
                "end that one, or set DIGESTBOT_DATA to another folder"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)  # not where others read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
