"""Essays for tests of the store and of shelving, made in a line."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from bot.clock import SystemClock
from bot.ports import AddEssay, Content, Facts, FileStamp, ReviseEssay
from digests.derived import Derived
from digests.errors import UnreadableEssay
from digests.model import (
    Block,
    BlockKind,
    Dropped,
    Essay,
    KeyPoint,
    Keyword,
    OneLine,
    Place,
    Sentence,
    Span,
    Summary,
)

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)


def later(minutes: int) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def stamp(number: int = 1) -> FileStamp:
    """A stamp, another for each number."""
    return FileStamp(size=number, modified_ns=1_700_000_000_000_000_000 + number)


def content(text: str, name: str = "a.txt") -> Content:
    """The bytes of a text, under their hash."""
    data = text.encode()
    return Content(sha256(data).hexdigest(), name, data)


def facts(title: str, dated: date | None = None) -> Facts:
    """Facts with this title."""
    return Facts(title, "某人", dated, None, 1200, "zh")


def adding(key: str, text: str = "", dated: date | None = None, collection: str = "here") -> AddEssay:
    """A new essay: its text is its key unless another is given, and its title its text."""
    text = text or key
    return AddEssay(collection, key, stamp(), content(text, key), facts(text, dated))


def revising(number: int, key: str, text: str) -> ReviseEssay:
    """A new text under the key of an essay."""
    return ReviseEssay(number, stamp(2), content(text, key), facts(text))


def derived(text: str = "产业互联网是什么？") -> Derived:
    """Something worked out from a text, with a value in every field."""
    sentence = Sentence(text, Place(1, 0, len(text)))
    essay = Essay(
        title=text,
        blocks=(Block(BlockKind.HEADING, "一、起点", 2), Block(BlockKind.ITEM, text, 1, (Span(0, 1),), 3)),
        date=date(2021, 9, 30),
        lead="导语",
        encoding="gb18030",
        dropped=(Dropped("赞赏", "tip"),),
    )
    line = OneLine(text, sentence.place, cut_after=True)
    summaries = (Summary((sentence,)), Summary((sentence,)), Summary(()))
    return Derived(
        essay=essay,
        line=line,
        summaries=summaries,
        points=(KeyPoint(text, sentence.place, "一、起点"),),
        candidates=(Keyword("产业", 2.5),),
        characters=len(text),
        minutes=1,
        language="zh",
    )


def derive(read: Content) -> Derived:
    """Stands in for reading and digesting: the text is the title, and ``?`` at its start makes it bad."""
    text = read.data.decode()
    if text.startswith("?"):
        raise UnreadableEssay("marked", "it starts with a question mark")
    return derived(text)


class Noon(SystemClock):
    """A clock that stands still at noon."""

    def now(self) -> datetime:
        """Noon."""
        return NOON
