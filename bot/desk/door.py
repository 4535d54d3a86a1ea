"""The door of the desk: who may come in, and how often."""

from collections import OrderedDict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import ceil

from bot.requests import Request, Setting

_WINDOW = 60.0
_MOST_KEYS = 10_000
# So many people who ask as fast as they may use up what their group may ask; so many channels their server's.
_SHARES = 5
_CHANNELS = 2


@dataclass(slots=True)
class _Window:
    start: float
    count: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not let through: to come again after so many ``seconds``. Not ``first``: somebody was told before."""

    seconds: float
    first: bool


@dataclass(slots=True)
class Turnstile:
    """Lets so many through in each minute that begins with somebody's first request; 0 is no limit.

    Each key is counted alone. Of more than ten thousand keys the longest unused are forgotten.
    """

    limit: int
    _windows: OrderedDict[str, _Window] = field(default_factory=OrderedDict[str, _Window])

    def turn(self, key: str, elapsed: float) -> Refusal | None:
        """``None`` to let it through."""
        if not self.limit:
            return None
        window = self._window(key, elapsed)
        window.count += 1
        if window.count <= self.limit:
            return None
        return Refusal(window.start + _WINDOW - elapsed, first=window.count == self.limit + 1)

    def _window(self, key: str, elapsed: float) -> _Window:
        window = self._windows.pop(key, None)
        if window is None or elapsed >= window.start + _WINDOW:
            window = _Window(elapsed)
        self._windows[key] = window
        if len(self._windows) > _MOST_KEYS:
            self._windows.popitem(last=False)
        return window


@dataclass(slots=True)
class Door:
    """Who is let in: everybody in the ``chats`` (if none are named, everywhere), at a bearable pace.

    A minute has room for so many requests ``per_person`` and ``per_home`` (a group or server), of which one
    person has a fifth, and one channel of a server half.
    ``chats`` and ``admins`` are written like ``telegram:123``. Admins are let in anywhere, at any pace.
    """

    chats: AbstractSet[str] = frozenset()
    admins: AbstractSet[str] = frozenset()
    per_person: int = 0
    per_home: int = 0
    _people: Turnstile = field(init=False)
    _homes: Turnstile = field(init=False)
    _members: Turnstile = field(init=False)
    _channels: Turnstile = field(init=False)
    _typing: Turnstile = field(init=False)

    def __post_init__(self) -> None:
        self._people, self._homes = Turnstile(self.per_person), Turnstile(self.per_home)
        self._members = Turnstile(-(-self.per_home // _SHARES))
        self._channels = Turnstile(-(-self.per_home // _CHANNELS))
        # A request with each letter that is typed.
        self._typing = Turnstile(self.per_person * 5)

    def welcomes(self, request: Request) -> bool:
        """Whether requests from there are answered at all."""
        return not self.chats or self.is_admin(request) or not self.chats.isdisjoint(_names(request))

    def wait(self, request: Request, elapsed: float) -> int | None:
        """``None`` for a request in time, else how many seconds to ask for; 0 to say nothing.

        What there is to say about messages is said once; who presses, or waits for an answer that nobody else
        sees, gets to know it each time. One who floods a group is held back before the group is.
        """
        refusal = None if self.is_admin(request) else self._turn(request, elapsed)
        if refusal is None:
            return None
        told = refusal.first or request.action or request.awaited
        return ceil(refusal.seconds) if told else 0

    def _turn(self, request: Request, elapsed: float) -> Refusal | None:
        person, home = request.person_number, _home(request)
        refusal = self._people.turn(person, elapsed)
        if refusal or request.setting is not Setting.GROUP:
            return refusal
        refusal = self._members.turn(f"{home} {person}", elapsed)
        if request.home:
            refusal = refusal or self._channels.turn(str(request.address), elapsed)
        return refusal or self._homes.turn(home, elapsed)

    def lets_type(self, request: Request, elapsed: float) -> bool:
        """Whether there is an answer to what is being typed."""
        return self.welcomes(request) and (
            self.is_admin(request) or self._typing.turn(request.person_number, elapsed) is None
        )

    def is_admin(self, request: Request) -> bool:
        """Whether whoever asks manages the bot."""
        return request.person_number in self.admins


def _names(request: Request) -> set[str]:
    """What an operator may call the place: the chat, the group it is a part of, or the one who is there."""
    address = request.address
    chat = f"{address.platform}:{address.chat}"
    alone = {request.person_number} if request.setting is Setting.PRIVATE else set[str]()
    return {chat, _home(request)} | alone


def _home(request: Request) -> str:
    return f"{request.address.platform}:{request.home or request.address.chat}"
