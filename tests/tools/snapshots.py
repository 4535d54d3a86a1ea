"""Writes ``tests/digests/SHOWN.md`` anew (``make snapshots``): what people are shown of essays kept here."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from digests import Derived, KeyPoint, Length, Sentence, derive, read

TESTS = Path(__file__).parents[1]
FILE = TESTS / "digests" / "SHOWN.md"
_HEAD = "Written by `make snapshots`; read every change as the people would who are shown it.\n"


def essays() -> list[Path]:
    """The essays that ship, and those of the hard kinds."""
    return [*sorted((TESTS.parent / "seeds").glob("*.txt")), *sorted((TESTS / "digests" / "kinds").iterdir())]


def shown(path: Path) -> str:
    """What people are shown of an essay: every length, the key points, the keywords."""
    derived = derive(read(path.read_bytes(), path.name))
    return "\n".join(_lines(path.name, derived))


def sections(text: str) -> dict[str, str]:
    """The parts of the file, by the names of the essays."""
    parts = text.split("\n# ")[1:]
    return {part.partition("\n")[0]: f"# {part.rstrip()}\n" for part in parts}


def page() -> str:
    """The whole file."""
    return "\n".join((_HEAD, *map(shown, essays())))


def _lines(name: str, derived: Derived) -> Iterator[str]:
    yield f"# {name}"
    yield f"{derived.essay.title} · {derived.characters} characters · {derived.minutes} min"
    yield f"\n## one line\n- {derived.line.shown if derived.line else ''}"
    for length in Length:
        yield from _listed(f"## {length}", derived.summary(length).sentences)
    yield from _listed("## key points", derived.points)
    yield f"\n## keywords\n{', '.join(derived.keywords)}\n"


def _listed(head: str, units: Iterable[Sentence | KeyPoint]) -> Iterator[str]:
    yield f"\n{head}"
    yield from (f"- {unit.text}" for unit in units)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
