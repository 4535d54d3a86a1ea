"""Reading the library's tables, as functions of a connection."""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    false,
    func,
    null,
    select,
    union_all,
)

from bot.ports import Content, EssayChange, EssayRecord, Facts, FileStamp, KnownFile, Standing
from bot.stores import rows
from bot.stores.schema import content, derived, essay, refused_file
from digests.derived import Derived

VISIBLE = ~essay.c.hidden & ~essay.c.removed
# What almost every answer asks for: to put a statement together takes longer than to carry it out.
_ONE = select(essay).where(VISIBLE, essay.c.number == bindparam("number"))
_LAST_CHANGE = select(func.max(essay.c.changed))


def known_files(connection: Connection, collection: str) -> dict[str, KnownFile]:
    """All files of a collection, by key: those that could not be read, then the essays by number."""
    essays = _looks(essay, essay.c.number, essay.c.hidden, essay.c.removed)
    refused = _looks(refused_file, null(), false(), false())
    both = union_all(
        essays.where(essay.c.collection == collection),
        refused.where(refused_file.c.collection == collection),
    )
    found = connection.execute(both.order_by("number", "key"))
    return {file.key: file for file in map(_known_file, found)}


def holders(connection: Connection, content_hashes: Collection[str]) -> list[tuple[str, KnownFile]]:
    """The essays with these texts, with their collections, by number."""
    looks = _looks(essay, essay.c.number, essay.c.hidden, essay.c.removed, essay.c.collection)
    wanted = sorted(content_hashes)
    found = [
        row
        for start in range(0, len(wanted), rows.MOST_VALUES)
        for row in connection.execute(
            looks.where(essay.c.content_hash.in_(wanted[start : start + rows.MOST_VALUES]))
        )
    ]
    return [(row.collection, _known_file(row)) for row in sorted(found, key=attrgetter("number"))]


def count(connection: Connection) -> int:
    """How many essays are visible."""
    return connection.execute(select(func.count()).select_from(essay).where(VISIBLE)).scalar_one()


def one(connection: Connection, number: int) -> EssayRecord | None:
    """The visible essay of this number."""
    if not rows.countable(number):
        return None
    row = connection.execute(_ONE, {"number": number}).one_or_none()
    return None if row is None else _record(row)


def had(connection: Connection, number: int) -> bool:
    """Whether an essay has this number, visible or not."""
    known = select(essay.c.number).where(essay.c.number == number)
    return rows.countable(number) and connection.execute(known).one_or_none() is not None


def title(connection: Connection, number: int) -> str | None:
    """What the essay of this number is called, visible or not."""
    if not rows.countable(number):
        return None
    return connection.execute(select(essay.c.title).where(essay.c.number == number)).scalar_one_or_none()


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


def arrivals(connection: Connection) -> list[tuple[int, datetime]]:
    """Number of every visible essay, and when it was added, in the order in which they were."""
    order = (essay.c.added_at, essay.c.number)
    statement = select(essay.c.number, essay.c.added_at).where(VISIBLE).order_by(*order)
    return [(number, added_at) for number, added_at in connection.execute(statement)]


def last_change(connection: Connection) -> int:
    """The last change that a search has to know of; 0 for none yet."""
    return connection.execute(_LAST_CHANGE).scalar_one() or 0


def changes(connection: Connection, after: int, limit: int) -> list[EssayChange]:
    """The essays that changed since then, in the order of their last changes."""
    statement = select(essay).where(essay.c.changed > after).order_by(essay.c.changed)
    return [
        EssayChange(row.changed, row.number, None if row.hidden or row.removed else _record(row))
        for row in connection.execute(rows.page(statement, 0, limit))
    ]


def standing(connection: Connection) -> Standing:
    """How far the library has come. When its first essay came tells it from any other library."""
    born = connection.execute(select(essay.c.added_at).where(essay.c.number == 1)).scalar_one_or_none()
    visible = (func.count(), func.coalesce(func.sum(essay.c.changed), 0))
    count, check = connection.execute(select(*visible).where(VISIBLE)).one()
    return Standing(born.isoformat() if born else "", last_change(connection), count, check)


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


def _looks(table: Table, *more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """How files looked when they were last looked at."""
    c = table.c
    return select(c.key, c.size, c.modified_ns, c.inode, c.content_hash, c.problem, c.reader, *more)


def _known_file(row: Row[*tuple[Any, ...]]) -> KnownFile:
    key, size, modified_ns, inode, text, problem, reader, number, hidden, removed, *_ = row
    stamp = FileStamp(size, modified_ns, inode)
    return KnownFile(key, stamp, text, number, hidden, removed, problem, reader)
