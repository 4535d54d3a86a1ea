"""From subscriptions to deliveries, as functions of a connection.

A tick is for very many subscriptions: what is the same for some of them takes one statement.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, String, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.stores import posting, rows
from bot.stores.schema import delivery, subscription
from bot.subscriptions.delivery import State
from bot.subscriptions.outbox import Reckoning
from bot.subscriptions.schedule import Slot
from bot.subscriptions.subscription import Status

# These are made once: to make a statement takes longer than to execute it for a few. However many numbers
# there are, they are one value.
_numbers = func.json_each(bindparam("numbers", type_=String)).table_valued("value")
_UNCHANGED = and_(
    subscription.c.id.in_(select(_numbers.c.value)),
    subscription.c.next_at.is_not_distinct_from(bindparam("seen", type_=subscription.c.next_at.type)),
    subscription.c.status == Status.ACTIVE,
)
_WRITTEN = ("day", "part", "state", "due_at", "try_at", "settled_at", "why")
_WRITE = (
    insert(delivery)
    .from_select(
        ["subscription", "platform", *_WRITTEN],
        select(
            subscription.c.id,
            subscription.c.platform,
            *(bindparam(f"its_{name}", type_=delivery.c[name].type) for name in _WRITTEN),
        ).where(_UNCHANGED),
    )
    .on_conflict_do_nothing()
)
_NEXT = ("next_at", "served", "reckoned")
_MOVE_ON = update(subscription).where(_UNCHANGED).values({name: bindparam(f"its_{name}") for name in _NEXT})
_RESCHEDULE = update(subscription).where(_UNCHANGED).values(next_at=bindparam("its_next_at"))


def enqueue(connection: Connection, reckonings: Sequence[Reckoning], at: datetime) -> int:
    """Write deliveries and the next slots; how many deliveries are pending by that."""
    written = 0
    for reckoning in reckonings:
        which = _which(reckoning)
        if reckoning.due is not None:
            written += _write(connection, which, reckoning.due, State.PENDING)
        for slot in reckoning.lapsed:
            _write(connection, which, slot, State.MISSED, at, reckoning.remark)
        passed = {"its_next_at": reckoning.next_at, "its_served": reckoning.served, "its_reckoned": at}
        connection.execute(_MOVE_ON, which | passed)
    return written


def reschedule(connection: Connection, reckonings: Sequence[Reckoning]) -> None:
    """Write other next slots."""
    for reckoning in reckonings:
        connection.execute(_RESCHEDULE, _which(reckoning) | {"its_next_at": reckoning.next_at})


def post_now(connection: Connection, number: int, day: date, at: datetime) -> bool:
    """Have the digest of a day posted at once; if that day is served, what failed of it again."""
    c = subscription.c
    fresh = (c.id == number) & or_(c.served.is_(None), c.served < day)
    serving = update(subscription).where(fresh).values(served=day).returning(c.platform)
    platform = connection.execute(serving).scalar_one_or_none()
    if platform is None:
        return posting.resend_day(connection, number, day, at)
    row = {"subscription": number, "platform": platform, "day": day, "part": 1}
    return rows.keep_first(connection, delivery, row | {"state": State.PENDING, "due_at": at, "try_at": at})


def _which(reckoning: Reckoning) -> rows.Row:
    """The subscriptions that were reckoned, as they were then."""
    return {"numbers": json.dumps(reckoning.subscriptions), "seen": reckoning.seen}


def _write(
    connection: Connection,
    which: rows.Row,
    slot: Slot,
    state: State,
    settled: datetime | None = None,
    why: str = "",
) -> int:
    """Write the first part of some subscriptions' digests, unless it is there; how many were written."""
    values = (slot.day, 1, state, slot.at, slot.at, settled, why)
    row = {f"its_{name}": value for name, value in zip(_WRITTEN, values, strict=True)}
    return connection.execute(_WRITE, which | row).rowcount
