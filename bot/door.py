"""The door of the desk: who may come in, and how often."""

from collections import OrderedDict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import ceil

from bot.requests import Request, Setting

_WINDOW = 60.0
_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Window:
    start: float
    count: int = 0


@dataclass(slots=True)
class Turnstile:
    """Lets so many through in each minute that begins with somebody's first request; 0 is no limit.

    Each key is counted alone. Of more than ten thousand keys the longest unused are forgotten.
    """

    limit: int
    _windows: OrderedDict[str, _Window] = field(default_factory=OrderedDict[str, _Window])

    def turn(self, key: str, elapsed: float) -> float | None:
        """``None`` to let it through, else after how many seconds to come again.

        All but the first refusal in a window are 0: what there was to say was said.
        """
        if not self.limit:
            return None
        window = self._window(key, elapsed)
        window.count += 1
        if window.count <= self.limit:
            return None
        return window.start + _WINDOW - elapsed if window.count == self.limit + 1 else 0

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

    ``chats`` and ``admins`` are written like ``telegram:123``. Admins are let in anywhere, at any pace.
    """

    chats: AbstractSet[str] = frozenset()
    admins: AbstractSet[str] = frozenset()
    per_person: int = 0
    per_home: int = 0
    _people: Turnstile = field(init=False)
    _homes: Turnstile = field(init=False)
    _typing: Turnstile = field(init=False)

    def __post_init__(self) -> None:
        self._people, self._homes = Turnstile(self.per_person), Turnstile(self.per_home)
        # A request with each letter that is typed.
        self._typing = Turnstile(self.per_person * 5)

    def welcomes(self, request: Request) -> bool:
        """Whether requests from there are answered at all."""
        return not self.chats or self._is_admin(request) or not self.chats.isdisjoint(_names(request))

    def wait(self, request: Request, elapsed: float) -> int | None:
        """``None`` for a request in time, else how many seconds to ask for; 0 to say nothing.

        One who floods a group is held back before the group is.
        """
        if self._is_admin(request):
            return None
        wait = self._people.turn(_person(request), elapsed)
        if wait is None and request.setting is Setting.GROUP:
            wait = self._homes.turn(_home(request), elapsed)
        return None if wait is None else ceil(wait)

    def lets_type(self, request: Request, elapsed: float) -> bool:
        """Whether there is an answer to what is being typed."""
        return self.welcomes(request) and (
            self._is_admin(request) or self._typing.turn(_person(request), elapsed) is None
        )

    def _is_admin(self, request: Request) -> bool:
        return _person(request) in self.admins


def _names(request: Request) -> set[str]:
    """What an operator may call the place: the chat, the group it is a part of, or the one who is there."""
    address = request.address
    chat = f"{address.platform}:{address.chat}"
    return {chat, _home(request)} | ({_person(request)} if request.setting is Setting.PRIVATE else set[str]())


def _person(request: Request) -> str:
    return f"{request.address.platform}:{request.person}"


def _home(request: Request) -> str:
    return f"{request.address.platform}:{request.home or request.address.chat}"
