"""From the places of the texts to the changes of the library, touching neither files nor store.

Essays change their places before anything new is added under the keys they leave. A look that was cut
short does no harm: the next one finds the texts that have not got their places. What the operator
removed stays removed, whatever its own file does, until it is added by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.ports import (
    AddEssay,
    Change,
    Content,
    Facts,
    ForgetFile,
    HideEssay,
    KnownFile,
    MoveEssay,
    NoteCopy,
    RefuseFile,
    RestoreEssay,
    ReviseEssay,
)
from bot.shelf.places import Look, arrange


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


class Settling:
    """Turns a look into changes: first those that need no reading, then those of each file that is read.

    ``asked`` are the files to read; when they are settled, those of ``heirs``, which have the same bytes
    as one that could not be read under its name. ``texts`` are the hashes of all. ``copies`` are the
    files with the text of an essay that is in another file.
    """

    def __init__(self, collection: str, look: Look, reader: str = "") -> None:
        self._collection = collection
        self._reader = reader
        self._look = look
        self._places = arrange(look)
        self._owners = dict(self._places.asked)
        self._settled = set[str]()
        self._retreats = set[str]()
        self.asked = tuple(self._owners)
        self.heirs = list[str]()
        self.texts = self._places.text
        self.copies = dict(self._places.copies)

    def begin(self) -> Iterator[Change]:
        """The changes that need no reading."""
        essays = self._places.essays
        yield from (HideEssay(number) for number in self._places.lost if not essays[number].hidden)
        yield from self._forget()
        yield from (change for key in self._in_order() for change in self._stay_or_move(key))
        yield from self._remember_unreadable()
        yield from (change for key in self._places.copies for change in self._copy(key))
        yield from self._restore()

    def settle(self, key: str, reading: Good | Bad) -> Iterator[Change]:
        """What follows from one file that was read."""
        if isinstance(reading, Bad):
            self._bequeath(reading.content_hash)
            yield from self._retreat(key)
            yield from self._refuse_read(key, reading)
        elif reading.content.hash in self._settled:
            self.copies[key] = reading.content.hash
            yield from self._copy(key)
        else:
            self._settled.add(reading.content.hash)
            yield from self._take_in(key, reading)
            for twin in self._places.twins.get(reading.content.hash, ()):
                self.copies[twin] = reading.content.hash
                yield from self._copy(twin)

    def unchanged(self) -> int:
        """How many essays that can be seen are in their files as they were."""
        files = [self._places.essays[number] for key, number in self._places.at.items() if self._rests(key)]
        return sum(not (file.removed or file.problem) for file in files)

    def _forget(self) -> Iterator[Change]:
        for key in self._look.gone:
            if self._look.known[key].number is None:
                yield ForgetFile(self._collection, key)

    def _in_order(self) -> Iterator[str]:
        """The places of the essays, each after that of the essay that leaves it.

        So none is hidden on the way (and taken for changed by a search), except for one of each circle.
        """
        place = {number: key for key, number in self._places.at.items()}
        seen = set[str]()
        for start in self._places.at:
            key: str | None = start
            chain = list[str]()
            while key is not None and key not in seen:
                seen.add(key)
                chain.append(key)
                leaving = self._look.known.get(key)
                key = None if leaving is None or leaving.number is None else place.get(leaving.number)
            yield from reversed(chain)

    def _rests(self, key: str) -> bool:
        """Whether an essay that has its place at this key has had it, just so."""
        file = self._places.essays[self._places.at[key]]
        if key not in self._look.found or file is not self._look.known.get(key) or file.hidden:
            return False
        mended = bool(file.problem) and key in self._places.text
        return not mended and file.stamp == self._look.found[key]

    def _stay_or_move(self, key: str) -> Iterator[Change]:
        if key not in self._look.found or key in self._owners or self._rests(key):
            return
        number = self._places.at[key]
        file = self._places.essays[number]
        if key in self._places.text:
            yield self._move(key, number)
        else:
            yield self._refuse(key, file.content_hash, file)

    def _remember_unreadable(self) -> Iterator[Change]:
        """A bad file stays known as such when the text of the essay that it was has turned up elsewhere."""
        for key in self._look.found:
            if key not in self._places.text and key not in self._places.at:
                file = self._look.known[key]
                if file.number is not None:
                    yield self._refuse(key, "", file)

    def _copy(self, key: str) -> Iterator[Change]:
        stamp, text = self._look.found[key], self.copies[key]
        copy = KnownFile(key, stamp, text)
        if self._look.known.get(key) != copy:
            yield NoteCopy(self._collection, key, stamp, text)

    def _restore(self) -> Iterator[Change]:
        """What was removed and is added by hand comes back."""
        files = (*self._places.essays.values(), *self._look.elsewhere.values())
        removed = {file.content_hash: file.number for file in files if file.removed}
        found = {removed.get(self._places.text.get(key, "")) for key in self._look.named or ()}
        yield from (RestoreEssay(number) for number in found if number is not None)

    def _refuse(self, key: str, content_hash: str, file: KnownFile) -> Change:
        stamp = self._look.found[key]
        return RefuseFile(self._collection, key, stamp, content_hash, file.problem, file.reader)

    def _refuse_read(self, key: str, reading: Bad) -> Iterator[Change]:
        """An essay that moved here and cannot be read under its new name is nowhere."""
        stamp = self._look.found[key]
        yield RefuseFile(self._collection, key, stamp, reading.content_hash, reading.problem, self._reader)
        number = self._places.at.get(key)
        if number is not None and not self._places.essays[number].hidden:
            yield HideEssay(number)

    def _retreat(self, key: str) -> Iterator[Change]:
        """An essay whose file turned bad goes to a copy of its text that was to be an essay of its own."""
        number = self._owners[key]
        if number is None or key in self._places.at:
            return
        text = self._places.essays[number].content_hash
        for other in self.asked:
            if self._owners[other] is None and self._places.text[other] == text:
                self._owners[other] = number
                self._retreats.add(other)
                yield self._move(other, number)
                return

    def _take_in(self, key: str, reading: Good) -> Iterator[Change]:
        number, stamp = self._owners[key], self._look.found[key]
        if number is None:
            yield AddEssay(self._collection, key, stamp, reading.content, reading.facts)
            return
        file = self._places.essays[number]
        if file is not self._look.known.get(key) and key not in self._retreats:
            yield self._move(key, number)
        yield ReviseEssay(number, stamp, reading.content, reading.facts)
        if file.removed and key in (self._look.named or ()) and file.content_hash != reading.content.hash:
            yield RestoreEssay(number)

    def _move(self, key: str, number: int) -> Change:
        return MoveEssay(number, key, self._look.found[key], self._collection)

    def _bequeath(self, content_hash: str) -> None:
        for heir in self._places.twins.pop(content_hash, ()):
            self.heirs.append(heir)
            self._owners[heir] = self._places.owner(heir)
