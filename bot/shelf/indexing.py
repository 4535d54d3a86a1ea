"""Keeping the index in step with the store.

Whoever is about to search brings in what changed meanwhile, whichever process changed it; what would
take long is done in the background, and the search answers from what is there. Work is handed over batch
by batch under the number of the last change, so that processes doing the same do not get in each
other's way, and what was interrupted goes on where it stopped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.errors import IndexUnavailable
from bot.ports import Document, EssayChange, Growing, Index, Store, Withdrawn
from digests.derived import Derived
from digests.errors import DigestsError

# So many essays are brought in while somebody waits for an answer.
PATIENCE = 50
_BATCH = 100
_IMPORTED = 10_000
# An index is made anew when more of it than this is of no use any more, and it is worth the work.
_WORN = 0.3
_SMALL = 500

Progress = Callable[[int, int], None]

_log = logging.getLogger(__name__)


class Readiness(Enum):
    """Whether the index can be asked: it holds everything, not yet everything, or cannot be used now."""

    READY = "ready"
    BEHIND = "behind"
    MISSING = "missing"


@dataclass(slots=True)
class Indexer:
    """Brings an index forward with its store. ``derived`` gives what was worked out from a content."""

    store: Store
    index: Index
    derived: Callable[[str], Awaitable[Derived]]
    _background: asyncio.Task[None] | None = field(default=None)
    # Two that make it anew at once would do the work twice.
    _updating: asyncio.Lock = field(default_factory=asyncio.Lock)
    # How many essays were brought in since the index was put together.
    _scattered: int = field(default=0)
    _trouble: bool = field(default=False)

    async def begin(self) -> None:
        """At a start: look closely whether index and store hold the same, and mend it if not."""
        try:
            if not await self.in_step():
                await self._at_once_or_later()
        except IndexUnavailable as error:
            self._warn(error)

    async def keep_up(self, patience: int = PATIENCE) -> Readiness:
        """Bring in what changed, up to ``patience`` essays; the rest is done in the background.

        Costs next to nothing when nothing changed. Never fails: an index that cannot be used is ``MISSING``.
        """
        try:
            readiness = await self._keep_up(patience)
        except IndexUnavailable as error:
            self._warn(error)
            return Readiness.MISSING
        self._trouble = False
        return readiness

    async def follow(self) -> None:
        """Bring in what was just added, however much it is, while an import goes on."""
        await self.keep_up(_IMPORTED)

    async def update(self, progress: Progress | None = None) -> None:
        """Bring in everything that changed, however long it takes, and mend what is not as it should be."""
        async with self._updating:
            held, library = await self.index.standing(), await self.store.standing()
            if held is not None and held.born in {"", library.born} and held.sequence <= library.sequence:
                await self._advance(self.index, held.sequence, progress)
            if not await self.in_step() or await self._worn():
                await self._renew(progress)
            await self._tidy()

    async def renew(self, progress: Progress | None = None) -> None:
        """Make the index anew from the store; searches go on in the old one until it is done."""
        async with self._updating:
            await self._renew(progress)

    async def in_step(self) -> bool:
        """Whether index and store hold the same."""
        return await self.index.standing() == await self.store.standing()

    async def close(self) -> None:
        """Stop what goes on in the background; it goes on where it stopped, next time."""
        if self._background is not None:
            self._background.cancel()
            await asyncio.gather(self._background, return_exceptions=True)
        try:
            await self._tidy()
        except IndexUnavailable as error:
            self._warn(error)

    def _warn(self, error: IndexUnavailable) -> None:
        """Say it once, until the index can be used again."""
        if not self._trouble:
            _log.warning("searches find titles only: %s", error)
        self._trouble = True

    async def _renew(self, progress: Progress | None) -> None:
        async with self.index.renewal() as renewal:
            await self._advance(renewal, 0, progress)
        self._scattered = 0

    async def _tidy(self) -> None:
        """After an import, put the index together: every search is faster then."""
        if self._scattered > _SMALL:
            await self.index.tidy()
            self._scattered = 0

    async def _keep_up(self, patience: int) -> Readiness:
        reached, last = await self.index.reached(), await self.store.last_change()
        if reached == last:
            return Readiness.READY
        if reached is not None and reached < last:
            lag = await self.store.changes(reached, patience + 1)
            if len(lag) <= patience and await self._advance(self.index, reached):
                return Readiness.READY
        self._later()
        return Readiness.MISSING if reached is None else Readiness.BEHIND

    async def _at_once_or_later(self) -> None:
        if (await self.store.standing()).essays <= PATIENCE:
            await self.update()
        else:
            self._later()

    def _later(self) -> None:
        if self._background is None or self._background.done():
            self._background = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            await self.update()
        except IndexUnavailable as error:
            self._warn(error)
        except Exception:  # noqa: BLE001 - nobody waits for it; the next search tries again
            _log.exception("the index could not be brought up to date")

    async def _worn(self) -> bool:
        standing = await self.store.standing()
        return standing.essays > _SMALL and await self.index.worn() > _WORN

    async def _advance(self, index: Growing, reached: int, progress: Progress | None = None) -> bool:
        """Bring in batch after batch; ``False`` if that cannot be done.

        Where another process does the same and was faster, it goes on from there.
        """
        standing = await self.store.standing()
        done = 0
        while batch := await self.store.changes(reached, _BATCH):
            documents = [await self._document(change) for change in batch]
            moved = await index.advance(standing.born, reached, documents)
            now = batch[-1].sequence if moved else await index.reached()
            if now is None or now <= reached:
                return False
            reached, done = now, done + len(batch)
            self._scattered += len(batch)
            if progress is not None:
                progress(done, max(done, standing.essays))
        return True

    async def _document(self, change: EssayChange) -> Document | Withdrawn:
        if change.record is None:
            return Withdrawn(change.number, change.sequence)
        facts, text = change.record.facts, ""
        keywords, terms = tuple[str, ...](), tuple[str, ...]()
        try:
            derived = await self.derived(change.record.content_hash)
        except LookupError:
            # It was revised since: a later change brings what it says now.
            return Withdrawn(change.number, change.sequence)
        except DigestsError as error:
            _log.warning("essay %s can only be found by its title: %s", change.number, error)
        else:
            text = "\n".join(block.text for block in derived.essay.blocks)
            keywords = derived.keywords
            terms = tuple(term.text for term in derived.candidates)
        return Document(
            change.number,
            change.sequence,
            facts.title,
            text,
            facts.author,
            facts.source,
            facts.date,
            keywords,
            terms,
        )
