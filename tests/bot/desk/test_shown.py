"""Telling from its buttons which essay a message shows."""

import pytest

from bot.desk.shown import essay_shown, text_shown


@pytest.mark.parametrize(
    ("buttons", "number"),
    [
        (["points:3:1", "read:3:4.0:1", "save:3", "search:产业", "help"], 3),
        (["read:3:1", "read:4:1"], None),
        (["+read:3:1", "+subscription"], 3),
        (["help", "random"], None),
        (["~c2hvcnQga2V5", "summary:12"], 12),
        (["summary", "summary:", "summary:essay", ":3", ""], None),
        ([], None),
    ],
)
def test_essay_shown(buttons: list[str], number: int | None) -> None:
    """A message shows the one essay that all its buttons about essays name."""
    assert essay_shown(buttons) == number


@pytest.mark.parametrize(
    ("buttons", "text"),
    [
        (["here:summary:long:501"], True),
        (["points:3:1", "help"], False),
        (["~c2hvcnQga2V5"], False),
        ([], False),
    ],
)
def test_text_shown(buttons: list[str], *, text: bool) -> None:
    """An answer about somebody's text is told by the buttons that read it again."""
    assert text_shown(buttons) is text
