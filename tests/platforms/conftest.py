"""The loopback services of the tests."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.platforms.bare import Bare, running
from tests.platforms.discord import Discord, Person, Seat
from tests.platforms.discord.spec import load_spec as load_discord
from tests.platforms.telegram import Telegram
from tests.platforms.telegram.spec import load_spec as load_telegram


@pytest.fixture
async def telegram(checkout: Path) -> AsyncIterator[Telegram]:
    """Telegram on this machine, which checks by the official description too where that is there."""
    async with Telegram(load_telegram(checkout)) as telegram:
        yield telegram


@pytest.fixture
async def service(checkout: Path) -> AsyncIterator[Discord]:
    """Discord on this machine, which checks by the official description too where that is there."""
    async with Discord(load_discord(checkout)) as service:
        yield service


@pytest.fixture
def pointed(service: Discord) -> Iterator[None]:
    """discord.py, pointed at the loopback."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = service.root, yarl.URL(service.gateway_url)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.fixture
async def bare(service: Discord, pointed: None) -> AsyncIterator[Bare]:
    """The bare bot, connected."""
    del pointed
    client = Bare()
    async with running(service, client):
        yield client


@pytest.fixture
def ming(service: Discord) -> Seat:
    """Ming, in the channel of the server."""
    return Person(service, "明").in_(service.channel)
