"""What people search for, and where an essay holds it."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from digests.model import Match, Sentence, Span
from digests.words import words as segmented

MAX_WORDS = 16
MAX_WORD_LENGTH = 64
_WORD = re.compile(r"[^\W_]+(?:[-+#.'’_][^\W_]+)*[+#]*")


def fold(text: str) -> str:
    """The text with width and case set aside, character for character, so that places still hold."""
    return "".join(map(_folded, text))


def parse(text: str) -> tuple[str, ...]:
    """The folded words of a query, each once, in the order they were typed; any text is a query."""
    words = dict.fromkeys(word[:MAX_WORD_LENGTH] for word in _WORD.findall(fold(text)))
    return tuple(words)[:MAX_WORDS]


def split_up(words: Sequence[str]) -> tuple[str, ...]:
    """The words that a query's words are made of, for when nobody wrote them in one piece."""
    return tuple(dict.fromkeys(part for word in words for part in segmented(word)))[:MAX_WORDS]


def match(words: Sequence[str], title: str, sentences: Sequence[Sentence]) -> Match | None:
    """Where an essay holds all the words, in its title or its sentences; ``None`` if it does not."""
    if not words:
        return None
    in_title = {word for word in words if word in fold(title)}
    held = [(sentence, {word for word in words if word in fold(sentence.text)}) for sentence in sentences]
    hits = [(sentence, found) for sentence, found in held if found]
    if in_title.union(*(found for _, found in hits)) != set(words):
        return None
    best = max(hits, key=lambda hit: len(hit[1]), default=None)
    score = 3.0 * len(in_title) + len(hits) / (1 + len(sentences))
    if best is None:
        return Match(None, (), score, 0)
    sentence, found = best
    return Match(sentence, marks(words, sentence.text), score + len(found), len(hits) - 1)


def marks(words: Sequence[str], text: str) -> tuple[Span, ...]:
    """Where the words stand in the text; overlapping and touching places are one."""
    folded = fold(text)
    places = sorted(place.span() for word in words for place in re.finditer(re.escape(word), folded))
    merged: list[Span] = []
    for start, end in places:
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return tuple(merged)


def likeness(left: str, right: str) -> float:
    """How alike two short texts are: the share of character pairs they have in common, from 0 to 1.

    The Sørensen-Dice coefficient over bigrams (Dice, Ecology 26(3), 1945).
    """
    pairs, others = _pairs(left), _pairs(right)
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or ({text} if text else set())


def _folded(character: str) -> str:
    if character.isascii():
        return character.lower()
    plain = normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character
