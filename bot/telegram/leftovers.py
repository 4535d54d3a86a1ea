"""What a process knew when it stopped: kept until the next start, which goes on from there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Bot, Update

from bot.ports import Store

_SCOPE = "platform/telegram"
# What is longer, as JSON, may bring somebody's text along, and such texts are kept nowhere.
_LONGEST = 2000
# As long as the service itself keeps what nobody fetches (https://core.telegram.org/bots/api#getting-updates).
# Who asked before that has asked again, or does not wait any more.
_EXPIRY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What is left at an instant.

    - ``updates`` were not answered yet.
    - ``brought`` are the numbers of the latest updates, answered or not.
    - ``posted`` are the chats of the latest messages, and how many seconds ago these were sent.
    """

    at: datetime
    updates: Sequence[Update]
    brought: Sequence[int]
    posted: Sequence[tuple[int, float]]


def can_be_left(update: Update) -> bool:
    """Whether it may be kept."""
    return len(update.to_json()) <= _LONGEST


async def leave(store: Store, bot: Bot, left: Leftovers) -> None:
    """Keep this for the next start."""
    kept = {
        "at": left.at.isoformat(),
        "updates": [update.to_json() for update in left.updates],
        "brought": left.brought,
        "posted": left.posted,
    }
    await store.prefer(_SCOPE, _name(bot), json.dumps(kept))


async def pick_up(store: Store, bot: Bot, now: datetime) -> Leftovers | None:
    """What was left, unless it was too long ago; from then on it is not kept any more."""
    text = (await store.preferences(_SCOPE)).get(_name(bot))
    if text is None:
        return None
    await store.prefer(_SCOPE, _name(bot), None)
    kept = json.loads(text)
    at = datetime.fromisoformat(kept["at"])
    if now - at > _EXPIRY:
        return None
    updates = [Update.de_json(json.loads(update), bot) for update in kept["updates"]]
    return Leftovers(at, updates, kept["brought"], [(chat, ago) for chat, ago in kept["posted"]])


def _name(bot: Bot) -> str:
    return f"unanswered by {bot.id}"
