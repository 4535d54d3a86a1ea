"""``/digest``: what this chat is given today, here and now."""

from dataclasses import replace

from bot.commands.choosing import empty_library, nothing_to_post, todays_essay
from bot.replies import Reply
from bot.subscriptions.schedule import day_dated
from bot.subscriptions.subscription import Status, Subscription, plan_of
from bot.visits.composing import Occasion, compose, essays_of
from bot.visits.visit import Visit
from digests.derived import Length


async def answer(visit: Visit) -> Reply:
    """Today's digest: what was posted, or would be; asked again, the same until the day is over."""
    subscription = await visit.outbox.subscription(visit.chat)
    if subscription is None or subscription.status is Status.ENDED:
        return await _unsubscribed(visit)
    return await _subscribed(visit, subscription)


async def _subscribed(visit: Visit, subscription: Subscription) -> Reply:
    today = visit.now.astimezone(subscription.zone).date()
    day = day_dated(plan_of(subscription), today)
    essays = await essays_of(visit.library, visit.outbox, subscription, day)
    if not essays:
        return nothing_to_post(visit, subscription)
    await visit.store.note_last_essay(visit.chat, essays[0].record.number)
    reply = compose(visit, Occasion(today), essays, subscription.length, subscribed=True)
    return replace(reply, edits=visit.pressed)


async def _unsubscribed(visit: Visit) -> Reply:
    number = await todays_essay(visit)
    opened = await visit.library.open(number) if number is not None else None
    if opened is None:
        return empty_library(visit)
    await visit.store.note_last_essay(visit.chat, opened.record.number)
    reply = compose(visit, Occasion(visit.today), [opened], Length.SHORT, subscribed=False)
    return replace(reply, edits=visit.pressed)
