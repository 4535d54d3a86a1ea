"""The library: the essays that can be seen, found by number or title, opened and drawn from."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import digests
from bot.ports import Content, EssayRecord, Store
from digests.derived import VERSION, Derived
from digests.query import fold, likeness

_NEAREST = 5
_OPEN_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """An essay of the library with all that was worked out from it."""

    record: EssayRecord
    derived: Derived


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to: ``exact`` essays (one, or several to choose from), else the ``nearest``."""

    exact: tuple[EssayRecord, ...] = ()
    nearest: tuple[EssayRecord, ...] = ()


def derive_content(content: Content) -> Derived:
    """Read and digest the bytes of an essay (slow: tens of milliseconds, no waiting)."""
    return digests.derive(digests.read(content.data, content.name))


@dataclass(slots=True)
class Library:
    """The essays of a store, opened on demand; what is worked out from them is kept there."""

    store: Store
    derive: Callable[[Content], Derived] = derive_content
    _opened: OrderedDict[str, Derived] = field(default_factory=OrderedDict)

    async def open(self, number: int) -> Opened | None:
        """The visible essay of this number, digested now if it was not yet."""
        record = await self.store.essay(number)
        return None if record is None else Opened(record, await self._derived(record.content_hash))

    async def find(self, name: str) -> Found:
        """Essays by number, by title, or by a piece of the title; else those with the nearest titles.

        Width, case and white space do not count. A whole title beats a piece of one.
        """
        wanted = fold(name.strip().lstrip("#＃").strip("《》“”\"'"))
        if wanted.isdecimal():
            record = await self.store.essay(int(wanted[:18]))
            if record is not None:
                return Found(exact=(record,))
        titles = [(number, fold(title)) for number, title in await self.store.titles()]
        exact = [number for number, title in titles if title == wanted]
        exact = exact or [number for number, title in titles if wanted and wanted in title]
        if exact:
            return Found(exact=await self._records(exact))
        ranked = sorted(titles, key=lambda entry: (-likeness(wanted, entry[1]), entry[0]))
        return Found(nearest=await self._records([number for number, _ in ranked[:_NEAREST]]))

    async def _records(self, numbers: Sequence[int]) -> tuple[EssayRecord, ...]:
        records = [await self.store.essay(number) for number in numbers]
        return tuple(record for record in records if record is not None)

    async def _derived(self, content_hash: str) -> Derived:
        known = self._opened.pop(content_hash, None)
        derived = known or await self.store.derived(content_hash, VERSION)
        derived = derived or await self._derive(content_hash)
        self._opened[content_hash] = derived
        while len(self._opened) > _OPEN_AT_ONCE:
            self._opened.popitem(last=False)
        return derived

    async def _derive(self, content_hash: str) -> Derived:
        content = await self.store.content(content_hash)
        if content is None:
            message = f"the store lists an essay whose content {content_hash} it does not hold"
            raise LookupError(message)
        derived = await asyncio.to_thread(self.derive, content)
        await self.store.keep_derived(content_hash, VERSION, derived)
        return derived
