"""Which text stands where, and whose it is: from what is known and what is found, touching neither.

An essay is its text first: a known text that no longer stands where it stood has moved to where it
stands now, whoever took its old key. Then it is its key: new text under a key whose old text is nowhere
is a new version of the same essay. A text belongs to the file in which it was found first, as long as
that is there; in any other file, of whichever collection, it is a copy and no essay of its own, since it
would be found, drawn and sent twice. An essay whose text is nowhere is hidden, and comes back with it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.ports import FileStamp, KnownFile


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the files of a collection gave.

    ``known`` are its files as the store remembers them, ``found`` those that are there, ``gone`` those
    that are not; of the others nothing is known now. ``texts`` are the hashes of the files that
    ``unread`` names. ``elsewhere`` are the essays of other collections by their text, ``hidden`` if their
    file is gone. ``named`` are the keys that the operator adds by hand, if that is so.
    """

    known: Mapping[str, KnownFile]
    found: Mapping[str, FileStamp]
    texts: Mapping[str, str]
    gone: Collection[str] = ()
    elsewhere: Mapping[str, KnownFile] = field(default_factory=dict[str, KnownFile])
    named: Collection[str] | None = None


def unread(known: Mapping[str, KnownFile], found: Mapping[str, FileStamp], reader: str = "") -> list[str]:
    """The files whose text is not known: new and changed ones, and what another reader refused."""
    return [key for key, stamp in found.items() if not _is_known(known.get(key), stamp, reader)]


def arrange(look: Look) -> "Places":
    """Give every text of a look its place."""
    places = Places(look)
    places.stand()
    places.move(to_copies=False)
    places.move(to_copies=True)
    places.stay_unreadable()
    places.share_out()
    places.ask_for_other_kinds()
    return places


@dataclass(slots=True)
class Places:
    """What is where.

    ``text`` are the texts of the files, ``essays`` the known essays by number, and ``at`` those that have
    a place, by its key. ``asked`` are the files to read, with the essay they are or become (``None``: a
    new one); ``twins`` the other files with such a text; ``copies`` those with the text of an essay that
    is in another file.
    """

    look: Look
    text: dict[str, str] = field(init=False)
    essays: dict[int, KnownFile] = field(init=False)
    at: dict[str, int] = field(default_factory=dict[str, int])
    asked: dict[str, int | None] = field(default_factory=dict[str, int | None])
    twins: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    copies: dict[str, str] = field(default_factory=dict[str, str])
    _placed: set[int] = field(default_factory=set[int])
    _taken: set[str] = field(default_factory=set[str])
    _reserved: dict[str, str] = field(default_factory=dict[str, str])
    _ousted: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        known = self.look.known.values()
        self.text = dict(_texts(self.look))
        self.essays = {file.number: file for file in known if file.number is not None}
        self._ousted = {file.key.partition("//")[2]: number for number, file in self.essays.items()}

    @property
    def lost(self) -> list[int]:
        """The essays whose text is nowhere."""
        revised = set(self.asked.values())
        return [number for number in self.essays if number not in self._placed and number not in revised]

    def owner(self, key: str) -> int | None:
        """The essay that a new text under this key is a version of, if any."""
        file = self.look.known.get(key)
        number = self._ousted.get(key) if file is None or file.number is None else file.number
        return None if number in self._placed else number

    def stand(self) -> None:
        """Essays whose text is where it was stay there, and those of which nothing is known now."""
        for number, file in self.essays.items():
            if file.key in self.look.found:
                stands = self.text.get(file.key) == file.content_hash
            else:
                stands = not file.hidden and file.key not in self.look.gone
            if stands:
                self._put(number, file.key)

    def move(self, *, to_copies: bool) -> None:
        """Essays whose text has left its key follow it.

        A file that was known as a copy has not moved: it becomes the place of its essay only if that
        one's own file is gone or another's, for else that file's new text is a version of the essay.
        """
        spots = self._spots(to_copies=to_copies)
        for number in self._loose():
            file = self.essays[number]
            if file.content_hash in self._taken or (to_copies and self._reserve(file.key)):
                continue
            if file.content_hash in spots:
                self._put(number, spots[file.content_hash])

    def stay_unreadable(self) -> None:
        """Essays whose file turned bad, and whose text turned up nowhere else, stay there."""
        for number in self._loose():
            key = self.essays[number].key
            if key in self.look.found and key not in self.text and key not in self.at:
                self._put(number, key)

    def share_out(self) -> None:
        """Every text that has no place yet is a copy, comes from elsewhere, or has to be read."""
        owned = {key: self.owner(key) for key in self.text.keys() - self.at.keys()}
        reserved = set(self._reserved.values())
        for key in sorted(owned, key=lambda key: (key not in reserved, owned[key] is None, key)):
            text, holder = self.text[key], self.look.elsewhere.get(self.text[key])
            if text in self._taken or (holder is not None and not holder.hidden):
                self.copies[key] = text
            elif holder is not None and holder.number is not None:
                self.essays[holder.number] = holder
                self._put(holder.number, key)
            elif text in self.twins:
                self.twins[text].append(key)
            else:
                self.twins[text] = []
                self.asked[key] = owned[key]

    def ask_for_other_kinds(self) -> None:
        """Under a name of another kind an essay's text is read in another way: these come first."""
        moved = {key: n for key, n in self.at.items() if _kind(key) != _kind(self.essays[n].key)}
        self.asked = {**moved, **self.asked}

    def _put(self, number: int, key: str) -> None:
        self.at[key] = number
        self._placed.add(number)
        self._taken.add(self.essays[number].content_hash)

    def _loose(self) -> list[int]:
        """The essays without a place, those that could be seen until now first."""
        loose = self.essays.keys() - self._placed
        return sorted(loose, key=lambda n: (self.essays[n].hidden, self.essays[n].removed, n))

    def _spots(self, *, to_copies: bool) -> dict[str, str]:
        """For each text the first key without an essay at which it stands."""
        spots = dict[str, str]()
        for key in sorted(self.text.keys() - self.at.keys()):
            if to_copies or not _is_copy(self.look.known.get(key), self.text[key]):
                spots.setdefault(self.text[key], key)
        return spots

    def _reserve(self, key: str) -> bool:
        """Whether what stands at an essay's key is to be its new version: a bad file, or a new text."""
        if key not in self.look.found or key in self.at:
            return False
        text = self.text.get(key)
        if text is None:
            return True
        known = text in self._taken or text in self.look.elsewhere
        return not known and self._reserved.setdefault(text, key) == key


def _texts(look: Look) -> Iterator[tuple[str, str]]:
    for key in look.found:
        if key in look.texts:
            yield key, look.texts[key]
        elif not look.known[key].problem:
            yield key, look.known[key].content_hash


def _is_known(file: KnownFile | None, stamp: FileStamp, reader: str) -> bool:
    return file is not None and file.stamp == stamp and (not file.problem or file.reader == reader)


def _is_copy(file: KnownFile | None, text: str) -> bool:
    return file is not None and file.number is None and not file.problem and file.content_hash == text


def _kind(key: str) -> str:
    """What decides how a file is read: its ending; all lines of a file are read alike."""
    return PurePosixPath(key).suffix.lower().partition("#")[0]
