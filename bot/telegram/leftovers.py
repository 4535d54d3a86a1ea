"""What was asked but not answered when the bot stopped: kept until its next start."""

import json
from collections.abc import Sequence

from telegram import Bot, Update

from bot.ports import Store

_SCOPE = "platform/telegram"
# What is longer, as JSON, may bring somebody's text along, and such texts are kept nowhere.
_LONGEST = 2000


def can_be_left(update: Update) -> bool:
    """Whether it may be kept."""
    return len(update.to_json()) <= _LONGEST


async def leave(store: Store, bot: Bot, updates: Sequence[Update]) -> None:
    """Keep these for the next start."""
    await store.prefer(_SCOPE, _name(bot), json.dumps([update.to_json() for update in updates]))


async def pick_up(store: Store, bot: Bot) -> list[Update]:
    """What was left; from then on it is not kept any more."""
    kept = (await store.preferences(_SCOPE)).get(_name(bot))
    if kept is None:
        return []
    await store.prefer(_SCOPE, _name(bot), None)
    return [Update.de_json(json.loads(update), bot) for update in json.loads(kept)]


def _name(bot: Bot) -> str:
    return f"unanswered by {bot.id}"
