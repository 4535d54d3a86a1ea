"""What the stories in Discord share: the loopback Discord, a bot that serves it, and the people."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SystemClock
from bot.serving.supervisor import Platform
from bot.serving.web import WebServer
from bot.settings import Secret, Settings
from bot.wiring import Bot, assemble, platforms
from tests.platforms.discord import Discord, Person
from tests.platforms.discord.spec import load_spec
from tests.stories.talk import FakeClock

# There is nothing to tell stories of before there is an adapter.
collect_ignore_glob = [] if find_spec("bot.discord.adapter") else ["test_*.py"]


@asynccontextmanager
async def serving(served: Sequence[Platform]) -> AsyncGenerator[None]:
    """Serve these in the test's own process; at the end what runs is finished."""
    stopping, ready = asyncio.Event(), asyncio.Queue[str]()
    async with asyncio.TaskGroup() as tasks:
        for platform in served:
            tasks.create_task(platform.serve(stopping, ready.put_nowait))
        for _ in served:
            await ready.get()
        yield
        stopping.set()


@pytest.fixture
async def discord(checkout: Path) -> AsyncIterator[Discord]:
    """Discord on this machine; in the end there is nothing that it had to complain of."""
    async with Discord(load_spec(checkout)) as discord:
        yield discord
        assert discord.complaints() == []


@pytest.fixture
def chosen(discord: Discord, tmp_path: Path, seeds: Path) -> Settings:
    """Settings that let the bot serve that Discord, with the seeds in its library."""
    return Settings(
        essays=seeds,
        data=tmp_path,
        timezone=ZoneInfo("Asia/Shanghai"),
        discord_token=Secret(discord.token),
        discord_api_root=discord.root,
        discord_gateway=discord.gateway_url,
    )


@pytest.fixture
async def served(discord: Discord, chosen: Settings) -> AsyncIterator[Bot]:
    """A bot that serves that Discord."""
    async with await assemble(chosen, FakeClock(), Random(7)) as bot:
        await bot.refresh()
        # The desk's day stands still, but a platform waits for real.
        async with serving(platforms(replace(bot, clock=SystemClock()), WebServer(("127.0.0.1", 0)))):
            await discord.connected()
            yield bot


@pytest.fixture
def ming(discord: Discord, served: Bot) -> Person:
    """Ming, who reads simplified Chinese and manages the server."""
    del served
    return Person(discord, "明", manages=True)


@pytest.fixture
def mei(discord: Discord, served: Bot) -> Person:
    """Mei, who reads traditional Chinese."""
    del served
    return Person(discord, "梅", locale="zh-TW")
