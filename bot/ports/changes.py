"""The changes that are made to the library."""

from dataclasses import dataclass

from bot.ports.essays import Content, Facts, FileStamp


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
