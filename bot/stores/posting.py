"""Deliveries, from the tick that writes them to what became of them, as functions of a connection."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.stores import giving, rows, subscribing
from bot.stores.schema import delivery, reign, subscription
from bot.subscriptions.delivery import FAILED, Delivery, Filter, Outlook, Settlement, State
from bot.subscriptions.subscription import Status

_AGAIN = (State.UNKNOWN, State.DEAD, State.MISSED)
_TOO_LATE = "it could not be posted in time"
_COME = (State.SENT, State.PENDING, State.SENDING)
_COME_TO_NOTHING = (State.UNKNOWN, State.MISSED, State.EMPTY)


def _fate(table: FromClause) -> ColumnElement[str]:
    """What became of a delivery, and why."""
    return table.c.state + " " + table.c.why


_before = delivery.alias("before")
_FATE_BEFORE = (
    select(_fate(_before))
    .where(_before.c.subscription == delivery.c.subscription, _before.c.day < delivery.c.day)
    .order_by(_before.c.day.desc(), _before.c.part)
    .limit(1)
    .scalar_subquery()
)

# These are made once, since they are for every single message.
_BEGIN = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("which"),
        delivery.c.state == State.PENDING,
        select(reign.c.epoch).where(reign.c.platform == delivery.c.platform).scalar_subquery()
        == bindparam("reign"),
    )
    .values(state=State.SENDING, began_at=bindparam("now"), epoch=bindparam("reign"))
    .returning(
        delivery.c.subscription, delivery.c.day, delivery.c.part, delivery.c.platform, delivery.c.due_at
    )
)
_SETTLE = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("which"),
        or_(
            delivery.c.state == State.PENDING,
            and_(
                delivery.c.state.in_((State.SENDING, State.UNKNOWN)), delivery.c.epoch == bindparam("reign")
            ),
        ),
    )
    .values(
        state=bindparam("as"),
        settled_at=bindparam("at"),
        why=bindparam("because"),
        message=bindparam("called"),
        try_at=func.coalesce(bindparam("again", type_=delivery.c.try_at.type), delivery.c.try_at),
        attempts=delivery.c.attempts + bindparam("off"),
    )
    .returning(
        delivery.c.subscription,
        delivery.c.day,
        select(subscription.c.empty)
        .where(subscription.c.id == delivery.c.subscription)
        .scalar_subquery()
        .label("empty"),
    )
)


def take(connection: Connection, platform: str, at: datetime) -> int:
    """Begin a new reign; its epoch."""
    statement = (
        upsert(reign)
        .values(platform=platform, epoch=1, since=at)
        .on_conflict_do_update(index_elements=["platform"], set_={"epoch": reign.c.epoch + 1, "since": at})
        .returning(reign.c.epoch)
    )
    epoch: int = connection.execute(statement).scalar_one()
    return epoch


def ready(
    connection: Connection, platform: str, now: datetime, since: datetime, limit: int
) -> list[Delivery]:
    """Pending deliveries whose time has come."""
    c, earlier = delivery.c, delivery.alias("earlier")
    waits = select(1).where(
        earlier.c.subscription == c.subscription,
        earlier.c.day == c.day,
        earlier.c.part == c.part - 1,
        earlier.c.state != State.SENT,
    )
    statement = (
        _whole()
        .where(
            c.platform == platform,
            c.state == State.PENDING,
            c.try_at <= now,
            c.due_at >= since,
            ~waits.exists(),
        )
        .order_by(c.try_at, c.id)
    )
    return _read(connection, rows.page(statement, 0, limit))


def begin(connection: Connection, number: int, epoch: int, at: datetime, parts: int) -> bool:
    """Note that it is about to leave, and write the parts behind it."""
    begun = connection.execute(_BEGIN, {"which": number, "reign": epoch, "now": at}).mappings().one_or_none()
    if begun is None:
        return False
    for part in range(begun["part"] + 1, parts + 1):
        row = {**begun, "part": part, "state": State.PENDING, "try_at": begun["due_at"]}
        connection.execute(upsert(delivery).values(row).on_conflict_do_nothing())
    return True


def settle(connection: Connection, number: int, epoch: int, settlement: Settlement) -> bool:
    """Note what became of it; whether that was the reign's to say."""
    pending = settlement.state is State.PENDING
    noted: rows.Row = {"as": settlement.state, "because": settlement.why, "called": settlement.message}
    noted |= {"at": None if pending else settlement.at, "again": settlement.try_at, "off": int(pending)}
    settled = connection.execute(_SETTLE, {"which": number, "reign": epoch, **noted}).one_or_none()
    if settled is None:
        return False
    empty = _empty(settled.empty, settlement.state)
    if empty != settled.empty:
        mine = subscription.c.id == settled.subscription
        connection.execute(update(subscription).where(mine).values(empty=empty))
    if settlement.thread:
        parts = (delivery.c.subscription == settled.subscription) & (delivery.c.day == settled.day)
        connection.execute(update(delivery).where(parts).values(thread=settlement.thread))
    if settlement.blocked:
        subscribing.block(connection, settled.subscription, settlement.at, settlement.why)
    return True


def part_after(connection: Connection, before: Delivery) -> Delivery | None:
    """The next part of the same digest, if it is pending."""
    c = delivery.c
    mine = (c.subscription == before.subscription.id) & (c.day == before.day)
    next_one = _whole().where(mine, c.part == before.part + 1, c.state == State.PENDING)
    return next(iter(_read(connection, next_one)), None)


