"""What the bot needs from the outside world, as narrow interfaces, and the records that cross them.

Every ``Store`` and every ``Index`` passes its suite in ``tests/contracts``. Times are aware ``datetime``
in UTC.
Failures of the medium (disk full, locked, read-only) surface as ``bot.errors.StoreUnavailable``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from digests.derived import Derived
from digests.model import Place
from digests.query import Query


class Clock(Protocol):
    """The only source of the current time, and the only way to let time go by."""

    def now(self) -> datetime:
        """The current instant, in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never goes back, whatever happens to ``now``."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when so much time has gone by."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list or a byline shows of an essay without opening it.

    ``characters`` counts what is not white space; ``language`` is ``"zh"`` or ``"en"`` (any other).
    """

    title: str
    author: str | None
    date: date | None
    source: str | None
    characters: int
    language: str


@dataclass(frozen=True, slots=True)
class FileStamp:
    """How a file looked when it was last read: if none of it has changed, it is not read again.

    ``modified_ns`` is when its bytes or its name last changed, ``inode`` which file of the disk it is (0
    where there is no such number).
    """

    size: int
    modified_ns: int
    inode: int = 0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the store remembers of one file of a source.

    ``number`` is ``None`` for a file that is no essay: ``problem`` says why it could not be read, or is
    ``""`` if its text is an essay's that is in another file.
    ``hidden`` is true for an essay whose file vanished; ``removed`` for one the operator removed.
    A hidden essay whose key another file has taken is under ``number//key`` until its text turns up.
    An essay with a ``problem`` keeps its last good text: ``content_hash`` is that one's, ``stamp`` the
    bad file's. ``reader`` is the version of the reader that had the problem.
    """

    key: str
    stamp: FileStamp
    content_hash: str
    number: int | None = None
    hidden: bool = False
    removed: bool = False
    problem: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class EssayRecord:
    """One essay of the library. ``number`` never changes; ``version`` rises when its text does."""

    number: int
    version: int
    content_hash: str
    collection: str
    key: str
    added_at: datetime
    facts: Facts


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes an essay was read from (``name`` decides how), under their SHA-256 in hex."""

    hash: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class AddEssay:
    """A new essay, which gets the next number; under a known key it keeps the number it has.

    That brings back a removed essay, and makes two processes that add the same file agree.
    """

    collection: str
    key: str
    stamp: FileStamp
    content: Content
    facts: Facts


@dataclass(frozen=True, slots=True)
class ReviseEssay:
    """The text under a known key changed: a new version under the same number, shown again if hidden."""

    number: int
    stamp: FileStamp
    content: Content
    facts: Facts


@dataclass(frozen=True, slots=True)
class MoveEssay:
    """A known text is under this key now, with this stamp (shown again if hidden).

    ``collection`` is ``None`` for the one it was in. An essay that was under this key gives way: it is
    hidden, until it is moved or revised itself.
    """

    number: int
    key: str
    stamp: FileStamp
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class HideEssay:
    """The file is gone. The number stays taken; the essay comes back when its file does."""

    number: int


@dataclass(frozen=True, slots=True)
class RemoveEssay:
    """The operator removed the essay; it comes back only by being added again on purpose."""

    number: int


@dataclass(frozen=True, slots=True)
class RestoreEssay:
    """The operator added a removed essay again."""

    number: int


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """A file has the text of an essay that is in another file, and is remembered as its copy.

    An essay that was under this key gives way, as with ``MoveEssay``.
    """

    collection: str
    key: str
    stamp: FileStamp
    content_hash: str


@dataclass(frozen=True, slots=True)
class RefuseFile:
    """A file that could not be read, remembered so that it is not tried again until it changes.

    Nor by the same ``reader`` (its version). An essay under this key keeps its last good text (shown
    again if hidden).
    """

    collection: str
    key: str
    stamp: FileStamp
    content_hash: str
    problem: str
    reader: str = ""


@dataclass(frozen=True, slots=True)
class ForgetFile:
    """A file that is no essay is gone."""

    collection: str
    key: str


Change = (
    AddEssay
    | ReviseEssay
    | MoveEssay
    | HideEssay
    | RemoveEssay
    | RestoreEssay
    | NoteCopy
    | RefuseFile
    | ForgetFile
)


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


class Store(Protocol):
    """Everything the bot remembers. Each method is one transaction."""

    # -- the library --------------------------------------------------------------------------

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

    # -- people and chats ---------------------------------------------------------------------

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

    async def close(self) -> None:
        """Finish what is being written and let go of the medium."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """An essay as an index takes it in; ``sequence`` is the change of the library that brought it."""

    number: int
    sequence: int
    title: str
    text: str
    author: str | None
    source: str | None
    date: date | None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An essay that is not to be found any more, since this change of the library."""

    number: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """An essay that a search found; ``score`` is higher for a better one."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search found, the best first, among all changes up to ``bound``.

    The first ``whole`` of them hold all that was looked for; those behind these, or all if there are none,
    hold some of it. ``more`` if there may be others behind them. ``listed`` if the query only narrows or
    excludes: nothing is ranked then, the newest come first, and ``whole`` counts all, those too that are not
    among the hits.
    """

    hits: tuple[Ranked, ...]
    bound: int
    whole: int = 0
    more: bool = False
    listed: bool = False

    @property
    def partial(self) -> bool:
        """Whether no essay holds all that was looked for, and these hold some of it."""
        return bool(self.hits) and not self.whole


