"""The ``.env`` file: what it says is changed a setting at a time, and nobody else may read it."""

import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from tempfile import mkstemp

from dotenv.parser import parse_stream

from bot.errors import SettingsError, UnusableFile
from bot.permissions import mode, why

FILE = Path(".env")
_HEAD = "# The settings of the essay digest bot; deploy/example.env explains them all.\n"
# Other programs that read such files agree about these without quotes.
_PLAIN = re.compile(r"[\w./:@%+,=~-]*", re.ASCII)


def changed(text: str, values: Mapping[str, str]) -> str:
    """The text of a ``.env`` file with these values; all other lines stay as they are.

    Raises ``SettingsError`` for a value that such a file cannot hold.
    """
    left, lines = dict(values), list[str]()
    for binding in parse_stream(StringIO(text or _HEAD)):
        if binding.key not in values:
            lines.append(binding.original.string)
        elif binding.key in left:
            lines.append(_line(binding.key, left.pop(binding.key)))
    if lines and left and not lines[-1].endswith("\n"):
        lines.append("\n")
    return "".join([*lines, *(_line(key, value) for key, value in left.items())])


def read(path: Path) -> str:
    """What the file says, ``""`` if there is none. Raises ``UnusableFile``."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UnusableFile(f"{path}: cannot be read ({why(error)})") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(f"{path}: cannot be read as UTF-8 text ({error})") from error


def command() -> str:
    """The command that writes the file of this folder, or changes what is there."""
    return "`digestbot init --update`" if mode(FILE) else "`digestbot init`"


def write(path: Path, text: str) -> None:
    """Put the text there, all of it or nothing, for its owner to read. Raises ``UnusableFile``."""
    target = path.resolve()
    try:
        descriptor, name = mkstemp(prefix=".env-", dir=target.parent)  # which nobody else may read
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise UnusableFile(f"{path}: cannot be written ({why(error, path)})") from error


def _line(key: str, value: str) -> str:
    if not value.isprintable():
        raise SettingsError(f"{key}: {value!r} has characters that cannot be written into a .env file")
    if _PLAIN.fullmatch(value):
        return f"{key}={value}\n"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{key}='{escaped}'\n"
