"""The language of a search.

Any text is a query. Words stand alone; ``"a phrase"`` is found as it stands, ``-word`` excludes, and
``author:`` ``source:`` ``title:`` ``after:`` ``before:`` (作者 来源 标题 之后 之前) narrow it. A date is a
year, a month or a day, and all of it counts: ``after:2021-09 before:2021-09`` is that month. Width, case,
accents and simplified or traditional writing do not count, in the names of filters neither.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from digests.folding import cut, fold, letters
from digests.periods import period
from digests.plurals import forms
from digests.stopwords import STOP_WORDS

# An abstract of an essay is a query too; what is longer is read this far.
MAX_CHARACTERS = 1_000
MAX_TERMS = 16
MAX_SPREAD = 120
MAX_FILTERS = 8
_LONGEST_WORD = 64
# What a phrase costs grows with its words, most where they are common: of a longer one parts are looked for,
# and of a word said again and again no more than so many in a row.
_LONGEST_PHRASE = 8
_IN_A_ROW = 3
# Among no more pieces than these each was typed for a reason.
_FEW = 3
_PAIR = 2
# Shorter pieces of titles stand in the midst of other words: R, Go.
_SHORT = 2

_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    r"(?:(?P<field>author|by|source|title|after|since|before|until|作者|来源|标题|之后|之前)\s*:\s*)?"
    r"(?:\"(?P<straight>[^\"]*)\"|“(?P<curly>[^“”]*)”|「(?P<corner>[^「」]*)」|『(?P<double>[^『』]*)』"
    r"|(?P<word>[^\s\"“”「」『』]+))"
)
# A name with so many words.
_NAME = (
    r"(?P<field>(?:author|by|source|作者|来源)\s*:\s*)"
    r"(?P<name>(?:[^\s\"“”「」『』:-][^\s\"“”「」『』:]*(?:\s+|$)){%d})"
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
# The language is no word to pass over.
_STOP_WORDS = STOP_WORDS - {"go"}
# The end of a text that is read backwards, with what stands before it.
_ENDING = re.compile(r"\w+(?=\W)")
_LATIN = re.compile(r"[a-z]")
# C++, C#, .NET: the sign is what tells it from other words.
_SIGNED = re.compile(r"[+#]|^\.")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one behind the other; with ``begins`` the last may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """``field`` (author, source or title) holds ``text``, a folded piece; or with ``excluded`` does not.

    Of a title in Latin letters ``words`` count instead, any of which has to stand there whole: R, C++.
    """

    field: str
    text: str
    excluded: bool = False
    words: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for.

    ``words`` are to be found anywhere, ``phrases`` as they stand, ``excluded`` not at all. ``typed``
    are words and phrases as they were typed, folded; ``runs`` are the words of each that is no phrase, stop
    words too. ``compounds`` are words with the small word before that belongs to them: 新零售, 中台.
    ``piece`` is all of it in letters if there is nothing but words: maybe a piece of a title; ``verbatim``
    is that as it was typed, with its signs and blanks, unless it is short. ``dashed`` is the one thing to
    leave out, with its dash, if there is nothing else: maybe a piece too, as of D-Serv.
    The essay's date is at or after ``after`` and before ``before``; ``undated`` is what was written for a
    date and is none.
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
    undated: tuple[str, ...] = ()
    piece: str = ""
    verbatim: str = ""
    dashed: str = ""

    @property
    def entire(self) -> bool:
        """Whether the piece of a title has to be words of it, since else it stands within any others."""
        signed = any(map(_SIGNED.search, self.words))
        return self.piece.isascii() and (signed or len(self.piece) <= _SHORT)

    @property
    def joint(self) -> tuple[Phrase, ...]:
        """Words that were typed in one piece, two by two, and may be one word: 机器学习, 远程办公."""
        pairs = (run for run in self.runs if len(run.words) == _PAIR)
        return tuple(run for run in pairs if {*self.words}.issuperset(run.words))

    @property
    def idle(self) -> bool:
        """Whether there is nothing to find but words that nearly every text has."""
        return bool(self.words) and not self.phrases and _STOP_WORDS.issuperset(self.words)

    @property
    def narrowed(self) -> bool:
        """Whether facts of the essay count, not only its text."""
        return bool(self.filters or self.after or self.before)

    @property
    def relaxed(self) -> "Query":
        """The same with words in place of phrases: for when nothing is found as it was asked for."""
        quoted = chain.from_iterable(phrase.words for phrase in self.phrases)
        words = _distinct((*self.words, *_telling(tuple(quoted))), MAX_SPREAD)
        return replace(self, words=words, runs=(), compounds=(), phrases=())

    @property
    def rest(self) -> "Query":
        """What is left of it without what is to be found: which essays are to be left out."""
        return replace(self, words=(), typed=(), runs=(), compounds=(), phrases=(), piece="")

    @property
    def pieces(self) -> tuple[str, ...]:
        """What was typed in one piece or in quotation marks, in letters: maybe cut otherwise in a text.

        Nothing of a text of some length, of which runs hold only the beginning.
        """
        if any(len(run.words) == _LONGEST_PHRASE for run in self.runs):
            return ()
        return tuple("".join(map(letters, run.words)) for run in (*self.runs, *self.phrases))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded or self.narrowed)


def parse(text: str) -> Query:
    """What the text asks for; an empty query if it holds no word."""
    folded = fold(_beginning(text))
    reading = _Reading()
    for part in _PART.finditer(folded):
        reading.take(part)
    query = reading.query()
    typed = folded.strip()
    return replace(query, verbatim=typed) if query.piece and len(typed) > _SHORT else query


def joined(text: str) -> Iterator[Query]:
    """The same with one word more, or two, in the name of an author or source: ``source:Go 中文网``."""
    folded = fold(_beginning(text))
    for more in (2, 3):
        named = re.sub(_NAME % more, r'\g<field>"\g<name>" ', folded)
        if named != folded:
            yield parse(named)


def _beginning(text: str) -> str:
    """As much of the text as is read: up to the last blank or sign, so that no word is cut in two."""
    if len(text) <= MAX_CHARACTERS:
        return text
    ending = _ENDING.match(text[MAX_CHARACTERS - _LONGEST_WORD : MAX_CHARACTERS + 1][::-1])
    return text[: MAX_CHARACTERS + 1 - (ending.end() if ending else 1)]


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
        self.undated: list[str] = []

    def take(self, part: re.Match[str]) -> None:
        quoted = next((part[name] for name in ("straight", "curly", "corner", "double") if part[name]), None)
        text = (quoted if quoted is not None else part["word"] or "").strip()
        if not quoted and text.endswith(":") and text[:-1] in _FIELDS:
            return  # as one types it, before the name itself
        field = _FIELDS.get(part["field"] or "")
        # As one may write it too: title:-word.
        inner = field is not None and quoted is None and text.startswith("-") and text != "-"
        excluded = bool(part["minus"]) or inner
        if field is not None and self._narrow(field, text.lstrip("-") if inner else text, excluded=excluded):
            return
        if field is not None:
            text = f"{part['field']} {text}"
        if part["minus"]:
            self.excluded.append(text)
        elif quoted:
            self.phrases += _parts(cut(text))
            self.quoted.append(text)
        else:
            self.typed.append(text)

    def _narrow(self, field: str, text: str, *, excluded: bool) -> bool:
        """Take the text as a filter, if it can be one."""
        if field in {"after", "before"}:
            self._date(field, text, excluded=excluded)
            return True
        piece = letters(text)
        if piece:
            words = _in_any_number(text) if field == "title" and text.isascii() else ()
            self.filters.append(Filter(field, piece[:_LONGEST_WORD], excluded, tuple(words)))
        return bool(piece or not text)

    def _date(self, field: str, text: str, *, excluded: bool) -> None:
        """Take the text as a date; what is not before a day is from that day on."""
        span = period(text)
        if span is None:
            self.undated.append(text)
        elif (field == "after") is not excluded:
            self.after = span[excluded]
        else:
            self.before = span[not excluded]

    @property
    def dashed(self) -> str:
        """The one thing to leave out, if there is nothing else."""
        others = self.typed or self.phrases or self.filters or self.after or self.before
        return f"-{self.excluded[0]}" if len(self.excluded) == 1 and not others else ""

    def query(self) -> Query:
        cuts = [cut(text) for text in self.typed]
        excluded = chain.from_iterable(map(_in_any_number, self.excluded))
        alone = not (self.phrases or self.excluded)
        words = _telling(_distinct(chain.from_iterable(cuts), MAX_SPREAD), _typed_apart(cuts))
        query = Query(
            words=words,
            typed=_distinct((*self.quoted, *self.typed), MAX_TERMS),
            runs=_runs(cuts, words),
            compounds=tuple(dict.fromkeys(chain.from_iterable(map(_compounds, cuts))))[:MAX_TERMS],
            phrases=tuple(dict.fromkeys(self.phrases))[:MAX_FILTERS],
            excluded=tuple(dict.fromkeys(excluded))[:MAX_FILTERS],
            filters=tuple(dict.fromkeys(self.filters))[:MAX_FILTERS],
            after=self.after,
            before=self.before,
            undated=_distinct(self.undated, MAX_FILTERS),
            dashed=self.dashed,
            piece=letters("".join(self.typed))[:_LONGEST_WORD] if alone else "",
        )
        # In a text of some length quotation marks quote, and a dash is a dash.
        plain = query.relaxed if self.phrases else query
        return replace(query.relaxed, excluded=()) if len(plain.words) > MAX_TERMS else query


def _runs(cuts: Iterable[Sequence[str]], telling: tuple[str, ...]) -> tuple[Phrase, ...]:
    runs = dict.fromkeys(_run(words) for words in cuts if words)
    held = tuple(run for run in runs if not {*telling}.isdisjoint(run.words))
    return held if len(runs) <= MAX_TERMS else ()


def _typed_apart(cuts: Sequence[Sequence[str]]) -> frozenset[str]:
    """Longer Chinese words between blanks, if there are few, as in 现在 未来; in English all are typed so."""
    apart = (words[0] for words in cuts if len(words) == 1) if len(cuts) <= _FEW else ()
    return frozenset(word for word in apart if len(word) > 1 and not _LATIN.match(word))


def _run(words: Sequence[str]) -> Phrase:
    return _parts(words)[0]


def _parts(words: Sequence[str]) -> list[Phrase]:
    """A phrase, or the parts that one of many words is made of."""
    told = [
        word[:_LONGEST_WORD]
        for place, word in enumerate(words)
        if place < _IN_A_ROW or {*words[place - _IN_A_ROW : place]} != {word}
    ]
    starts = range(0, len(told), _LONGEST_PHRASE)
    return [Phrase(tuple(told[start : start + _LONGEST_PHRASE])) for start in starts]


def _compounds(words: Iterable[str]) -> Iterator[Phrase]:
    for before, word in pairwise(words):
        if word not in _STOP_WORDS and (before in _MAKING or (before in _PLACING and len(word) == 1)):
            yield Phrase((before, word))


def _in_any_number(text: str) -> list[Phrase]:
    """As it stands; one English noun in the singular and in the plural."""
    words = cut(text)
    if len(words) != 1:
        return [_run(words)] if words else []
    return [Phrase((form,)) for form in forms(words[0][:_LONGEST_WORD])]


def _telling(words: tuple[str, ...], apart: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words without stop words, if there are others.

    Those that stand ``apart`` count, and those in Latin letters among Chinese ones: 你好 it.
    """
    latin = frozenset(filter(_LATIN.match, words))
    passed = _STOP_WORDS - apart - (latin if latin <= _STOP_WORDS else frozenset())
    return tuple(word for word in words if word not in passed) or words


def _distinct(words: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in words))[:most]
