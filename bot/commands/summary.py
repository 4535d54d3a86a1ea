"""``/summary``: what an essay says, in its author's own sentences."""

from itertools import groupby

from bot.commands.choosing import rows, with_essay
from bot.library import Opened
from bot.replies import Button, Kind, Lead, Node, Passage, Quiet, Reply, Title
from bot.visit import Visit, card
from digests.derived import Length
from digests.model import Sentence


async def answer(visit: Visit, name: str = "", length: str = "") -> Reply:
    """The summary of the named essay, in the length that was pressed or else the reader's own."""

    async def show(opened: Opened) -> Reply:
        return summary_of(visit, opened, _length(length) or visit.length)

    return await with_essay(visit, "summary", name, show)


def summary_of(visit: Visit, opened: Opened, length: Length) -> Reply:
    """Title, byline, lead and summary, with buttons to the rest."""
    number, derived = opened.record.number, opened.derived
    lead = derived.essay.lead
    nodes: list[Node] = [Title(derived.essay.title), visit.byline(opened)]
    if lead:
        nodes.append(Lead(visit.voice("summary.lead"), lead))
    nodes += passages(visit, opened, length)
    to_points = visit.button(visit.voice("button.points"), "points", number)
    to_essay = visit.button(visit.voice("button.read"), "read", number)
    to_related = visit.button(visit.voice("button.related"), "related", number)
    to_shelf = visit.button(visit.voice("button.save"), "save", number)
    return Reply(
        Kind.SUMMARY,
        tuple(nodes),
        rows((to_points, *_other_lengths(visit, opened, length)), (to_essay, to_related, to_shelf)),
        essay=card(opened.record),
        edits=visit.pressed,
    )


def passages(visit: Visit, opened: Opened, length: Length) -> list[Node]:
    """The summary's sentences, those of one block together; each leads to its place."""
    sentences = opened.derived.summary(length).sentences
    if not sentences:
        return [Quiet(visit.voice("summary.none"))]
    numbered = list(enumerate(sentences, 1))
    return [
        Passage(
            tuple(sentence for _, sentence in group),
            tuple(_lead(visit, opened, count, sentence) for count, sentence in group),
        )
        for _, group in (
            (block, list(found)) for block, found in groupby(numbered, lambda n: n[1].place.block)
        )
    ]


def _lead(visit: Visit, opened: Opened, count: int, sentence: Sentence) -> Button:
    label = visit.voice("button.sentence", count=count)
    return read_at(visit, label, opened, sentence.place.block, sentence.place.start)


def read_at(visit: Visit, label: str, opened: Opened, block: int, start: int) -> Button:
    """A button to a place in the essay, as its text stands now."""
    record = opened.record
    return visit.button(label, "read", record.number, f"{block}.{start}", record.version)


def _other_lengths(visit: Visit, opened: Opened, length: Length) -> list[Button]:
    """Shorter and longer, where that would show something else."""
    order = list(Length)
    here = opened.derived.summary(length)
    others = (
        ("button.shorter", order[: order.index(length)][-1:]),
        ("button.longer", order[order.index(length) + 1 :][:1]),
    )
    return [
        visit.button(visit.voice(label), "summary", opened.record.number, other)
        for label, near in others
        for other in near
        if opened.derived.summary(other) != here
    ]


def _length(text: str) -> Length | None:
    return Length(text) if text in set(Length) else None
