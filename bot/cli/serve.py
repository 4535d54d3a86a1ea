"""``run``, and what happens without a command."""

import argparse
import asyncio
import gc
import logging
import sys
from contextlib import AsyncExitStack

from bot.cli import chat
from bot.cli.session import opened, settings, warn
from bot.cli.signals import on_stop
from bot.clock import SystemClock
from bot.errors import BotError
from bot.following import Follower
from bot.locking import sole_server
from bot.serving import Supervisor
from bot.settings import Settings
from bot.web import WebServer
from bot.wiring import Bot, jobs, platforms
from bot.zones import find_zones
from digests.words import default_segmenter

_TURN_SECONDS = 0.001
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
    logging.getLogger().setLevel(chosen.log_level)
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
    async with opened(chosen) as bot:
        return await serve(bot)


async def serve(bot: Bot) -> int:
    """Serve the platforms that have a token until told to stop; the exit code. Raises ``AlreadyRunning``."""
    from bot.scheduler import repeating

    async with AsyncExitStack() as stack:
        stack.enter_context(sole_server(bot.settings.data))
        # What takes long is loaded before anybody waits for it.
        await asyncio.to_thread(default_segmenter)
        await asyncio.to_thread(find_zones, "")
        await bot.follow_zones()
        web = WebServer(bot.settings.listen)
        if bot.settings.webhook_url:
            await stack.enter_async_context(web.listening())
        supervisor = Supervisor(bot.clock, warn)
        on_stop(supervisor.stopping.set)
        follower = Follower(bot.refresh, bot.clock, warn)
        repeated = jobs(bot, warn, follower.caught_up)
        # What repeats them goes by the machine's clock, whatever the bot's own is.
        await stack.enter_async_context(repeating(repeated, SystemClock().now()))
        served = platforms(bot, web)
        _keep_responsive()
        following = asyncio.create_task(follower.serve(supervisor.stopping))
        try:
            return 0 if await supervisor.serve(served) else 1
        finally:
            following.cancel()
            await asyncio.wait([following])


def _keep_responsive() -> None:
    """Let the event loop have its turn soon, whatever other threads work on."""
    sys.setswitchinterval(_TURN_SECONDS)
    # To look for garbage holds up all threads: what is there by now stays, and the rest is looked at seldom.
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _SELDOM)
