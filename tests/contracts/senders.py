"""The platforms that post digests. A new one joins here: its sender, and a chat to post to."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from telegram import Bot

from bot.discord.calls import Calls
from bot.discord.channels import Channels
from bot.discord.delivering import DigestPoster
from bot.jobs.senders import Sender
from bot.ports import Clock, Store
from bot.requests import Address
from bot.settings import Secret
from bot.telegram.delivering import Poster
from bot.telegram.sending import Sender as TelegramSender
from bot.telegram.transport import TOKEN, Transport
from tests.platforms import discord, telegram


@dataclass(slots=True)
class Stage:
    """A sender, a private chat to post to and what was posted there.

    ``close`` lets the person take no messages, ``flood`` has the service ask to wait for so many seconds,
    ``break_off`` ends all connections to it.
    """

    sender: Sender[Any]
    address: Address
    posted: Callable[[], Sequence[str]]
    close: Callable[[], None]
    flood: Callable[[int], None]
    break_off: Callable[[], Awaitable[None]]


@asynccontextmanager
async def _telegram(clock: Clock, store: Store) -> AsyncGenerator[Stage]:
    async with telegram.Telegram() as service:
        ming = telegram.Person(service, "明")
        ming.private.say("你好")
        chat = ming.private.chat
        transport = Transport(Secret(service.token), service.root, clock)
        polls = Transport(Secret(service.token), service.root, clock)
        async with Bot(TOKEN, f"{service.root}/bot", request=transport, get_updates_request=polls) as bot:
            yield Stage(
                Poster(bot, TelegramSender(bot, store, clock), store),
                Address("telegram", str(chat.id)),
                lambda: [seen.text for seen in chat.shown],
                ming.block,
                lambda seconds: service.refuse(
                    "sendMessage", 429, f"Too Many Requests: retry after {seconds}", retry_after=seconds
                ),
                service.stop,
            )


@asynccontextmanager
async def _discord(clock: Clock, _: Store) -> AsyncGenerator[Stage]:
    async with discord.Discord() as service, aiohttp.ClientSession() as session:
        channel = discord.Person(service, "明").private.channel

        def close() -> None:
            channel.closed = True

        calls = Calls(session, service.root, clock, token=Secret(service.token))
        yield Stage(
            DigestPoster(Channels(calls, clock), clock, int(service.world.me.id)),
            Address("discord", channel.id),
            lambda: [message.text for message in channel.messages],
            close,
            lambda seconds: service.flood("create_message", seconds),
            service.stop,
        )


STAGES: dict[str, Callable[[Clock, Store], AbstractAsyncContextManager[Stage]]] = {
    "telegram": _telegram,
    "discord": _discord,
}
