"""A subscription in words: when and what it posts, and its next posts."""

from collections.abc import Iterator

from bot.commands.venues import Held
from bot.replies import Node, Quiet, Text
from bot.subscriptions.schedule import Slot, dated, day_dated, next_slot
from bot.subscriptions.subscription import BARRED, REMOVED, Status, plan_of
from bot.visits.spoken import spoken_day, spoken_time, spoken_week
from bot.visits.visit import shortened
from bot.wishes.zones import city_of

_SHOWN_POSTS = 3
_SHOWN_TOPICS = 200
_STOPPED = {REMOVED: "subscribed.removed", BARRED: "subscribed.barred"}


def described(held: Held) -> Iterator[Node]:
    """All of it, a line for each."""
    yield Text(headline(held))
    if held.subscription.topics:
        topics = shortened(held.subscription.topics, _SHOWN_TOPICS)
        yield Text(held.voice("subscribed.topics", topics=topics))
    yield from (Text(said) for said in _standing(held))
    if held.subscription.status is Status.ACTIVE:
        yield from _put_off(held)
        yield Text(held.voice("subscribed.next"))
        yield from (Text(_moment(held, slot)) for slot in next_posts(held))
    yield Quiet(manner(held))


def headline(held: Held) -> str:
    """The days, times and zone."""
    return held.voice(
        "subscribed.elsewhere" if held.venue.name else "subscribed.line",
        name=held.venue.name,
        week=spoken_week(held.voice, held.subscription.week),
        city=city_of(str(held.subscription.zone), held.voice.language),
    )


def summed_up(held: Held) -> str:
    """When it posts, and what keeps it from that, on one line."""
    return " ".join((headline(held), *_standing(held)))


def manner(held: Held) -> str:
    """How many essays and how long; what is as usual otherwise is not said."""
    now, voice = held.subscription, held.voice
    parts = [
        voice("subscribed.essays", count=now.essays),
        voice("subscribed.length", length=voice(f"settings.length.{now.length}")),
    ]
    if now.silent:
        parts.append(voice("button.silent"))
    if now.language:
        parts.append(voice(f"settings.language.{now.language}"))
    if now.quiet:
        start, end = spoken_time(now.quiet.start), spoken_time(now.quiet.end)
        parts.append(voice("subscribed.quiet", start=start, end=end))
    if now.mention:
        parts.append(voice("subscribed.mention", mention=now.mention))
    return " · ".join(parts)


def next_posts(held: Held) -> Iterator[Slot]:
    """The next few slots."""
    plan, served = plan_of(held.subscription), held.subscription.served
    for _ in range(_SHOWN_POSTS):
        slot = next_slot(plan, held.visit.now, served)
        if slot is None:
            return
        yield slot
        served = slot.day


def _standing(held: Held) -> Iterator[str]:
    """What keeps it from posting now."""
    now, voice = held.subscription, held.voice
    if now.status in {Status.PAUSED, Status.WAITING}:
        yield voice("subscribed.paused")
    elif now.status is Status.BLOCKED:
        yield voice(_STOPPED.get(now.why, "subscribed.blocked"))
    elif now.resumes and now.resumes > held.today:
        yield voice("subscribed.paused_until", day=spoken_day(voice, now.resumes))
    else:
        yield from _served(held)


def _served(held: Held) -> Iterator[str]:
    """Which day's is counted, where one of that day or before, further west, would come again."""
    served, plan = held.subscription.served, plan_of(held.subscription)
    slot = next_slot(plan, held.visit.now)
    if served is None or slot is None or slot.day > served:
        return
    if served == day_dated(plan, held.today):
        yield held.voice("subscribed.served")
    else:
        yield held.voice("subscribed.served_day", day=spoken_day(held.voice, dated(plan, served)))


def _put_off(held: Held) -> Iterator[Node]:
    """When that comes which is in the quiet hours by its own time."""
    quiet = held.subscription.quiet
    if quiet and any(moment is not None and moment in quiet for moment in held.subscription.week):
        yield Text(held.voice("subscribed.put_off", time=spoken_time(quiet.end)))


def _moment(held: Held, slot: Slot) -> str:
    at = slot.at.astimezone(held.subscription.zone)
    return held.voice("subscribed.slot", day=spoken_day(held.voice, at.date()), time=spoken_time(at))
