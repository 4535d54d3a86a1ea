"""The essays that are kept, as records."""

from dataclasses import dataclass
from datetime import date, datetime


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
