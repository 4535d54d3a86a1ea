"""One index file: opened or made, brought forward change by change."""

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

from bot.index.expressions import pairs, token
from bot.index.schema import SCHEMA, TABLES, version
from bot.ports import Document, Standing, Withdrawn
from bot.pragmas import set_pragma
from digests.folding import characters, fold, letters, parts, words
from digests.stopwords import STOP_WORDS

_BUSY_SECONDS = 15.0
_CACHE_KIB = 8_000
# What FTS5 may merge for each essay that comes, in pages of 4 KB: more than an essay fills on all levels
# together, so that there are never many segments to search, and never much to merge at once.
_MERGED_PAGES = 16
# How many pages are merged at once where there is time.
_TIDIED_PAGES = 500
# More free pages than this share are not kept for what is to come.
_FREE = 0.1


def connect(path: Path, *, writing: bool = False) -> sqlite3.Connection:
    """A connection to an index file that is there, for one thread at a time. Raises ``sqlite3.Error``."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    connection.execute("PRAGMA synchronous=NORMAL" if writing else "PRAGMA query_only=ON")
    return connection


def create(path: Path) -> None:
    """Make the file an index, if it is none yet."""
    path.touch(mode=0o600)
    with closing(connect(path, writing=True)) as connection:
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        set_pragma(connection, "PRAGMA journal_mode=WAL")
        _make(connection)


def begin(path: Path) -> sqlite3.Connection:
    """Make an empty file an index that nobody else sees: written faster without a log, ruined by a crash.

    It is locked as long as the connection is open.
    """
    connection = connect(path, writing=True)
    connection.executescript(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA auto_vacuum=INCREMENTAL;"
        " PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"
    )
    _make(connection)
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """Put all segments together, and bring the file to the disk, to be written with a log from now on.

    It stays locked until it is closed, lest another process take it for abandoned.
    """
    for table in TABLES:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
    connection.executescript("PRAGMA incremental_vacuum")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA journal_mode=WAL")


def tidy(connection: sqlite3.Connection) -> None:
    """Put all segments together little by little, so that others may write meanwhile.

    As https://www.sqlite.org/fts5.html#the_merge_command has it: first a negative number, then the same
    positive, until that changes nothing.
    """
    for table in TABLES:
        pages, changed = -_TIDIED_PAGES, 2
        while changed > 1:
            before = connection.total_changes
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608
            pages, changed = _TIDIED_PAGES, connection.total_changes - before
    connection.executescript("PRAGMA incremental_vacuum")


def _make(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            for statement in SCHEMA:
                connection.execute(statement)
            connection.execute("INSERT INTO state VALUES (?, '', 0, 0)", (version(),))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All that is written in the block, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def standing(connection: sqlite3.Connection) -> Standing | None:
    """What the index holds; ``None`` if another version made it."""
    made_by, born, sequence, _ = connection.execute("SELECT * FROM state").fetchone()
    if made_by != version():
        return None
    count, check = connection.execute("SELECT count(*), coalesce(sum(sequence), 0) FROM document").fetchone()
    return Standing(born, sequence, count, check)


def reached(connection: sqlite3.Connection) -> int | None:
    """The last change that is in the index; ``None`` if another version made it."""
    made_by, _, sequence, _ = connection.execute("SELECT * FROM state").fetchone()
    return sequence if made_by == version() else None


def worn(connection: sqlite3.Connection) -> float:
    """The share of what was ever put in that is passed over by now."""
    written, count = connection.execute(
        "SELECT written, (SELECT count(*) FROM document) FROM state"
    ).fetchone()
    return 1 - count / written if written else 0.0


Columns = tuple[str, str, str, str, str]
Put = tuple[Document, Columns]


def prepared(changes: Iterable[Document | Withdrawn]) -> list[Put | Withdrawn]:
    """The changes with the words of their texts, which takes the time: done before the file is locked."""
    return [change if isinstance(change, Withdrawn) else (change, _columns(change)) for change in changes]


def advance(
    connection: sqlite3.Connection, born: str, after: int, changes: Sequence[Put | Withdrawn]
) -> bool:
    """Bring in the changes that follow ``after``, all or none; ``False`` if the index is elsewhere by now."""
    with transaction(connection):
        moved = _advance(connection, born, after, changes)
    give_back(connection, len(changes) * _MERGED_PAGES)
    return moved


def give_back(connection: sqlite3.Connection, pages: int) -> None:
    """Let the file shrink by so many of the pages that merging left free, if there are many."""
    free, total = (connection.execute(f"PRAGMA {what}_count").fetchone()[0] for what in ("freelist", "page"))
    if free > total * _FREE:
        # As a script, because a statement without columns is stepped once, which frees a single page.
        connection.executescript(f"PRAGMA incremental_vacuum({pages})")


def _advance(
    connection: sqlite3.Connection, born: str, after: int, changes: Sequence[Put | Withdrawn]
) -> bool:
    made_by, known, sequence, _ = connection.execute("SELECT * FROM state").fetchone()
    if (made_by, sequence) != (version(), after) or known not in {"", born}:
        return False
    put = 0
    for change in changes:
        if isinstance(change, Withdrawn):
            _withdraw(connection, change.number)
            after = max(after, change.sequence)
        else:
            document, columns = change
            _withdraw(connection, document.number)
            _put(connection, document, columns)
            after, put = max(after, document.sequence), put + 1
    connection.execute("UPDATE state SET born = ?, sequence = ?, written = written + ?", (born, after, put))
    if put:
        merge(connection, put * _MERGED_PAGES)
    return True


def merge(connection: sqlite3.Connection, pages: int) -> None:
    """Merge what FTS5 wrote apart, about so many pages of it."""
    for table in TABLES:
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (pages,))  # noqa: S608


def _put(connection: sqlite3.Connection, document: Document, columns: Columns) -> None:
    key = letters(document.title)
    connection.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.sequence,
            document.number,
            document.title,
            key,
            document.author or "",
            letters(document.author or ""),
            letters(document.source or ""),
            document.date.isoformat() if document.date else "",
        ),
    )
    connection.execute(
        "INSERT INTO words (rowid, title, author, text, parts) VALUES (?, ?, ?, ?, ?)",
        (document.sequence, *columns[:-1]),
    )
    connection.execute("INSERT INTO characters (rowid, text) VALUES (?, ?)", (document.sequence, columns[-1]))
    connection.execute(
        "INSERT INTO pairs (rowid, title) VALUES (?, ?)", (document.sequence, " ".join(pairs(key)))
    )
    for table, terms in (("about", document.terms), ("keywords", document.keywords)):
        connection.execute(
            f"INSERT INTO {table} (rowid, terms) VALUES (?, ?)",  # noqa: S608
            (document.sequence, " ".join(map(token, terms))),
        )


def _withdraw(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM document WHERE number = ?", (number,))


def _columns(document: Document) -> Columns:
    title, author, text = (words(column) for column in (document.title, document.author or "", document.text))
    whole = {*title, *author, *text}
    # In the order of the text, not of the set.
    shorter = dict.fromkeys(chain.from_iterable(map(parts, chain(title, author, text))))
    within = [part for part in shorter if part not in whole]
    held = characters(document.title + (document.author or "") + document.text)
    found = [character for character in held if character not in whole or character not in STOP_WORDS]
    return " ".join(title), " ".join(author), " ".join(text), " ".join(within), " ".join(found)
