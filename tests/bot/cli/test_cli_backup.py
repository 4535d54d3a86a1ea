"""``backup``, ``restore``, ``export`` and ``import`` on the command line."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.serving.locking import sole_server
from bot.stores.sqlite import open_store
from bot.subscriptions.subscription import Status
from tests.subscriptions import subscribed

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``digestbot`` in a folder on a data folder of the name given."""
    monkeypatch.chdir(tmp_path)

    def call(data: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("DIGESTBOT_DATA", str(tmp_path / data))
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


async def _subscribe(data: Path) -> None:
    """Two subscribers since some days, one of whom paused, and one who left."""
    store = open_store(data / "digestbot.sqlite3")
    await subscribed(store, "1", now=SystemClock().now() - timedelta(days=2))
    await subscribed(store, "2", status=Status.PAUSED)
    await subscribed(store, "3", status=Status.ENDED)
    await store.close()


@pytest.fixture(name="old")
def make_old(tmp_path: Path) -> Path:
    """A data folder with subscribers."""
    asyncio.run(_subscribe(tmp_path / "old"))
    return tmp_path / "old"


def test_backup_and_restore(run: Run, old: Path) -> None:
    """A backup is restored into another folder, and what may have been posted since is said."""
    code, out, err = run(old.name, "backup", "b.zip")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"b\.zip: 0\.\d MB, schema \d{4}, checked; SHA-256 [0-9a-f]{64}\n", out)
    code, out, err = run("new", "restore", "b.zip")
    assert code == 0
    assert "new: 0 essays and 3 subscriptions, as of 20" in out
    assert "kept" not in out
    assert "may have been posted (1)" in err
    assert run("new", "deliveries", "--state", "unknown")[1].count("telegram:1") >= 1
    code, out, _ = run("new", "restore", "b.zip", "--moved")
    assert code == 0
    assert "what was there before is in" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("backup", "there"), "there already"),
        (("backup", "nowhere/b.zip"), "No such file"),
        (("restore", "missing.zip"), "missing.zip: cannot be used"),
        (("restore", "there"), "there: this is no backup"),
        (("export", "there"), "there already"),
        (("export", "nowhere/e"), "nowhere/e: cannot be written"),
        (("import", "missing"), "missing: cannot be read"),
        (("import", "there"), "there, line 1"),
    ],
)
def test_refused(run: Run, old: Path, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    """What cannot be done is said in a line."""
    (tmp_path / "there").write_text("风筝\n", encoding="utf-8")
    code, out, err = run(old.name, *arguments)
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_live(run: Run, old: Path) -> None:
    """Beside a bot that runs a backup is made, and none restored."""
    with sole_server(old):
        assert run(old.name, "backup", "b.zip")[0] == 0
        code, _, err = run(old.name, "restore", "b.zip")
    assert code == 1
    assert "end that one" in err


def test_export_and_import(run: Run, old: Path, tmp_path: Path) -> None:
    """Who is subscribed comes along to another bot, and waits there."""
    assert run(old.name, "export", "e")[:2] == (0, "e: 2 subscriptions\n")
    assert (tmp_path / "e").stat().st_mode & 0o077 == 0
    code, out, _ = run("new", "import", "e")
    assert (code, out) == (0, "2 subscriptions wait until somebody there turns to the bot\n")
    assert "2 places have one already" in run("new", "import", "e")[1]
    listed = [json.loads(line) for line in run("new", "subscriptions", "--json")[1].splitlines()]
    assert [(one["address"], one["status"]) for one in listed] == [
        ("telegram:1", "waiting"),
        ("telegram:2", "paused"),
    ]
    assert run("new", "export", "again")[1] == "again: 2 subscriptions\n"
    assert (tmp_path / "again").read_text(encoding="utf-8") == (tmp_path / "e").read_text(encoding="utf-8")
