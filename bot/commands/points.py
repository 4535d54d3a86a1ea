"""``/points``: the claims of an essay, numbered, under the headings they stand under."""

from bot.commands.choosing import rows, with_essay
from bot.commands.summary import read_at
from bot.library import Opened
from bot.replies import Heading, Kind, Node, Point, Quiet, Reply, Title
from bot.visit import Visit, card
from digests.model import KeyPoint


async def answer(visit: Visit, name: str = "") -> Reply:
    """The key points of the named essay."""

    async def show(opened: Opened) -> Reply:
        number = opened.record.number
        points = _points(visit, opened) or [Quiet(visit.voice("points.none"))]
        to_summary = visit.button(visit.voice("button.summary"), "summary", number)
        to_essay = visit.button(visit.voice("button.read"), "read", number)
        to_shelf = visit.button(visit.voice("button.save"), "save", number)
        return Reply(
            Kind.POINTS,
            (Title(opened.derived.essay.title), visit.byline(opened), *points),
            rows((to_summary, to_essay, to_shelf)),
            essay=card(opened.record),
            edits=visit.pressed,
        )

    return await with_essay(visit, "points", name, show)


def _points(visit: Visit, opened: Opened) -> list[Node]:
    """The points in order, each heading once, before the first point under it."""
    nodes: list[Node] = []
    said = set[str]()
    for number, point in enumerate(opened.derived.points, 1):
        if point.heading and point.heading not in said:
            nodes.append(Heading(point.heading))
        said |= {point.heading or "", point.text}
        nodes.append(_point(visit, opened, number, point))
    return nodes


def _point(visit: Visit, opened: Opened, number: int, point: KeyPoint) -> Point:
    label = visit.voice("button.point", number=number)
    return Point(number, point, read_at(visit, label, opened, point.place.block, point.place.start))
