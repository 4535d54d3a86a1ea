"""The engines that search is measured against, each as its users would set it up.

All but Whoosh with jieba's analyzer take the words ready cut, the same for all. A title weighs five times.
"""

# ruff: noqa: D102 - Engine says what each method means

import sqlite3
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from digests.folding import fold, words
from tests.benchmarks.harness import Skipped
from tests.benchmarks.search.corpus import Entry, cut

FIELDS = ("title", "author", "body")
WEIGHTS = (5.0, 1.0, 1.0)
LIMIT = 10


class Kind(StrEnum):
    """How a document has to hold the words of a question."""

    ALL = "all"
    ANY = "any"
    PHRASE = "phrase"
    FREE = "free"
    """All of them; where that finds fewer than ten documents, any."""


@dataclass(frozen=True)
class Question:
    """What is looked for, as it would be typed."""

    kind: Kind
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, folded; those of a phrase as the engines got them."""
        return tuple(cut(self.text)) if self.kind is Kind.PHRASE else tuple(dict.fromkeys(words(self.text)))


class Engine(Protocol):
    """Something that finds documents."""

    name: str
    """What it is called in the results."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Take documents in; when it returns they can be found."""
        ...

    def find(self, question: Question) -> list[int]:
        """Numbers of at most ten documents, the best first."""
        ...


class Fts5:
    """SQLite's FTS5 with bm25, contentless, as it comes."""

    name = "FTS5"
    _SCHEMA = "USING fts5 (title, author, body, content='', tokenize=\"ascii tokenchars '''.,'\")"
    FIND = "SELECT rowid FROM essay WHERE essay MATCH ? ORDER BY rank LIMIT ?"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "fts5.sqlite3"
        self._connection = sqlite3.connect(self.path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(f"CREATE VIRTUAL TABLE essay {self._SCHEMA}")
        self._connection.execute("INSERT INTO essay (essay, rank) VALUES ('rank', ?)", (f"bm25{WEIGHTS}",))

    def add(self, entries: Sequence[Entry]) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO essay (rowid, title, author, body) VALUES (?, ?, ?, ?)",
            [(entry.number, entry.title, entry.author, entry.body) for entry in entries],
        )
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def find(self, question: Question) -> list[int]:
        quoted = [f'"{word}"' for word in question.words]
        match question.kind:
            case Kind.ALL:
                return self._match(" AND ".join(quoted))
            case Kind.ANY:
                return self._match(" OR ".join(quoted))
            case Kind.PHRASE:
                return self._match(f'"{" ".join(question.words)}"')
            case Kind.FREE:
                found = self._match(" AND ".join(quoted))
                return found if len(found) == LIMIT else filled(found, self._match(" OR ".join(quoted)))

    def _match(self, expression: str) -> list[int]:
        return [number for (number,) in self._connection.execute(self.FIND, (expression, LIMIT))]


class TrigramTitles:
    """SQLite's FTS5 with its trigram tokenizer over the folded titles."""

    name = "FTS5 trigram over titles"

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "trigram.sqlite3", isolation_level=None)
        self._connection.execute("CREATE VIRTUAL TABLE essay USING fts5 (title, tokenize='trigram')")

    def add(self, entries: Sequence[Entry]) -> None:
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO essay (rowid, title) VALUES (?, ?)",
            [(entry.number, fold(entry.text.title)) for entry in entries],
        )
        self._connection.execute("COMMIT")

    def find(self, question: Question) -> list[int]:
        quoted = fold(question.text).replace('"', '""')
        found = self._connection.execute(Fts5.FIND, (f'"{quoted}"', LIMIT))
        return [number for (number,) in found]


