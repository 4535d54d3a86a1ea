"""Where an essay holds what was looked for, and how alike titles are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

from digests.folding import fold, letters, words
from digests.model import BlockKind, Essay, Match, Place, Sentence, Span
from digests.plurals import forms
from digests.query import Phrase, Query
from digests.sentences import of as sentences_of

_RUN = re.compile(r"\w+")
_SIGNS = re.compile(r"[\W_]+")
_DECIMAL = re.compile(r"\d+(?:\.\d+)+")
_LATIN_BORDER = "(?<![a-z0-9])", r"(?!(?!\d+\.\d)[a-z0-9])"
_WHOLE, _APART = 1.5, 0.5


@dataclass(frozen=True)
class Needles:
    """What is looked for in a text: each needle with what it is worth.

    What was typed in one piece is worth more than the words it is made of, and two words that may be one
    are worth little apart. A phrase counts only as it stands, whatever blanks and signs are in it. Single
    characters beside longer needles are ``singles``, for a text that holds nothing longer. Needles in
    Latin letters are found as whole words only, in the singular and in the plural.
    """

    worth: dict[str, float]
    phrases: tuple[Phrase, ...] = ()
    singles: dict[str, float] = field(default_factory=dict[str, float])

    @classmethod
    def of(cls, query: Query) -> "Needles":
        """The needles of a query."""
        compounds = ("".join(compound.words) for compound in query.compounds)
        parts = [*chain.from_iterable(map(forms, query.words)), *compounds]
        whole = [
            text
            for typed in query.typed
            for text in _RUN.findall(typed)
            if not {*words(text)}.isdisjoint(parts)
        ]
        whole += ["".join(phrase.words) for phrase in query.phrases]
        apart = {word for run in query.joint for word in run.words}
        worth = {text: _WHOLE * len(text) for text in whole}
        worth |= {word: len(word) * (_APART if word in apart else 1.0) for word in parts}
        longer = {needle: value for needle, value in worth.items() if len(needle) > 1}
        singles = {needle: value for needle, value in worth.items() if longer and len(needle) == 1}
        return cls(longer or worth, query.phrases, singles)

    @property
    def shorter(self) -> "Needles":
        """The single characters alone."""
        return Needles(self.singles)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the needles, the longest first."""
        if not self.worth:
            return re.compile(r"(?!)")
        ordered = sorted(self.worth, key=lambda needle: (needle.isascii(), -len(needle), needle))
        phrases = {"".join(phrase.words): phrase.words for phrase in self.phrases}
        needles = (_needle(phrases.get(needle, (needle,))) for needle in ordered)
        # Looking at the first character before all else makes it several times faster.
        begins = "".join(sorted({needle[0] for needle in ordered}))
        return re.compile(f"(?=[{re.escape(begins)}])(?:{'|'.join(needles)})")

    def are_in(self, text: str) -> bool:
        """Whether a text holds any of the needles."""
        return self.pattern.search(fold(text)) is not None

    def found_in(self, text: str) -> frozenset[str]:
        """The needles that a text holds."""
        found = frozenset(self.pattern.findall(fold(text)))
        return found if found <= self.worth.keys() else frozenset(map(self._named, found))

    def _named(self, found: str) -> str:
        """The needle that was found: of a phrase whatever stands between its words."""
        return found if found in self.worth else self._bare[_SIGNS.sub("", found)]

    @cached_property
    def _bare(self) -> dict[str, str]:
        """The needles by what is left of them without signs: of 2.6 it is 26."""
        return {_SIGNS.sub("", needle): needle for needle in self.worth}

    def value(self, found: frozenset[str]) -> float:
        """What it is worth to hold these needles."""
        return sum(self.worth[needle] for needle in found)


def searched(essay: Essay, needles: Needles) -> tuple[Sentence, ...]:
    """What a search may show of an essay: sentences of blocks that hold a needle, then such headings."""
    headings = (
        Sentence(block.text, Place(position, 0, len(block.text)))
        for position, block in enumerate(essay.blocks)
        if block.kind is BlockKind.HEADING and needles.are_in(block.text)
    )
    return (*sentences_of(essay, needles.are_in), *headings)


def match(needles: Needles, title: str, sentences: Sequence[Sentence]) -> Match:
    """The sentence of an essay that holds the most of what was looked for, the first of equals."""
    held = [(sentence, needles.found_in(sentence.text)) for sentence in sentences]
    hits = [(sentence, found) for sentence, found in held if found]
    score = 3.0 * needles.value(needles.found_in(title))
    if not hits:
        return Match(None, (), score, 0)
    sentence, found = max(hits, key=lambda hit: needles.value(hit[1]))
    others = sum(found <= other for _, other in hits) - 1
    return Match(sentence, marks(needles, sentence.text), score + needles.value(found), others)


def marks(needles: Needles, text: str) -> tuple[Span, ...]:
    """Where the needles stand in the text; touching places are one."""
    merged: list[Span] = []
    for place in needles.pattern.finditer(fold(text)):
        start, end = place.span()
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return tuple(merged)


def holds(text: str, query: Query) -> bool:
    """Whether the text has what was typed, each piece of it, wherever words are cut.

    Blanks and signs do not count.
    """
    held = letters(text)
    return all(piece in held for piece in query.pieces)


def likeness(left: str, right: str) -> float:
    """How alike two short texts are: the share of character pairs they have in common, from 0 to 1.

    The Sørensen-Dice coefficient over bigrams (Dice, Ecology 26(3), 1945).
    """
    pairs, others = _pairs(left), _pairs(right)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def share(piece: str, text: str) -> float:
    """The share of the character pairs of a piece that a text has, from 0 to 1."""
    pairs = _pairs(piece)
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _needle(words: Sequence[str]) -> str:
    """A word, or several one behind the other."""
    pattern = re.escape(words[0])
    for before, word in pairwise(words):
        pattern += ("[\\W_]+" if (before + word).isascii() else "[\\W_]*") + re.escape(word)
    return _border(words[0])[0] + pattern + _border(words[-1])[1]


def _border(word: str) -> tuple[str, str]:
    """What may not stand before a word in other than Chinese characters, and behind it.

    A number stands apart from letters, and a version before further numbers: 1.18ms, Go1.18, 2.6.6.
    """
    if not word.isascii():
        return "", ""
    return (r"(?<![0-9])(?<![0-9]\.)", "(?![0-9])") if _DECIMAL.fullmatch(word) else _LATIN_BORDER


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or ({text} if text else set())
