"""``/digest``: what this chat is given today, here and now."""

from datetime import date

from bot.commands.choosing import empty_library, todays_essay
from bot.commands.summary import summary_of
from bot.replies import Heading, Kind, Lead, Reply
from bot.texts import Voice
from bot.visit import Visit
from digests.derived import Length


async def answer(visit: Visit) -> Reply:
    """Today's essay in two or three sentences; asked again, the same until the day is over."""
    number = await todays_essay(visit)
    opened = await visit.library.open(number) if number is not None else None
    if opened is None:
        return empty_library(visit)
    await visit.store.note_last_essay(visit.chat, opened.record.number)
    summary = summary_of(visit, opened, Length.SHORT)
    nodes = tuple(node for node in summary.nodes if not isinstance(node, Lead))
    heading = Heading(visit.voice("digest.title", day=spoken_day(visit.voice, visit.today)))
    return Reply(Kind.DIGEST, (heading, *nodes), summary.buttons, summary.essay, edits=visit.pressed)


def spoken_day(voice: Voice, day: date) -> str:
    """A date with its weekday, as the reader's language says it."""
    weekday = voice(f"weekday.{day.isoweekday()}")
    month = voice(f"month.{day.month}")
    return voice("digest.day", year=day.year, month=month, day=day.day, weekday=weekday)
