"""What a probe is told of the connection to Discord's gateway."""

import asyncio
from pathlib import Path

import aiohttp
from aiohttp.test_utils import unused_port

from tests.platforms.discord import Discord, Person
from tests.stories.process import running


async def part(port: int, name: str) -> bool:
    """Whether a part says that it does its work."""
    url = f"http://127.0.0.1:{port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return bool((await response.json())["parts"][name])


async def until(port: int, *, well: bool) -> None:
    """Come back once the connection is there, or is not."""
    async with asyncio.timeout(30):
        while await part(port, "discord") != well:
            pass


async def test_gateway(discord: Discord, tmp_path: Path) -> None:
    """The bot is not ready while no connection is there, and ready again when there is one."""
    port = unused_port()
    async with running(tmp_path, listen=f"127.0.0.1:{port}", **discord.settings) as bot:
        await bot.tells("Discord is ready")
        await until(port, well=True)
        await discord.stop()
        await until(port, well=False)
        await discord.start()
        await until(port, well=True)
        await Person(discord, "明").private.slash("summary", essay="4").answer()
        assert await bot.stop() == 0
