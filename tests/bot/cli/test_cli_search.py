"""What the command line does for the search: large imports, and the index."""

import json
import os
import re
import signal
import sys
from pathlib import Path

import pexpect
import pytest

from bot.cli import main
from tests.conftest import CHECKOUT

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with no essay in it."""
    for name in [name for name in os.environ if name.startswith("DIGESTBOT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("DIGESTBOT_ESSAYS", str(tmp_path / "none"))
    monkeypatch.setenv("DIGESTBOT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def import_file(folder: Path, count: int) -> Path:
    """A file with so many essays, one in each line."""
    path = folder / "essays.jsonl"
    essays = ({"title": f"第{n}座桥", "body": f"桥有{n}个墩，河有两岸。"} for n in range(1, count + 1))
    path.write_text("".join(f"{json.dumps(essay)}\n" for essay in essays), encoding="utf-8")
    return path


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """How the index stands."""
    capsys.readouterr()
    assert main(["index", "status", "--json"]) == 0
    found: dict[str, int] = json.loads(capsys.readouterr().out)
    return found


def test_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines are checked and added like files, and can be searched at once."""
    path = import_file(tmp_path, 70)
    assert main(["essays", "check", str(path)]) == 0
    assert "70 can be read, 0 cannot" in capsys.readouterr().out
    assert main(["essays", "add", str(path)]) == 0
    assert "70 added" in capsys.readouterr().out
    found = status(capsys)
    assert (found["essays"], found["indexed"], found["in_step"]) == (70, 70, True)
    assert main(["ask", "/search 第66座", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["id"] == 66


def test_lines_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a folder with files that have an essay in each line it is said that these are passed over."""
    import_file(tmp_path / "none", 3)
    (tmp_path / "none" / "bridge.md").write_text("# 桥\n\n一石。\n", encoding="utf-8")
    assert main(["essays", "add", str(tmp_path / "none")]) == 0
    assert "1 .jsonl file was passed over: name them to add them" in capsys.readouterr().out


def test_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is removed is not found any more, until its file is added again; that is said."""
    path = import_file(tmp_path, 3)
    main(["essays", "add", str(path)])
    assert main(["essays", "remove", "2"]) == 0
    assert "`digestbot essays add` of a file brings its essay back" in capsys.readouterr().out
    assert status(capsys)["indexed"] == 2
    main(["essays", "add", str(path)])
    assert status(capsys)["indexed"] == 3


def test_rebuild(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The index can be thrown away and made anew; doctor tells how it stands."""
    main(["essays", "add", str(import_file(tmp_path, 70))])
    for file in data.glob("index*"):
        file.unlink()
    assert not status(capsys)["in_step"]
    assert main(["index", "status"]) == 0
    assert "0 of 70 essays" in capsys.readouterr().out
    assert main(["index", "rebuild"]) == 0
    assert status(capsys)["in_step"]
    main(["doctor"])
    assert re.search(r"ok +index: 70", capsys.readouterr().out)


def test_interrupted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C stops an import cleanly, and the same command goes on where it stopped."""
    path = import_file(tmp_path, 2_000)
    command = ["-m", "bot", "essays", "add", str(path)]
    terminal = pexpect.spawn(sys.executable, command, cwd=str(CHECKOUT), encoding="utf-8", timeout=60)
    terminal.expect(r"\d+/2000")
    terminal.sendintr()
    terminal.expect(r"stopped; (\d+) essays are kept, the same command goes on from there")
    assert isinstance(terminal.match, re.Match)
    kept = int(terminal.match[1])
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 128 + signal.SIGINT
    assert "Traceback" not in str(terminal.before)
    assert main(["essays", "add", str(path)]) == 0
    counts = {
        what: int(count) for count, what in re.findall(r"(\d+) (added|unchanged)", capsys.readouterr().out)
    }
    assert counts.get("unchanged", 0) == kept
    assert sum(counts.values()) == 2_000
    found = status(capsys)
    assert (found["essays"], found["in_step"]) == (2_000, True)


def test_interrupted_rebuild(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C stops a rebuild, says so, and leaves the index that there was."""
    main(["essays", "add", str(import_file(tmp_path, 1_500))])
    command = ["-m", "bot", "index", "rebuild"]
    terminal = pexpect.spawn(sys.executable, command, cwd=str(CHECKOUT), encoding="utf-8", timeout=60)
    terminal.expect(r"\d+/1500")
    terminal.sendintr()
    terminal.expect("stopped; the search goes on with the index as it was")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 128 + signal.SIGINT
    assert status(capsys)["in_step"]
