"""What people are shown of the essays kept here; ``make snapshots`` writes it anew."""

from pathlib import Path

import pytest

from tests.tools.snapshots import FILE, essays, sections, shown


@pytest.mark.parametrize("path", essays(), ids=lambda path: path.stem)
def test_shown(path: Path) -> None:
    """An essay is shown as it was when somebody last read it."""
    assert shown(path) == sections(FILE.read_text(encoding="utf-8"))[path.name]


def test_nothing_else_is_kept() -> None:
    """Every part of the file belongs to an essay."""
    assert list(sections(FILE.read_text(encoding="utf-8"))) == [path.name for path in essays()]
