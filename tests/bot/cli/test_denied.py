"""The command line where the system does not let the bot's user in."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
# Root may enter everywhere, unless it gives that up.
_LIKE_OTHERS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of the bot's, and beside it one that is ``closed`` to it."""

    home: Path
    closed: Path


@pytest.fixture(scope="module")
def rights() -> tuple[str, ...]:
    """What a command line begins with for the rights that are set to count."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no such rights")
    if os.geteuid() != 0:
        return ()
    if shutil.which(_LIKE_OTHERS[0]) is None:
        pytest.skip("root may enter everywhere, and there is no setpriv to give that up")
    return _LIKE_OTHERS


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place with one essay, and one behind the closed door."""
    place = Place(tmp_path / "home", tmp_path / "closed")
    for folder in (place.home, place.home / "essays", place.closed):
        folder.mkdir()
    (place.home / "essays" / "bridge.md").write_text("# 桥\n\n桥是两岸的约定。\n", encoding="utf-8")
    (place.closed / "ferry.md").write_text("# 渡\n\n渡口教人等待。\n", encoding="utf-8")
    return place


@pytest.fixture
def run(place: Place, checkout: Path, rights: tuple[str, ...]) -> Run:
    """Runs ``digestbot`` there; keyword arguments are settings."""

    def call(*arguments: str, folder: Path = place.home, **settings: str) -> Done:
        environ = {name: text for name, text in os.environ.items() if not name.startswith("DIGESTBOT_")}
        settings = {"DATA": str(place.home / "data"), "ESSAYS": str(place.home / "essays")} | settings
        environ |= {f"DIGESTBOT_{name}": text for name, text in settings.items()}
        environ |= {"PYTHONUTF8": "1", "PYTHONPATH": str(checkout)}
        command = [*rights, sys.executable, "-P", "-m", "bot", *arguments]
        # Only once it is in there the door is closed.
        closing = ["sh", "-c", 'chmod 0 "$0" && exec "$@"', str(place.closed)]
        done = subprocess.run(
            [*closing, *command],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        place.closed.chmod(0o700)
        return done

    return call


def check_line(done: Done, place: Place) -> None:
    """It failed with one line that names the folder that is closed, and a way in."""
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert f"{place.closed} belongs to" in done.stderr or "let the bot's user read it" in done.stderr
    assert str(place.closed) in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        "backup {}/x.zip",
        "restore {}/x.zip",
        "export {}/x",
        "import {}/x",
        "essays add {}/ferry.md",
        "essays add {}",
        "explain 1 --html {}/p.html",
        "explain {}/ferry.md",
        "init --essays {}/e",
        "init --data {}/x",
    ],
)
def test_arguments(run: Run, place: Place, arguments: str) -> None:
    """Whatever path is named where the bot may not go, a line says whose it is and what to do."""
    run("essays", "list")
    check_line(run(*(part.format(place.closed) for part in arguments.split())), place)
    assert not (place.home / ".env").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives folders away")
def test_anothers(run: Run, place: Place) -> None:
    """Of a closed folder that is somebody else's, what opens it opens all that is in it, too."""
    os.chown(place.closed, 54321, -1)
    done = run("backup", f"{place.closed}/x.zip")
    os.chown(place.closed, 0, -1)
    assert f"{place.closed} belongs to 54321, and this runs as root" in done.stderr
    assert f"`chown -R root {place.closed}`" in done.stderr


def test_check(run: Run, place: Place) -> None:
    """What cannot be looked at is told as any file that cannot be read, and the others are read."""
    done = run("essays", "check", "--json", str(place.closed / "ferry.md"), str(place.home / "essays"))
    first, second = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert "let the bot's user read it" in first["error"]
    assert second["title"] == "桥"


def test_essays(run: Run, place: Place) -> None:
    """When their folder is closed, the essays that are known are served, with a warning."""
    before = run("essays", "list").stdout
    done = run("essays", "list", ESSAYS=str(place.closed / "essays"))
    assert (done.returncode, done.stdout) == (0, before)
    assert "let the bot's user read it" in done.stderr
    assert done.stderr.count("\n") == 1


def test_data(run: Run, place: Place) -> None:
    """Of a data folder that is closed the doctor tells among everything else, the others in a line."""
    done = run("doctor", "--json", DATA=str(place.closed / "data"))
    findings = {one["what"]: one for one in json.loads(done.stdout)}
    assert (done.returncode, done.stderr) == (1, "")
    assert findings["database"]["state"] == "FAIL"
    assert f"{place.closed} belongs to" in findings["database"]["detail"]
    assert findings["backups"]["state"] == "FAIL"
    assert "platforms" in findings
    check_line(run("essays", "list", DATA=str(place.closed / "data")), place)


def test_working_folder(run: Run, place: Place) -> None:
    """Of a working folder that is closed it is said that the settings there cannot be read."""
    check_line(run("essays", "list", folder=place.closed), place)
    done = run("doctor", "--json", folder=place.closed)
    (found,) = [one for one in json.loads(done.stdout) if one["what"] == "settings"]
    assert (done.returncode, found["state"]) == (1, "FAIL")
    assert f"{place.closed} belongs to" in found["detail"]


def test_settings(run: Run, place: Place) -> None:
    """Of a file of settings that is somebody else's it is said whose it is, not that it is wrong."""
    file = place.home / ".env"
    file.write_text("DIGESTBOT_LANGUAGE=en\n", encoding="utf-8")
    file.chmod(0)
    try:
        done = run("essays", "list")
        looked = run("doctor", "--json")
        assert run("init", "--update").returncode == 1
    finally:
        file.unlink()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"{file} belongs to" in done.stderr
    assert ("chmod") in done.stderr
    (found,) = [one for one in json.loads(looked.stdout) if one["what"] == "settings"]
    assert "correct" not in found["remedy"]
