"""What somebody should know without having asked: those who may manage the bot, most of the time."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import StoreUnavailable
from bot.ports import Store
from bot.texts import Language, Voice, speak
from bot.visits.visit import SPOKEN, scope_of_person

_MOST = 20
_DAY = timedelta(days=1)
# Under this key the store remembers when something was told, for a bot that is started again and again.
_SCOPE = "notices"

# Something to tell, in the language of whoever it is told.
Telling = Callable[[Voice], str]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell a person, written like ``telegram:123``, or (``""``) all who may manage the bot."""

    telling: Telling
    person: str = ""


class Notices:
    """Keeps what is to be told until it can be; ``admins`` are written like ``telegram:123``.

    ``language`` is for those who have neither chosen one nor spoken in one.
    """

    def __init__(self, admins: AbstractSet[str], store: Store, language: Language) -> None:
        self._store = store
        self._language = language
        self._people: dict[str, list[str]] = {}
        for admin in sorted(admins):
            platform, _, person = admin.partition(":")
            self._people.setdefault(platform, []).append(person)
        self._troubled = False
        self._waiting = defaultdict[str, asyncio.Queue[tuple[Sequence[str], Telling]]](
            lambda: asyncio.Queue(_MOST)
        )
        self._in_hand: set[str] = set()

    def tell(self, telling: Telling) -> None:
        """Have this told to all operators. Where too much waits already, it is not."""
        for platform, people in self._people.items():
            self._add(platform, people, telling)

    async def tell_daily(self, what: str, telling: Telling, now: datetime) -> None:
        """Have this told to all operators, unless it was within a day; ``what`` tells it from others."""
        if await self._is_news(what, now):
            self.tell(telling)

    def give(self, notice: Notice) -> None:
        """Have this told to whom it is for. Where too much waits already, it is not."""
        platform, _, person = notice.person.partition(":")
        if person:
            self._add(platform, [person], notice.telling)
        else:
            self.tell(notice.telling)

    def tell_trouble(self, why: str) -> None:
        """Have it told that the store cannot be used: once, until the trouble ended."""
        if not self._troubled:
            self.tell(lambda voice: voice("operator.store", why=why))
        self._troubled = True

    def end_trouble(self) -> None:
        """Know that the store can be used."""
        self._troubled = False

    async def next(self, platform: str) -> Sequence[tuple[str, str]]:
        """Whom to tell on this platform, and what to tell each, as soon as there is something.

        Who asks for the next has told the last.
        """
        waiting = self._waiting[platform]
        if platform in self._in_hand:
            self._in_hand.remove(platform)
            waiting.task_done()
        people, telling = await waiting.get()
        self._in_hand.add(platform)
        return [(person, telling(await self._voice(platform, person))) for person in people]

    async def told(self, platform: str) -> None:
        """Return when nothing is left to tell on this platform."""
        await self._waiting[platform].join()

    async def _is_news(self, what: str, now: datetime) -> bool:
        try:
            told = (await self._store.preferences(_SCOPE)).get(what)
            if told is not None and now - datetime.fromisoformat(told) < _DAY:
                return False
            await self._store.prefer(_SCOPE, what, now.isoformat())
        except StoreUnavailable:
            # Rather too often than not at all.
            return True
        return True

    def _add(self, platform: str, people: Sequence[str], telling: Telling) -> None:
        if not self._waiting[platform].full():
            self._waiting[platform].put_nowait((people, telling))

    async def _voice(self, platform: str, person: str) -> Voice:
        try:
            chosen = await self._store.preferences(scope_of_person(platform, person))
        except StoreUnavailable:
            # That may be just what they are to be told.
            chosen = {}
        return speak(Language(chosen.get("language") or chosen.get(SPOKEN) or self._language))
