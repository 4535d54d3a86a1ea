"""What a subscription posts next, to look at or to have at once."""

from dataclasses import replace

from bot.commands.choosing import failing, nothing_to_post, rows
from bot.commands.described import next_posts
from bot.commands.subscription import screen, view_button
from bot.commands.venues import Held, keep, with_subscription
from bot.replies import Quiet, Reply
from bot.subscriptions.schedule import dated, day_dated
from bot.subscriptions.subscription import Status, plan_of
from bot.texts import speak
from bot.visits.composing import Occasion, compose, essays_of
from bot.visits.visit import Visit
from bot.visits.writing import Writer


async def preview(visit: Visit, name: str = "") -> Reply:
    """The next digest as it would be posted now; nothing is settled by that."""

    async def act(held: Held) -> Reply:
        now = held.subscription
        day = next((slot.day for slot in next_posts(held)), held.today)
        essays = await essays_of(visit.library, visit.outbox, now, day)
        if not essays:
            return _nothing(held)
        voice = speak(now.language) if now.language else held.voice
        writer = Writer(voice=voice, long_actions=visit.long_actions)
        occasion = Occasion(dated(plan_of(now), day))
        # Nothing at its end speaks of the last row, which is another one here.
        reply = compose(writer, occasion, essays, now.length, subscribed=False)
        sending = held.button(held.voice("button.send_now"), "sendnow")
        return replace(
            reply,
            nodes=(Quiet(held.voice("subscribed.preview")), *reply.nodes),
            buttons=rows(*reply.buttons[:-1], (view_button(held, "button.back"), sending)),
            edits=visit.pressed,
            private=True,
        )

    return await with_subscription(visit, name, act)


async def send_now(visit: Visit, name: str = "") -> Reply:
    """Post today's digest at once, what of it failed again; the next is another day's then.

    One that may have arrived is posted again too: whoever asks has not seen it.
    """

    async def act(held: Held) -> Reply:
        now = held.subscription
        if now.status is not Status.ACTIVE:
            return await screen(held)
        day = day_dated(plan_of(now), held.today)
        if not await essays_of(visit.library, visit.outbox, now, day):
            return _nothing(held)
        posted = await visit.outbox.post_now(now.id, day, visit.now)
        after = await keep(held, await visit.outbox.subscription(now.chat) or now)
        if posted:
            return await screen(after, held.voice("subscribed.sent"))
        again = visit.button(held.voice("button.digest"), "digest")
        return await screen(after, held.voice("subscribed.had"), answers=() if held.venue.name else (again,))

    return await with_subscription(visit, name, act)


def _nothing(held: Held) -> Reply:
    """Say beside the subscription, at every press, that there is nothing to post."""
    held.visit.speak_apart()
    return failing(nothing_to_post(held.visit, held.subscription))
