"""Bringing the library in line with a folder: look, read what changed, shelve it batch by batch.

Every batch is kept as soon as it is read, so that a large import can be watched, interrupted, and
taken up again where it stopped.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.errors import FolderUnavailable
from bot.ports import (
    AddEssay,
    Change,
    Clock,
    Content,
    Facts,
    HideEssay,
    KnownFile,
    MoveEssay,
    RefuseFile,
    RestoreEssay,
    ReviseEssay,
    Store,
)
from bot.shelf.folder import Scan, reason
from bot.shelf.looking import look_at, look_by_hand, with_elsewhere
from bot.shelf.places import Look
from bot.shelf.shelving import Bad, Good, Settling
from bot.shelf.sources import Source, source_of
from bot.shelf.stillness import Stillness
from digests.derived import VERSION, Derived
from digests.errors import UnreadableEssay

_BATCH = 50
_BATCH_BYTES = 8_000_000
_NUMBER = re.compile(r"(\d+)")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ShelvingReport:
    """How many essays were added, revised, and so on.

    ``copies`` are files (by key) whose text is that of an essay in another file, with its number;
    ``problems`` are those that cannot be read, and why. Both are all there are now, those of earlier
    looks too. ``refused`` are those (by key) that were read now and hold no essay.
    """

    added: int = 0
    revised: int = 0
    moved: int = 0
    hidden: int = 0
    shown: int = 0
    unchanged: int = 0
    copies: tuple[tuple[str, int], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()


def facts_of(derived: Derived) -> Facts:
    """What lists show of an essay."""
    essay = derived.essay
    return Facts(essay.title, essay.author, essay.date, essay.source, derived.characters, derived.language)


async def shelve(  # noqa: PLR0913 - all that an import is made of
    store: Store,
    folder: Path,
    collection: str,
    clock: Clock,
    derive: Callable[[Content], Derived],
    progress: Progress | None = None,
    *,
    kept: Callable[[], Awaitable[None]] | None = None,
    prefix: str = "",
    by_hand: bool = False,
    seen_before: bool = False,
    stillness: Stillness | None = None,
) -> ShelvingReport:
    """Make the collection what the folder (or the one file, or its lines) holds.

    ``derive`` reads and digests the bytes of an essay, and raises ``UnreadableEssay`` for what is
    none. ``progress`` is told how many files are read, and of how many. ``kept`` is called after each
    batch that was kept. ``prefix`` is what all keys begin with. ``by_hand`` is for files that the
    operator adds: essays whose files are not among them stay as they are, and removed ones whose texts
    are come back. ``seen_before`` is for a folder that was looked at when it last was in line. With a
    ``stillness`` files that are being written are left for a later look. Raises
    ``FolderUnavailable`` if the folder is missing, or holds none of the essays known from it and is empty
    or was seen before (then a disk that is not mounted is likelier than that all was thrown away), and
    ``StoreUnavailable``.
    """
    source = source_of(folder, prefix)
    found = await asyncio.to_thread(_scan, source, by_hand=by_hand)
    known = await store.known_files(collection)
    if stillness is not None:
        found = await asyncio.to_thread(stillness.settled, found, known)
    seen = await asyncio.to_thread(look_by_hand if by_hand else look_at, source, found, known, VERSION)
    if not by_hand and (seen_before or not found.files):
        _check_not_emptied(folder, seen.look)
    look = await with_elsewhere(store, folder, collection, seen.look)
    intake = _Intake(store, clock, look, Settling(collection, look, VERSION), kept)
    await intake.begin(seen.problems)
    await intake.read(source, intake.settling.asked, derive, progress)
    await intake.read(source, intake.settling.heirs, derive, progress)
    await intake.write()
    return await intake.report()


def _scan(source: Source, *, by_hand: bool) -> Scan:
    try:
        return source.scan()
    except FolderUnavailable as error:
        if by_hand:
            raise
        raise FolderUnavailable(
            f"{error}. DIGESTBOT_ESSAYS names the folder of the essays; what is known of it stays as it is."
        ) from error


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading one file gave; ``derived`` for an essay only."""

    outcome: Good | Bad | str
    derived: Derived | None = None


def _read_next(
    contents: Iterator[tuple[str, Content | OSError]],
    texts: Mapping[str, str],
    derive: Callable[[Content], Derived],
) -> tuple[str, _Read]:
    key, content = next(contents)
    if isinstance(content, OSError):
        return key, _Read(reason(content))
    if content.hash != texts[key]:
        return key, _Read("it changed while it was read; the next look takes it as it is then")
    return key, _read(content, derive)


def _read(content: Content, derive: Callable[[Content], Derived]) -> _Read:
    """A problem that may pass without the file changing is text, and is not remembered."""
    try:
        derived = derive(content)
    except UnreadableEssay as error:
        return _Read(Bad(content.hash, str(error)))
    except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not stop the others
        return _Read(f"the bot failed to read it, please report this: {type(error).__name__}: {error}")
    return _Read(Good(content, facts_of(derived)), derived)


