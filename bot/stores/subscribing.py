"""Subscriptions, as functions of a connection."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Table,
    cast,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from bot.stores import rows
from bot.stores.schema import delivery, given, subscription
from bot.subscriptions.delivery import State
from bot.subscriptions.outbox import Alike
from bot.subscriptions.schedule import Plan
from bot.subscriptions.subscription import (
    Status,
    Subscription,
    address_of,
    quiet_of,
    quiet_text,
    week_of,
    week_text,
)
from bot.texts import Language
from digests.derived import Length

# What stays when it is kept again: its number, and what only the deliveries write.
_THEIRS = {"id", "served", "empty"}
_NO_LONGER_WANTED = "the subscription was {}"
_CHILDREN = (given, delivery)

_new = insert(subscription)
_KEEP = _new.on_conflict_do_update(
    index_elements=["chat"],
    set_={column.name: column for column in _new.excluded if column.name not in _THEIRS},
).returning(subscription)

# All that the next slot depends on.
_ACTIVE = select(
    subscription.c.id,
    subscription.c.week,
    subscription.c.zone,
    subscription.c.quiet,
    subscription.c.resumes,
    subscription.c.reckoned,
    subscription.c.served,
    subscription.c.next_at,
).where(subscription.c.status == Status.ACTIVE)

# Many have the same of these.
_week_of = lru_cache(maxsize=4096)(week_of)
_address_of = lru_cache(maxsize=256)(address_of)


def of_chat(connection: Connection, chat: str) -> Subscription | None:
    """The subscription of a chat."""
    row = connection.execute(select(subscription).where(subscription.c.chat == chat)).one_or_none()
    return None if row is None else read(row)


def keep(connection: Connection, kept: Subscription) -> Subscription:
    """Keep what was chosen for the address; what is kept now."""
    now = read(connection.execute(_KEEP, _row(kept)).one())
    if now.status is not Status.ACTIVE:
        withdraw(connection, now.id, kept.changed, _NO_LONGER_WANTED.format(now.status))
    return now


def withdraw(connection: Connection, number: int, at: datetime, why: str) -> None:
    """Give up what is pending of a subscription."""
    mine = (delivery.c.subscription == number) & (delivery.c.state == State.PENDING)
    connection.execute(update(delivery).where(mine).values(state=State.DEAD, settled_at=at, why=why))


def block(connection: Connection, number: int, at: datetime, why: str) -> None:
    """Post nothing more for a subscription, unless it has ended anyway."""
    blocked = {"status": Status.BLOCKED, "changed": at, "why": why, "next_at": None}
    mine = (subscription.c.id == number) & (subscription.c.status != Status.ENDED)
    connection.execute(update(subscription).where(mine).values(blocked))
    withdraw(connection, number, at, why)


def block_chat(connection: Connection, platform: str, chat: str, at: datetime, why: str) -> None:
    """Post nothing more for the subscriptions of a chat and its threads."""
    posting = subscription.c.status.in_((Status.ACTIVE, Status.PAUSED))
    here = rows.under(subscription.c.chat, f"chat/{platform}:{chat}")
    for number in connection.execute(select(subscription.c.id).where(here, posting)).scalars().all():
        block(connection, number, at, why)


def listed(
    connection: Connection, where: Sequence[ColumnElement[bool]], offset: int, limit: int | None
) -> list[Subscription]:
    """Subscriptions of which these hold, in the order in which they were made."""
    statement = select(subscription).where(*where).order_by(subscription.c.id)
    return [read(row) for row in connection.execute(rows.page(statement, offset, limit))]


def due(connection: Connection, platform: str, now: datetime, limit: int) -> list[Alike]:
    """Active subscriptions whose next slot has come, the longest due first."""
    c = subscription.c
    mine = _ACTIVE.where(c.platform == platform, c.next_at <= now)
    return _alike(connection, rows.page(mine.order_by(c.next_at), 0, limit))


def planned(connection: Connection, after: int, limit: int) -> list[Alike]:
    """Active subscriptions of higher numbers, the lowest first."""
    c = subscription.c
    return _alike(connection, rows.page(_ACTIVE.where(c.id > after).order_by(c.id), 0, limit))


def drop(connection: Connection, before: datetime) -> int:
    """Let go of those ended, blocked or waiting since before then."""
    over = subscription.c.status.in_((Status.ENDED, Status.BLOCKED, Status.WAITING)) & (
        subscription.c.changed < before
    )
    return connection.execute(delete(subscription).where(over)).rowcount


def move(connection: Connection, platform: str, old: str, new: str) -> None:
    """Bring the subscriptions of a chat and its threads to the chat it became, unless that has its own."""
    c = subscription.c
    before, after = f"chat/{platform}:{old}", f"chat/{platform}:{new}"
    for number, chat in connection.execute(select(c.id, c.chat).where(rows.under(c.chat, before))).all():
        moved = after + chat.removeprefix(before)
        if of_chat(connection, moved) is None:
            connection.execute(update(subscription).where(c.id == number).values(chat=moved))
        else:
            connection.execute(delete(subscription).where(c.id == number))
    homes = (c.home == f"home/{platform}:{old}", {"home": f"home/{platform}:{new}"})
    connection.execute(update(subscription).where(homes[0]).values(homes[1]))


def forget(connection: Connection, scopes: Sequence[str]) -> int:
    """Erase the subscriptions of these chats, and whose others are; how many rows there were."""
    own = subscription.c.chat.in_(scopes)
    numbers = select(subscription.c.id).where(own)
    erased = [connection.execute(delete(table).where(_of(table, numbers))).rowcount for table in _CHILDREN]
    erased.append(connection.execute(delete(subscription).where(own)).rowcount)
    connection.execute(update(subscription).where(subscription.c.owner.in_(scopes)).values(owner=""))
    return sum(erased)


def export(connection: Connection, scopes: Sequence[str]) -> dict[str, list[rows.Row]]:
    """The subscriptions of these chats with all that belongs to them, and those that these persons made."""
    own = subscription.c.chat.in_(scopes)
    numbers = select(subscription.c.id).where(own)
    return {"subscription": rows.export(connection, subscription, own | subscription.c.owner.in_(scopes))} | {
        table.name: rows.export(connection, table, _of(table, numbers)) for table in _CHILDREN
    }


def read(row: Row[*tuple[Any, ...]]) -> Subscription:
    """The subscription of a row with all its columns."""
    return Subscription(
        address=_address_of(row.chat),
        home=row.home,
        owner=row.owner,
        week=_week_of(row.week),
        zone=ZoneInfo(row.zone),
        since=row.since,
        reckoned=row.reckoned,
        changed=row.changed,
        quiet=quiet_of(row.quiet),
        resumes=row.resumes,
        topics=row.topics,
        essays=row.essays,
        length=Length(row.length),
        language=Language(row.language) if row.language else None,
        silent=row.silent,
        mention=row.mention,
        status=Status(row.status),
        why=row.why,
        served=row.served,
        next_at=row.next_at,
        empty=row.empty,
        id=row.id,
    )


def _alike(connection: Connection, some: Select[*tuple[Any, ...]]) -> list[Alike]:
    """Some subscriptions, those together of which everything is the same but the number."""
    each = some.subquery()
    same = [column for column in each.c if column is not each.c.id]
    numbers = func.aggregate_strings(cast(each.c.id, String), ",").label("numbers")
    statement = select(numbers, *same).group_by(*same).order_by(each.c.next_at, func.min(each.c.id))
    return [
        Alike(
            tuple(sorted(map(int, row.numbers.split(",")))),
            Plan(_week_of(row.week), ZoneInfo(row.zone), quiet_of(row.quiet), row.resumes),
            row.reckoned,
            row.served,
            row.next_at,
        )
        for row in connection.execute(statement)
    ]


def _row(kept: Subscription) -> rows.Row:
    row = {field.name: getattr(kept, field.name) for field in fields(kept)}
    del row["id"], row["address"]
    return row | {
        "chat": kept.chat,
        "platform": kept.address.platform,
        "week": week_text(kept.week),
        "zone": kept.zone.key,
        "quiet": quiet_text(kept.quiet),
    }


def _of(table: Table, numbers: Select[int]) -> ColumnElement[bool]:
    return table.c.subscription.in_(numbers)
