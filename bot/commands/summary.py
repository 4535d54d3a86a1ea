"""``/summary``: what an essay says, in its author's own sentences."""

from collections.abc import Callable
from itertools import groupby

from bot.commands.choosing import changed, rows, with_essay
from bot.library import Opened
from bot.replies import Button, Kind, Lead, Node, Passage, Quiet, Reply, Title
from bot.visit import Visit, card
from digests.derived import Derived, Length
from digests.model import Sentence, Summary


async def answer(visit: Visit, name: str = "", length: str = "", version: str = "") -> Reply:
    """The summary of the named essay, in the length that was pressed or else the reader's own.

    ``version`` is the version of the essay that the pressed button was about.
    """

    async def show(opened: Opened) -> Reply:
        return summary_of(visit, opened, length_of(length) or visit.length, version)

    return await with_essay(visit, "summary", name, show)


def summary_of(visit: Visit, opened: Opened, length: Length, version: str = "") -> Reply:
    """Title, byline, lead and summary, with buttons to the rest."""
    record, derived = opened.record, opened.derived
    nodes: list[Node] = [Title(derived.essay.title), visit.byline(record.facts, derived.minutes)]
    nodes += changed(visit, opened, version)
    nodes += lead_of(visit, derived)
    nodes += passages(visit, derived.summary(length), to_places(visit, opened))
    return Reply(
        Kind.SUMMARY,
        tuple(nodes),
        _buttons(visit, opened, length),
        essay=card(record),
        edits=visit.pressed,
    )


def lead_of(visit: Visit, derived: Derived) -> list[Node]:
    """The introduction, where there is one."""
    lead = derived.essay.lead
    return [Lead(visit.voice("summary.lead"), lead)] if lead else []


def passages(visit: Visit, summary: Summary, lead: Callable[[int, Sentence], Button | None]) -> list[Node]:
    """The summary's sentences, those of one block together; ``lead`` gives the way to each, by its count."""
    if not summary.sentences:
        return [Quiet(visit.voice("summary.none"))]
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


def to_places(visit: Visit, opened: Opened) -> Callable[[int, Sentence], Button]:
    """How to make the buttons that lead to where sentences of the essay stand."""

    def lead(count: int, sentence: Sentence) -> Button:
        label = visit.voice("button.sentence", count=count)
        return read_at(visit, label, opened, sentence.place.block, sentence.place.start)

    return lead


def read_at(visit: Visit, label: str, opened: Opened, block: int, start: int) -> Button:
    """A button to a place in the essay, as its text stands now."""
    record = opened.record
    return visit.button(label, "read", record.number, f"{block}.{start}", record.version)


def other_lengths(derived: Derived, length: Length) -> list[tuple[str, Length]]:
    """Shorter and longer (the keys of their labels), where that would show something else."""
    order = list(Length)
    here = derived.summary(length)
    others = (
        ("button.shorter", order[: order.index(length)][-1:]),
        ("button.longer", order[order.index(length) + 1 :][:1]),
    )
    return [(label, other) for label, near in others for other in near if derived.summary(other) != here]


def length_of(text: str) -> Length | None:
    """The length a button names."""
    return Length(text) if text in set(Length) else None


def _buttons(visit: Visit, opened: Opened, length: Length) -> tuple[tuple[Button, ...], ...]:
    number, version = opened.record.number, opened.record.version
    lengths = [
        visit.button(visit.voice(label), "summary", number, other, version)
        for label, other in other_lengths(opened.derived, length)
    ]
    to_points = visit.button(visit.voice("button.points"), "points", number, version)
    to_essay = visit.button(visit.voice("button.read"), "read", number, "", version)
    to_related = visit.button(visit.voice("button.related"), "related", number)
    to_shelf = visit.button(visit.voice("button.save"), "save", number)
    return rows((to_points, *lengths), (to_essay, to_related, to_shelf))