class Whoosh:
    """Whoosh (the package Whoosh-Reloaded, which took it over) with jieba's ChineseAnalyzer."""

    name = "Whoosh + ChineseAnalyzer"

    def __init__(self, folder: Path) -> None:
        fields = module("whoosh.fields")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._analyzer = module("jieba.analyse").ChineseAnalyzer()
            module("jieba").setLogLevel(60)
        self.path = folder / "whoosh"
        self.path.mkdir()
        text = {
            name: fields.TEXT(analyzer=self._analyzer, field_boost=weight)
            for name, weight in zip(FIELDS, WEIGHTS, strict=True)
        }
        schema = fields.Schema(number=fields.STORED, **text)
        self._index = module("whoosh.index").create_in(self.path, schema)
        self._query = module("whoosh.query")
        self._searcher: Any = self._index.searcher()
        self._cut: dict[Question, Any] = {}

    def add(self, entries: Sequence[Entry]) -> None:
        writer = self._index.writer(limitmb=256)
        for entry in entries:
            text = entry.text
            writer.add_document(number=entry.number, title=text.title, author=text.author, body=text.body)
        writer.commit()
        self._searcher = self._index.searcher()

    def prepare(self, question: Question) -> None:
        """Cut the question, so that the time of jieba is not counted."""
        self._cut[question] = self._asked(question)

    def find(self, question: Question) -> list[int]:
        found: list[int] = []
        for asked in self._cut.get(question) or self._asked(question):
            hits = [hit["number"] for hit in self._searcher.search(asked, limit=LIMIT)]
            found = filled(found, hits)
            if len(found) == LIMIT:
                break
        return found

    def _asked(self, question: Question) -> list[Any]:
        cut = [token.text for token in self._analyzer(question.text, mode="query")]
        if question.kind is Kind.PHRASE:
            # Its positions are places of characters: one word behind the other is as far off as it is long.
            slop = max(map(len, cut), default=1)
            return [self._query.Or([self._query.Phrase(field, cut, slop=slop) for field in FIELDS])]
        each = [self._query.Or([self._query.Term(field, word) for field in FIELDS]) for word in cut]
        both, any_ = self._query.And(each), self._query.Or(each)
        return {Kind.ALL: [both], Kind.ANY: [any_], Kind.FREE: [both, any_]}[question.kind]


class Tantivy:
    """tantivy, one thread."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._tantivy = module("tantivy")
        builder = self._tantivy.SchemaBuilder().add_integer_field("number", stored=True)
        for field in FIELDS:
            builder = builder.add_text_field(field, tokenizer_name="words")
        self._schema = builder.build()
        self.path = folder / "tantivy"
        self.path.mkdir()
        self._index = self._tantivy.Index(self._schema, str(self.path))
        tokenizer = self._tantivy.Tokenizer.whitespace()
        self._index.register_tokenizer("words", self._tantivy.TextAnalyzerBuilder(tokenizer).build())
        self._searcher: Any = None

    def add(self, entries: Sequence[Entry]) -> None:
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for entry in entries:
            writer.add_document(
                self._tantivy.Document(
                    number=entry.number, title=entry.title, author=entry.author, body=entry.body
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, question: Question) -> list[int]:
        occur = self._tantivy.Occur
        match question.kind:
            case Kind.ALL:
                return self._match(self._boolean(question, occur.Must))
            case Kind.ANY:
                return self._match(self._boolean(question, occur.Should))
            case Kind.PHRASE:
                return self._match(self._phrase(question.words))
            case Kind.FREE:
                found = self._match(self._boolean(question, occur.Must))
                if len(found) == LIMIT:
                    return found
                return filled(found, self._match(self._boolean(question, occur.Should)))

    def _boolean(self, question: Question, occur: object) -> object:
        query = self._tantivy.Query
        return query.boolean_query([(occur, self._anywhere([word])) for word in question.words])

    def _phrase(self, cut: Sequence[str]) -> object:
        return self._anywhere(cut)

    def _anywhere(self, cut: Sequence[str]) -> object:
        """The word, or the words one behind the other, in any field."""
        query = self._tantivy.Query
        either = []
        for field, weight in zip(FIELDS, WEIGHTS, strict=True):
            one = (
                query.phrase_query(self._schema, field, list(cut))
                if len(cut) > 1
                else query.term_query(self._schema, field, cut[0], "position")
            )
            either.append((self._tantivy.Occur.Should, query.boost_query(one, weight)))
        return query.boolean_query(either)

    def _match(self, query: object) -> list[int]:
        hits = self._searcher.search(query, LIMIT, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]


def filled(found: list[int], more: list[int]) -> list[int]:
    """Ten at most: what was found, then what else there is."""
    return list(dict.fromkeys((*found, *more)))[:LIMIT]


def module(name: str) -> Any:  # noqa: ANN401  (the peers are not installed where types are checked)
    """A module of a peer. Raises ``Skipped`` where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise Skipped(f"{name} is not installed") from error
