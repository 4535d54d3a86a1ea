"""What an essay says, as nodes whose sentences lead to their place, and the ways on from there."""

from collections.abc import Callable, Collection
from itertools import groupby

from bot.replies import Button, Node, Passage, Quiet
from bot.shelf.library import Opened
from bot.visits.writing import Writer
from digests.derived import Derived, Length
from digests.model import Place, Sentence, Summary


def passages(writer: Writer, summary: Summary, lead: Callable[[int, Sentence], Button | None]) -> list[Node]:
    """The summary's sentences, those of one block together; ``lead`` gives the way to each, by its count."""
    if not summary.sentences:
        return [Quiet(writer.voice("summary.none"))]
    numbered = list(enumerate(summary.sentences, 1))
    return [
        Passage(
            tuple(sentence for _, sentence in group),
            tuple(lead(count, sentence) for count, sentence in group),
        )
        for _, group in (
            (block, list(found)) for block, found in groupby(numbered, lambda n: n[1].place.block)
        )
    ]


def to_places(writer: Writer, opened: Opened) -> Callable[[int, Sentence], Button]:
    """How to make the buttons that lead to where sentences of the essay stand."""

    def lead(count: int, sentence: Sentence) -> Button:
        return read_at(writer, writer.voice("button.sentence", count=count), opened, sentence.place)

    return lead


def read_at(writer: Writer, label: str, opened: Opened, place: Place) -> Button:
    """A button to a place in the essay, as its text stands now."""
    record = opened.record
    return writer.button(label, "read", record.number, f"{place.block}.{place.start}", record.version)


def ways_on(writer: Writer, opened: Opened, length: Length) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons that lead from the summary of this length to everything else of the essay."""
    number, version = opened.record.number, opened.record.version
    lengths = [
        writer.button(writer.voice(label), "summary", number, other, version)
        for label, other in other_lengths(opened.derived, length)
    ]
    to_points = writer.button(writer.voice("button.points"), "points", number, version)
    to_essay = writer.button(writer.voice("button.read"), "read", number, "", version)
    to_related = writer.button(writer.voice("button.related"), "related", number)
    to_shelf = writer.button(writer.voice("button.save"), "save", number)
    return (to_points, *lengths), (to_essay, to_related, to_shelf)


def other_lengths(derived: Derived, length: Length, told: Collection[str] = ()) -> list[tuple[str, Length]]:
    """Shorter and longer (the keys of their labels), where these have fewer sentences, or more to say.

    ``told`` are sentences that are shown besides the summary.
    """
    order = list(Length)
    place, here = order.index(length), _texts(derived, length)
    fewer = [other for other in order[:place] if len(_texts(derived, other)) < len(here)]
    more = [
        other
        for other in order[place + 1 :]
        if len(longer := _texts(derived, other)) > len(here) and not here.union(told).issuperset(longer)
    ]
    return [("button.shorter", other) for other in fewer[-1:]] + [
        ("button.longer", other) for other in more[:1]
    ]


def _texts(derived: Derived, length: Length) -> frozenset[str]:
    return frozenset(sentence.text for sentence in derived.summary(length).sentences)
