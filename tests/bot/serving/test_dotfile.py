"""Changing what a ``.env`` file says."""

from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError, UnusableFile
from bot.serving import dotfile

VALUES = st.text().filter(str.isprintable)


@given(VALUES, VALUES)
def test_read_back(first: str, second: str) -> None:
    """Whatever was written is read again as it was, and nothing beside it changes."""
    text = dotfile.changed("# mine\nOTHER=1\n", {"A": first, "B": second})
    assert text.startswith("# mine\nOTHER=1\n")
    read = dotenv_values(stream=StringIO(text), interpolate=False)
    assert read == {"OTHER": "1", "A": first, "B": second}


def test_changed_in_place() -> None:
    """A value is changed where it stands, once, and what is new comes at the end."""
    before = "A=1 # first\n\nnot a setting\nB='2'\nexport A=3\n# end"
    after = "A=new\n\nnot a setting\nB='2'\n# end\nC='x y'\n"
    assert dotfile.changed(before, {"A": "new", "C": "x y"}) == after
    assert dotfile.changed(before, {}) == before


def test_no_line_break() -> None:
    """A value cannot bring a second setting with it."""
    for text in ("1\nB=2", "1\rB=2", "1\x85B=2"):
        with pytest.raises(SettingsError, match=r"^A: "):
            dotfile.changed("", {"A": text})


def test_written_for_the_owner(tmp_path: Path) -> None:
    """The file is there for its owner alone, also where others could read the one before."""
    path = tmp_path / ".env"
    path.write_text("A=1\n", encoding="utf-8")
    path.chmod(0o644)
    dotfile.write(path, "A=2\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert dotfile.read(path) == "A=2\n"
    assert list(tmp_path.iterdir()) == [path]


def test_not_writable(tmp_path: Path) -> None:
    """A folder that is not there is named."""
    with pytest.raises(UnusableFile, match="nowhere"):
        dotfile.write(tmp_path / "nowhere" / ".env", "A=1\n")
