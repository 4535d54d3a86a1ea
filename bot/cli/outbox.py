"""``subscriptions``, ``deliveries`` and ``resend``: who gets digests, and what became of them."""

import argparse
import asyncio
import json
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cli.session import settings, warn
from bot.logs import printable
from bot.subscriptions.delivery import Delivery, Filter, State
from bot.subscriptions.schedule import Week
from bot.subscriptions.subscription import Status, Subscription, week_text
from bot.wiring import assemble

_PAGE = 1000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def subscriptions(options: argparse.Namespace) -> int:
    """All subscriptions, or those of some statuses."""
    return asyncio.run(_subscriptions(frozenset(map(Status, options.status)), as_json=options.json))


def deliveries(options: argparse.Namespace) -> int:
    """What became of the digests, the latest first, with the reason for each that was not posted."""
    wanted = Filter(options.date, options.chat, frozenset(map(State, options.state)))
    return asyncio.run(_deliveries(wanted, options.limit, as_json=options.json))


def resend(options: argparse.Namespace) -> int:
    """Have deliveries posted (again); exit code 1 if one of them cannot be."""
    return asyncio.run(_resend(options.numbers, anyway=options.anyway))


async def _subscriptions(statuses: frozenset[Status], *, as_json: bool) -> int:
    async with await assemble(settings()) as bot:
        offset = 0
        while page := await bot.desk.outbox.subscriptions(offset, _PAGE, statuses):
            for one in page:
                print(json.dumps(_entry(one), ensure_ascii=False) if as_json else _line(one))
            offset += len(page)
    return 0


async def _deliveries(wanted: Filter, limit: int, *, as_json: bool) -> int:
    async with await assemble(settings()) as bot:
        found = await bot.desk.outbox.deliveries(wanted, 0, limit + 1)
        counts = await bot.desk.outbox.delivery_counts(wanted)
    for one in found[:limit]:
        print(json.dumps(_delivery_entry(one), ensure_ascii=False) if as_json else _delivery_line(one))
    if len(found) > 1 and not as_json:
        print("in all:", ", ".join(f"{count:,} {state}" for state, count in sorted(counts.items())))
    if len(found) > limit:
        warn(f"there are more; --limit {limit * 10} shows more of them")
    return 0


async def _resend(numbers: list[int], *, anyway: bool) -> int:
    failed = False
    async with await assemble(settings()) as bot:
        outbox = bot.desk.outbox
        for number in numbers:
            since = None if anyway else await outbox.came_again(number)
            again = since is None and await outbox.resend(number, bot.clock.now())
            failed = failed or not again
            if again:
                print(f"{number} is posted as soon as the bot runs and its turn comes")
            elif since is not None:
                warn(f"what {number} was to bring came on {since}; --anyway posts it once more")
            else:
                warn(f"{number} is no delivery that is unknown, dead or missed")
    return 1 if failed else 0


def _line(one: Subscription) -> str:
    parts = [f"{one.id}", one.status, f"{one.address}", f"{_week(one.week)} {one.zone.key}"]
    if one.next_at is not None:
        parts.append(f"next {_local(one.next_at, one.zone)}")
    if one.topics:
        parts.append(f"on {one.topics}")
    if one.why:
        parts.append(one.why)
    return printable("  ".join(parts))


def _week(week: Week) -> str:
    if len(set(week)) == 1 and week[0] is not None:
        return f"daily {week[0]:%H:%M}"
    return ", ".join(f"{day} {at:%H:%M}" for day, at in zip(_WEEKDAYS, week, strict=True) if at is not None)


def _entry(one: Subscription) -> dict[str, object]:
    return {
        "id": one.id,
        "status": one.status,
        "address": str(one.address),
        "week": week_text(one.week),
        "zone": one.zone.key,
        "next": _iso(one.next_at),
        "served": one.served.isoformat() if one.served else None,
        "topics": one.topics,
        "why": one.why,
    }


def _delivery_line(one: Delivery) -> str:
    due = _local(one.due_at, one.subscription.zone)
    parts = [f"{one.id}", one.state, f"{one.day}", f"{one.subscription.address}", f"due {due}"]
    if one.part > 1:
        parts.append(f"part {one.part}")
    if one.why:
        parts.append(one.why)
    return printable("  ".join(parts))


def _delivery_entry(one: Delivery) -> dict[str, object]:
    return {
        "id": one.id,
        "state": one.state,
        "date": one.day.isoformat(),
        "part": one.part,
        "address": str(one.subscription.address),
        "due": _iso(one.due_at),
        "settled": _iso(one.settled_at),
        "attempts": one.attempts,
        "message": one.message,
        "why": one.why,
    }


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
