"""What the operator reads on standard error: lines for people, or JSON, and no token in either."""

import json
import logging
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol
from urllib.parse import quote

# What the bot tells its operator itself goes by this name, and comes at every level.
_OPERATOR = logging.getLogger("digestbot")
_HIDDEN = "***"
# What stands for a byte of a file name: for Python (PEP 383), and in the keys of ``bot.shelf.folder``.
_BYTES = {first + byte: f"\\x{byte:02x}" for first in (0xDC00, 0xEF00) for byte in range(0x80, 0x100)}
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Format(StrEnum):
    """How a log looks."""

    HUMAN = "human"
    JSON = "json"


class _Hiding(logging.Formatter):
    """Leaves secrets out, whoever logs them and however deep in an error they are.

    The parts that handle tokens take care of that themselves; this is for what nobody thought of.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._secrets = sorted({form for secret in secrets for form in (secret, quote(secret, safe=""))})

    def format(self, record: logging.LogRecord) -> str:
        return self.hide(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as the library calls it
        """One line, whatever is quoted in it."""
        return printable(super().formatMessage(record))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - as above
        """The trace, set in, so that nothing that is quoted in it looks like a line of the log."""
        lines = super().formatException(ei).split("\n")
        return "\n".join(f"  {printable(line)}" for line in lines)

    def hide(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text


class _Json(_Hiding):
    """One object in each line: ``time`` (ISO 8601, UTC), ``level``, ``logger``, ``message``, ``trouble``."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.hide(spelt(record.getMessage())),
        }
        if record.exc_info:
            said["trouble"] = self.hide(self.formatException(record.exc_info))
        return json.dumps(said)


def set_up(shape: Format, level: str, secrets: Sequence[str]) -> None:
    """Log like this from now on, to standard error, also what ends the process or a thread of it."""
    formatter = _Json if shape is Format.JSON else _Hiding
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(secrets))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    _OPERATOR.setLevel(logging.INFO)
    sys.excepthook = lambda *trouble: _OPERATOR.critical("the bot breaks off", exc_info=trouble)
    threading.excepthook = _tell_of_thread


def _tell_of_thread(ended: threading.ExceptHookArgs) -> None:
    _OPERATOR.critical("a thread breaks off", exc_info=ended.exc_value)


def spelt(text: str) -> str:
    """The text with the bytes of file names that are not UTF-8 spelt out in hexadecimal."""
    return text.translate(_BYTES)


def printable(text: str) -> str:
    """The text with what could steer a terminal spelt out, such as a file name may hold."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in spelt(text))


class Tell(Protocol):
    """Tells the operator something; ``level`` is how grave it is, as in the log."""

    def __call__(self, text: str, level: int = logging.INFO, /) -> None:
        """Tell it."""
        ...


def tell(text: str, level: int = logging.INFO, /) -> None:
    """Tell the operator, whatever the log leaves out: as the log does if it is JSON, else in a line.

    If nobody reads standard error any more, nobody is told.
    """
    shapes = [handler.formatter for handler in logging.getLogger().handlers]
    if any(isinstance(shape, _Json) for shape in shapes):
        _OPERATOR.log(level, text)
        return
    for shape in shapes:
        if isinstance(shape, _Hiding):
            text = shape.hide(text)
    said = "\n  ".join(printable(line) for line in text.split("\n"))
    with suppress(OSError):
        sys.stderr.write(f"digestbot: {said}\n")
