"""``/points``: the claims of an essay, numbered, under the headings they stand under, and its keywords."""

from collections.abc import Callable, Iterable
from functools import partial

from bot.commands.choosing import byline, changed, rows, with_essay
from bot.replies import Button, Heading, Kind, Node, Point, Quiet, Reply, Title
from bot.shelf.library import Opened
from bot.visits.excerpts import read_at
from bot.visits.visit import Visit, card, headline
from digests.model import BlockKind, Essay, KeyPoint
from digests.structure import is_numbered


async def answer(visit: Visit, name: str = "", version: str = "") -> Reply:
    """The key points of the named essay; ``version`` is the one that the pressed button was about."""

    async def show(opened: Opened) -> Reply:
        return await _show(visit, opened, version)

    return await with_essay(visit, "points", name, show)


def points_of(
    essay: Essay,
    points: Iterable[KeyPoint],
    lead: Callable[[int, KeyPoint], Button | None],
    *,
    within: bool = False,
) -> list[Node]:
    """The points of the essay in order, each heading once, before the first point under it.

    A heading that is a point itself stands for both. ``within`` a part of a reply that has a heading of
    its own, theirs are lesser ones. Where the author numbers some, the list has no numbers beside those.
    """
    points = tuple(points)
    counted = not any(is_numbered(point.text) for point in points)
    nodes: list[Node] = []
    said = set[str]()
    for number, point in enumerate(points, 1):
        block = essay.blocks[point.place.block]
        opens = block.kind is BlockKind.HEADING
        if not opens and point.heading and point.heading not in said:
            nodes.append(Heading(point.heading, is_minor=within))
        said |= {point.heading or "", block.text if opens else point.text}
        nodes.append(Point(number if counted else None, point, lead(number, point), opens=opens))
    return nodes


async def _show(visit: Visit, opened: Opened, version: str) -> Reply:
    record, derived = opened.record, opened.derived
    leads = partial(_lead, visit, opened)
    points = points_of(derived.essay, derived.points, leads)
    return Reply(
        Kind.POINTS,
        (
            Title(headline(derived.essay.title)),
            await byline(visit, opened),
            *changed(visit, opened, version),
            *(points or [Quiet(visit.voice("points.none"))]),
            *await _keywords(visit, opened),
        ),
        rows(
            (
                visit.button(visit.voice("button.summary"), "summary", record.number, "", record.version),
                visit.button(visit.voice("button.read"), "read", record.number, "", record.version),
                visit.button(visit.voice("button.save"), "save", record.number),
            )
        ),
        essay=card(record),
        edits=visit.pressed,
    )


async def _keywords(visit: Visit, opened: Opened) -> list[Node]:
    words = " · ".join(await visit.library.keywords(opened))
    return [Quiet(visit.voice("points.keywords", words=words))] if words else []


def _lead(visit: Visit, opened: Opened, number: int, point: KeyPoint) -> Button:
    label = visit.voice("button.point", number=number)
    return read_at(visit, label, opened, point.place)
