"""The command line, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bot import __version__
from bot.serving.locking import sole_server
from tests.command_line import Run


def test_main_job_without_a_terminal(run: Run) -> None:
    """Without token and terminal the bot prints today's digest and how to chat."""
    done = run()
    assert done.returncode == 0
    assert "今日一篇" in done.stdout
    assert "chat" in done.stdout.splitlines()[-1]
    assert done.stderr == ""


def test_run_says_what_is_missing(run: Run) -> None:
    """Without a token ``run`` fails and says what to do."""
    done = run("run")
    assert done.returncode == 1
    assert "DIGESTBOT_TELEGRAM_TOKEN" in done.stderr
    assert "digestbot chat" in done.stderr


def test_ask_json(run: Run) -> None:
    """``ask --json`` gives the object that programs rely on."""
    answer = json.loads(run("ask", "/summary 4", "--json").stdout)
    assert answer.keys() == {"kind", "text", "essay", "sentences", "points", "matches", "buttons"}
    assert answer["kind"] == "summary"
    assert answer["essay"] == {
        "id": 4,
        "title": "产业互联网的深逻辑",
        "author": "孟永辉",
        "date": "2021-10-29",
        "source": "人人都是产品经理",
    }
    assert all(sentence.keys() == {"text", "block", "start", "end"} for sentence in answer["sentences"])
    points = json.loads(run("ask", "/points 1", "--json").stdout)["points"]
    assert all(point.keys() == {"text", "block", "start", "end", "heading"} for point in points)
    (match, *_) = json.loads(run("ask", "/search 拼多多", "--json").stdout)["matches"]
    assert match.keys() == {"id", "title", "text", "block", "start", "end", "score"}


def test_press(run: Run) -> None:
    """A program presses the buttons that an answer gave it."""
    buttons = json.loads(run("ask", "/summary 1", "--json").stdout)["buttons"]
    longer = next(button["action"] for button in buttons if button["label"] == "更长")
    pressed = json.loads(run("ask", "--press", longer, "--json").stdout)
    assert pressed["kind"] == "summary"
    assert run("ask", "--press", longer, "and a message").returncode == 2


def test_ask_language(run: Run) -> None:
    """The language is the one asked for, else the locale's, else the operator's."""
    assert "All commands" in run("ask", "/start", "--language", "en").stdout
    assert "全部命令" in run("ask", "/start").stdout
    assert "All commands" in run("ask", "/start", LANGUAGE="en").stdout
    assert "全部命令" in run("ask", "/start", "--language", "zh-TW").stdout
    assert run("ask", "/start", "--language", "fr").returncode == 2


def test_digest_of_a_day(run: Run) -> None:
    """The digest of a day is the same whenever it is printed; a day that is none is refused."""
    first = run("digest", "--date", "2026-02-28")
    assert "2026年2月28日 星期六" in first.stdout
    assert run("digest", "--date", "2026-02-28").stdout == first.stdout
    wrong = run("digest", "--date", "30 Feb")
    assert wrong.returncode == 1
    assert "2026-01-31" in wrong.stderr


def test_version_and_help(run: Run) -> None:
    """``--version`` names the version, and every command explains itself."""
    assert run("--version").stdout.strip() == f"digestbot {__version__}"
    for command in ((), ("run",), ("chat",), ("ask",), ("digest",), ("doctor",), ("essays", "check")):
        done = run(*command, "--help")
        assert done.returncode == 0
        assert "usage: digestbot" in done.stdout


def test_wrong_usage(run: Run) -> None:
    """What cannot be understood is refused with exit code 2."""
    assert run("dance").returncode == 2
    assert run("essays").returncode == 2
    assert run("ask").returncode == 2


def test_wrong_settings(run: Run) -> None:
    """All wrong settings are named at once, with exit code 1 and no traceback."""
    done = run("ask", "/start", LANGUAGE="fr", TIMEZONE="Mars/Base")
    assert done.returncode == 1
    assert "DIGESTBOT_LANGUAGE" in done.stderr
    assert "DIGESTBOT_TIMEZONE" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    """A terminal without Chinese shows question marks, and a full disk is one line."""
    environ = {"DIGESTBOT_DATA": str(tmp_path), "PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]}

    def call(command: str) -> subprocess.CompletedProcess[str]:
        line = f"{sys.executable} -m bot {command}"
        root = Path(__file__).parents[3]
        return subprocess.run(
            ["/bin/sh", "-c", line], cwd=root, env=environ, capture_output=True, text=True, check=False
        )

    assert "?" in call("ask /start").stdout
    full = call("ask /start > /dev/full")
    assert full.returncode == 1
    assert len(full.stderr.splitlines()) == 1
    assert "Traceback" not in call("ask /start >&-").stderr
    assert len(call("chat <&-").stderr.splitlines()) == 1


def test_damaged_database(run: Run, tmp_path: Path) -> None:
    """A file that is no database is named, in one line, and left as it is."""
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "digestbot.sqlite3"
    database.write_bytes(b"no database " * 1000)
    done = run("ask", "/list")
    assert done.returncode == 1
    assert "digestbot.sqlite3" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert database.read_bytes() == b"no database " * 1000


def test_commands_beside_serving(run: Run, tmp_path: Path, folder: Path) -> None:
    """Beside a bot that serves, commands leave the folder to it, and say what it has not read yet."""
    essays = {"ESSAYS": str(folder)}
    run("essays", "list", **essays)
    commands = {("essays", "list"): "", ("ask", "/list"): "", ("chat",): "/list\n"}
    (folder / "ferry.md").rename(folder / "ferry.md.part")
    (folder / "kite.md").write_text("# 风筝\n\n半", encoding="utf-8")
    with sole_server(tmp_path / "data"):
        for command, typed in commands.items():
            done = run(*command, typed=typed, **essays)
            assert ("渡" in done.stdout, "风筝" in done.stdout) == (True, False), command
            assert "1 of 2 files are left" in done.stderr
    done = run("ask", "/list", **essays)
    assert ("渡" in done.stdout, "风筝" in done.stdout, done.stderr) == (False, True, "")


def test_empty_database(run: Run, tmp_path: Path) -> None:
    """Of a database that lost everything the doctor says so; one that was never begun is well."""
    database = tmp_path / "data" / "digestbot.sqlite3"
    database.parent.mkdir()
    database.touch()
    assert run("doctor").returncode == 0
    for file in database.parent.glob("digestbot.sqlite3*"):
        file.unlink()
    database.touch()
    ill = run("doctor")
    assert ill.returncode == 1
    assert "it is empty, and" in ill.stdout
    assert "another program" not in ill.stdout


def test_reader_leaves_early(seeds: Path) -> None:
    """When nobody reads the rest of the output, the program ends without a complaint."""
    command = f"{sys.executable} -m bot essays check {seeds} --json"
    done = subprocess.run(
        ["/bin/sh", "-c", f"{command} | head -n 1"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
