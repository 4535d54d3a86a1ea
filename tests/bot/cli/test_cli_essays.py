"""``digestbot essays``, and what the command line says of files and folders."""

import json
import os
from pathlib import Path

import pytest

from tests.command_line import Run, found_of_essays


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
