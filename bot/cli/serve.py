"""``run``, and what happens without a command."""

import argparse
import asyncio
import gc
import logging
import sys
from contextlib import AsyncExitStack
from functools import partial

from bot.backups.restoring import mend
from bot.cli import chat
from bot.cli.session import refresh, settings, shelf_taken, warn
from bot.cli.signals import on_stop
from bot.clock import SystemClock
from bot.errors import BotError
from bot.jobs.following import Follower, follow
from bot.jobs.monitoring import Monitoring
from bot.jobs.reading import Reading
from bot.jobs.watching import Watcher
from bot.logs import set_up, tell
from bot.replies import Kind
from bot.serving.locking import sole_server
from bot.serving.memory import share_one_heap
from bot.serving.supervisor import Supervisor
from bot.serving.web import USUAL, WebServer
from bot.settings import Settings
from bot.shelf.stillness import Stillness
from bot.texts import Language, speak
from bot.wiring import Bot, assemble, backups_of, database_of, platforms
from bot.wishes.zones import find_zones
from digests.words import default_segmenter

_TURN_SECONDS = 0.001
_SEGMENTER = "segmenter"
# How many times the collector looks at what is young before it looks at everything.
_SELDOM = 100


def main_job(options: argparse.Namespace) -> int:
    """Serve if there is a token; else chat if there is a terminal; else print today's digest."""
    chosen = settings()
    if chosen.telegram_token or chosen.discord_token:
        return _run(chosen)
    options.language = None
    if sys.stdin is not None and sys.stdin.isatty():
        return chat.chat(options)
    options.json, options.date = False, None
    code = chat.digest(options)
    chat.hint(chosen)
    return code


def run(_: argparse.Namespace) -> int:
    """Serve the platforms that have a token, until told to stop; exit code 1 if none is left to serve."""
    return _run(settings())


def _run(chosen: Settings) -> int:
    if not (chosen.telegram_token or chosen.discord_token):
        raise BotError(
            "there is nothing to serve: set DIGESTBOT_TELEGRAM_TOKEN or DIGESTBOT_DISCORD_TOKEN. "
            "To use the bot here in the terminal: digestbot chat"
        )
    tokens = [token.reveal() for token in (chosen.telegram_token, chosen.discord_token) if token]
    share_one_heap()
    set_up(chosen.log_format, chosen.log_level, tokens)
    # It would tell of every rule that it tries on every line of an essay.
    logging.getLogger("markdown_it").setLevel(logging.INFO)
    return asyncio.run(_serve(chosen))


async def _serve(chosen: Settings) -> int:
    """Open everything and serve; told to stop before that, it is broken off."""
    starting = asyncio.ensure_future(_open_and_serve(chosen))
    on_stop(starting.cancel)
    try:
        return await starting
    except asyncio.CancelledError:
        return 0


async def _open_and_serve(chosen: Settings) -> int:
    """Serve what is in the data folder, and touch nothing in it if another process does."""
    with sole_server(chosen.data):
        if said := await asyncio.to_thread(mend, database_of(chosen)):
            warn(said)
        async with await assemble(chosen, serving=True) as bot:
            return await serve(bot)


async def serve(bot: Bot) -> int:
    """Read the essays, then serve the platforms that have a token until told to stop; the exit code."""
    # Nothing but this needs their library.
    from bot.scheduler import repeating
    from bot.upkeep import jobs

    async with AsyncExitStack() as stack:
        web = WebServer(bot.settings.listen or USUAL)
        stillness = Stillness(bot.clock)
        follower = Follower(partial(_look, bot, stillness), bot.clock, warn, stillness)
        watcher = Watcher(bot.settings.essays, follower.changed, bot.clock, warn)
        repeated, served = jobs(bot, tell, follower.caught_up), platforms(bot, web)
        names = frozenset(platform.name.lower() for platform in served)
        bot.health.expect(_SEGMENTER, *names)
        bot.desk.metrics.expect(names, tuple(Kind))
        reading = Reading(bot.health, bot.clock, tell)
        # Unless a port was asked for, none is opened.
        if bot.settings.listen or bot.settings.webhook_url:
            stack.enter_context(web.showing(_monitoring(bot, names).pages))
            await stack.enter_async_context(web.listening())
        await stack.enter_async_context(shelf_taken(bot))
        await _read(bot, reading)
        await _warm(bot)
        supervisor = Supervisor(bot.clock, tell)
        on_stop(supervisor.stopping.set)
        # What repeats them goes by the machine's clock, whatever the bot's own is.
        await stack.enter_async_context(repeating(repeated, SystemClock().now()))
        _keep_responsive()
        stopping = supervisor.stopping
        following = asyncio.create_task(follow((follower, watcher), stopping, bot.clock, bot.health))
        try:
            return 0 if await supervisor.serve(served) else 1
        finally:
            following.cancel()
            await asyncio.wait([following])


async def _read(bot: Bot, reading: Reading) -> None:
    """Bring the library in line with its folder before anything is served from it."""
    report = await refresh(bot, reading.progress)
    if report and (telling := bot.unreadable.news(report)):
        bot.notices.tell(telling)
    reading.over()


async def _look(bot: Bot, stillness: Stillness) -> None:
    """Bring the library in line with its folder, and tell what cannot be read of what is new there."""
    telling = bot.unreadable.news(await bot.refresh(stillness))
    if telling:
        warn(telling(speak(Language.EN)))
        bot.notices.tell(telling)


async def _warm(bot: Bot) -> None:
    """Load what takes long before anybody waits for it."""
    await asyncio.to_thread(default_segmenter)
    bot.health.well(_SEGMENTER)
    await asyncio.to_thread(find_zones, "")
    await bot.follow_zones()


def _monitoring(bot: Bot, served: frozenset[str]) -> Monitoring:
    backed_up = backups_of(bot.settings, bot.clock).last if bot.settings.keep_backups else None
    return Monitoring(bot.health, bot.desk.metrics, bot.store, bot.desk.outbox, bot.clock, served, backed_up)


def _keep_responsive() -> None:
    """Let the event loop have its turn soon, whatever other threads work on."""
    sys.setswitchinterval(_TURN_SECONDS)
    # To look for garbage holds up all threads: what is there by now stays, and the rest is looked at seldom.
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _SELDOM)
