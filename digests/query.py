"""The language of a search.

Any text is a query. Words stand alone; ``"a phrase"`` is found as it stands, ``-word`` excludes, and
``author:`` ``source:`` ``title:`` ``after:`` ``before:`` (作者 来源 标题 之后 之前) narrow it. Width, case,
accents and simplified or traditional writing do not count, in the names of filters neither.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from digests.folding import fold, letters
from digests.plurals import forms
from digests.stopwords import STOP_WORDS
from digests.words import words as cut

# An abstract of an essay is a query too; what is longer is read this far.
MAX_CHARACTERS = 1_000
MAX_TERMS = 16
MAX_SPREAD = 120
MAX_FILTERS = 8
_LONGEST_WORD = 64
_LONGEST_PHRASE = 16

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
# Stop words that make another word of the one behind them; the others do if that is a single character.
_MAKING, _PLACING = frozenset("新小大多少高低长好去无不"), frozenset("中上下内外前后")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?")


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
    words too. ``compounds`` are words with the small word before that belongs to them: 新零售, 中台.
    ``piece`` is all of it in letters if there is nothing but words: maybe a piece of a title.
    The essay's date is at or after ``after`` and before ``before``.
    """

    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    runs: tuple[Phrase, ...] = ()
    compounds: tuple[Phrase, ...] = ()
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
        return replace(self, words=_telling(words), runs=(), compounds=(), phrases=())

    @property
    def rest(self) -> "Query":
        """What is left of it without what is to be found: which essays are to be left out."""
        return replace(self, words=(), typed=(), runs=(), compounds=(), phrases=(), piece="")

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded or self.narrowed)


def parse(text: str) -> Query:
    """What the text asks for; an empty query if it holds no word."""
    reading = _Reading()
    for part in _PART.finditer(fold(text[:MAX_CHARACTERS])):
        reading.take(part)
    return reading.query()


class _Reading:
    """What was understood of a query so far."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.quoted: list[str] = []
        self.phrases: list[Phrase] = []
        self.excluded: list[str] = []
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
            self.excluded.append(text)
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

    def _take_dash_for_dash(self) -> None:
        """One thing to leave out and nothing to find is rather a piece of a title: -Serv, of D-Serv."""
        if len(self.excluded) == 1 and not (self.typed or self.phrases or self.filters or self.dated):
            self.typed.append(self.excluded.pop())

    @property
    def dated(self) -> bool:
        return bool(self.after or self.before)

    def query(self) -> Query:
        self._take_dash_for_dash()
        cuts = [cut(text) for text in self.typed]
        excluded = chain.from_iterable(map(_in_any_number, self.excluded))
        alone = not (self.phrases or self.excluded)
        query = Query(
            words=_telling(_distinct(chain.from_iterable(cuts), MAX_SPREAD)),
            typed=_distinct((*self.quoted, *self.typed), MAX_TERMS),
            runs=_runs(cuts),
            compounds=tuple(dict.fromkeys(chain.from_iterable(map(_compounds, cuts))))[:MAX_TERMS],
            phrases=tuple(dict.fromkeys(self.phrases))[:MAX_FILTERS],
            excluded=tuple(dict.fromkeys(excluded))[:MAX_FILTERS],
            filters=tuple(dict.fromkeys(self.filters))[:MAX_FILTERS],
            after=self.after,
            before=self.before,
            piece=letters("".join(self.typed))[:_LONGEST_WORD] if alone else "",
        )
        # In a text of some length quotation marks quote, and a dash is a dash.
        plain = query.relaxed if self.phrases else query
        return replace(query.relaxed, excluded=()) if len(plain.words) > MAX_TERMS else query


def _runs(cuts: Iterable[Sequence[str]]) -> tuple[Phrase, ...]:
    runs = dict.fromkeys(_run(words) for words in cuts if words)
    telling = tuple(run for run in runs if not STOP_WORDS.issuperset(run.words))
    return telling if len(runs) <= MAX_TERMS else ()


def _run(words: Sequence[str]) -> Phrase:
    return Phrase(tuple(word[:_LONGEST_WORD] for word in words[:_LONGEST_PHRASE]))


def _as_it_stands(text: str) -> list[Phrase]:
    words = cut(text)
    return [_run(words)] if words else []


def _compounds(words: Iterable[str]) -> Iterator[Phrase]:
    for before, word in pairwise(words):
        if word not in STOP_WORDS and (before in _MAKING or (before in _PLACING and len(word) == 1)):
            yield Phrase((before, word))


def _in_any_number(text: str) -> list[Phrase]:
    """As it stands; one English noun in the singular and in the plural."""
    stands = _as_it_stands(text)
    if [len(phrase.words) for phrase in stands] != [1]:
        return stands
    return [Phrase((form,)) for form in forms(stands[0].words[0])]


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
