"""What subscriptions were given, as functions of a connection."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Connection, Date, bindparam, delete, func, select, tuple_

from bot.stores import rows
from bot.stores.schema import delivery, given
from bot.subscriptions.delivery import FAILED, State

# After so many digests in a row that failed, the next one holds something else.
_PATIENCE = 3

_mine = bindparam("subscription", type_=BigInteger)
_DIGEST = (
    select(given.c.number)
    .where(given.c.subscription == _mine, given.c.day == bindparam("day", type_=Date))
    .order_by(given.c.place)
)
_GIVEN = select(given.c.number, given.c.day).where(given.c.subscription == _mine).order_by(given.c.day)
_later = given.alias("later")
# It came again: what it was in before is only of use as long as that digest can be posted again.
_CAME_AGAIN = (
    select(1)
    .where(
        _later.c.subscription == given.c.subscription,
        _later.c.number == given.c.number,
        _later.c.day > given.c.day,
    )
    .exists()
)
# The days that digests were for, the last first: whether one failed, and whether it was tried at all.
_DAYS = (
    select(
        delivery.c.day,
        func.max(delivery.c.state.in_(sorted(FAILED))).label("failed"),
        func.max(delivery.c.began_at.is_not(None) | (delivery.c.attempts > 0)).label("tried"),
    )
    .where(delivery.c.subscription == _mine)
    .group_by(delivery.c.day)
    .order_by(delivery.c.day.desc())
)
_LEFT = (
    select(delivery.c.day, delivery.c.state)
    .where(
        delivery.c.subscription == _mine,
        delivery.c.day < bindparam("before", type_=Date),
        delivery.c.state.in_((State.SENT, State.UNKNOWN)),
    )
    .order_by(delivery.c.day.desc(), delivery.c.part.desc())
    .limit(1)
)


def given_to(connection: Connection, number: int) -> dict[int, date]:
    """The essays it was given, each with the last day; what failed has given nothing."""
    mine = {"subscription": number}
    days = connection.execute(_DAYS, mine).all()
    last_tried = [day.failed for day in days if day.tried][:_PATIENCE]
    all_fails = len(last_tried) == _PATIENCE and all(last_tried)
    failed = frozenset[date]() if all_fails else {day.day for day in days if day.failed}
    return {row.number: row.day for row in connection.execute(_GIVEN, mine) if row.day not in failed}


def came_again(connection: Connection, number: int) -> date | None:
    """The last day on which something of a delivery's digest was sent in a later one."""
    sent = delivery.alias("sent")
    its_essays = (given.c.subscription == delivery.c.subscription) & (given.c.day == delivery.c.day)
    again = (_later.c.subscription == given.c.subscription) & (_later.c.number == given.c.number)
    statement = (
        select(func.max(_later.c.day))
        .select_from(delivery.join(given, its_essays).join(_later, again & (_later.c.day > given.c.day)))
        .join(sent, (sent.c.subscription == _later.c.subscription) & (sent.c.day == _later.c.day))
        .where(delivery.c.id == number, sent.c.state == State.SENT)
    )
    last: date | None = connection.execute(statement).scalar_one()
    return last


def doubtful_before(connection: Connection, number: int, day: date) -> date | None:
    """The day of the last digest that left before this day, if nobody knows whether it arrived."""
    last = connection.execute(_LEFT, {"subscription": number, "before": day}).one_or_none()
    return None if last is None or last.state == State.SENT else last.day


def take_back(connection: Connection, settled_before: datetime) -> None:
    """Forget what was in digests that are forgotten then, but for the last time that an essay was given."""
    old = select(delivery.c.subscription, delivery.c.day).where(delivery.c.settled_at < settled_before)
    failed = old.where(delivery.c.state.in_(sorted(FAILED)))
    which = tuple_(given.c.subscription, given.c.day)
    connection.execute(delete(given).where(which.in_(failed)))
    connection.execute(delete(given).where(which.in_(old), _CAME_AGAIN))


def digest_essays(connection: Connection, number: int, day: date) -> list[int]:
    """The essays of its digest of a day, in order."""
    return list(connection.execute(_DIGEST, {"subscription": number, "day": day}).scalars())


def keep_digest_essays(
    connection: Connection, number: int, day: date, numbers: Sequence[int]
) -> Sequence[int]:
    """Settle the essays of a day, unless they are settled."""
    settled = digest_essays(connection, number, day)
    if settled:
        return settled
    for place, essay in enumerate(numbers):
        rows.keep(connection, given, {"subscription": number, "number": essay, "day": day, "place": place})
    return list(numbers)