class SuggestionKind(StrEnum):
    """What a suggestion is."""

    ESSAY = "essay"
    AUTHOR = "author"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to go on with while typing; ``number`` for an essay."""

    kind: SuggestionKind
    text: str
    number: int | None = None


class Growing(Protocol):
    """An index that is brought forward change by change."""

    async def reached(self) -> int | None:
        """The last change that is in it; ``None`` if it has to be made anew."""
        ...

    async def advance(self, born: str, after: int, changes: Sequence[Document | Withdrawn]) -> bool:
        """Bring in the changes that follow ``after``, all or none.

        ``False`` if it has come further by then (another process was faster), or is of another library.
        """
        ...


class Index(Growing, Protocol):
    """Finds essays. All it holds is derived from the store, and can be made anew from it.

    It may be shared with other processes. Failures of the medium surface as
    ``bot.errors.IndexUnavailable``.
    """

    async def standing(self) -> Standing | None:
        """What the index holds, to compare with the store's; ``None`` if it has to be made anew."""
        ...

    async def worn(self) -> float:
        """The share (0 to 1) of what it keeps that is of no use any more: making it anew gets rid of it."""
        ...

    async def size(self) -> int:
        """How many bytes it takes on the medium."""
        ...

    async def tidy(self) -> None:
        """Put together what many changes left apart, so that answers come faster; others go on meanwhile."""
        ...

    def renewal(self) -> AbstractAsyncContextManager[Growing]:
        """Make the index anew; it takes the old one's place at the end of the block, unless that fails."""
        ...

    async def search(self, query: Query, limit: int, bound: int | None = None) -> Ranking:
        """The essays that answer a query, at most ``limit``; of those that came up to ``bound``."""
        ...

    async def listed(self, query: Query, limit: int, bound: int, start: int) -> Sequence[Ranked]:
        """More of what a search ``listed``: from ``start`` on."""
        ...

    async def matching(self, query: Query) -> frozenset[int]:
        """Numbers of all essays that hold all a query asks for, however many they are."""
        ...

    async def candidates(self, query: Query, limit: int, bound: int) -> Sequence[int]:
        """Numbers of essays that may hold what was typed in one piece, cut otherwise: to be looked into.

        They have its Chinese characters, and meet all that narrows or excludes; the likeliest come first.
        """
        ...

    async def titled(self, piece: str, limit: int) -> Sequence[int]:
        """Numbers of essays whose title holds this piece, whole titles first, then the shortest.

        Width, case, white space, punctuation, simplified or traditional writing do not count.
        """
        ...

    async def nearest(self, title: str, limit: int) -> Sequence[int]:
        """Numbers of the essays whose titles are most like this one."""
        ...

    async def suggest(
        self, prefix: str, limit: int, kind: SuggestionKind | None = None
    ) -> Sequence[Suggestion]:
        """Titles, authors and frequent terms that begin so; then titles that hold what was typed."""
        ...

    async def frequent(self, limit: int) -> Sequence[str]:
        """Terms that several essays are about, folded, the most frequent first."""
        ...

    async def related(self, number: int, limit: int) -> Sequence[Ranked]:
        """Essays that share rare terms with this one, the nearest first."""
        ...

    async def close(self) -> None:
        """Let go of the medium."""
        ...
