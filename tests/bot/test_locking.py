"""The lock that keeps a second process from serving the same data."""

import os
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning
from bot.locking import sole_server


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
