"""What is kept of people and chats, as functions of a connection."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, bindparam, delete, select

from bot import actions
from bot.ports import Bookmark, Saved
from bot.stores import rows, subscribing
from bot.stores.essays import VISIBLE
from bot.stores.schema import (
    action,
    bookmark,
    digest,
    essay,
    last_essay,
    preference,
    saved,
    shown,
    subscription,
)
from bot.subscriptions.subscription import Status
from digests.model import Place

# Whose a row is, for everything that is erased, moved and handed out on request; but see also subscribing.
OWNERS: Sequence[Column[Any]] = (
    preference.c.scope,
    bookmark.c.person,
    saved.c.person,
    shown.c.chat,
    last_essay.c.chat,
    digest.c.chat,
)
# Every answer asks for these: to put a statement together takes longer than to carry it out.
_PREFERENCES = select(preference).where(preference.c.scope == bindparam("scope")).order_by(preference.c.name)


def preferences(connection: Connection, scope: str) -> dict[str, str]:
    """What was chosen for a scope, by name."""
    return {row.name: row.value for row in connection.execute(_PREFERENCES, {"scope": scope})}


def prefer(connection: Connection, scope: str, name: str, value: str | None) -> None:
    """Choose a value, or with ``None`` none."""
    if value is None:
        where = (preference.c.scope == scope) & (preference.c.name == name)
        connection.execute(delete(preference).where(where))
    else:
        rows.keep(connection, preference, {"scope": scope, "name": name, "value": value})


def bookmark_in(connection: Connection, person: str, number: int) -> Bookmark | None:
    """Where the person stopped in this essay."""
    if not rows.countable(number):
        return None
    statement = select(bookmark).where(bookmark.c.person == person, bookmark.c.number == number)
    return _bookmark(connection.execute(statement).one_or_none())


def latest_bookmark(connection: Connection, person: str) -> Bookmark | None:
    """Where the person read last; of two at the same moment, in the essay added later."""
    order = (bookmark.c.at.desc(), bookmark.c.number.desc())
    statement = select(bookmark).join(essay).where(bookmark.c.person == person, VISIBLE)
    return _bookmark(connection.execute(statement.order_by(*order).limit(1)).one_or_none())


def keep_bookmark(connection: Connection, person: str, kept: Bookmark, at: datetime) -> None:
    """Remember where the person is."""
    row = {"person": person, "number": kept.number, "version": kept.version, "block": kept.block}
    rows.keep(connection, bookmark, row | {"start": kept.start, "at": at})


def shelf(connection: Connection, person: str, offset: int, limit: int | None) -> list[Saved]:
    """The person's shelf, the newest first."""
    order = (saved.c.saved_at.desc(), saved.c.number, saved.c.block, saved.c.start, saved.c.quote)
    statement = select(saved).where(saved.c.person == person).order_by(*order)
    return [_saved(row) for row in connection.execute(rows.page(statement, offset, limit))]


def save(connection: Connection, person: str, kept: Saved) -> bool:
    """Put on the shelf unless it is there."""
    place = kept.place
    row = {"person": person, "number": kept.number, "quote": kept.quote, "saved_at": kept.saved_at}
    if place is not None:
        row |= {"block": place.block, "start": place.start, "end": place.end}
    return rows.keep_first(connection, saved, row)


def unsave(connection: Connection, person: str, number: int, quote: str) -> bool:
    """Take off the shelf; whether it was there."""
    if not rows.countable(number):
        return False
    where = (saved.c.person == person) & (saved.c.number == number) & (saved.c.quote == quote)
    return connection.execute(delete(saved).where(where)).rowcount > 0


def shown_in(connection: Connection, chat: str) -> frozenset[int]:
    """The essays drawn in this chat since its last new round."""
    return frozenset(connection.execute(select(shown.c.number).where(shown.c.chat == chat)).scalars())


def mark_shown(connection: Connection, chat: str, number: int, *, new_round: bool) -> None:
    """Note that an essay was drawn, as the first of a new round or one more."""
    if new_round:
        connection.execute(delete(shown).where(shown.c.chat == chat))
    rows.keep_first(connection, shown, {"chat": chat, "number": number})


