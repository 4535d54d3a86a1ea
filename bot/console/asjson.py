"""A reply as one JSON object, for programs (``ask --json``): the shape is a contract."""

from typing import Any

from bot.console.render import render
from bot.replies import Hit, Passage, Point, Reply
from digests.model import Place


def as_json(reply: Reply) -> dict[str, Any]:
    """``kind``, ``text``, ``essay`` or null, ``sentences``, ``points``, ``matches`` and ``buttons``."""
    screen = render(reply)
    passages = [node for node in reply.nodes if isinstance(node, Passage)]
    points = [node.point for node in reply.nodes if isinstance(node, Point)]
    return {
        "kind": reply.kind.value,
        "text": screen.text,
        "essay": _essay(reply),
        "sentences": [
            {"text": sentence.text, **_place(sentence.place)}
            for passage in passages
            for sentence in passage.sentences
        ],
        "points": [{"text": point.text, **_place(point.place), "heading": point.heading} for point in points],
        "matches": [_match(node) for node in reply.nodes if isinstance(node, Hit)],
        "buttons": [{"label": button.label, "action": button.data} for button in screen.buttons],
    }


def _essay(reply: Reply) -> dict[str, Any] | None:
    card = reply.essay
    if card is None:
        return None
    return {
        "id": card.id,
        "title": card.title,
        "author": card.author,
        "date": card.date.isoformat() if card.date else None,
        "source": card.source,
    }


def _match(hit: Hit) -> dict[str, Any]:
    text = "".join(run.text for run in hit.runs)
    return {"id": hit.number, "title": hit.title, "text": text, **_place(hit.place), "score": hit.score}


def _place(place: Place) -> dict[str, int]:
    return {"block": place.block, "start": place.start, "end": place.end}
