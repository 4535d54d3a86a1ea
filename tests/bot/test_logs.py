"""What the operator reads."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

import pytest

from bot.logs import Format, set_up, tell

# Of the shapes that the platforms give out.
TOKENS = [
    "7654321098:AAHq-0f_of-no-bot-at-all-0123456789ab",
    "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.GabcdE.of-no-bot_at-all-0123456789abcdefghijkl",
]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _log_all(token: str) -> None:
    """Everything through which a token might get into a log."""
    log = logging.getLogger("some.library")
    log.debug("GET https://api.example.org/bot%s/getMe", token)
    log.info("GET /bot%s/getMe", quote(token, safe=""))
    log.warning({"Authorization": f"Bot {token}"})
    trouble = RuntimeError("it failed")
    trouble.__cause__ = ValueError(token)
    log.error("trouble with %r", token, exc_info=trouble)


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("shape", Format)
def test_hides_tokens(shape: Format, token: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No form of the log shows a token at any level, wherever it comes from."""
    set_up(shape, "DEBUG", TOKENS)
    _log_all(token)
    logged = capsys.readouterr().err
    assert "it failed" in logged
    assert "https://api.example.org/bot***/getMe" in logged
    assert token not in logged
    assert quote(token, safe="") not in logged
    assert token[-20:] not in logged


def test_human(capsys: pytest.CaptureFixture[str]) -> None:
    """People read level, source and message; what the bot tells itself is left to whoever tells it."""
    set_up(Format.HUMAN, "INFO", [])
    logging.getLogger("bot.there").info("一 %d", 1)
    logging.getLogger("bot.there").debug("two")
    assert not tell("ready")
    assert capsys.readouterr().err == "INFO bot.there: 一 1\n"


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read one object in each line, whatever is in the message and at whatever level is logged."""
    set_up(Format.JSON, "ERROR", [])
    logging.getLogger("bot.there").error("一\n%s", '"')
    assert tell("ready")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert datetime.fromisoformat(first.pop("time")).utcoffset() is not None
    assert first == {"level": "error", "logger": "bot.there", "message": '一\n"'}
    assert (second["logger"], second["message"]) == ("digestbot", "ready")
