"""What all statements share: keeping a row under its key, paging, and packing values into bytes."""

import zlib
from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Select, Table, select
from sqlalchemy.dialects.sqlite import Insert, insert

from bot.errors import StoreUnavailable
from digests.derived import Derived

# So many values fit into one statement, whatever SQLite was built with.
MOST_VALUES = 900

_MAX_INTEGER = 2**63 - 1

Row = dict[str, Any]
_Select = TypeVar("_Select", bound=Select[*tuple[Any, ...]])


def keep(connection: Connection, table: Table, row: Row) -> None:
    """Insert the row, or replace the one with its primary key."""
    connection.execute(_keeping(table, tuple(row)), row)


@cache
def _keeping(table: Table, columns: tuple[str, ...]) -> Insert:
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=others)


def keep_first(connection: Connection, table: Table, row: Row) -> bool:
    """Insert the row unless there is one with its primary key; whether it was inserted."""
    return connection.execute(insert(table).values(row).on_conflict_do_nothing()).rowcount > 0


def under(owner: Column[Any], key: str) -> ColumnElement[bool]:
    """Whether a row is a chat's or one of its threads': of these the key is the chat's, a colon and more."""
    # A semicolon follows the colon.
    return (owner == key) | ((owner >= f"{key}:") & (owner < f"{key};"))


def export(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[Row]:
    """The rows for which this holds, by column name, as JSON-able values."""
    statement = select(table).where(where).order_by(*table.primary_key.columns)
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in connection.execute(statement).mappings()
    ]


def countable(number: int) -> bool:
    """Whether a number that somebody typed is small enough for the database to look it up."""
    return abs(number) <= _MAX_INTEGER


def page(statement: _Select, offset: int, limit: int | None) -> _Select:
    """The rows from ``offset`` on, at most ``limit``; both are bounded by what the database can count."""
    most = None if limit is None else min(limit, _MAX_INTEGER)
    return statement.limit(most).offset(min(offset, _MAX_INTEGER))


def pack(data: bytes) -> bytes:
    """The bytes compressed: text takes less than half its size."""
    return zlib.compress(data)


def unpack(data: bytes) -> bytes:
    """The bytes as they were packed; ``StoreUnavailable`` if they are damaged."""
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise _damaged(error) from error


def pack_derived(derived: Derived) -> bytes:
    """The value as compressed JSON."""
    return pack(msgspec.json.encode(derived))


def unpack_derived(data: bytes) -> Derived:
    """The value as it was packed; ``StoreUnavailable`` if it is damaged."""
    try:
        return msgspec.json.decode(unpack(data), type=Derived)
    except msgspec.MsgspecError as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"The database is damaged ({error}). Restore it from a backup.")
