"""What a place has subscribed to, with everything to change it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import time

from bot.commands.choosing import rows
from bot.commands.described import described, headline, manner
from bot.commands.venues import Held, resume_button, spoken_of, with_subscription
from bot.replies import Button, Kind, Node, Quiet, Reply, Text
from bot.subscriptions.schedule import Quiet as QuietHours
from bot.subscriptions.schedule import Week
from bot.subscriptions.subscription import MOST_ESSAYS, Status, quiet_text, week_text
from bot.texts import Language
from bot.visits.spoken import spoken_time, spoken_week
from bot.visits.visit import Visit, shortened
from bot.wishes.hours import EVERY_DAY, WEEKEND, WORKDAYS
from bot.wishes.wish import Wish
from bot.wishes.zones import city_of, find_zones
from digests.derived import Length

# Discord has five rows of five; on a phone four words fit in one, or three longer ones.
_IN_A_ROW = 4
_DAYS_IN_A_ROW = 3
_MOST_ZONES = 8
_TIMES = ("07:00", "07:30", "08:00", "08:30", "09:00", "12:00", "18:00", "19:00", "20:00", "21:00", "22:00")
_NIGHTS = ("21-7", "22-7", "22-8", "23-7", "23-8", "0-8")

Rows = Sequence[Sequence[Button]]


async def answer(visit: Visit, name: str = "", view: str = "") -> Reply:
    """The subscription of a place; with a view, the choices there are for one thing of it."""

    async def show(held: Held) -> Reply:
        return choices(held, view) if view in VIEWS else await screen(held)

    return await with_subscription(visit, name, show)


async def screen(
    held: Held,
    *first: str,
    undo: Button | None = None,
    question: str = "",
    answers: Sequence[Button] = (),
    offer: Button | None = None,
) -> Reply:
    """What was done ``first``, all of the subscription, a question; buttons to undo it, and all others."""
    asked = [question] if question else []
    nodes = (*map(Text, first), *described(held), *map(Text, [*await _missing(held), *asked]))
    buttons = rows(answers, [button for button in (offer, undo) if button], *_doors(held))
    return Reply(Kind.SETTINGS, nodes, buttons, edits=held.visit.pressed, private=True)


def other_zones(held: Held, zones: Sequence[str]) -> list[Button]:
    """A button for each of these zones but its own."""
    return [
        held.change(city_of(zone, held.voice.language), "zone", zone)
        for zone in zones
        if zone != str(held.subscription.zone)
    ]


def view_button(held: Held, label: str, view: str = "") -> Button:
    """A button that leads to the subscription, or to one view of it."""
    return held.visit.button(held.voice(label), "subscription", held.key, view)


async def _missing(held: Held) -> list[str]:
    """What keeps the bot from posting there."""
    rights = await held.venue.missing() if held.subscription.status is Status.ACTIVE else ()
    named = held.voice("week.and").join(held.voice(f"right.{right}") for right in rights)
    return [spoken_of(held.voice, held.venue, "subscribed.missing", rights=named)] if rights else []


def _doors(held: Held) -> Rows:
    """From the subscription to everything that can be done with it."""
    voice, now = held.voice, held.subscription
    goes_on = now.status is Status.ACTIVE and not (now.resumes and now.resumes > held.today)
    return (
        [view_button(held, f"button.{view}", view) for view in ("time", "days", "zone", "topics")],
        [
            view_button(held, "button.more", "more"),
            held.button(voice("button.preview"), "preview"),
            *([held.button(voice("button.send_now"), "sendnow")] if now.status is Status.ACTIVE else []),
        ],
        [
            held.button(voice("button.pause"), "pause", "") if goes_on else resume_button(held),
            held.button(voice("button.unsubscribe"), "unsubscribe", ""),
        ],
    )


def choices(held: Held, view: str, undo: Button | None = None) -> Reply:
    """The question of a view, its answers, and the way back; a button to undo what was chosen there."""
    question, hint, answers = VIEWS[view](held)
    nodes: list[Node] = [Text(headline(held)), Text(question)]
    if hint:
        nodes.append(Quiet(hint))
    buttons = rows(*answers, [view_button(held, "button.back"), *([undo] if undo else [])])
    return Reply(Kind.SETTINGS, tuple(nodes), buttons, edits=held.visit.pressed, private=True)


def _time(held: Held) -> tuple[str, str, Rows]:
    """Times of day, for all days there are; where these are several, the way to a time for each."""
    several = len(_chosen(held)) > 1
    apart = [view_button(held, "button.each_day", "each")] if several else []
    return held.voice("subscribed.times"), _how(held, "time"), (*_times(held, EVERY_DAY), apart)


def _each_day(held: Held) -> tuple[str, str, Rows]:
    """The days with their times, each to be given another one."""
    single = [
        held.visit.button(
            spoken_week(held.voice, _only(held.subscription.week, day)),
            "subscription",
            held.key,
            f"each{day}",
        )
        for day in sorted(_chosen(held))
    ]
    return held.voice("subscribed.each_day"), _how(held, "days"), _chunks(single, _DAYS_IN_A_ROW)


def _time_of(day: int) -> Callable[[Held], tuple[str, str, Rows]]:
    """Times of day for one weekday."""

    def view(held: Held) -> tuple[str, str, Rows]:
        question = held.voice("subscribed.times_of", day=held.voice(f"weekday.{day + 1}"))
        return question, _how(held, "days"), _times(held, frozenset({day}))

    return view


def _times(held: Held, days: frozenset[int]) -> Rows:
    """A button for each common time, for those of these days on which something is posted."""
    times = [
        held.change(text, "week", _week(held, Wish(times=_only((time.fromisoformat(text),) * 7, *days))))
        for text in _TIMES
    ]
    return _chunks(times, _IN_A_ROW)


def _only(week: Week, *days: int) -> Week:
    return tuple(moment if day in days else None for day, moment in enumerate(week))


def _chosen(held: Held) -> frozenset[int]:
    return frozenset(day for day in EVERY_DAY if held.subscription.week[day] is not None)


def _days(held: Held) -> tuple[str, str, Rows]:
    """Common sets of days, then each day to be added or dropped: after that the others are still at hand."""
    sets = {"week.all": EVERY_DAY, "week.workdays": WORKDAYS, "week.weekend": WEEKEND}
    common = [
        held.change(held.voice(key), "week", _week(held, Wish(days=days))) for key, days in sets.items()
    ]
    chosen = _chosen(held)
    single = [_toggle(held, day, chosen) for day in range(7) if chosen != frozenset({day})]
    return held.voice("subscribed.days"), "", (common, *_chunks(single, _DAYS_IN_A_ROW))


def _toggle(held: Held, day: int, chosen: frozenset[int]) -> Button:
    label = "button.drop_day" if day in chosen else "button.add_day"
    named = held.voice(label, day=held.voice(f"weekday.{day + 1}"))
    return held.visit.button(named, "days", held.key, _week(held, Wish(days=chosen ^ {day})))


def _week(held: Held, wish: Wish) -> str:
    return week_text(wish.week(held.subscription.week))


def _zone(held: Held) -> tuple[str, str, Rows]:
    """The commonest zones."""
    zones = other_zones(held, find_zones("", held.visit.request.language, _MOST_ZONES + 1))[:_MOST_ZONES]
    return held.voice("subscribed.zones"), _how(held, "zone"), _chunks(zones, _IN_A_ROW)


def _topics(held: Held) -> tuple[str, str, Rows]:
    """What it is about now, and how to say it."""
    topics = held.subscription.topics
    question = held.voice("subscribed.topic", topics=shortened(topics) or held.voice("subscribed.any"))
    answers = [held.change(held.voice("button.all_topics"), "topics", "")] if topics else []
    return question, _how(held, "topics"), (answers,)


def _more(held: Held) -> tuple[str, str, Rows]:
    """How many essays, how long, aloud or not, at night or not, in which language."""
    now, voice = held.subscription, held.voice
    counts = (count for count in range(1, MOST_ESSAYS + 1) if count != now.essays)
    lengths = (length for length in Length if length is not now.length)
    languages = (language for language in Language if language is not now.language)
    answers = (
        [held.change(voice("button.essays", count=count), "essays", count) for count in counts],
        [held.change(voice(f"settings.length.{length}"), "length", length) for length in lengths],
        [held.change(voice(f"settings.language.{tag}"), "language", tag) for tag in languages],
        list(_switches(held)),
    )
    return voice("subscribed.more"), manner(held), answers


def _switches(held: Held) -> Iterator[Button]:
    now, voice = held.subscription, held.voice
    if now.silent:
        yield held.change(voice("button.aloud"), "silent", "no")
    else:
        yield held.change(voice("button.silent"), "silent", "yes")
    yield view_button(held, "button.quiet", "quiet")
    if now.mention:
        yield held.change(voice("button.no_mention"), "mention", "")


def _quiet(held: Held) -> tuple[str, str, Rows]:
    """Hours in which nothing is posted."""
    hours = [QuietHours(*(time(int(end)) for end in night.split("-"))) for night in _NIGHTS]
    others = [
        held.change(f"{spoken_time(quiet.start)}–{spoken_time(quiet.end)}", "quiet", quiet_text(quiet))
        for quiet in hours
        if quiet != held.subscription.quiet
    ]
    never = [held.change(held.voice("button.no_quiet"), "quiet", "")] if held.subscription.quiet else []
    return held.voice("subscribed.when_quiet"), _how(held, "quiet"), (*_chunks(others, _DAYS_IN_A_ROW), never)


VIEWS: dict[str, Callable[[Held], tuple[str, str, Rows]]] = {
    "time": _time,
    "days": _days,
    "zone": _zone,
    "topics": _topics,
    "more": _more,
    "quiet": _quiet,
    "each": _each_day,
} | {f"each{day}": _time_of(day) for day in range(7)}


def _how(held: Held, thing: str) -> str:
    """How to say it in words, of the place at hand; where options are filled in instead, in which."""
    name = held.venue.name
    if not held.visit.menus:
        return held.voice(f"how.{thing}", name=f"{name} " if name else "")
    where = held.voice("fill.channel", name=name) if name else ""
    return f"{held.voice(f'fill.{thing}')}{where}"


def _chunks(buttons: Sequence[Button], most: int) -> Rows:
    return [buttons[start : start + most] for start in range(0, len(buttons), most)]
