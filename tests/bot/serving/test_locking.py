"""The lock that keeps a second process from serving the same data."""

import errno
import os
import threading
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, StoreUnavailable
from bot.serving.locking import _refusal, is_served, sole_server

# pyright: reportPrivateUsage=false


def test_no_folder(tmp_path: Path) -> None:
    """A folder that cannot be used is told of as such."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be used"), sole_server(tmp_path / "file" / "data"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights than these")
def test_private(tmp_path: Path) -> None:
    """Nobody else can read which process it is, or take the locks."""
    with sole_server(tmp_path / "data"):
        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "data").iterdir()}
    assert modes == {"run.lock": 0o600, "serving.lock": 0o600}


def test_second(tmp_path: Path) -> None:
    """A second one is told which process is in its way, and may serve once that has ended."""
    with (
        sole_server(tmp_path),
        pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}\b"),
        sole_server(tmp_path),
    ):
        pass
    with sole_server(tmp_path):
        pass


def test_asking(tmp_path: Path) -> None:
    """Whoever asks learns whether somebody serves, and leaves nothing where nobody ever did."""
    data = tmp_path / "data"
    assert not is_served(data)
    assert not data.exists()
    for _ in range(2):
        with sole_server(data):
            assert is_served(data)
            assert is_served(data)
        assert not is_served(data)


def test_asking_hinders_nobody(tmp_path: Path) -> None:
    """While others ask again and again, whoever wants to serve always can."""
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            is_served(tmp_path)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for _ in range(300):
            with sole_server(tmp_path):
                assert is_served(tmp_path)
    finally:
        done.set()
        asking.join()


def test_no_locks(tmp_path: Path) -> None:
    """A disk that knows no locks is told of as such, and not as another process."""
    refusal = _refusal(OSError(errno.ENOLCK, "No locks available"), tmp_path, "12")
    assert isinstance(refusal, StoreUnavailable)
    assert "No locks available" in str(refusal)
