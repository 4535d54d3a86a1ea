"""Chatting in a real terminal: what is typed on the keyboard, what is seen on the screen."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

PROMPT = "你："


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator["pexpect.spawn[str]"]:
    """The main job in a pseudo-terminal of 60 columns, without a token."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith(("DIGESTBOT_", "LC_"))}
    environ |= {"DIGESTBOT_DATA": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm", "PYTHONUTF8": "1"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "bot"],
        cwd=str(Path(__file__).parents[2]),
        env=environ,
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 60),
    )
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def say(terminal: "pexpect.spawn[str]", line: str) -> str:
    """Type a line; what stands on the screen before the next prompt."""
    terminal.sendline(line)
    terminal.expect_exact(PROMPT)
    return terminal.before or ""


def test_a_conversation(terminal: "pexpect.spawn[str]") -> None:
    """Greeting, a summary, its key points by number, a search, and goodbye."""
    assert "今日一篇" in (terminal.before or "")
    summary = say(terminal, "/summary 4")
    assert "产业互联网的深逻辑" in summary
    assert "导语（编辑）" in summary
    number = summary.split(" 要点")[0].rsplit("[", 1)[1].rstrip("]")
    points = say(terminal, number)
    assert "第一，互联网原有体系下的业务将会被深度整合。" in points
    assert "【" in say(terminal, "拼多多 下沉")
    terminal.sendline("quit")
    terminal.expect_exact("再见。")
    terminal.expect(pexpect.EOF)
    terminal.wait()
    assert terminal.exitstatus == 0


def test_end_of_input(terminal: "pexpect.spawn[str]") -> None:
    """Ctrl-D says goodbye."""
    terminal.sendeof()
    terminal.expect_exact("再见。")
    terminal.expect(pexpect.EOF)


def test_interrupted(terminal: "pexpect.spawn[str]") -> None:
    """Ctrl-C leaves like Ctrl-D, without a traceback."""
    terminal.sendintr()
    terminal.expect_exact("再见。")
    terminal.expect(pexpect.EOF)
    assert "Traceback" not in (terminal.before or "")


def test_reading_goes_on_another_day(terminal: "pexpect.spawn[str]", tmp_path: Path) -> None:
    """What was read is remembered when the program is started again."""
    first = say(terminal, "/read 1")
    assert "第 1/" in first
    number = first.split(" 下一页")[0].rsplit("[", 1)[1].rstrip("]")
    assert "第 2/" in say(terminal, number)
    terminal.sendeof()
    terminal.expect(pexpect.EOF)
    again = pexpect.run(
        f"{sys.executable} -m bot ask /read",
        cwd=str(Path(__file__).parents[2]),
        env=os.environ | {"DIGESTBOT_DATA": str(tmp_path), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        encoding="utf-8",
        timeout=60,
    )
    assert "第 2/" in again
