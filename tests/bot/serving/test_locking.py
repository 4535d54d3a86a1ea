"""The lock that keeps a second process from serving the same data."""

import os
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, StoreUnavailable
from bot.serving.locking import sole_server


def test_no_folder(tmp_path: Path) -> None:
    """A folder that cannot be used is told of as such."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="cannot be used"), sole_server(tmp_path / "file" / "data"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights than these")
def test_private(tmp_path: Path) -> None:
    """Nobody else can read which process it is, or take the lock."""
    with sole_server(tmp_path / "data"):
        assert (tmp_path / "data" / "run.lock").stat().st_mode & 0o777 == 0o600


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
