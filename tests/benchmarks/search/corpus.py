"""The texts that search is measured on, and their words, cut once for all engines that take ready words."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from digests.folding import fold
from digests.words import search_words, words
from tests.benchmarks.harness import CHECKOUT, Skipped

_SHARED = Path(os.environ.get("DIGESTS_SHARED", CHECKOUT.parent / "shared"))
_SEED = 20
_TITLE = 40
_WORDS_OF_A_TITLE = 4
_SENTENCE = re.compile(r"[^。！？!?\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document; ``abstract`` is what its editor wrote above it, if it was written from scratch."""

    key: str
    title: str
    body: str
    author: str = ""
    date: str = ""
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document under its number, with its words, blanks between them."""

    number: int
    text: Text
    title: str
    author: str
    body: str


@cache
def documents() -> tuple[Entry, ...]:
    """The 9,481 documents that finding is measured on, numbered from 1."""
    return _entries((_text(row) for row in _rows("search_dev.jsonl.gz")), 1)


@cache
def essays() -> tuple[Entry, ...]:
    """Whole essays, most of them with an abstract by an editor, numbered after the documents."""
    known = {entry.text.key for entry in documents()}
    rows = (row for row in _rows("dev.jsonl.gz") if row["id"] not in known)
    return _entries(map(_essay, rows), len(known) + 1)


@cache
def thousand() -> tuple[Entry, ...]:
    """A thousand of them all, drawn by chance, under the numbers they have there."""
    return tuple(random.Random(_SEED).sample((*documents(), *essays()), 1_000))


def remixed(count: int) -> Iterator[Entry]:
    """As many made-up documents: the size of a real one, its sentences drawn from all of them."""
    chance = random.Random(_SEED)
    sources = (*documents(), *essays())
    pool = [sentence for entry in sources for sentence in sentences(entry.text.body)]
    telling = [sentence for sentence in pool if len(words(sentence)) > _WORDS_OF_A_TITLE]
    for number in range(1, count + 1):
        source = chance.choice(sources)
        size = max(1, len(sentences(source.text.body)))
        body = "。\n".join(chance.choices(pool, k=size))
        title = chance.choice(telling)[:_TITLE]
        yield entry(number, Text(f"mixed-{number}", title, body, source.text.author))


def sentences(body: str) -> list[str]:
    """The sentences of a text, roughly."""
    return [sentence.strip() for sentence in _SENTENCE.findall(body) if sentence.strip()]


def cut(text: str) -> list[str]:
    """The words that the engines get: folded, in jieba's search mode."""
    return search_words(fold(text))


def entry(number: int, text: Text) -> Entry:
    """The document with its words."""
    title, author, body = (" ".join(cut(part)) for part in (text.title, text.author, text.body))
    return Entry(number, text, title, author, body)


def characters(entries: Sequence[Entry]) -> int:
    """How long they are together."""
    return sum(len(one.text.body) for one in entries)


def _entries(texts: Iterator[Text], first: int) -> tuple[Entry, ...]:
    return tuple(entry(number, text) for number, text in enumerate(texts, first))


def _text(row: dict[str, Any]) -> Text:
    return Text(row["id"], row["title"], row["body"], row.get("author", ""), row.get("date", ""))


def _essay(row: dict[str, Any]) -> Text:
    abstract = "" if row["copied"] else row["reference"]
    return Text(row["id"], row["title"], "\n".join(row["body_paragraphs"]), abstract=abstract)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    path = _SHARED / "eval" / name
    if not path.is_file():
        raise Skipped(f"{name} is not on this machine")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
