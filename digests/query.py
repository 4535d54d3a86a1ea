"""The language of a search, and the order in which ways to answer it are tried.

Any text is a query. Words stand alone; ``"a phrase"`` is found as it stands, ``-word`` excludes, and
``author:`` ``source:`` ``title:`` ``after:`` ``before:`` (作者 来源 标题 之后 之前) narrow it. Width, case
and simplified or traditional writing do not count, in the names of filters neither.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from digests.folding import fold, letters
from digests.folding import words as folded_words
from digests.stopwords import STOP_WORDS

# An abstract of an essay is a query too; what is longer is read this far.
MAX_CHARACTERS = 1_000
MAX_TERMS = 16
MAX_SPREAD = 120
MAX_FILTERS = 8
_LONGEST_WORD = 64
_LONGEST_PHRASE = 16
# About one sentence, counted in the words of an index.
NEARNESS = 20

_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    r"(?:(?P<field>author|by|source|title|after|since|before|until|作者|来源|标题|之后|之前)\s*:\s*)?"
    r"(?:\"(?P<straight>[^\"]*)\"|“(?P<curly>[^“”]*)”|「(?P<corner>[^「」]*)」|『(?P<double>[^『』]*)』"
    r"|(?P<word>[^\s\"“”「」『』]+))"
)
_FIELDS = {
    "author": "author", "by": "author", "作者": "author",
    "source": "source", "来源": "source",
    "title": "title", "标题": "title",
    "after": "after", "since": "after", "之后": "after",
    "before": "before", "until": "before", "之前": "before",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one behind the other; with ``begins`` the last may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """``field`` (author, source or title) holds ``text``, a folded piece; or with ``excluded`` does not."""

    field: str
    text: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    ``words`` are to be found anywhere, ``phrases`` as they stand, ``excluded`` not at all. ``typed``
    are words and phrases as they were typed, folded; ``runs`` are the words of each that is no phrase, stop
    words too. ``piece`` is all of it in letters if there is
    nothing but words: maybe a piece of a title. The essay's date is at or after ``after`` and before
    ``before``.
    """

    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    runs: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    after: datetime.date | None = None
    before: datetime.date | None = None
    piece: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether facts of the essay count, not only its text."""
        return bool(self.filters or self.after or self.before)

    @property
    def relaxed(self) -> "Query":
        """The same with words in place of phrases: for when nothing is found as it was asked for."""
        quoted = chain.from_iterable(phrase.words for phrase in self.phrases)
        words = _distinct((*self.words, *quoted), MAX_SPREAD)
        return replace(self, words=_telling(words), runs=(), phrases=())

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded or self.narrowed)


class Way(StrEnum):
    """How an essay has to hold the terms of a tier.

    ``EXACT`` and ``NEAR``: all near each other, what was typed in one piece as it stands, or word by word.
    """

    EXACT = "exact"
    NEAR = "near"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Tier:
    """One way to answer: each of ``terms`` is a choice of phrases, one of which is to be found."""

    way: Way
    terms: tuple[tuple[Phrase, ...], ...]


def parse(text: str) -> Query:
    """What the text asks for; an empty query if it holds no word."""
    reading = _Reading()
    for part in _PART.finditer(fold(text[:MAX_CHARACTERS])):
        reading.take(part)
    return reading.query()


def tiers(query: Query, count: Callable[[str], int], scored: int) -> Iterator[Tier]:
    """The ways to find the words of a query, the best first; each for when the one before finds nothing.

    ``count`` says how many essays hold a word (or that there are more than it counts). Of the last
    tier, which any one word satisfies, the commonest words are left out, such that at most ``scored``
    essays are ranked for it.
    """
    few = len(query.words) <= MAX_TERMS
    if few:
        yield Tier(Way.ALL, _each(query.words))
    counts = {word: count(word) for word in query.words}
    pieces = {word: split_up(word) for word in query.words if not counts[word]}
    if pieces and few:
        yield Tier(Way.ALL, tuple((_phrase(word), *pieces.get(word, ())) for word in query.words))
    rare = rarest(counts, scored)
    if len(query.words) > 1 and rare:
        yield Tier(Way.ANY, _each(rare))


def closer(query: Query) -> Iterator[Tier]:
    """What is better than to hold all the words anywhere, the best first: as typed, and near each other."""
    if any(len(run.words) > 1 for run in query.runs):
        yield Tier(Way.EXACT, tuple((run,) for run in query.runs))
    if 1 < len(query.words) <= MAX_TERMS:
        yield Tier(Way.NEAR, _each(query.words))


def rarest(counts: dict[str, int], scored: int) -> list[str]:
    """The words that some essay holds, the rarest first, until together they would be found too often."""
    kept: list[str] = []
    for word in sorted((word for word in counts if counts[word]), key=lambda word: (counts[word], word)):
        scored -= counts[word]
        if kept and scored < 0:
            break
        kept.append(word)
    return kept


def split_up(word: str) -> tuple[Phrase, ...]:
    """Other ways to cut a Chinese word that no essay holds as one: a name, or a new word."""
    if not _HAN.match(word) or len(word) < 2:  # noqa: PLR2004 - a single character cannot be cut
        return ()
    halves = (Phrase((word[:cut], word[cut:])) for cut in range(1, len(word)))
    return tuple(dict.fromkeys((*halves, Phrase(tuple(word)))))


class _Reading:
    """What was understood of a query so far."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.quoted: list[str] = []
        self.phrases: list[Phrase] = []
        self.excluded: list[Phrase] = []
        self.filters: list[Filter] = []
        self.after: datetime.date | None = None
        self.before: datetime.date | None = None

    def take(self, part: re.Match[str]) -> None:
        quoted = next((part[name] for name in ("straight", "curly", "corner", "double") if part[name]), None)
        text = (quoted if quoted is not None else part["word"] or "").strip()
        field = _FIELDS.get(part["field"] or "")
        if field is not None and self._narrow(field, text, excluded=bool(part["minus"])):
            return
        if field is not None:
            text = f"{part['field']} {text}"
        if part["minus"]:
            self.excluded += _as_it_stands(text)
        elif quoted:
            self.phrases += _as_it_stands(text)
            self.quoted.append(text)
        else:
            self.typed.append(text)

    def _narrow(self, field: str, text: str, *, excluded: bool) -> bool:
        """Take the text as a filter, if it can be one."""
        if field in {"after", "before"}:
            day = _day(text)
            if day is None or excluded:
                return False
            self.after, self.before = (day, self.before) if field == "after" else (self.after, day)
            return True
        piece = letters(text)
        if piece:
            self.filters.append(Filter(field, piece[:_LONGEST_WORD], excluded))
        return bool(piece)

    def _runs(self) -> tuple[Phrase, ...]:
        runs = dict.fromkeys(phrase for text in self.typed for phrase in _as_it_stands(text))
        telling = tuple(run for run in runs if not STOP_WORDS.issuperset(run.words))
        return telling if len(runs) <= MAX_TERMS else ()

    def query(self) -> Query:
        typed = " ".join(self.typed)
        alone = not (self.phrases or self.excluded)
        query = Query(
            words=_telling(_distinct(folded_words(typed), MAX_SPREAD)),
            typed=_distinct((*self.quoted, *self.typed), MAX_TERMS),
            runs=self._runs(),
            phrases=tuple(dict.fromkeys(self.phrases))[:MAX_FILTERS],
            excluded=tuple(dict.fromkeys(self.excluded))[:MAX_FILTERS],
            filters=tuple(dict.fromkeys(self.filters))[:MAX_FILTERS],
            after=self.after,
            before=self.before,
            piece=letters(typed)[:_LONGEST_WORD] if alone else "",
        )
        # In a text of some length quotation marks quote, and a dash is a dash.
        return replace(query.relaxed, excluded=()) if len(query.relaxed.words) > MAX_TERMS else query


def _as_it_stands(text: str) -> list[Phrase]:
    words = tuple(word[:_LONGEST_WORD] for word in folded_words(text))[:_LONGEST_PHRASE]
    return [Phrase(words)] if words else []


def _each(words: Iterable[str]) -> tuple[tuple[Phrase, ...], ...]:
    return tuple((_phrase(word),) for word in words)


def _phrase(word: str) -> Phrase:
    """A word alone; a single Chinese character also stands for the words it begins."""
    return Phrase((word,), begins=len(word) == 1 and bool(_HAN.match(word)))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without stop words, if there are others."""
    return tuple(word for word in words if word not in STOP_WORDS) or words


def _distinct(words: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in words))[:most]


def _day(text: str) -> datetime.date | None:
    """The first day of the year, month or day that is written so."""
    stated = _DAY.fullmatch(text)
    if stated is None:
        return None
    try:
        return datetime.date(int(stated[1]), int(stated[2] or 1), int(stated[3] or 1))
    except ValueError:
        return None
