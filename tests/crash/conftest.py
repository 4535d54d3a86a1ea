"""What the broadcasts share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnDiscord, OnTelegram
from tests.platforms import discord, telegram
from tests.platforms.discord.spec import load_spec as load_discord
from tests.platforms.telegram.spec import load_spec as load_telegram

COUNT = 100


@pytest.fixture(name="telegram")
async def make_telegram(checkout: Path) -> AsyncIterator[telegram.Telegram]:
    """Telegram on this machine, with its limits raised; in the end it has nothing to complain of."""
    async with telegram.Telegram(load_telegram(checkout)) as service:
        service.rates.enabled = False
        yield service
        assert service.complaints() == []


@pytest.fixture(name="discord")
async def make_discord(checkout: Path) -> AsyncIterator[discord.Discord]:
    """Discord, as Telegram."""
    async with discord.Discord(load_discord(checkout)) as service:
        service.rates.enabled = False
        yield service
        assert service.complaints() == []


@pytest.fixture
def on_telegram(telegram: telegram.Telegram) -> OnTelegram:
    """The places of a broadcast on Telegram."""
    return OnTelegram(telegram, COUNT)


@pytest.fixture
def on_discord(discord: discord.Discord) -> OnDiscord:
    """The places of a broadcast on Discord."""
    return OnDiscord(discord, COUNT)


@pytest.fixture
async def broadcast(on_telegram: OnTelegram, tmp_path: Path) -> Broadcast:
    """A broadcast on Telegram that is due."""
    broadcast = Broadcast([on_telegram], tmp_path / "data")
    await broadcast.prepare()
    return broadcast
