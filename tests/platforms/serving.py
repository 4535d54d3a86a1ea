"""A platform of ours, served in the test's own process."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.clock import SystemClock
from bot.ports import Clock
from bot.serving.supervisor import Platform
from bot.serving.web import WebServer
from bot.settings import Secret
from bot.telegram.adapter import Telegram as TelegramPlatform
from bot.wiring import Bot
from tests.platforms.telegram import Telegram

_PATIENCE = 20.0


@asynccontextmanager
async def serving(bot: Bot, telegram: Telegram, clock: Clock | None = None) -> AsyncGenerator[None]:
    """Serve this bot at this Telegram; at the end what runs is finished. The ``clock`` is the platform's."""
    web = WebServer(("127.0.0.1", 0))
    token = Secret(telegram.token)
    platform = TelegramPlatform(
        token,
        telegram.root,
        bot.desk,
        bot.store,
        clock or SystemClock(),
        web,
        bot.compose,
        bot.notices,
        bot.health,
    )
    async with served(platform):
        await telegram.polling()
        yield


@asynccontextmanager
async def served(platform: Platform) -> AsyncGenerator[None]:
    """Serve this platform; at the end what runs is finished."""
    stopping = asyncio.Event()
    task = asyncio.create_task(platform.serve(stopping, lambda _: None))
    try:
        yield
    finally:
        stopping.set()
        async with asyncio.timeout(_PATIENCE):
            await task
