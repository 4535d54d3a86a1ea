"""What the operator should know, on its way to those who may manage the bot."""

import asyncio
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from bot.errors import StoreUnavailable
from bot.ports import Store
from bot.texts import Language, Voice, speak
from bot.visit import scope_of_person

_MOST = 20

# Something to tell, in the language of whoever it is told.
Telling = Callable[[Voice], str]


class Notices:
    """Keeps what is to be told until it can be; ``admins`` are written like ``telegram:123``.

    ``language`` is for those who have chosen none.
    """

    def __init__(self, admins: AbstractSet[str], store: Store, language: Language) -> None:
        self._store = store
        self._language = language
        self._people: dict[str, list[str]] = {}
        for admin in sorted(admins):
            platform, _, person = admin.partition(":")
            self._people.setdefault(platform, []).append(person)
        self._troubled = False
        self._waiting = {platform: asyncio.Queue[Telling](_MOST) for platform in self._people}

    def tell(self, telling: Telling) -> None:
        """Have this told on every platform. Where too much waits already, it is not."""
        for waiting in self._waiting.values():
            if not waiting.full():
                waiting.put_nowait(telling)

    def tell_trouble(self, why: str) -> None:
        """Have it told that the store cannot be used: once, until the trouble ended."""
        if not self._troubled:
            self.tell(lambda voice: voice("operator.store", why=why))
        self._troubled = True

    def end_trouble(self) -> None:
        """Know that the store can be used."""
        self._troubled = False

    async def next(self, platform: str) -> Sequence[tuple[str, str]]:
        """Whom to tell on this platform, and what to tell each, as soon as there is something."""
        if platform not in self._waiting:
            await asyncio.Event().wait()
        telling = await self._waiting[platform].get()
        return [(person, telling(await self._voice(platform, person))) for person in self._people[platform]]

    async def _voice(self, platform: str, person: str) -> Voice:
        try:
            chosen = await self._store.preferences(scope_of_person(platform, person))
        except StoreUnavailable:
            # That may be just what they are to be told.
            chosen = {}
        return speak(Language(chosen.get("language", self._language)))
