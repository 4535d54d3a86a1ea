"""How the settings are read: from the environment, and below it from a ``.env`` file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import SettingsError, UnusableFile
from bot.permissions import why
from bot.settings.fields import PREFIX, TABLE, Settings
from bot.settings.values import nearest


def load(environ: Mapping[str, str], dotenv_path: Path | None = None) -> Settings:
    """The settings of an environment, and below it those of a ``.env`` file if there is one.

    An empty value counts as unset. What does not begin with ``DIGESTBOT_`` is somebody else's.
    Raises ``SettingsError`` with one line for everything that is wrong; secrets are never shown. Raises
    ``UnusableFile`` for a file that this process may not read.
    """
    problems: list[str] = []
    stated = _dotenv(dotenv_path, problems) | {
        key: text for key, text in environ.items() if key.startswith(PREFIX)
    }
    values: dict[str, Any] = {}
    for key, text in sorted(stated.items()):
        if key not in TABLE:
            problems.append(f"{key}: there is no such setting{nearest(key, TABLE)}")
        elif text.strip():
            name, about = TABLE[key]
            try:
                values[name] = about.parse(text.strip())
            except ValueError as error:
                problems.append(f"{key}: {error}")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _dotenv(path: Path | None, problems: list[str]) -> dict[str, str]:
    if path is None:
        return {}
    from dotenv.parser import parse_stream

    stated: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for binding in parse_stream(stream):
                if binding.error or (binding.key and binding.value is None):
                    problems.append(f"{path.name}, line {binding.original.line}: a line is like NAME=value")
                elif binding.key and binding.key.startswith(PREFIX):
                    stated[binding.key] = binding.value or ""
    except (FileNotFoundError, IsADirectoryError):
        return {}
    except OSError as error:
        raise UnusableFile(f"{path}: the settings cannot be read ({why(error)})") from error
    except UnicodeDecodeError as error:
        problems.append(f"{path}: cannot be read as UTF-8 text: {error}")
    return stated
