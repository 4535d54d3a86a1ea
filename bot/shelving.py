"""Which file is which essay: decisions from what is known and what is found, touching neither.

An essay is its key first: other text under a known key is a new version of the same essay. Text that
is known from a key that is gone has moved. A second copy of a text whose essay is still there is no
essay of its own, since it would be found, drawn and sent twice; it is reported, and becomes an essay
(or the new place of the old one) when the first copy changes (or goes). What the operator removed
stays removed, whatever its file does.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.ports import (
    AddEssay,
    Change,
    Content,
    Facts,
    FileStamp,
    ForgetFile,
    HideEssay,
    KnownFile,
    MoveEssay,
    RefuseFile,
    ReviseEssay,
)

# The key of the outermost folder: if it is unseen, nothing is gone.
EVERYTHING = ""

_COPY = "has the same text as "


@dataclass(frozen=True, slots=True)
class Good:
    """A file that was read, and holds an essay."""

    content: Content
    facts: Facts


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that was read, and holds none."""

    content_hash: str
    problem: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look at the folder asks for, going by the stamps alone.

    ``read`` are the keys to read: those of essays first, so that a text which has left its key is
    known to have left it before a copy of it turns up; then by name, which is how numbers are given.
    ``back`` are hidden essays whose files are there as they were. ``gone`` are known files that are not.
    """

    read: tuple[str, ...]
    back: tuple[str, ...]
    gone: tuple[str, ...]


def decide(
    known: Mapping[str, KnownFile],
    found: Mapping[str, FileStamp],
    unseen: Collection[str] = (),
    reader: str = "",
) -> Plan:
    """What must be read, what is back, and what is gone.

    ``unseen`` are keys that could not be looked at, those of folders ending in ``/``: nothing is
    decided about them. ``reader`` is the version of the reader: what another one refused is read again.
    """
    there = [file for file in known.values() if file.key in found and not file.removed]
    lasting = {file.content_hash for file in known.values() if _lasts(file, found)}
    read = [file.key for file in there if _must_be_read(file, found[file.key], reader, lasting)]
    back = {file.key for file in there if file.hidden}.difference(read)
    gone = [key for key in known if key not in found and not _is_unseen(key, unseen)]
    read += [key for key in found if key not in known]
    read.sort(key=lambda key: (key not in known or known[key].number is None, key))
    return Plan(tuple(read), tuple(sorted(back)), tuple(sorted(gone)))


class Settling:
    """Turns what was read into changes, one file after the other, in the order of the plan.

    It remembers which text has found its place, and which texts of essays whose files are gone may
    turn up elsewhere.
    """

    def __init__(self, collection: str, known: Mapping[str, KnownFile], plan: Plan, reader: str = "") -> None:
        self._collection = collection
        self._known = known
        self._reader = reader
        self._gone = dict.fromkeys(plan.gone)
        self._place: dict[str, str] = {}
        self._homeless: dict[str, KnownFile] = {}
        for file in known.values():
            if file.number is not None and file.key in self._gone:
                self._homeless.setdefault(file.content_hash, file)
            elif file.number is not None:
                self._place.setdefault(file.content_hash, file.key)

    def settle(self, key: str, stamp: FileStamp, reading: Good | Bad) -> tuple[Change, ...]:
        """What follows from one file that was read."""
        known = self._known.get(key)
        if isinstance(reading, Bad):
            return (self._refuse(key, stamp, reading.content_hash, reading.problem),)
        if known is not None and known.number is not None:
            return (self._stay(known.number, known, stamp, reading),)
        text = reading.content.hash
        if text in self._place:
            return (self._refuse(key, stamp, text, f"{_COPY}{self._place[text]}"),)
        self._place[text] = key
        homeless = self._homeless.pop(text, None)
        if homeless is not None and homeless.number is not None:
            return self._move(homeless.number, homeless, key, stamp, reading)
        return (AddEssay(self._collection, key, stamp, reading.content, reading.facts),)

    def back(self, key: str, stamp: FileStamp) -> Change:
        """A hidden essay's file is there again as it was, with the problem it had, if any."""
        file = self._known[key]
        if file.number is None or file.problem:
            return self._refuse(key, stamp, file.content_hash, file.problem)
        return MoveEssay(file.number, key, stamp)

    def rest(self) -> tuple[Change, ...]:
        """What follows, once every file is settled, for the files that are gone and did not turn up."""
        return tuple(self._leave(self._known[key]) for key in self._gone if not self._known[key].hidden)

    def _stay(self, number: int, file: KnownFile, stamp: FileStamp, reading: Good) -> Change:
        text = reading.content.hash
        if text == file.content_hash:
            return MoveEssay(number, file.key, stamp)
        if self._place.get(file.content_hash) == file.key:
            del self._place[file.content_hash]
        self._place.setdefault(text, file.key)
        return ReviseEssay(number, stamp, reading.content, reading.facts)

    def _move(
        self, number: int, file: KnownFile, key: str, stamp: FileStamp, reading: Good
    ) -> tuple[Change, ...]:
        """It moves; under a name of another kind its text is also read in another way."""
        del self._gone[file.key]
        moved = MoveEssay(number, key, stamp)
        if file.removed or PurePosixPath(file.key).suffix == PurePosixPath(key).suffix:
            return (moved,)
        return (moved, ReviseEssay(number, stamp, reading.content, reading.facts))

    def _leave(self, file: KnownFile) -> Change:
        return ForgetFile(self._collection, file.key) if file.number is None else HideEssay(file.number)

    def _refuse(self, key: str, stamp: FileStamp, content_hash: str, problem: str) -> RefuseFile:
        return RefuseFile(self._collection, key, stamp, content_hash, problem, self._reader)


def _lasts(file: KnownFile, found: Mapping[str, FileStamp]) -> bool:
    """Whether an essay's text is sure to stay where it is, so that a copy of it stays a copy."""
    return file.number is not None and (file.removed or found.get(file.key) == file.stamp)


def _must_be_read(file: KnownFile, stamp: FileStamp, reader: str, lasting: Collection[str]) -> bool:
    if file.stamp != stamp:
        return True
    if file.number is None and file.problem.startswith(_COPY):
        return file.content_hash not in lasting
    return bool(file.problem) and file.reader != reader


def _is_unseen(key: str, unseen: Collection[str]) -> bool:
    """Whether the key, or a folder it is in, could not be looked at."""
    return key in unseen or any(folder in unseen for folder in _folders(key))


def _folders(key: str) -> Iterator[str]:
    """The keys of the folders a key is in, the outermost (which has none) first."""
    yield EVERYTHING
    for position, character in enumerate(key):
        if character == "/":
            yield key[: position + 1]
