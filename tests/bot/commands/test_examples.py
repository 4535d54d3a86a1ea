"""Which terms are suggested."""

import pytest

from bot.commands.examples import is_scrap


@pytest.mark.parametrize(
    ("term", "scrap"),
    [("灣的", True), ("台湾的", True), ("在港口", True), ("目的", False), ("在线", False), ("海灣", False)],
)
def test_scraps(term: str, scrap: bool) -> None:  # noqa: FBT001 - the case, and what is true of it
    """What was cut from a sentence, with a word that only joins others at its edge, is a scrap."""
    assert is_scrap(term) is scrap
