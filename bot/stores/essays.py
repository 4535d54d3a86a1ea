"""Reading the library's tables, as functions of a connection."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    false,
    func,
    null,
    select,
    union_all,
)

from bot.ports import Content, EssayRecord, Facts, FileStamp, KnownFile
from bot.stores import rows
from bot.stores.schema import content, derived, essay, refused_file
from digests.derived import Derived

VISIBLE = ~essay.c.hidden & ~essay.c.removed


def known_files(connection: Connection, collection: str) -> dict[str, KnownFile]:
    """All files of a collection, by key: those that could not be read, then the essays by number."""
    essays = _looks(essay, collection, essay.c.number, essay.c.hidden, essay.c.removed)
    refused = _looks(refused_file, collection, null(), false(), false())
    found = connection.execute(union_all(essays, refused).order_by("number", "key"))
    return {
        key: KnownFile(key, FileStamp(size, modified_ns), text, number, hidden, removed, problem, reader)
        for key, size, modified_ns, text, problem, reader, number, hidden, removed in found
    }


def count(connection: Connection) -> int:
    """How many essays are visible."""
    return connection.execute(select(func.count()).select_from(essay).where(VISIBLE)).scalar_one()


def one(connection: Connection, number: int) -> EssayRecord | None:
    """The visible essay of this number."""
    if not rows.countable(number):
        return None
    row = connection.execute(_records().where(essay.c.number == number)).one_or_none()
    return None if row is None else _record(row)


def by_number(connection: Connection, offset: int, limit: int | None) -> list[EssayRecord]:
    """Visible essays by number."""
    statement = rows.page(_records().order_by(essay.c.number), offset, limit)
    return [_record(row) for row in connection.execute(statement)]


def latest(connection: Connection, offset: int, limit: int | None) -> list[EssayRecord]:
    """Visible essays, the newest first."""
    statement = _records().order_by(essay.c.day.desc(), essay.c.number.desc())
    return [_record(row) for row in connection.execute(rows.page(statement, offset, limit))]


def titles(connection: Connection) -> list[tuple[int, str]]:
    """Number and title of every visible essay, by number."""
    statement = select(essay.c.number, essay.c.title).where(VISIBLE).order_by(essay.c.number)
    return [(number, title) for number, title in connection.execute(statement)]


def stored_content(connection: Connection, content_hash: str) -> Content | None:
    """The bytes under a hash."""
    row = connection.execute(select(content).where(content.c.hash == content_hash)).one_or_none()
    return None if row is None else Content(row.hash, row.name, rows.unpack(row.data))


def stored_derived(connection: Connection, content_hash: str, version: str) -> Derived | None:
    """What this version made of a content."""
    statement = select(derived.c.data).where(derived.c.hash == content_hash, derived.c.version == version)
    data = connection.execute(statement).scalar_one_or_none()
    return None if data is None else rows.unpack_derived(data)


def underived(connection: Connection, version: str, limit: int) -> Sequence[EssayRecord]:
    """Visible essays for which nothing is kept under this version, by number."""
    kept = and_(derived.c.hash == essay.c.content_hash, derived.c.version == version)
    statement = _records().outerjoin(derived, kept).where(derived.c.hash.is_(None)).order_by(essay.c.number)
    return [_record(row) for row in connection.execute(rows.page(statement, 0, limit))]


def _records() -> Select[*tuple[Any, ...]]:
    return select(essay).where(VISIBLE)


def _record(row: Row[*tuple[Any, ...]]) -> EssayRecord:
    facts = Facts(row.title, row.author, row.date, row.source, row.characters, row.language)
    return EssayRecord(
        row.number, row.version, row.content_hash, row.collection, row.key, row.added_at, facts
    )


def _looks(table: Table, collection: str, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """How the files of a collection looked when they were last looked at."""
    c = table.c
    look = (c.key, c.size, c.modified_ns, c.content_hash, c.problem, c.reader)
    return select(*look, *more).where(c.collection == collection)
