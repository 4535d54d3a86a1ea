"""``/mydata`` and ``/forgetme``: what is kept about a person, and its end."""

import json

from bot.replies import Attachment, Kind, Quiet, Reply, Text
from bot.subscriptions.subscription import Status
from bot.visits.visit import Visit


async def mydata(visit: Visit) -> Reply:
    """All that is kept about the asker, as a file, and their number; through a link only after a question."""
    if visit.by_link:
        yes = visit.button(visit.voice("button.export"), "mydata")
        return Reply(Kind.CHOICES, (Text(visit.voice("mydata.sure")),), ((yes,),), private=True)
    # With it the operator says in the settings who manages the bot.
    number = Quiet(visit.voice("mydata.number", number=visit.request.person_number))
    kept = await visit.store.export(visit.own_scopes)
    if not any(kept.values()):
        return Reply(Kind.NOTICE, (Text(visit.voice("mydata.nothing")), number), private=True)
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True)
    forget = visit.button(visit.voice("button.forgetme"), "forgetme")
    nodes = (Text(visit.voice("mydata.here")), number, Attachment("my-data.json", text))
    return Reply(Kind.NOTICE, nodes, ((forget,),), private=True)


async def forgetme(visit: Visit) -> Reply:
    """Ask whether to erase all that is kept about the asker, and say what ends by that."""
    yes = visit.button(visit.voice("button.forget_yes"), "erase")
    export = visit.button(visit.voice("button.mydata"), "mydata")
    found = await visit.outbox.subscription(visit.chat) if visit.chat in visit.own_scopes else None
    ends = found is not None and found.status is not Status.ENDED
    said = ("forgetme.sure", *(["forgetme.subscribed"] if ends else []))
    nodes = tuple(Text(visit.voice(key)) for key in said)
    return Reply(Kind.CHOICES, nodes, ((yes, export),), private=True)


async def erase(visit: Visit) -> Reply:
    """Erase it, in the place of the question."""
    await visit.store.forget(visit.own_scopes)
    return Reply(Kind.NOTICE, (Text(visit.voice("forgetme.done")),), edits=visit.pressed, private=True)


def elsewhere(visit: Visit, verb: str) -> Reply:
    """Where others would see what a command gives: the way to a private chat that gives it."""
    there = visit.privately(visit.voice("button.privately"), verb)
    return Reply(Kind.NOTICE, (Text(visit.voice("privately.please")),), ((there,),))
