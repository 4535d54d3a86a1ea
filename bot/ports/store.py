"""Everything the bot remembers, as one interface."""

from typing import Protocol

from bot.ports.library import LibraryStore
from bot.ports.people import PeopleStore


class Store(LibraryStore, PeopleStore, Protocol):
    """Everything the bot remembers. Each method is one transaction."""

    async def close(self) -> None:
        """Finish what is being written and let go of the medium."""
        ...
