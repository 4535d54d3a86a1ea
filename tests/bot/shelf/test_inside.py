"""Files that are swapped between the look at them and the opening."""

import os
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from bot.shelf import inside
from bot.shelf.inside import open_in, resolve

# pyright: reportPrivateUsage=false

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
WAYS = [open_in, inside._open_and_compare]
FILE = PurePath("a", "b", "c.md")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a file two folders deep; beside it are others of the same names."""
    for folder in ("home", "elsewhere"):
        (tmp_path / folder / "a" / "b").mkdir(parents=True)
        (tmp_path / folder / FILE).write_text(folder, encoding="utf-8")
    return tmp_path / "home"


@pytest.mark.parametrize("way", WAYS)
def test_opened(way: Callable[[Path, PurePath], int], home: Path) -> None:
    """What was found is opened, also by a link to it, and also if another file took its place."""
    (home / "link.md").symlink_to(FILE)
    found = resolve(home, home / "link.md")
    assert found == (home, FILE)
    for text in ("home", "another"):
        (home / "new.md").write_text(text, encoding="utf-8")
        (home / "new.md").replace(home / FILE)
        with os.fdopen(way(*found), encoding="utf-8") as file:
            assert file.read() == text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("swapped", ["a", "a/b", "a/b/c.md"])
def test_swapped(way: Callable[[Path, PurePath], int], swapped: str, home: Path, tmp_path: Path) -> None:
    """What became a link out of the folder after it was found, or is in such, is not opened."""
    found = resolve(home, home / FILE)
    (home / swapped).rename(home / "aside")
    (home / swapped).symlink_to(tmp_path / "elsewhere" / swapped)
    assert (home / FILE).read_text(encoding="utf-8") == "elsewhere"
    descriptors = len([*Path("/dev/fd").iterdir()])
    with pytest.raises(OSError, match="link"):
        way(*found)
    assert len([*Path("/dev/fd").iterdir()]) == descriptors


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="this system reads a folder to pass through it")
def test_passing(home: Path) -> None:
    """A folder that lets us through and not look is no hindrance."""
    (home / "a").chmod(0o100)
    try:
        os.close(open_in(*resolve(home, home / FILE)))
    finally:
        (home / "a").chmod(0o700)
