"""Subscriptions that were brought from another bot, and wait for a first word from where they belong.

A bot may only post where it was started or invited, and there is no way to ask beforehand.
"""

from dataclasses import replace

from bot.ports import Store
from bot.replies import Text
from bot.requests import Setting
from bot.subscriptions.outbox import Outbox
from bot.subscriptions.subscription import WAITING, Status, Subscription, address_of, scheduled
from bot.visits.visit import Visit


async def lay_down(store: Store, outbox: Outbox, subscription: Subscription) -> bool:
    """Keep a subscription that waits; ``False`` if its place has one already, which stays."""
    chat, home = subscription.chat, subscription.home
    if await outbox.subscription(chat) is not None:
        return False
    # The mark comes first: without a subscription it means nothing, and the reverse would never be found.
    waiting = (await store.preferences(home)).get(WAITING, "").split()
    if chat not in waiting:
        await store.prefer(home, WAITING, " ".join((*waiting, chat)))
    await outbox.keep_subscription(subscription)
    return True


async def wake(visit: Visit) -> tuple[Text, ...]:
    """Let what waits for the visit begin, if the bot may post there; what to say of it."""
    venue = await visit.request.venue()
    if venue is None or await venue.missing():
        return ()
    woken = [await _wake(visit, chat) for chat in visit.waiting.split()]
    await visit.store.prefer(visit.scope, WAITING, None)
    return (Text(visit.voice("subscribed.woken")),) if any(woken) else ()


async def _wake(visit: Visit, chat: str) -> bool:
    waiting = await visit.outbox.subscription(await _brought_here(visit, chat))
    if waiting is None or waiting.status is not Status.WAITING:
        return False
    now = visit.now
    begun = replace(waiting, status=Status.ACTIVE, since=now, reckoned=now, changed=now)
    await visit.outbox.keep_subscription(scheduled(begun, now))
    return True


async def _brought_here(visit: Visit, chat: str) -> str:
    """The chat's key; a person's direct chat with another bot becomes the one with this bot."""
    here, there = visit.request.address, address_of(chat)
    if visit.request.setting is not Setting.PRIVATE or there.chat == here.chat:
        return chat
    await visit.store.move_chat(here.platform, there.chat, here.chat)
    return f"chat/{replace(there, chat=here.chat)}"
