"""Restores a backup into one folder after the other, and dies in each, as in a power cut, one step later.

A step is a change of files in the folder: before it Python's audit hooks are asked
(https://docs.python.org/3/library/audit_events.html). What SQLite does lies between such steps.
"""

import importlib
import os
import signal
import sys
from pathlib import Path

from bot.cli import main

_CHANGES = frozenset({"os.link", "os.mkdir", "os.rename", "shutil.rmtree", "sqlite3.connect"})
_WRITES = os.O_WRONLY | os.O_RDWR


class Death:
    """Comes with the last of so many steps in the folder."""

    def __init__(self, folder: str, left: int) -> None:
        self._folder = folder
        self._left = left

    def look(self, event: str, arguments: tuple[object, ...]) -> None:
        """Hear of an event."""
        if (event in _CHANGES or _is_written(event, arguments)) and self._folder in str(arguments[0]):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _is_written(event: str, arguments: tuple[object, ...]) -> bool:
    return event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)


def _restore(file: str, folder: str, steps: int) -> int:
    """The exit code of a process that takes so many steps."""
    process = os.fork()
    if not process:
        os.environ["DIGESTBOT_DATA"] = folder
        sys.addaudithook(Death(f"{folder}/", steps).look)
        os._exit(main(["restore", file]))
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    # What is loaded here each of them has.
    importlib.import_module("bot.cli.backup")
    codes = [_restore(sys.argv[1], folder, steps) for steps, folder in enumerate(sys.argv[2:], 1)]
    Path(sys.argv[1]).with_suffix(".codes").write_text(" ".join(map(str, codes)), encoding="ascii")
