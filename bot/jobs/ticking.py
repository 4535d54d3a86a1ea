"""From subscriptions to deliveries: what is due is written down, to be posted whatever happens then."""

from datetime import datetime, timedelta

from bot.ports import Clock
from bot.subscriptions.delivery import CATCH_UP
from bot.subscriptions.outbox import Alike, Outbox, Reckoning
from bot.subscriptions.schedule import missed, next_slot

# How long what has lapsed is told of.
_TOLD = timedelta(days=31)
_BATCH = 2000
_LAPSED = "nobody was there to post it in time"
_AND_BEFORE = f"{_LAPSED}, nor any that was due before"


def reckon(some: Alike, now: datetime, limit: timedelta = CATCH_UP) -> Reckoning:
    """What to do with the slots of some subscriptions that have come by now.

    The newest is due unless it is older than the limit; the others have lapsed.
    """
    since = max(some.reckoned, now - _TOLD)
    found = missed(some.plan, since, now, limit, some.served)
    passed = (*found.lapsed, found.due) if found.due else found.lapsed
    served = passed[-1].day if passed else some.served
    following = next_slot(some.plan, now, served)
    return Reckoning(
        some.subscriptions,
        some.next_at,
        found.due,
        found.lapsed,
        served,
        following.at if following else None,
        _LAPSED if since == some.reckoned else _AND_BEFORE,
    )


async def tick(
    outbox: Outbox, platform: str, clock: Clock, limit: timedelta = CATCH_UP, batch: int = _BATCH
) -> int:
    """Write the deliveries that are due on a platform by now, so many at a time; how many there are."""
    now, written = clock.now(), 0
    await outbox.lapse(platform, now - limit, now)
    while waiting := await outbox.due(platform, now, batch):
        written += await outbox.enqueue([reckon(some, now, limit) for some in waiting], now)
    return written


async def follow_zones(outbox: Outbox, clock: Clock) -> int:
    """Reckon all next slots anew, since the rules of the zones have changed; how many differ.

    What is due already is left to the tick.
    """
    now, after, changed = clock.now(), 0, 0
    while some := await outbox.planned(after, _BATCH):
        after = max(alike.subscriptions[-1] for alike in some)
        other = [reckoning for alike in some if (reckoning := _other_next(alike, now)) is not None]
        await outbox.reschedule(other)
        changed += sum(len(reckoning.subscriptions) for reckoning in other)
    return changed


def _other_next(some: Alike, now: datetime) -> Reckoning | None:
    if some.next_at is not None and some.next_at <= now:
        return None
    following = next_slot(some.plan, now, some.served)
    at = following.at if following else None
    if at == some.next_at:
        return None
    return Reckoning(some.subscriptions, some.next_at, None, (), some.served, at)
