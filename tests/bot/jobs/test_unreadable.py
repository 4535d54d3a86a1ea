"""The operator is told once of each file that cannot be read."""

from bot.jobs.unreadable import Unreadable
from bot.shelf.intake import ShelvingReport
from bot.texts import Language, speak

BAD, OTHER, LOCKED = ("a.md", "it holds no text"), ("b.md", "it holds no text"), ("c.md", "permission denied")


class Ear:
    """Hears what is told after each look."""

    def __init__(self) -> None:
        self.unreadable = Unreadable()

    def after(self, *problems: tuple[str, str], refused: tuple[str, ...] = ()) -> str:
        """What is told when a look found these problems."""
        telling = self.unreadable.news(ShelvingReport(problems=problems, refused=refused))
        return telling(speak(Language.EN)) if telling else ""


def test_once() -> None:
    """A file without an essay is told of when it was read, and again only after it was well."""
    ear = Ear()
    assert ear.after() == ""
    assert "(1): a.md: it holds no text." in ear.after(BAD, refused=("a.md",))
    assert ear.after(BAD, refused=("a.md",)) == ""
    assert ear.after(BAD) == ""
    assert ear.after() == ""
    assert "a.md" in ear.after(BAD, refused=("a.md",))


def test_start() -> None:
    """At a start only what is new since the last run is told."""
    ear = Ear()
    told = ear.after(BAD, OTHER, LOCKED, refused=("b.md",))
    assert "b.md" in told
    assert "a.md" not in told
    assert ear.after(BAD, OTHER, LOCKED) == ""


def test_passing() -> None:
    """What may pass by itself is told if it has not passed by the next look."""
    ear = Ear()
    assert ear.after() == ""
    assert ear.after(LOCKED) == ""
    assert ear.after() == ""
    assert ear.after(LOCKED) == ""
    assert "c.md: permission denied" in ear.after(LOCKED)
    assert ear.after(LOCKED) == ""


def test_many() -> None:
    """Of many some are named, and how many there are; a long name by its end, on one line."""
    ear = Ear()
    keys = tuple(f"{place}/{'x' * 300}\n.md" for place in range(9))
    told = ear.after(*((key, "bad") for key in keys), refused=keys)
    assert "(9)" in told
    assert told.count("x\\n.md: bad") == 3
    assert len(told) < 700
    assert "\n" not in told
