"""Whether Discord can be served: the token, its connections, and the rights where digests are posted."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord.http import Route

from bot.discord import inviting
from bot.discord.client import Client
from bot.discord.logs import quieten
from bot.discord.venues import missing
from bot.errors import PlatformUnavailable, TokenRefused
from bot.requests import Address, Right
from bot.serving import dotfile
from bot.serving.checks import Account, Finding, Hindered, failure, look_at_chats, note, unreachable, well
from bot.serving.proxies import proxy_for
from bot.settings import Secret

_NAME, _CHATS = "Discord", "Discord chats"
_TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_SECONDS = 30.0
# A restart takes one connection; the service gives a thousand a day.
_FEW_CONNECTIONS = 20


async def sign_in(token: Secret, api_root: str) -> Account:
    """Who the token's bot is. Raises ``TokenRefused`` and ``PlatformUnavailable``."""
    async with _signed_in(token, api_root) as client:
        return _account(client)


async def check(token: Secret, api_root: str, addresses: Sequence[Address]) -> list[Finding]:
    """Everything about this platform."""
    try:
        async with _signed_in(token, api_root) as client:
            return [_known(client), await _connections(client), *await _chats(client, addresses)]
    except TokenRefused as error:
        remedy = f"put the token that the developer portal gives into .env: {dotfile.command()}"
        return [failure(_NAME, str(error), remedy)]
    except PlatformUnavailable as error:
        return [unreachable(_NAME, error, api_root)]


@asynccontextmanager
async def _signed_in(token: Secret, api_root: str) -> AsyncGenerator[Client]:
    # The library has no other way to be told.
    Route.BASE = api_root
    quieten()
    try:
        async with Client(None, proxy_for(api_root)) as client:
            async with asyncio.timeout(_SECONDS):
                await client.login(token.reveal())
            yield client
    except discord.LoginFailure as error:
        raise TokenRefused("Discord refuses the token") from error
    except _TROUBLE as error:
        raise PlatformUnavailable(f"{api_root} cannot be reached ({type(error).__name__})") from error


def _account(client: Client) -> Account:
    application = client.application_id or 0
    return Account(
        str(client.user),
        (
            ("to bring it into a server", inviting.to_a_server(application)),
            ("to use it anywhere yourself", inviting.to_a_person(application)),
        ),
    )


def _known(client: Client) -> Finding:
    account, application = _account(client), client.application
    detail = "; ".join([account.name, *(f"{purpose}: {link}" for purpose, link in account.links)])
    if application and application.interactions_endpoint_url:
        remedy = "in the developer portal, on the page General Information, empty Interactions Endpoint URL"
        return failure(_NAME, f"{account.name}: its commands are sent to another address", remedy)
    if application and not application.bot_public:
        remedy = "if others are to: in the developer portal, on the page Bot, Public Bot"
        return note(_NAME, f"{detail}; nobody but you can invite it", remedy)
    return well(_NAME, detail)


async def _connections(client: Client) -> Finding:
    what = "Discord gateway"
    _, address, limits = await client.http.get_bot_gateway()
    detail = f"{address}; {limits['remaining']} of {limits['total']} connections are left today"
    if limits["remaining"] > _FEW_CONNECTIONS:
        return well(what, detail)
    remedy = "see why the bot connects again and again (its log), and that no other process uses the token"
    return note(what, detail, remedy)


async def _chats(client: Client, addresses: Sequence[Address]) -> list[Finding]:
    async def lacking(address: Address) -> Sequence[Right]:
        try:
            return await missing(client, int(address.chat))
        except discord.NotFound as error:
            raise Hindered("the channel is gone") from error
        except _TROUBLE as error:
            raise Hindered(f"Discord does not tell ({type(error).__name__})", unsure=True) from error

    return await look_at_chats(_CHATS, addresses, lacking)
