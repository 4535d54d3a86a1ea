"""What the operator should know, on its way to those who may manage the bot."""

import asyncio
from collections.abc import Set as AbstractSet

_MOST = 20


class Notices:
    """Keeps what is to be told until it can be; ``admins`` are written like ``telegram:123``."""

    def __init__(self, admins: AbstractSet[str]) -> None:
        self._people: dict[str, list[str]] = {}
        for admin in sorted(admins):
            platform, _, person = admin.partition(":")
            self._people.setdefault(platform, []).append(person)
        self._waiting = {platform: asyncio.Queue[str](_MOST) for platform in self._people}

    def tell(self, text: str) -> None:
        """Have this told on every platform. Where too much waits already, it is not."""
        for waiting in self._waiting.values():
            if not waiting.full():
                waiting.put_nowait(text)

    async def next(self, platform: str) -> tuple[list[str], str]:
        """Whom to tell on this platform, and what, as soon as there is something."""
        if platform not in self._waiting:
            await asyncio.Event().wait()
        return self._people[platform], await self._waiting[platform].get()
