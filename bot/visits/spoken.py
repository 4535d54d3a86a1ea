"""Days, times and plans in the words of a language."""

from collections.abc import Iterable
from datetime import date, datetime, time

from bot.subscriptions.schedule import Week
from bot.texts import Voice
from bot.wishes.hours import EVERY_DAY, WEEKEND, WORKDAYS

# So many days in a row are not named one by one.
_A_STRETCH = 3


def spoken_week(voice: Voice, week: Week) -> str:
    """The days with their times: 工作日 08:00，周末 10:00."""
    times = dict.fromkeys(moment for moment in week if moment is not None)
    return voice("week.then").join(
        voice(
            "week.line",
            days=_days(voice, [day for day in EVERY_DAY if week[day] == moment]),
            time=spoken_time(moment),
        )
        for moment in times
    )


def spoken_day(voice: Voice, day: date) -> str:
    """A date with its weekday, as the reader's language says it."""
    weekday = voice(f"weekday.{day.isoweekday()}")
    month = voice(f"month.{day.month}")
    return voice("digest.day", year=day.year, month=month, day=day.day, weekday=weekday)


def spoken_time(moment: time | datetime) -> str:
    """A time of day: 08:30."""
    return f"{moment:%H:%M}"


def _days(voice: Voice, days: Iterable[int]) -> str:
    named = {EVERY_DAY: "week.all", WORKDAYS: "week.workdays", WEEKEND: "week.weekend"}
    chosen = frozenset(days)
    if chosen in named:
        return voice(named[chosen])
    names = [voice(f"weekday.{day + 1}") for day in sorted(chosen)]
    if len(names) >= _A_STRETCH and max(chosen) - min(chosen) == len(names) - 1:
        return voice("week.range", first=names[0], last=names[-1])
    return voice("week.and").join(names)
