"""``/pause``, ``/resume`` and ``/unsubscribe``: no digests for a while, again, or none any more."""

from dataclasses import replace

from bot.commands.subscription import screen
from bot.commands.venues import Held, keep, split_venue, spoken_of, undo, unsubscribed, with_subscription
from bot.replies import Reply
from bot.subscriptions.subscription import Status
from bot.visits.spoken import spoken_day
from bot.visits.visit import Visit, shortened
from bot.wishes.dates import date_named, past_date
from digests.folding import letters

# Behind /pause they say that it is to end.
_NO_PAUSE = frozenset(
    {"off", "end", "resume", "continue", "unpause", "cancel", "恢复", "取消", "继续", "关闭", "结束"}
)
_SPANS = {"button.one_week": "1 week", "button.two_weeks": "2 weeks", "button.one_month": "1 month"}


async def pause(visit: Visit, words: str = "", name: str = "") -> Reply:
    """Post nothing until the day that the words name, or until somebody has it go on."""
    if not name:
        name, words = split_venue(words)
    if letters(words) in _NO_PAUSE:
        return await resume(visit, name=name)

    async def act(held: Held) -> Reply:
        day = date_named(words, held.today)
        spans = [held.button(held.voice(label), "pause", span) for label, span in _SPANS.items()]
        if words and not day and (kept := _why_unchanged(held, words)):
            return await screen(held, kept, answers=spans)
        status = Status.ACTIVE if day else Status.PAUSED
        paused = await keep(held, replace(held.subscription, status=status, resumes=day))
        said = [held.voice("subscribed.changed")]
        if words and not day:
            said = [held.voice("subscribed.unclear_day", words=shortened(words))]
        return await screen(paused, *said, undo=undo(held.subscription, paused), answers=() if day else spans)

    return await with_subscription(visit, name, act)


def _why_unchanged(held: Held, words: str) -> str:
    """What to say where words that name no day to come had better change nothing, else ``""``."""
    if past := past_date(words, held.today):
        return held.voice("subscribed.past_day", day=spoken_day(held.voice, past))
    resumes = held.subscription.resumes
    if resumes and resumes > held.today:
        return held.voice("subscribed.unclear_kept", words=shortened(words))
    return ""


async def resume(visit: Visit, words: str = "", name: str = "") -> Reply:
    """Post again."""
    name = name or split_venue(words)[0]

    async def act(held: Held) -> Reply:
        active = await keep(held, replace(held.subscription, status=Status.ACTIVE, resumes=None))
        back = undo(held.subscription, active)
        said = [held.voice("subscribed.changed")] if back else []
        return await screen(active, *said, undo=back)

    return await with_subscription(visit, name, act)


async def unsubscribe(visit: Visit, words: str = "", name: str = "") -> Reply:
    """Post nothing any more."""
    name = name or split_venue(words)[0]

    async def act(held: Held) -> Reply:
        ended = await keep(held, replace(held.subscription, status=Status.ENDED))
        back = undo(held.subscription, ended)
        return unsubscribed(visit, held.venue, spoken_of(held.voice, held.venue, "subscribed.ended"), back)

    return await with_subscription(visit, name, act)
