"""What ``run`` does again and again beside serving the platforms."""

import logging
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from bot.errors import StoreUnavailable
from bot.jobs.broadcast import Broadcast
from bot.jobs.notices import Notices
from bot.jobs.reporting import Reporter
from bot.jobs.ticking import tick
from bot.logs import Tell
from bot.scheduler import Job
from bot.texts import Language, speak
from bot.wiring import Bot, backups_of

_TICK_SECONDS = 5.0
# To catch up with many new essays takes a while.
_TICK_PATIENCE = 120.0
_TIDY_SECONDS = 3600.0
# It writes, and so is the first to know when the disk is full: that should be before the digests' hour.
_REPORT_SECONDS = 300.0
_PROGRESS_SECONDS = 10.0
# It is made once a day, at the first of these looks.
_BACKUP_SECONDS = 3600.0


def jobs(bot: Bot, tell: Tell, caught_up: Callable[[], Awaitable[None]]) -> list[Job]:
    """What ``run`` does again and again. Nothing is lost if one comes late.

    ``tell`` gets what the operator should know; ``caught_up`` returns once the essays that came are known,
    so that they are in the digests that are due.
    """
    limit, outbox = bot.settings.catch_up, bot.desk.outbox
    reporter, broadcast = Reporter(outbox, bot.store, bot.clock.now()), Broadcast(outbox, limit)

    async def report() -> None:
        for notice in await reporter.report(bot.clock.now()):
            if not notice.person:
                tell(notice.telling(speak(Language.EN)), logging.WARNING)
            bot.notices.give(notice)
        # It has just been written to.
        bot.notices.end_trouble()

    async def look() -> None:
        if line := await broadcast.look(bot.clock.now()):
            tell(line)

    async def post(platform: str) -> None:
        await caught_up()
        await tick(outbox, platform, bot.clock, limit)
        bot.health.well(f"{platform}_ticks", _TICK_PATIENCE)

    found = [
        Job("tidying up", _TIDY_SECONDS, bot.tidy),
        Job("looking for digests that failed", _REPORT_SECONDS, _telling(bot.notices, report)),
        Job("looking how far a broadcast is", _PROGRESS_SECONDS, look),
    ]
    if bot.settings.keep_backups:
        found.append(Job("the daily backup", _BACKUP_SECONDS, _backing_up(bot)))
    served = {"Telegram": bot.settings.telegram_token, "Discord": bot.settings.discord_token}
    ticking = [
        Job(
            f"the digests that are due on {name}",
            _TICK_SECONDS,
            _telling(bot.notices, partial(post, name.lower())),
        )
        for name, token in served.items()
        if token
    ]
    bot.health.expect(*(f"{name.lower()}_ticks" for name, token in served.items() if token))
    return [*found, *ticking]


def _telling(notices: Notices, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The work; that the store cannot be used is told, which needs no store."""

    async def watched() -> None:
        try:
            await work()
        except StoreUnavailable as error:
            notices.tell_trouble(str(error))
            raise

    return watched


def _backing_up(bot: Bot) -> Callable[[], Awaitable[None]]:
    """Makes the backup of the day; that there is none is told once a day, for nobody looks for that."""
    backups, told = backups_of(bot.settings, bot.clock), date.min

    async def back_up() -> None:
        nonlocal told
        try:
            await backups.daily()
        except StoreUnavailable:
            if told != (today := bot.clock.now().date()):
                told = today
                bot.notices.tell(lambda voice: voice("operator.no_backup"))
            raise

    return back_up
