"""``/summary``: what an essay says, in its author's own sentences."""

from bot.commands.choosing import byline, changed, with_essay
from bot.replies import Kind, Lead, Node, Reply, Title
from bot.shelf.library import Opened
from bot.visits.excerpts import passages, to_places, ways_on
from bot.visits.visit import Visit, card, headline
from digests.derived import Derived, Length


async def answer(visit: Visit, name: str = "", length: str = "", version: str = "") -> Reply:
    """The summary of the named essay, in the length that was pressed or else the reader's own.

    ``version`` is the version of the essay that the pressed button was about.
    """

    async def show(opened: Opened) -> Reply:
        return await _show(visit, opened, length_of(length) or visit.length, version)

    return await with_essay(visit, "summary", name, show)


async def _show(visit: Visit, opened: Opened, length: Length, version: str) -> Reply:
    """Title, byline, lead and summary, with buttons to the rest."""
    record, derived = opened.record, opened.derived
    nodes: list[Node] = [Title(headline(derived.essay.title)), await byline(visit, opened)]
    nodes += changed(visit, opened, version)
    nodes += lead_of(visit, derived)
    nodes += passages(visit, derived.summary(length), to_places(visit, opened))
    return Reply(
        Kind.SUMMARY,
        tuple(nodes),
        ways_on(visit, opened, length),
        essay=card(record),
        edits=visit.pressed,
    )


def lead_of(visit: Visit, derived: Derived) -> list[Node]:
    """The introduction, where there is one."""
    lead = derived.essay.lead
    return [Lead(visit.voice("summary.lead"), lead)] if lead else []


def length_of(text: str) -> Length | None:
    """The length a button names."""
    return Length(text) if text in set(Length) else None
