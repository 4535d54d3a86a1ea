"""Bringing the library in line with a folder: look, read what changed, shelve it batch by batch.

Every batch is kept as soon as it is read, so that a large import can be watched, interrupted, and
taken up again where it stopped.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import FolderUnavailable
from bot.folder import Scan
from bot.ports import (
    AddEssay,
    Change,
    Clock,
    Content,
    Facts,
    FileStamp,
    HideEssay,
    KnownFile,
    MoveEssay,
    RefuseFile,
    ReviseEssay,
    Store,
)
from bot.shelving import EVERYTHING, Bad, Good, Settling, decide
from bot.sources import source_of
from digests.derived import VERSION, Derived
from digests.errors import UnreadableEssay

_BATCH = 50
_BATCH_BYTES = 8_000_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ShelvingReport:
    """How many essays were added, revised, and so on, and which files (by key) have which problem.

    ``problems`` are all there are now, those of earlier looks too.
    """

    added: int = 0
    revised: int = 0
    moved: int = 0
    hidden: int = 0
    shown: int = 0
    unchanged: int = 0
    problems: tuple[tuple[str, str], ...] = ()


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
    keep_missing: bool = False,
) -> ShelvingReport:
    """Make the collection what the folder (or the one file, or its lines) holds.

    ``derive`` reads and digests the bytes of an essay, and raises ``UnreadableEssay`` for what is
    none. ``progress`` is told how many files are read, and of how many. ``kept`` is called after each
    batch that was kept. ``keep_missing`` is for files
    that the operator adds by hand: essays whose files are not among them stay as they are, and removed
    ones whose files are come back. Raises ``FolderUnavailable``
    if the folder is missing, or is empty though essays of it are known (then a disk that is not
    mounted is likelier than that all was thrown away), and ``StoreUnavailable``.
    """
    source = source_of(folder)
    found = await asyncio.to_thread(source.scan)
    known = await store.known_files(collection)
    unseen = {*found.problems}
    if keep_missing:
        known = {key: file for key, file in known.items() if not (file.removed and key in found.files)}
        unseen.add(EVERYTHING)
    else:
        _check_not_emptied(folder, found, known)
    plan = decide(known, found.files, unseen, VERSION)
    read = set(plan.read)
    resting = [known[key] for key in found.files if key in known and key not in read]
    intake = _Intake(store, clock, known, Settling(collection, known, plan, VERSION), kept)
    intake.note(found.problems, [file for file in resting if not file.removed])
    contents = source.contents(plan.read)
    for done in range(1, len(plan.read) + 1):
        key, reading = await asyncio.to_thread(_read_next, contents, derive)
        await intake.take(key, found.files[key], reading)
        if progress is not None:
            progress(done, len(plan.read))
    await intake.finish({key: found.files[key] for key in plan.back})
    return ShelvingReport(**intake.counts, problems=tuple(sorted(intake.problems.items())))


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading one file gave; ``derived`` for an essay only."""

    outcome: Good | Bad | str
    derived: Derived | None = None


def _read_next(
    contents: Iterator[tuple[str, Content | OSError]], derive: Callable[[Content], Derived]
) -> tuple[str, _Read]:
    key, content = next(contents)
    if isinstance(content, OSError):
        return key, _Read(content.strerror or str(content))
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
    known: Mapping[str, KnownFile]
    settling: Settling
    kept: Callable[[], Awaitable[None]] | None
    problems: dict[str, str] = field(default_factory=dict[str, str])
    counts: Counter[str] = field(default_factory=Counter[str])
    _changes: list[Change] = field(default_factory=list[Change])
    _derived: dict[str, Derived] = field(default_factory=dict[str, Derived])
    _bytes: int = 0

    def note(self, unseen: Mapping[str, str], resting: Sequence[KnownFile]) -> None:
        """What the report says of files that could not be looked at, and of those not read again."""
        self.problems |= unseen
        self.problems |= {file.key: file.problem for file in resting if file.problem}
        self.counts["unchanged"] += sum(not (file.problem or file.hidden) for file in resting)

    async def take(self, key: str, stamp: FileStamp, reading: _Read) -> None:
        outcome = reading.outcome
        if isinstance(outcome, str):
            self.problems[key] = outcome
            return
        for change in self._add(self.settling.settle(key, stamp, outcome)):
            if isinstance(change, AddEssay | ReviseEssay) and reading.derived is not None:
                self._derived[change.content.hash] = reading.derived
                self._bytes += len(change.content.data)
        if len(self._changes) >= _BATCH or self._bytes >= _BATCH_BYTES:
            await self._write()

    async def finish(self, back: Mapping[str, FileStamp]) -> None:
        """Write what is left, and what follows from the files that are back or gone."""
        self._add(tuple(self.settling.back(key, stamp) for key, stamp in back.items()))
        self._add(self.settling.rest())
        await self._write()

    def _add(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        for change in changes:
            outcome = _outcome(change, self.known)
            if outcome is not None:
                self.counts[outcome] += 1
            if isinstance(change, RefuseFile):
                self.problems[change.key] = change.problem
        self._changes += changes
        return changes

    async def _write(self) -> None:
        if self._changes:
            await self.store.apply(self._changes, self.clock.now())
        keeping = (self.store.keep_derived(text, VERSION, derived) for text, derived in self._derived.items())
        await asyncio.gather(*keeping)
        self._changes, self._derived, self._bytes = [], {}, 0
        if self.kept is not None:
            await self.kept()


def _check_not_emptied(folder: Path, found: Scan, known: Mapping[str, KnownFile]) -> None:
    visible = [
        file for file in known.values() if file.number is not None and not (file.hidden or file.removed)
    ]
    if visible and not found.files:
        raise FolderUnavailable(
            f"{folder}: there is no essay in it, but {len(visible)} are known from it, and they stay. "
            "Is its disk mounted? Essays that are meant to go can be removed one by one."
        )


def _outcome(change: Change, known: Mapping[str, KnownFile]) -> str | None:
    """What a change counts as in the report; a refused file is listed instead."""
    match change:
        case AddEssay():
            return "added"
        case ReviseEssay():
            return "revised"
        case HideEssay():
            return "hidden"
        case MoveEssay(_, key):
            file = known.get(key)
            if file is None or file.number is None:
                return "moved"
            return "shown" if file.hidden else "unchanged"
        case _:
            return None
