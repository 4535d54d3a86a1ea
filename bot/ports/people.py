"""What persons and chats have chosen, read and saved: the records, and the store of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from digests.model import Place


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a person stopped reading an essay (the version they read)."""

    number: int
    version: int
    block: int
    start: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Something on a person's shelf. ``quote`` is the sentence that was saved, ``""`` for all of it."""

    number: int
    saved_at: datetime
    quote: str = ""
    place: Place | None = None


class PeopleStore(Protocol):
    """What is remembered of persons and chats. Each method is one transaction."""

    async def preferences(self, scope: str) -> Mapping[str, str]:
        """What was chosen for a scope: a chat's or a person's key."""
        ...

    async def prefer(self, scope: str, name: str, value: str | None) -> None:
        """Choose a value, or with ``None`` go back to the default."""
        ...

    async def bookmark(self, person: str, number: int) -> Bookmark | None:
        """Where this person stopped in this essay."""
        ...

    async def latest_bookmark(self, person: str) -> Bookmark | None:
        """Where this person last read, in whichever visible essay."""
        ...

    async def keep_bookmark(self, person: str, bookmark: Bookmark, at: datetime) -> None:
        """Remember where this person is in the essay."""
        ...

    async def saved(self, person: str, offset: int = 0, limit: int | None = None) -> Sequence[Saved]:
        """The person's shelf, also what cannot be seen any more, the newest first."""
        ...

    async def save(self, person: str, saved: Saved) -> bool:
        """Put on the shelf; ``False`` if the same (essay and quote) was there already."""
        ...

    async def unsave(self, person: str, number: int, quote: str = "") -> bool:
        """Take off the shelf; ``False`` if it was not there."""
        ...

    async def shown(self, chat: str) -> frozenset[int]:
        """Numbers of the essays that ``/random`` showed in this chat since its last new round."""
        ...

    async def mark_shown(self, chat: str, number: int, *, new_round: bool = False) -> None:
        """Note that an essay was drawn; with ``new_round`` forget the earlier ones first."""
        ...

    async def last_essay(self, chat: str) -> int | None:
        """The essay this chat saw last, if it is visible."""
        ...

    async def note_last_essay(self, chat: str, number: int) -> None:
        """Remember the essay this chat saw last."""
        ...

    async def digest(self, chat: str, day: date) -> int | None:
        """The essay this chat is given on this day, if that was settled and it is visible."""
        ...

    async def keep_digest(self, chat: str, day: date, number: int) -> None:
        """Settle which essay this chat is given on this day, and let go of the days before it."""
        ...

    async def keep_action(self, data: str, at: datetime) -> str:
        """Keep an encoded action too long for a button; its key, as ``bot.actions.key_of`` gives it.

        Keeping it again counts as new.
        """
        ...

    async def kept_action(self, key: str) -> str | None:
        """The action under a key, if it is still kept."""
        ...

    async def drop_actions(self, before: datetime) -> int:
        """Let go of actions not kept since then; how many there were."""
        ...

    async def move_chat(self, platform: str, old: str, new: str) -> None:
        """All that was kept of a chat and its threads belongs to the chat it became.

        What the new chat has already stays.
        """
        ...

    async def forget(self, scopes: Iterable[str]) -> int:
        """Erase all that is kept under these persons and chats; how many rows there were."""
        ...

    async def export(self, scopes: Iterable[str]) -> Mapping[str, object]:
        """All that is kept under these persons and chats, as JSON-able values."""
        ...
