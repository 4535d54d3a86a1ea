"""What the operator reads on standard error: lines for people, or JSON, and no token in either."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import quote

# What the bot tells its operator itself goes by this name, and comes at every level.
_OPERATOR = logging.getLogger("digestbot")
_HIDDEN = "***"


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
            "message": self.hide(record.getMessage()),
        }
        if record.exc_info:
            said["trouble"] = self.hide(self.formatException(record.exc_info))
        return json.dumps(said)


def set_up(shape: Format, level: str, secrets: Sequence[str]) -> None:
    """Log like this from now on, to standard error."""
    formatter = _Json if shape is Format.JSON else _Hiding
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(secrets))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    _OPERATOR.setLevel(logging.INFO)


def tell(text: str) -> bool:
    """Tell the operator, if the log is JSON; otherwise somebody else has to."""
    is_json = any(isinstance(handler.formatter, _Json) for handler in logging.getLogger().handlers)
    if is_json:
        _OPERATOR.info(text)
    return is_json