@dataclass(slots=True)
class _Intake:
    """Collects changes, and writes them when there are enough."""

    store: Store
    clock: Clock
    look: Look
    settling: Settling
    kept: Callable[[], Awaitable[None]] | None
    problems: dict[str, str] = field(default_factory=dict[str, str])
    refused: list[str] = field(default_factory=list[str])
    counts: Counter[str] = field(default_factory=Counter[str])
    _essays: dict[int, KnownFile] = field(init=False)
    _changes: list[Change] = field(default_factory=list[Change])
    _derived: dict[str, Derived] = field(default_factory=dict[str, Derived])
    _bytes: int = 0

    def __post_init__(self) -> None:
        others = (replace(file, hidden=False) for file in self.look.elsewhere.values())
        files = (*self.look.known.values(), *others)
        self._essays = {file.number: file for file in files if file.number is not None}

    async def begin(self, unseen: Mapping[str, str]) -> None:
        """Note what could not be looked at and what is as it was, and make what needs no reading."""
        self.problems |= unseen
        for key in self.look.found:
            file = self.look.known.get(key)
            if file is not None and file.problem and key not in self.look.texts and not file.removed:
                self.problems[key] = file.problem
        self.counts["unchanged"] += self.settling.unchanged()
        for change in self.settling.begin():
            await self._take([change])

    async def read(
        self,
        source: Source,
        keys: Sequence[str],
        derive: Callable[[Content], Derived],
        progress: Progress | None,
    ) -> None:
        """Read these files, and make what follows from each."""
        contents = source.contents(keys)
        for done in range(1, len(keys) + 1):
            key, reading = await asyncio.to_thread(_read_next, contents, self.settling.texts, derive)
            if isinstance(reading.outcome, str):
                self.problems[key] = reading.outcome
            else:
                await self._take(self.settling.settle(key, reading.outcome), reading.derived)
            if progress is not None:
                progress(done, len(keys))

    async def write(self) -> None:
        """Make the changes that were collected."""
        if self._changes:
            await self.store.apply(self._changes, self.clock.now())
        keeping = (self.store.keep_derived(text, VERSION, derived) for text, derived in self._derived.items())
        await asyncio.gather(*keeping)
        self._changes, self._derived, self._bytes = [], {}, 0
        if self.kept is not None:
            await self.kept()

    async def report(self) -> ShelvingReport:
        """What came of it; of the copies those that were named, if the files were added by hand."""
        copies = self.settling.copies
        holders = await self.store.holders(set(copies.values()))
        numbers = {file.content_hash: file.number for _, file in reversed(holders)}
        told = [(key, numbers.get(text)) for key, text in sorted(copies.items()) if self._is_named(key)]
        return ShelvingReport(
            **self.counts,
            copies=tuple((key, number) for key, number in told if number is not None),
            problems=tuple(sorted(self.problems.items(), key=_by_number)),
            refused=tuple(self.refused),
        )

    def _is_named(self, key: str) -> bool:
        return self.look.named is None or key in self.look.named

    async def _take(self, changes: Iterable[Change], derived: Derived | None = None) -> None:
        for change in changes:
            self._count(change)
            self._changes.append(change)
            if isinstance(change, AddEssay | ReviseEssay) and derived is not None:
                self._derived[change.content.hash] = derived
                self._bytes += len(change.content.data)
        if len(self._changes) >= _BATCH or self._bytes >= _BATCH_BYTES:
            await self.write()

    def _count(self, change: Change) -> None:
        """Count what can be seen of a change: nothing of what was removed, except that it is back."""
        if isinstance(change, RefuseFile):
            file = self.look.known.get(change.key)
            if file is None or not file.removed:
                self.problems[change.key] = change.problem
                if file is None or file.problem != change.problem:
                    self.refused.append(change.key)
        outcome = _outcome(change, self._essays)
        if outcome is not None:
            self.counts[outcome] += 1


def _by_number(problem: tuple[str, str]) -> list[tuple[int, str]]:
    """The order in which people count: line 4 before line 11."""
    return [(int(part[:18]) if part.isdecimal() else 0, part) for part in _NUMBER.split(problem[0])]


def _check_not_emptied(folder: Path, look: Look) -> None:
    """One essay that goes is thrown away; when several go at once and none stays, something else is wrong."""
    visible = [
        file for file in look.known.values() if file.number is not None and not (file.hidden or file.removed)
    ]
    texts = set(look.texts.values())
    there = any(file.key in look.found or file.content_hash in texts for file in visible)
    if not there and (len(visible) > 1 or (visible and not look.found)):
        raise FolderUnavailable(
            f"{folder}: not one of the essays known from it is there ({len(visible)}), and they stay. Is its "
            "disk mounted, and does DIGESTBOT_ESSAYS name the right folder? Essays that are meant to go can "
            "be removed one by one."
        )


def _outcome(change: Change, essays: Mapping[int, KnownFile]) -> str | None:
    """What a change counts as in the report; what is no essay is listed instead."""
    match change:
        case AddEssay():
            return "added"
        case RestoreEssay():
            return "shown"
        case ReviseEssay(number) | HideEssay(number) | MoveEssay(number) if essays[number].removed:
            return None
        case ReviseEssay():
            return "revised"
        case HideEssay():
            return "hidden"
        case MoveEssay(number, key):
            if essays[number].hidden:
                return "shown"
            return "unchanged" if essays[number].key == key else "moved"
        case _:
            return None
