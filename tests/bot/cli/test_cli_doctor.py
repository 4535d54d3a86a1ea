"""``digestbot doctor``: what it finds on this machine."""

import json
import socket
from pathlib import Path

from bot.serving.locking import sole_server
from tests.command_line import Run, found_of_essays


def test_doctor(run: Run, tmp_path: Path) -> None:
    """The doctor finds everything in order, and says what is not."""
    well = run("doctor")
    assert well.returncode == 0
    assert "FAIL" not in well.stdout
    ill = run("doctor", "--json", ESSAYS=str(tmp_path / "nowhere"))
    assert ill.returncode == 1
    assert {finding["what"] for finding in json.loads(ill.stdout) if finding["state"] == "FAIL"} == {"essays"}
    assert "DIGESTBOT_TIMEZONE" in run("doctor", TIMEZONE="Mars/Base").stdout


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
