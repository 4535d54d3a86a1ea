"""Groups that became supergroups: what is still asked under their old numbers is meant for the new ones."""

from dataclasses import replace

from bot.ports import Store
from bot.telegram.updates import Asked, Spot
from bot.telegram.venues import PLATFORM

_NAME = "moved to"
# The numbers below are those of supergroups and channels, which move no more.
_LOWEST_OF_GROUPS = -1_000_000_000_000


async def note_move(store: Store, old: int, new: int) -> None:
    """All that was kept of the group belongs to the supergroup; where it went is remembered."""
    await store.move_chat(PLATFORM, str(old), str(new))
    await store.prefer(_scope(old), _NAME, str(new))


async def moved(store: Store, asked: Asked) -> Asked:
    """The same, asked where the group is by now. There the messages have other numbers."""
    chat = asked.spot.chat
    if not _LOWEST_OF_GROUPS < chat < 0:
        return asked
    now = (await store.preferences(_scope(chat))).get(_NAME)
    if now is None:
        return asked
    address = replace(asked.request.address, chat=now)
    return Asked(replace(asked.request, address=address), Spot(int(now), private=False))


def _scope(chat: int) -> str:
    return f"moved/{PLATFORM}:{chat}"