def last_seen(connection: Connection, chat: str) -> int | None:
    """The essay the chat saw last, if it is visible."""
    statement = select(last_essay.c.number).join(essay).where(last_essay.c.chat == chat, VISIBLE)
    return connection.execute(statement).scalar_one_or_none()


def note_last_seen(connection: Connection, chat: str, number: int) -> None:
    """Remember the essay the chat saw last."""
    rows.keep(connection, last_essay, {"chat": chat, "number": number})


def digest_of(connection: Connection, chat: str, day: date) -> int | None:
    """The essay the chat is given on this day, if it is visible."""
    statement = select(digest.c.number).join(essay).where(digest.c.chat == chat, digest.c.day == day, VISIBLE)
    return connection.execute(statement).scalar_one_or_none()


def keep_digest(connection: Connection, chat: str, day: date, number: int) -> None:
    """Settle the essay of the day, and let go of the days before it."""
    connection.execute(delete(digest).where(digest.c.chat == chat, digest.c.day < day))
    rows.keep(connection, digest, {"chat": chat, "day": day, "number": number})


def keep_action(connection: Connection, data: str, at: datetime) -> str:
    """Keep an encoded action under its key, counted from ``at``."""
    key = actions.key_of(data)
    rows.keep(connection, action, {"key": key, "data": data, "kept_at": at})
    return key


def kept_action(connection: Connection, key: str) -> str | None:
    """The action under a key."""
    return connection.execute(select(action.c.data).where(action.c.key == key)).scalar_one_or_none()


def drop_actions(connection: Connection, before: datetime) -> int:
    """Let go of actions not kept since then."""
    return connection.execute(delete(action).where(action.c.kept_at < before)).rowcount


def move_chat(connection: Connection, platform: str, old: str, new: str) -> None:
    """Bring what is kept under the keys of a chat and its threads under those of another chat."""
    if old == new:
        return
    for scope in ("home", "chat"):
        before, after = f"{scope}/{platform}:{old}", f"{scope}/{platform}:{new}"
        for owner in OWNERS:
            here = rows.under(owner, before)
            for row in connection.execute(select(owner.table).where(here)).mappings().all():
                moved = after + row[owner.name].removeprefix(before)
                rows.keep_first(connection, owner.table, {**row, owner.name: moved})
            connection.execute(delete(owner.table).where(here))
    subscribing.move(connection, platform, old, new)


def forget(connection: Connection, scopes: Sequence[str]) -> int:
    """Erase all that is kept under these scopes; how many rows there were."""
    erased = [connection.execute(delete(owner.table).where(owner.in_(scopes))).rowcount for owner in OWNERS]
    return sum(erased) + subscribing.forget(connection, scopes)


def drop_subscriptions(connection: Connection, before: datetime) -> int:
    """Let go of those ended or blocked since before then, and of all of the chats that were blocked."""
    c = subscription.c
    blocked = select(c.chat).where(c.status == Status.BLOCKED, c.changed < before)
    for owner in OWNERS:
        connection.execute(delete(owner.table).where(owner.in_(blocked)))
    return subscribing.drop(connection, before)


def export(connection: Connection, scopes: Sequence[str]) -> dict[str, object]:
    """All that is kept under these scopes: for each table with any, its rows by column name."""
    tables = {owner.table.name: rows.export(connection, owner.table, owner.in_(scopes)) for owner in OWNERS}
    tables |= subscribing.export(connection, scopes)
    return {name: found for name, found in tables.items() if found}


def _bookmark(row: Row[*tuple[Any, ...]] | None) -> Bookmark | None:
    return None if row is None else Bookmark(row.number, row.version, row.block, row.start)


def _saved(row: Row[*tuple[Any, ...]]) -> Saved:
    place = None if row.block is None else Place(row.block, row.start, row.end)
    return Saved(row.number, row.saved_at, row.quote, place)
