"""Answers that would fill a channel."""

from bot.discord.components import ButtonRow, File, Section, Select, TextDisplay
from bot.discord.folding import folded
from bot.discord.render import render
from bot.replies import Button, Hit, Kind, Point, Reply, Run, Text
from bot.requests import Action
from digests.model import KeyPoint, Place


def button(label: str) -> Button:
    """A button that does something."""
    return Button(label, Action("read", (label,)), f"read:{label}")


def points(length: int) -> Reply:
    """Two points, the first with so many characters."""
    nodes = [
        Point(number, KeyPoint(text, Place(0, 0, len(text)), None), button(str(number)))
        for number, text in enumerate(("长" * length, "短。"), 1)
    ]
    return Reply(Kind.POINTS, tuple(nodes), ((button("摘要"),),))


def test_short() -> None:
    """What has room in two messages stays as it is."""
    for length in (10, 4000, 6000):
        screen = render(points(length))
        assert folded(screen) is screen


def test_long() -> None:
    """What has not is whole in a file, and all that could be pressed still can be."""
    screen = folded(render(points(30_000)))
    first, last = screen.messages
    (file,) = screen.files
    shown = [part.markdown for part in first.container.children if isinstance(part, TextDisplay)]
    assert "".join(shown).count("长") + file.text.count("长") == 30_000
    assert "短。" in file.text
    assert [type(part) for part in last.container.children] == [File, Select, ButtonRow]


def test_buttons_beside() -> None:
    """Buttons that stood beside a text are below it then."""
    hits = tuple(
        Hit(number, "题", (Run("长" * 5000),), Place(0, 0, 1), "", button(str(number)), 1)
        for number in (1, 2, 3)
    )
    screen = folded(render(Reply(Kind.RESULTS, hits)))
    first, last = screen.messages
    beside = [part.accessory.label for part in first.container.children if isinstance(part, Section)]
    below = [b.label for part in last.container.children if isinstance(part, ButtonRow) for b in part.buttons]
    assert [*beside, *below] == ["1", "2", "3"]


def test_file_of_its_own() -> None:
    """A reply that has a file has both."""
    screen = folded(render(Reply(Kind.NOTICE, (Text("长" * 20_000),))))
    assert [file.name for file in screen.files] == ["more.md"]
