"""A text that is kept nowhere (a document, a long message), digested on the spot.

Its buttons read the message with the text again, which the answer replies to. There are none where that
cannot be, or where the text came as several messages.
"""

import asyncio
import re
from dataclasses import replace

import digests
from bot.commands.points import points_of
from bot.commands.summary import lead_of, length_of
from bot.errors import DocumentGone, DocumentTooLarge
from bot.replies import Button, Heading, Kind, Node, Quiet, Reply, Text, Title
from bot.requests import LARGEST_DOCUMENT, Document, Setting
from bot.shelf.intake import facts_of
from bot.visits.excerpts import other_lengths, passages
from bot.visits.visit import Visit, headline, shortened
from digests.derived import Derived, Length
from digests.errors import UnreadableEssay
from digests.model import KeyPoint

# In characters; what is longer is not too short, but lacks sentences that could be left out.
_LITTLE = 200
_COMMAND = re.compile(rb"\A\s*(?:/|\xef\xbc\x8f)\w+(?:@\w+)?\s+")


async def answer(visit: Visit, view: str = "summary", length: str = "", asker: str = "") -> Reply:
    """Summary and key points of the text at hand, or with ``view`` ``points`` these alone.

    ``asker`` is who asked for it first, who in a group need not be the one who sent the text.
    """
    source = visit.request.attached or visit.request.quoted
    if source is None:
        return _gone(visit)
    try:
        document = await source()
        async with visit.reading:
            derived = await asyncio.to_thread(_derive, document)
    except DocumentGone:
        return _gone(visit)
    except DocumentTooLarge:
        return _notice(visit, "here.too-large")
    except UnreadableEssay as error:
        return _notice(visit, f"here.{error.reason}", line=error.line or 1)
    if _is_short(derived):
        return _notice(visit, "here.short" if derived.characters <= _LITTLE else "here.unbroken")
    if visit.request.setting is Setting.GROUP:
        asker = asker or visit.request.person
    if view == "points":
        reply = _points(visit, derived, asker)
    else:
        reply = _summary(visit, derived, length_of(length) or visit.length, asker)
    return replace(reply, nodes=(*reply.nodes, *_left(visit, document)))


def only(visit: Visit) -> Reply:
    """What can be done with a text of somebody's own, for who wants what only an essay has."""
    asker = visit.request.person if visit.request.setting is Setting.GROUP else ""
    views = [
        visit.button(visit.voice(f"button.{view}"), "here", view, "", asker) for view in ("summary", "points")
    ]
    at_hand = visit.request.attached or visit.request.quoted
    buttons = (tuple(views),) if at_hand else ()
    return Reply(Kind.NOTICE, (Text(visit.voice("here.only")),), buttons, about_source=True)


def _derive(document: Document) -> Derived:
    if len(document.data) > LARGEST_DOCUMENT:
        raise DocumentTooLarge
    return digests.derive(digests.read(_without_command(document), document.name))


def _without_command(document: Document) -> bytes:
    """The text of a message without the command it may begin with."""
    return document.data if document.name else _COMMAND.sub(b"", document.data, count=1)


def _is_short(derived: Derived) -> bool:
    """Whether the shortest summary is all there is."""
    said = sum(digests.measure(sentence.text, "zh") for sentence in derived.summary(Length.SHORT).sentences)
    return said >= derived.characters


def _summary(visit: Visit, derived: Derived, length: Length, asker: str) -> Reply:
    summary = derived.summary(length)
    nodes = [*lead_of(visit, derived), *passages(visit, summary, lambda *_: None)]
    if points := _beside(derived, length):
        said_of = points_of(derived.essay, points, lambda *_: None, within=True)
        nodes += [Heading(visit.voice("button.points")), *said_of]
    lengths = [
        visit.button(visit.voice(label), "here", "summary", other, asker)
        for label, other in other_lengths(derived, length, [point.text for point in derived.points])
    ]
    return _reply(visit, Kind.SUMMARY, derived, nodes, lengths)


def _beside(derived: Derived, length: Length) -> list[KeyPoint]:
    """The points to show beside a summary: those that it does not say itself.

    Beside a long one, which says most of them, stand those that stood beside the shorter one: whoever
    asks for more loses nothing.
    """
    summary = derived.summary(Length.MEDIUM if length is Length.LONG else length)
    said = {sentence.text for sentence in summary.sentences}
    return [point for point in derived.points if point.text not in said]


def _points(visit: Visit, derived: Derived, asker: str) -> Reply:
    points = points_of(derived.essay, derived.points, lambda *_: None) or [Quiet(visit.voice("points.none"))]
    summary = visit.button(visit.voice("button.summary"), "here", "summary", "", asker)
    return _reply(visit, Kind.POINTS, derived, points, [summary])


def _reply(visit: Visit, kind: Kind, derived: Derived, nodes: list[Node], buttons: list[Button]) -> Reply:
    top = (Title(headline(derived.essay.title)), visit.byline(facts_of(derived), derived.minutes))
    again = not (visit.request.in_parts or visit.request.read_once)
    return Reply(
        kind,
        (*top, *nodes, _kept(visit, more=bool(buttons))),
        (tuple(buttons),) if buttons and again else (),
        edits=visit.pressed,
        about_source=True,
    )


def _kept(visit: Visit, *, more: bool) -> Quiet:
    """That the text is kept nowhere, and how to have ``more`` of it, if there is more."""
    if not more:
        return Quiet(visit.voice("here.no_copy"))
    if visit.request.in_parts:
        return Quiet(visit.voice("here.in_parts"))
    return Quiet(visit.voice("here.read_once" if visit.request.read_once else "here.not_kept"))


def _left(visit: Visit, document: Document) -> list[Node]:
    """What was not read, if there was more than one text."""
    if not document.is_part:
        return []
    if document.name:
        return [Quiet(visit.voice("here.part_file", name=shortened(document.name)))]
    return [Quiet(visit.voice("here.part_text"))]


def _gone(visit: Visit) -> Reply:
    if visit.menus:
        return _notice(visit, "here.gone_menu", entry=visit.voice("discord.summarise"))
    return _notice(visit, "here.gone")


def _notice(visit: Visit, key: str, **values: object) -> Reply:
    visit.speak_apart()
    said = (Text(visit.voice(key, **values)),)
    return Reply(Kind.NOTICE, said, private=True, about_source=True)
