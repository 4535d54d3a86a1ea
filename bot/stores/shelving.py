"""Writing the library's tables, as functions of a connection: each change, and what follows from it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, assert_never

from sqlalchemy import Connection, Row, delete, exists, func, or_, select, update

from bot.ports import (
    AddEssay,
    Change,
    Content,
    Facts,
    FileStamp,
    ForgetFile,
    HideEssay,
    MoveEssay,
    NoteCopy,
    RefuseFile,
    RemoveEssay,
    RestoreEssay,
    ReviseEssay,
)
from bot.stores import rows
from bot.stores.schema import content, derived, essay, essay_version, refused_file
from digests.derived import Derived

# What a search has to know when it changes: a new version of the text is all the more such a change.
_SEARCHED = ("version", "hidden", "removed", "title", "author", "source", "date")
_NEXT_CHANGE = select(func.coalesce(func.max(essay.c.changed), 0) + 1).scalar_subquery()


def apply(connection: Connection, changes: Sequence[Change], at: datetime) -> list[int | None]:
    """Make the changes in order; the number of each one's essay."""
    return [_apply(connection, change, at) for change in changes]


def keep_derived(connection: Connection, content_hash: str, version: str, value: Derived) -> None:
    """Keep what was worked out, unless its content was let go of meanwhile."""
    if connection.execute(select(exists().where(content.c.hash == content_hash))).scalar_one():
        row = {"hash": content_hash, "version": version, "data": rows.pack_derived(value)}
        rows.keep(connection, derived, row)


def renew_facts(connection: Connection, number: int, facts: Facts) -> None:
    """Replace the facts of an essay."""
    _change(connection, number, **_facts(facts, _known(connection, number).added_at))


def _apply(connection: Connection, change: Change, at: datetime) -> int | None:
    match change:
        case AddEssay():
            return _add(connection, change, at)
        case ReviseEssay():
            return _revise(connection, change, at)
        case MoveEssay():
            return _move(connection, change)
        case HideEssay(number):
            return _change(connection, number, hidden=True)
        case RemoveEssay(number):
            return _change(connection, number, removed=True)
        case RestoreEssay(number):
            return _change(connection, number, removed=False)
        case NoteCopy():
            _note_copy(connection, change)
            return None
        case RefuseFile():
            return _refuse(connection, change)
        case ForgetFile(collection, key):
            _forget_file(connection, collection, key)
            return None
        case _:
            assert_never(change)


def _add(connection: Connection, change: AddEssay, at: datetime) -> int:
    number = _number_at(connection, change.collection, change.key)
    if number is not None:
        _revise(connection, ReviseEssay(number, change.stamp, change.content, change.facts), at)
        return _change(connection, number, removed=False)
    number = (connection.execute(select(func.max(essay.c.number))).scalar_one() or 0) + 1
    _keep_content(connection, change.content)
    row = {"number": number, "collection": change.collection, "key": change.key, "version": 1, "added_at": at}
    row |= {"content_hash": change.content.hash, "hidden": False, "removed": False}
    row |= {"changed": _NEXT_CHANGE} | _stamp(change.stamp) | _facts(change.facts, at)
    connection.execute(essay.insert().values(row))
    _note_version(connection, number, 1, change.content.hash, at)
    _forget_file(connection, change.collection, change.key)
    return number


def _revise(connection: Connection, change: ReviseEssay, at: datetime) -> int:
    known = _known(connection, change.number)
    kept = change.content
    shown = {"hidden": False} | _stamp(change.stamp) | _facts(change.facts, known.added_at)
    if (kept.hash, kept.name) != (known.content_hash, known.name):
        shown |= {"content_hash": kept.hash, "version": known.version + 1}
        _keep_content(connection, kept)
        _note_version(connection, change.number, known.version + 1, kept.hash, at)
    _change(connection, change.number, **shown)
    _drop_unused(connection, known.content_hash)
    return change.number


