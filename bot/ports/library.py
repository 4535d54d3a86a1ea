"""The library: how far it has come, and the store of it as a narrow interface."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.changes import Change
from bot.ports.essays import Content, EssayRecord, Facts, KnownFile
from digests.derived import Derived


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a library, or an index of it, has come: equal if they hold the same.

    ``born`` tells one library from another (``""`` for an empty one), ``sequence`` is the last change,
    ``essays`` how many can be seen, ``check`` the sum of the changes that brought these.
    """

    born: str
    sequence: int
    essays: int
    check: int


@dataclass(frozen=True, slots=True)
class EssayChange:
    """The last change of one essay that a search has to know; no ``record`` if it is not to be seen."""

    sequence: int
    number: int
    record: EssayRecord | None


class LibraryStore(Protocol):
    """What is remembered of the library. Each method is one transaction."""

    async def known_files(self, collection: str) -> Mapping[str, KnownFile]:
        """All files of a collection that were ever read, by key, hidden and removed ones too."""
        ...

    async def holders(self, content_hashes: Collection[str]) -> Sequence[tuple[str, KnownFile]]:
        """The essays with these texts, hidden and removed ones too, by number: collection and file."""
        ...

    async def apply(self, changes: Sequence[Change], at: datetime) -> Sequence[int | None]:
        """Make all the changes or none; for each, the essay's number (``None`` where there is none).

        ``LookupError`` for a change to an essay that was never added.
        """
        ...

    async def count(self) -> int:
        """How many essays can be seen (neither hidden nor removed)."""
        ...

    async def essay(self, number: int) -> EssayRecord | None:
        """The visible essay of this number."""
        ...

    async def had(self, number: int) -> bool:
        """Whether there is an essay of this number, or was one: no other ever gets its number."""
        ...

    async def title(self, number: int) -> str | None:
        """What the essay of this number is called, or was while it could be seen."""
        ...

    async def essays(self, offset: int = 0, limit: int | None = None) -> Sequence[EssayRecord]:
        """Visible essays by number."""
        ...

    async def latest(self, offset: int = 0, limit: int | None = None) -> Sequence[EssayRecord]:
        """Visible essays, the newest first: by their date, else the day they were added; then number."""
        ...

    async def titles(self) -> Sequence[tuple[int, str]]:
        """Number and title of every visible essay."""
        ...

    async def arrivals(self) -> Sequence[tuple[int, datetime]]:
        """Number of every visible essay, and when it was added, in the order in which they were."""
        ...

    async def last_change(self) -> int:
        """The sequence number of the last change to what can be seen of the library; 0 for none yet."""
        ...

    async def changes(self, after: int, limit: int) -> Sequence[EssayChange]:
        """The essays that changed since then, each with its last change, in the order of these."""
        ...

    async def standing(self) -> Standing:
        """How far the library has come."""
        ...

    async def content(self, content_hash: str) -> Content | None:
        """The bytes an essay was read from."""
        ...

    async def derived(self, content_hash: str, version: str) -> Derived | None:
        """What this version of the reader and ranker made of a content, if it was kept."""
        ...

    async def keep_derived(self, content_hash: str, version: str, derived: Derived) -> None:
        """Keep it and let go of what other versions made of the same content.

        Nothing is kept if the content was let go of meanwhile (its essay was revised).
        """
        ...

    async def underived(self, version: str, limit: int) -> Sequence[EssayRecord]:
        """Visible essays for which nothing is kept under this version, by number."""
        ...

    async def renew_facts(self, number: int, facts: Facts) -> None:
        """Replace the facts of an essay (a newer reader sees more). ``LookupError`` if it was never added."""
        ...
