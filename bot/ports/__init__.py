"""What the bot needs from the outside world, as narrow interfaces, and the records that cross them.

Every ``Store`` and every ``Index`` passes its suite in ``tests/contracts``. Times are aware ``datetime`` in
UTC. Failures of the medium (disk full, locked, read-only) surface as ``bot.errors.StoreUnavailable``.
"""

from bot.ports.changes import (
    AddEssay,
    Change,
    ForgetFile,
    HideEssay,
    MoveEssay,
    NoteCopy,
    RefuseFile,
    RemoveEssay,
    RestoreEssay,
    ReviseEssay,
)
from bot.ports.clock import Clock
from bot.ports.essays import Content, EssayRecord, Facts, FileStamp, KnownFile
from bot.ports.library import EssayChange, LibraryStore, Standing
from bot.ports.people import Bookmark, PeopleStore, Saved
from bot.ports.searching import (
    Commonness,
    Document,
    Growing,
    Index,
    Ranked,
    Ranking,
    Suggestion,
    SuggestionKind,
    Withdrawn,
)
from bot.ports.store import Store

__all__ = [
    "AddEssay",
    "Bookmark",
    "Change",
    "Clock",
    "Commonness",
    "Content",
    "Document",
    "EssayChange",
    "EssayRecord",
    "Facts",
    "FileStamp",
    "ForgetFile",
    "Growing",
    "HideEssay",
    "Index",
    "KnownFile",
    "LibraryStore",
    "MoveEssay",
    "NoteCopy",
    "PeopleStore",
    "Ranked",
    "Ranking",
    "RefuseFile",
    "RemoveEssay",
    "RestoreEssay",
    "ReviseEssay",
    "Saved",
    "Standing",
    "Store",
    "Suggestion",
    "SuggestionKind",
    "Withdrawn",
]