def _move(connection: Connection, change: MoveEssay) -> int:
    collection = change.collection or _known(connection, change.number).collection
    _forget_file(connection, collection, change.key)
    if _number_at(connection, collection, change.key) != change.number:
        _give_way(connection, collection, change.key)
    place = {"collection": collection, "key": change.key}
    return _change(connection, change.number, hidden=False, **place, **_stamp(change.stamp))


def _note_copy(connection: Connection, change: NoteCopy) -> None:
    _give_way(connection, change.collection, change.key)
    row = {"collection": change.collection, "key": change.key, "content_hash": change.content_hash}
    rows.keep(connection, refused_file, row | _stamp(change.stamp))


def _give_way(connection: Connection, collection: str, key: str) -> None:
    """Free a key: its essay, whose text is not there any more, keeps it behind its number."""
    number = _number_at(connection, collection, key)
    if number is not None:
        _change(connection, number, key=f"{number}//{key}", hidden=True)


def _refuse(connection: Connection, change: RefuseFile) -> int | None:
    number = _number_at(connection, change.collection, change.key)
    look = _stamp(change.stamp) | {"problem": change.problem, "reader": change.reader}
    if number is not None:
        return _change(connection, number, hidden=False, **look)
    row = {"collection": change.collection, "key": change.key, "content_hash": change.content_hash}
    rows.keep(connection, refused_file, row | look)
    return None


def _forget_file(connection: Connection, collection: str, key: str) -> None:
    here = (refused_file.c.collection == collection) & (refused_file.c.key == key)
    connection.execute(delete(refused_file).where(here))


def _change(connection: Connection, number: int, **values: object) -> int:
    here = essay.c.number == number
    news = [essay.c[name].is_distinct_from(values[name]) for name in _SEARCHED if name in values]
    if news:
        connection.execute(update(essay).where(here, or_(*news)).values(changed=_NEXT_CHANGE))
    changed = connection.execute(update(essay).where(here).values(values))
    if not changed.rowcount:
        raise _no_essay(number)
    return number


def _known(connection: Connection, number: int) -> Row[*tuple[Any, ...]]:
    columns = (essay.c.collection, essay.c.added_at, essay.c.version, essay.c.content_hash, content.c.name)
    row = connection.execute(select(*columns).join(content).where(essay.c.number == number)).one_or_none()
    if row is None:
        raise _no_essay(number)
    return row


def _number_at(connection: Connection, collection: str, key: str) -> int | None:
    here = (essay.c.collection == collection) & (essay.c.key == key)
    return connection.execute(select(essay.c.number).where(here)).scalar_one_or_none()


def _no_essay(number: int) -> LookupError:
    return LookupError(f"there is no essay {number} to change")


def _keep_content(connection: Connection, kept: Content) -> None:
    """Keep the bytes. What was worked out under another name goes: the name decides how they are read."""
    other_name = exists().where(content.c.hash == kept.hash, content.c.name != kept.name)
    connection.execute(delete(derived).where(derived.c.hash == kept.hash, other_name))
    rows.keep(connection, content, {"hash": kept.hash, "name": kept.name, "data": rows.pack(kept.data)})


def _drop_unused(connection: Connection, content_hash: str) -> None:
    used = exists().where(essay.c.content_hash == content_hash)
    connection.execute(delete(content).where(content.c.hash == content_hash, ~used))


def _note_version(connection: Connection, number: int, version: int, content_hash: str, at: datetime) -> None:
    row = {"number": number, "version": version, "content_hash": content_hash, "at": at}
    connection.execute(essay_version.insert().values(row))


def _stamp(stamp: FileStamp) -> dict[str, Any]:
    look = {"size": stamp.size, "modified_ns": stamp.modified_ns, "inode": stamp.inode}
    return look | {"problem": "", "reader": ""}


def _facts(facts: Facts, added_at: datetime) -> dict[str, Any]:
    """The columns of the facts, with the day that /latest goes by."""
    return {
        "title": facts.title,
        "author": facts.author,
        "date": facts.date,
        "source": facts.source,
        "characters": facts.characters,
        "language": facts.language,
        "day": facts.date or added_at.astimezone(UTC).date(),
    }
