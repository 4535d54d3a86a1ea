"""What is asked, drawn by chance from the texts themselves with a fixed seed."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import count, islice
from typing import TypeVar

from digests.folding import fold
from digests.words import search_words, terms, words
from tests.benchmarks.search.corpus import Entry, documents, essays, sentences, thousand
from tests.benchmarks.search.engines import Kind, Question

_SEED = 3
COUNT = 1_000
OF_ABSTRACTS = 100
OF_EACH_KIND = 100
_LEAST, _MOST = 2, 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """A question with the documents of which each is the answer."""

    question: Question
    answers: frozenset[int]


@cache
def sentence_words() -> tuple[Known, ...]:
    """Two to four telling words of a sentence, each sentence of all texts as likely, in any order.

    The words are written as they stand there, and cut as the engines cut them.
    """
    return _drawn(_of_a_sentence, _sentences())


@cache
def long_words() -> tuple[Known, ...]:
    """The same of words of at least two characters, from a document drawn first: a poem mostly."""
    return _drawn(_of_a_document, documents())


@cache
def title_pieces() -> tuple[Known, ...]:
    """Three to seven characters of a title; essays of the same title are as good."""
    return _drawn(_of_a_title, documents())


@cache
def abstracts() -> tuple[Known, ...]:
    """What editors wrote above essays, whole."""
    asked = [one for one in essays() if one.text.abstract]
    chosen = random.Random(_SEED).sample(asked, OF_ABSTRACTS)
    return tuple(Known(Question(Kind.FREE, one.text.abstract), frozenset({one.number})) for one in chosen)


@cache
def mixed() -> dict[str, tuple[Question, ...]]:
    """Questions of every kind, by the name of the kind, for measuring time."""
    return {name: _asked(draw) for name, draw in _WAYS.items()}


def mean_reciprocal_rank(known: Sequence[Known], find: Callable[[Question], list[int]]) -> float:
    """The mean of 1 / rank of the first answer among ten, 0 where there is none (Voorhees, 1999)."""
    return sum(_reciprocal(one.answers, find(one.question)) for one in known) / len(known)


def _reciprocal(answers: frozenset[int], found: Sequence[int]) -> float:
    return next((1 / rank for rank, number in enumerate(found, 1) if number in answers), 0.0)


def _drawn(draw: Callable[[random.Random, T], Known | None], sources: Sequence[T]) -> tuple[Known, ...]:
    chance = random.Random(_SEED)
    return tuple(islice(filter(None, (draw(chance, chance.choice(sources)) for _ in count())), COUNT))


@cache
def _sentences() -> tuple[tuple[int, str], ...]:
    return tuple((entry.number, text) for entry in documents() for text in sentences(entry.text.body))


def _of_a_sentence(chance: random.Random, source: tuple[int, str]) -> Known | None:
    number, sentence = source
    return _some_of(chance, number, terms(search_words(sentence)))


def _of_a_document(chance: random.Random, entry: Entry) -> Known | None:
    found = terms(words(chance.choice(sentences(entry.text.body))))
    return _some_of(chance, entry.number, [word for word in found if len(word) > 1])


def _some_of(chance: random.Random, number: int, telling: list[str]) -> Known | None:
    known = list(dict.fromkeys(telling))
    if len(known) < _LEAST:
        return None
    chosen = chance.sample(known, chance.randint(_LEAST, min(_MOST, len(known))))
    return Known(Question(Kind.FREE, " ".join(chosen)), frozenset({number}))


def _of_a_title(chance: random.Random, entry: Entry) -> Known | None:
    title, size = entry.text.title, chance.randint(3, 7)
    start = chance.randint(0, max(0, len(title) - size))
    piece = title[start : start + size]
    if len(piece.strip()) < size or not piece.isprintable():
        return None
    return Known(Question(Kind.FREE, piece), frozenset(_titles()[fold(title)]))


@cache
def _titles() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for entry in documents():
        found.setdefault(fold(entry.text.title), []).append(entry.number)
    return found


def _asked(draw: Callable[[random.Random], Question | None]) -> tuple[Question, ...]:
    chance = random.Random(_SEED)
    return tuple(islice(filter(None, (draw(chance) for _ in count())), OF_EACH_KIND))


def _together(size: int, chance: random.Random) -> Question | None:
    """Words of one document, so that some document has them all."""
    found = terms(words(chance.choice(thousand()).text.body))
    return Question(Kind.ALL, " ".join(chance.sample(found, size))) if len(found) >= size else None


def _apart(chance: random.Random) -> Question | None:
    """Words of three documents, so that hardly any has them all."""
    found = [terms(words(chance.choice(thousand()).text.body)) for _ in range(3)]
    return Question(Kind.ANY, " ".join(map(chance.choice, found))) if all(found) else None


def _phrase(chance: random.Random) -> Question | None:
    """Two to four words that stand one behind the other."""
    found = words(chance.choice(sentences(chance.choice(thousand()).text.body)))
    size = chance.randint(2, 4)
    start = chance.randint(0, max(0, len(found) - size))
    text = "".join(found[start : start + size])
    return Question(Kind.PHRASE, text) if len(found) >= size and not text.isascii() else None


_WAYS: Mapping[str, Callable[[random.Random], Question | None]] = {
    "one word": partial(_together, 1),
    "two words": partial(_together, 2),
    "three words": partial(_together, 3),
    "any of three": _apart,
    "phrase": _phrase,
}