def in_doubt(connection: Connection, platform: str, epoch: int, limit: int) -> list[Delivery]:
    """Those that were about to leave in an earlier reign, and are not settled."""
    c = delivery.c
    statement = _whole().where(c.platform == platform, c.state == State.SENDING, c.epoch < epoch)
    return _read(connection, rows.page(statement.order_by(c.id), 0, limit))


def lapse(connection: Connection, platform: str, before: datetime, at: datetime) -> int:
    """Give up what is pending on a platform and was due before then."""
    c = delivery.c
    late = and_(c.platform == platform, c.state == State.PENDING, c.due_at < before)
    values = {"state": State.MISSED, "settled_at": at}
    # What was tried has a better reason already.
    why = func.coalesce(func.nullif(c.why, ""), _TOO_LATE)
    return connection.execute(update(delivery).where(late).values(**values, why=why)).rowcount


def listed(connection: Connection, wanted: Filter, offset: int, limit: int | None) -> list[Delivery]:
    """Deliveries, the latest due first."""
    statement = _whole().where(*_wanted(wanted)).order_by(delivery.c.due_at.desc(), delivery.c.id)
    return _read(connection, rows.page(statement, offset, limit))


def counts(connection: Connection, wanted: Filter) -> dict[State, int]:
    """How many are in each state."""
    state = delivery.c.state
    statement = select(state, func.count()).where(*_wanted(wanted)).group_by(state)
    return {State(state): count for state, count in connection.execute(statement)}


def silent_since(connection: Connection) -> datetime | None:
    """When the first was due that came to nothing since one was sent, or is to be."""
    c = delivery.c
    last: datetime | None = connection.execute(select(func.max(c.due_at)).where(c.state.in_(_COME))).scalar()
    first = select(func.min(c.due_at)).where(c.state.in_(_COME_TO_NOTHING))
    return connection.execute(first if last is None else first.where(c.due_at > last)).scalar()


def outlook(connection: Connection, platforms: Collection[str]) -> Outlook:
    """When the oldest pending one was due on these platforms, and when their next slot is."""
    c, s = delivery.c, subscription.c
    oldest = select(func.min(c.due_at)).where(c.platform == bindparam("platform"), c.state == State.PENDING)
    following = select(func.min(s.next_at)).where(
        s.platform == bindparam("platform"), s.status == Status.ACTIVE
    )
    return Outlook(*(_earliest(connection, statement, platforms) for statement in (oldest, following)))


def _earliest(
    connection: Connection, statement: Select[datetime], platforms: Collection[str]
) -> datetime | None:
    """The earliest on these, asked one at a time: for several the database would read all of its index."""
    found = (connection.scalar(statement, {"platform": platform}) for platform in platforms)
    return min(filter(None, found), default=None)


def resend(connection: Connection, number: int, at: datetime) -> bool:
    """Have it posted again; whether it could be."""
    return _again(connection, (delivery.c.id == number) & delivery.c.state.in_(_AGAIN), at)


def resend_day(connection: Connection, number: int, day: date, at: datetime) -> bool:
    """Have what failed of a subscription's digest of a day posted again; whether anything could be."""
    mine = (delivery.c.subscription == number) & (delivery.c.day == day)
    return _again(connection, mine & delivery.c.state.in_(sorted(FAILED)), at)


def _again(connection: Connection, which: ColumnElement[bool], at: datetime) -> bool:
    values = {"state": State.PENDING, "due_at": at, "try_at": at, "settled_at": None, "attempts": 0}
    return connection.execute(update(delivery).where(which).values(values)).rowcount > 0


def drop(connection: Connection, before: datetime) -> int:
    """Let go of those settled before then, and of what they failed to give."""
    giving.take_back(connection, before)
    return connection.execute(delete(delivery).where(delivery.c.settled_at < before)).rowcount


def _wanted(wanted: Filter) -> list[ColumnElement[bool]]:
    c = delivery.c
    where: list[ColumnElement[bool]] = []
    if wanted.day is not None:
        where.append(c.day == wanted.day)
    if wanted.address:
        its_chat = subscription.c.chat == f"chat/{wanted.address}"
        where.append(c.subscription.in_(select(subscription.c.id).where(its_chat)))
    if wanted.states:
        where.append(c.state.in_(sorted(wanted.states)))
    if wanted.settled_after is not None:
        where.append(c.settled_at > wanted.settled_after)
    if wanted.due_since is not None:
        where.append(c.due_at >= wanted.due_since)
    if wanted.news:
        where.append(_fate(delivery).is_distinct_from(_FATE_BEFORE))
    if wanted.active:
        active = select(subscription.c.id).where(subscription.c.status == Status.ACTIVE)
        where.append(c.subscription.in_(active))
    return where


def _empty(before: int, state: State) -> int:
    """How many digests in a row had nothing to say, with one that is settled so."""
    if state is State.SENT:
        return 0
    return before + 1 if state is State.EMPTY else before


def _whole() -> Select[*tuple[Any, ...]]:
    """Deliveries, each beside its subscription."""
    columns = (column.label(f"its_{column.name}") for column in delivery.c)
    return select(*columns, subscription).select_from(delivery.join(subscription))


def _read(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[Delivery]:
    return [_delivery(row) for row in connection.execute(statement)]


def _delivery(row: Row[*tuple[Any, ...]]) -> Delivery:
    return Delivery(
        row.its_id,
        subscribing.read(row),
        row.its_day,
        row.its_part,
        State(row.its_state),
        row.its_due_at,
        row.its_try_at,
        row.its_began_at,
        row.its_settled_at,
        row.its_attempts,
        row.its_epoch,
        row.its_message,
        row.its_thread,
        row.its_why,
    )
