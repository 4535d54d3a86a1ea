"""What the operator reads."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.logs import Format, set_up, tell
from bot.shelf.folder import key_of

# Of the shapes that the platforms give out.
TOKENS = [
    "7654321098:AAHq-0f_of-no-bot-at-all-0123456789ab",
    "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.GabcdE.of-no-bot_at-all-0123456789abcdefghijkl",
]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
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
    tell(f"a library said: /bot{token}/getMe, /bot{quote(token, safe='')}/getMe")


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


BREAKING = """
import sys, threading
from bot.logs import Format, set_up
shape, token = sys.argv[1:]
set_up(Format(shape), "WARNING", [token])
def fail():
    raise RuntimeError(f"GET /bot{token}/getMe")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("shape", Format)
def test_breaking_off(shape: Format, token: str, checkout: Path) -> None:
    """What ends the process, or a thread of it, shows no token either."""
    command = [sys.executable, "-c", BREAKING, shape, token]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("breaks off") == 2
    assert done.stderr.count("GET /bot***/getMe") == 2
    assert token[-20:] not in done.stdout + done.stderr


def test_human(capsys: pytest.CaptureFixture[str]) -> None:
    """People read level, source and message, and what the bot tells itself in lines of its own."""
    set_up(Format.HUMAN, "INFO", [])
    logging.getLogger("bot.there").info("一 %d", 1)
    logging.getLogger("bot.there").debug("two")
    tell("ready")
    assert capsys.readouterr().err == "INFO bot.there: 一 1\ndigestbot: ready\n"


@pytest.mark.parametrize("shape", Format)
def test_steers_no_terminal(shape: Format, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is quoted in a line, it stays one, and nothing in it or in a trace steers a terminal."""
    set_up(shape, "INFO", [])
    odd = "a\nERROR root: forged\x1b[2J\r\u202e.md"
    logging.getLogger("bot.there").warning("%s", odd)
    logging.getLogger("bot.there").error("trouble", exc_info=ValueError(odd))
    tell(odd)
    lines = capsys.readouterr().err.splitlines()
    assert all(line.isprintable() for line in lines)
    assert "forged" in lines[0]
    assert [line for line in lines if line.startswith("ERROR root")] == []


@pytest.mark.parametrize("shape", Format)
def test_odd_names(shape: Format, capsys: pytest.CaptureFixture[str]) -> None:
    """The bytes of a file name that is not UTF-8 are shown, as it comes from the system and as a key."""
    set_up(shape, "INFO", [])
    name = os.fsdecode(b"n\xff\xfe.md")
    for shown in (name, key_of(name)):
        tell(shown)
        line = capsys.readouterr().err
        said = json.loads(line)["message"] if shape is Format.JSON else line.split()[1]
        assert said == r"n\xff\xfe.md"


SPEAKING_ON = """
import sys
from bot.logs import Format, set_up, tell
set_up(Format(sys.argv[1]), "INFO", [])
tell("ready")
print("it goes on")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has other pipes")
@pytest.mark.parametrize("shape", Format)
def test_nobody_reads(shape: Format, checkout: Path) -> None:
    """That nobody reads what the bot tells any more does not end what it does."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", SPEAKING_ON, shape]
    done = subprocess.run(command, cwd=checkout, stdout=subprocess.PIPE, stderr=writing, check=False)
    os.close(writing)
    assert done.stdout == b"it goes on\n"


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read one object in each line, whatever is in the message and at whatever level is logged."""
    set_up(Format.JSON, "ERROR", [])
    logging.getLogger("bot.there").error("一\n%s", '"')
    tell("ready")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert datetime.fromisoformat(first.pop("time")).utcoffset() is not None
    assert first == {"level": "error", "logger": "bot.there", "message": '一\n"'}
    assert (second["logger"], second["message"]) == ("digestbot", "ready")


def test_how_grave(capsys: pytest.CaptureFixture[str]) -> None:
    """In JSON each line for the operator has its level, and comes whatever level the log begins at."""
    set_up(Format.JSON, "ERROR", [])
    tell("ready")
    tell("waits", logging.WARNING)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["message"]) for line in lines] == [("info", "ready"), ("warning", "waits")]
