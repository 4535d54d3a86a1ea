"""What is in the way where the system does not let the bot in."""

import errno
import os
from pathlib import Path

import pytest

from bot.permissions import mode, nearest, why


def denied(path: Path) -> PermissionError:
    """As the system says it."""
    return PermissionError(errno.EACCES, "Permission denied", str(path))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such rights")
def test_whose(tmp_path: Path) -> None:
    """It is said whose file it is, and how it becomes usable: otherwise if it is one's own."""
    own = tmp_path / "own"
    own.touch()
    assert f"{own} belongs to" in why(denied(own))
    assert f"`chmod u+rwX {own}`" in why(denied(own))
    assert "and this runs as" not in why(denied(own))
    others = Path("/etc/passwd")
    if os.geteuid() == 0:
        others = tmp_path / "others"
        others.touch()
        os.chown(others, 54321, -1)
        assert "belongs to 54321, and this runs as root" in why(denied(others))
    assert "`chown " in why(denied(others))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such rights")
def test_new_file(tmp_path: Path) -> None:
    """For a file that is not there yet its folder is in the way."""
    assert f"{tmp_path} belongs to" in why(denied(tmp_path / "new"))
    assert f"{tmp_path} belongs to" in why(PermissionError(errno.EPERM, "no"), tmp_path / "new")


def test_other_trouble(tmp_path: Path) -> None:
    """Of everything else it is said what the system says."""
    assert why(OSError(errno.ENOSPC, "No space left on device", str(tmp_path))) == "No space left on device"
    assert why(OSError("strange")) == "strange"


def test_nearest(tmp_path: Path) -> None:
    """What is there of a path is found, whatever the path is like."""
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert nearest(tmp_path) == tmp_path
    assert nearest(tmp_path / ("x" * 300)) == tmp_path
    assert mode(tmp_path / "\0") == 0
