"""The command line, run as people run it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__
from bot.serving.locking import sole_server

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs ``digestbot`` with a data folder of its own; keyword arguments are settings."""

    def call(*arguments: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        environ = {name: text for name, text in os.environ.items() if not name.startswith("DIGESTBOT_")}
        environ |= {"DIGESTBOT_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        environ |= {f"DIGESTBOT_{name}": text for name, text in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=Path(__file__).parents[3],
            env={name: text for name, text in environ.items() if name not in {"LC_ALL", "LC_MESSAGES"}},
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two small essays."""
    essays = tmp_path / "essays"
    essays.mkdir()
    (essays / "bridge.md").write_text("# 桥\n\n桥是两岸的约定。没有约定，桥只是石头。\n", encoding="utf-8")
    (essays / "ferry.md").write_text("# 渡\n\n渡口教人等待。等待的人才看得见河。\n", encoding="utf-8")
    return essays


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


def test_essays_folder(run: Run, folder: Path) -> None:
    """The library follows its folder: what is new is there at the next command, what is gone is not."""
    settings = {"ESSAYS": str(folder)}
    assert run("essays", "list", **settings).stdout == "    1. 桥\n    2. 渡\n"
    (folder / "a-road.txt").write_text("路\n\n路是人走出来的。\n", encoding="utf-8")
    (folder / "bridge.md").unlink()
    assert run("essays", "list", **settings).stdout == "    2. 渡\n    3. 路\n"


def test_add_and_remove(run: Run, folder: Path) -> None:
    """Files and folders are added beside the folder's essays, and taken out by number for good."""
    added = run("essays", "add", str(folder / "ferry.md"))
    assert added.returncode == 0
    assert "1 added" in added.stdout
    assert "1 added, 1 unchanged" in run("essays", "add", str(folder)).stdout
    numbers = [json.loads(line)["id"] for line in run("essays", "list", "--json").stdout.splitlines()]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    removed = run("essays", "remove", "6", "99")
    assert removed.returncode == 1
    assert "removed 6. 渡" in removed.stdout
    assert "99" in removed.stderr
    assert "渡" not in run("essays", "list").stdout


def test_add_goes_on(run: Run, folder: Path, tmp_path: Path) -> None:
    """A path that is not there is named, and those after it are added all the same."""
    added = run("essays", "add", str(tmp_path / "nope.md"), str(folder / "ferry.md"))
    assert added.returncode == 1
    assert "nope.md" in added.stderr
    assert "1 added" in added.stdout
    (tmp_path / "empty").mkdir()
    (folder / "copy.md").write_bytes((folder / "ferry.md").read_bytes())
    assert "is a copy of essay 6" in run("essays", "add", str(folder / "copy.md")).stdout
    assert "copy" not in run("essays", "add", str(tmp_path / "empty")).stdout


def test_add_keeps_what_is_not_named(run: Run, folder: Path) -> None:
    """Adding one file of a folder leaves the others that were added from it."""
    run("essays", "add", str(folder))
    (folder / "bridge.md").unlink()
    run("essays", "add", str(folder / "ferry.md"))
    run("essays", "add", str(folder))
    assert "桥" in run("essays", "list").stdout


def test_check_good_files(run: Run, seeds: Path) -> None:
    """``essays check --json`` gives one object per file with everything that was read."""
    done = run("essays", "check", str(seeds), "--json")
    assert done.returncode == 0
    first, _, third, *_ = (json.loads(line) for line in done.stdout.splitlines())
    expected = (
        "file title author date source lead headings blocks sentences characters encoding dropped error"
    )
    assert set(expected.split()) <= first.keys()
    assert first["title"] == "回归，产业互联网的核心要义"
    assert first["date"] == "2021-06-10"
    assert len(first["headings"]) == 4
    assert first["error"] is None
    assert len(third["run_in_headings"]) == 7
    assert third["author"] is None


def test_check_bad_files(run: Run, folder: Path) -> None:
    """Each bad file gets one clear line, the good ones are read, and the exit code is 1."""
    (folder / "empty.md").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "front.md").write_text("---\ntitle: [a\n---\n\n文。\n", encoding="utf-8")
    (folder / "no-text.html").write_text("<p><img src=a></p>", encoding="utf-8")
    (folder / "nested.html").write_text("<div>" * 20_000 + "深处有字。", encoding="utf-8")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(100_000_000)
    (folder / "loop").symlink_to(folder)
    (folder / "broken.md").symlink_to(folder / "nowhere.md")
    os.mkfifo(folder / "pipe.md")
    done = run("essays", "check", str(folder), str(folder / "missing.md"), "--json")
    assert done.returncode == 1
    assert done.stderr == ""
    read = {Path(line["file"]).name: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name for name, line in read.items() if not line["error"]} == {
        "bridge.md",
        "ferry.md",
        "nested.html",
    }
    bad = {"empty.md", "binary.txt", "front.md", "no-text.html", "huge.txt", "loop", "broken.md", "pipe.md"}
    assert {name for name, line in read.items() if line["error"]} == bad | {"missing.md"}
    assert "line 3" in read["front.md"]["error"]
    lines = run("essays", "check", str(folder)).stdout.splitlines()
    assert len(lines) == len(read)
    assert lines[-1] == "3 can be read, 8 cannot"


def test_odd_name(run: Run, folder: Path) -> None:
    """Of a file whose name is not UTF-8 the bytes are shown, by which it can be found."""
    path = os.fsencode(folder) + b"/n\xff\xfeame.md"
    try:
        os.close(os.open(path, os.O_CREAT))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    shown = str(folder / r"n\xff\xfeame.md")
    for named in (str(folder), os.fsdecode(path)):
        assert f"FAIL  {shown}: " in run("essays", "check", named).stdout
        told = map(json.loads, run("essays", "check", named, "--json").stdout.splitlines())
        assert shown in {one["file"] for one in told}
    assert r"n\xff\xfeame.md: " in run("essays", "add", str(folder)).stderr
    assert r"n\xff\xfeame.md: " in found_of_essays(run, folder)[1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every file")
def test_unreadable_file(run: Run, folder: Path) -> None:
    """A file without permission is reported and the others are read."""
    (folder / "bridge.md").chmod(0)
    done = run("essays", "check", str(folder))
    assert done.returncode == 1
    assert "FAIL" in done.stdout
    assert "渡" in done.stdout


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that fails for root too")
def test_failing_file(run: Run, folder: Path) -> None:
    """A file that fails while it is read, as on a bad disk, is reported and the others are read."""
    (folder / "bridge.md").unlink()
    done = run("essays", "check", "/proc/self/mem", str(folder))
    assert done.returncode == 1
    assert "mem: it cannot be opened" in done.stdout
    assert "渡" in done.stdout
    assert run("essays", "add", "/proc/self/mem", str(folder)).returncode == 1
    assert run("essays", "list").stdout.endswith(". 渡\n")


def test_bad_file_in_the_library(run: Run, folder: Path) -> None:
    """A bad file in the library's folder is mentioned, and the rest is served."""
    (folder / "empty.md").touch()
    done = run("ask", "/list", ESSAYS=str(folder))
    assert done.returncode == 0
    assert "1 file in" in done.stderr
    assert "渡" in done.stdout


def test_missing_folder(run: Run, tmp_path: Path) -> None:
    """A folder that is not there is named, in one line."""
    done = run("ask", "/list", ESSAYS=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_folder_gone(run: Run, folder: Path) -> None:
    """When its folder is gone or emptied, the library is served as it was, with a warning."""
    settings = {"ESSAYS": str(folder)}
    before = run("essays", "list", **settings).stdout
    folder.rename(folder.with_name("elsewhere"))
    gone = run("essays", "list", **settings)
    assert (gone.returncode, gone.stdout) == (0, before)
    assert "DIGESTBOT_ESSAYS" in gone.stderr
    folder.mkdir()
    emptied = run("essays", "list", **settings)
    assert (emptied.returncode, emptied.stdout) == (0, before)
    assert len(emptied.stderr.splitlines()) == 1
    (folder / "readme.txt").write_text("The disk is not mounted.\n", encoding="utf-8")
    placeholder = run("essays", "list", **settings)
    assert (placeholder.returncode, placeholder.stdout) == (0, before)
    assert "DIGESTBOT_ESSAYS" in placeholder.stderr
    named_a_file = run("essays", "list", ESSAYS=str(folder / "readme.txt"))
    assert (named_a_file.returncode, named_a_file.stdout) == (0, before)
    assert "DIGESTBOT_ESSAYS" in named_a_file.stderr


def test_another_folder(run: Run, folder: Path) -> None:
    """When another folder is named, its essays take the place of those before."""
    run("essays", "list")
    assert run("essays", "list", ESSAYS=str(folder)).stdout == "    6. 桥\n    7. 渡\n"
    assert run("essays", "list").stdout.startswith("    1. 回归")


def test_odd_file_names(run: Run, folder: Path) -> None:
    """A file name cannot steer the terminal, nor make two lines of one."""
    (folder / "\x1b[31mred\n.md").write_text("红。", encoding="utf-8")
    (folder / "\u202eempty.md").touch()
    lines = run("essays", "check", str(folder)).stdout.splitlines()
    assert len(lines) == 5
    assert all(line.isprintable() for line in lines)


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


def test_doctor(run: Run, tmp_path: Path) -> None:
    """The doctor finds everything in order, and says what is not."""
    well = run("doctor")
    assert well.returncode == 0
    assert "FAIL" not in well.stdout
    ill = run("doctor", "--json", ESSAYS=str(tmp_path / "nowhere"))
    assert ill.returncode == 1
    assert {finding["what"] for finding in json.loads(ill.stdout) if finding["state"] == "FAIL"} == {"essays"}
    assert "DIGESTBOT_TIMEZONE" in run("doctor", TIMEZONE="Mars/Base").stdout


def found_of_essays(run: Run, folder: Path) -> list[str]:
    """What the doctor says of the essays in a folder: state, detail, and what to do."""
    told = json.loads(run("doctor", "--json", ESSAYS=str(folder)).stdout)
    return next([one["state"], one["detail"], one["remedy"]] for one in told if one["what"] == "essays")


def test_doctor_beside_reading(run: Run, tmp_path: Path, folder: Path) -> None:
    """Beside a bot the doctor says how far that is with the essays, and reads none itself."""
    with sole_server(tmp_path / "data"):
        for _ in range(2):
            state, detail, remedy = found_of_essays(run, folder)
            assert (state, "2 of 2 files are left" in detail) == ("note", True)
            assert remedy.startswith("wait")
    (folder / "empty.md").touch()
    run("ask", "/list", ESSAYS=str(folder))
    with sole_server(tmp_path / "data"):
        state, detail, _ = found_of_essays(run, folder)
        assert (state, "empty.md" in detail) == ("note", True)
        (folder / "empty.md").unlink()
        assert found_of_essays(run, folder)[0] == "ok"
        (folder / "ferry.md").write_text("# 渡\n\n渡口没有了，河还在。\n", encoding="utf-8")
        assert "1 of 2 files are left" in found_of_essays(run, folder)[1]


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


def found(run: Run, what: str, **settings: str) -> tuple[int, str, str]:
    """The doctor's exit code, and the state and the detail of one thing that it looked at."""
    done = run("doctor", "--json", **settings)
    (one,) = [finding for finding in json.loads(done.stdout) if finding["what"] == what]
    return done.returncode, one["state"], one["detail"]


def test_doctor_looks_for_backups(run: Run, tmp_path: Path) -> None:
    """A folder where no backup can be made fails, whether it is there or not; making one leaves nothing."""
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "backups"):
        code, state, detail = found(run, "backups", BACKUPS=str(place))
        assert (code, state) == (1, "FAIL")
        assert str(place) in detail
    assert found(run, "backups", BACKUPS=str(tmp_path / "there"))[:2] == (0, "ok")
    assert not (tmp_path / "there").exists()


def test_doctor_looks_for_the_port(run: Run) -> None:
    """A port that another program has fails; one that is free stays so."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        code, state, detail = found(run, "port", LISTEN=listen)
        assert (code, state) == (1, "FAIL")
        assert f"nothing can listen on {listen}" in detail
    assert found(run, "port", LISTEN=listen)[:2] == (0, "ok")


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
