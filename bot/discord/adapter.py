"""Discord as a platform: signing in, being told what happens, and stopping."""

import asyncio
import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.desk.desk import Desk
from bot.discord.answering import Answering
from bot.discord.calls import Calls
from bot.discord.channels import Channels
from bot.discord.client import Client
from bot.discord.delivering import DigestPoster
from bot.discord.logs import quieten
from bot.discord.posting import Poster
from bot.discord.render import render
from bot.discord.rivals import Rivals
from bot.discord.syncing import publish
from bot.discord.venues import PLATFORM
from bot.errors import PlatformUnavailable
from bot.jobs.deliveries import Compose, Deliveries
from bot.jobs.notices import Notices
from bot.ports import Clock, Store
from bot.replies import Kind, Reply, Text
from bot.serving.health import Health
from bot.serving.proxies import proxy_for
from bot.serving.supervisor import together, unless, within
from bot.settings import Secret, Shards
from bot.subscriptions.delivery import CATCH_UP

_log = logging.getLogger(__name__)
_TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
_GATEWAY = "wss://gateway.discord.gg/"
# So long there may be no connection: at the start, when there is none yet, and later, when it was lost; and
# so long a goodbye may take.
_FIRST_PATIENCE, _PATIENCE = 10.0, 40.0
_GOODBYE_SECONDS = 0.5
_MOST_CONNECTIONS = 64
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_REFUSED_TOKEN = 4004


@dataclass(frozen=True, slots=True)
class Discord:
    """The bot of one token. ``gateway`` is a proxy's; with ``guild`` only that server gets the commands.

    ``compose`` makes the digests that it posts, ``notices`` are for its operators, ``health`` gets to know
    whether the gateway is connected. ``shards`` are those of this process; without them it serves all.
    Digests older than ``limit`` are not posted any more.
    """

    token: Secret
    api_root: str
    gateway: str | None
    desk: Desk
    store: Store
    clock: Clock
    compose: Compose
    notices: Notices
    health: Health
    guild: int | None = None
    shards: Shards | None = None
    limit: timedelta = CATCH_UP

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return "Discord"

    async def serve(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Answer people and post digests until ``stopping``, then finish what runs.

        Raises ``PlatformUnavailable``.
        """
        self._set_up_library()
        proxy = proxy_for(self.api_root)
        with self._explained():
            async with Client(self.shards, proxy) as client, _session(client) as session:
                await unless(stopping, client.login(self.token.reveal()))
                if not stopping.is_set():
                    await self._serve(client, session, stopping, ready)

    async def _serve(
        self,
        client: Client,
        session: aiohttp.ClientSession,
        stopping: asyncio.Event,
        ready: Callable[[str], None],
    ) -> None:
        slowed = partial(self.desk.metrics.slowed, PLATFORM)
        outrun = Rivals(self.clock, self._tell_of_rivals).was_first
        calls = Calls(session, self.api_root, self.clock, client.http.proxy, slowed=slowed, outrun=outrun)
        channels = Channels(replace(calls, token=self.token), self.clock)
        poster = Poster(channels)
        answering = Answering(client, self.desk, self.clock, calls, poster, client.languages)
        sender = DigestPoster(channels, self.clock, client.user.id if client.user else 0)
        try:
            await together(
                self._answer(client, answering, stopping, ready),
                Deliveries(self.desk.outbox, sender, self.compose, self.clock, self.limit).serve(stopping),
                self._notify(client, poster, stopping),
            )
        finally:
            answering.break_off()

    async def _answer(
        self, client: Client, answering: Answering, stopping: asyncio.Event, ready: Callable[[str], None]
    ) -> None:
        client.tell_of(answering, lambda: ready(str(client.user)))
        if self.shards is None or 0 in self.shards.ids:
            answering.begin(publish(client, self.store, self.guild))
        await unless(stopping, self._stay_connected(client))
        await within(self.clock, _GOODBYE_SECONDS, client.hang_up())
        await answering.finish()

    async def _notify(self, client: Client, poster: Poster, stopping: asyncio.Event) -> None:
        """Tell the operators what they should know."""
        while told := await unless(stopping, self.notices.next(PLATFORM)):
            for person, text in told:
                screen = render(Reply(Kind.NOTICE, (Text(text),)))
                try:
                    chat = await client.http.start_private_message(int(person))
                except _TROUBLE as error:
                    _log.warning("operator %s cannot be told: %s", person, error)
                else:
                    occasion = discord.utils.time_snowflake(self.clock.now())
                    await poster.post(int(chat["id"]), screen, occasion)

    def _tell_of_rivals(self) -> None:
        _log.warning("another process answers with the same token; stop one of the two")
        self.notices.tell(lambda voice: voice("operator.rivals"))

    async def _stay_connected(self, client: Client) -> None:
        """Be connected, again and again.

        The library tries for ever, in the end a few times an hour, and says nothing of it: give up before.
        """
        connecting, patience = asyncio.ensure_future(client.connect()), _FIRST_PATIENCE
        try:
            while not connecting.done():
                begun = _either(connecting, client.connected)
                if await within(self.clock, patience, begun) is None:
                    raise PlatformUnavailable("the gateway cannot be reached")
                patience = _PATIENCE
                if client.connected.is_set():
                    self.health.well(PLATFORM)
                await _either(connecting, client.cut_off)
                self.health.ill(PLATFORM)
            await connecting
        finally:
            self.health.ill(PLATFORM)
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)

    def _set_up_library(self) -> None:
        """The library has no other way to be told of proxies of one's own."""
        Route.BASE = self.api_root
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.gateway or _GATEWAY)
        quieten()

    @contextmanager
    def _explained(self) -> Generator[None]:
        """Name the trouble, for the operator; it is worth trying again."""
        refused = "the token is refused; the developer portal gives a new one (DIGESTBOT_DISCORD_TOKEN)"
        try:
            yield
        except discord.LoginFailure as error:
            raise PlatformUnavailable(refused) from error
        except discord.ConnectionClosed as error:
            ended = refused if error.code == _REFUSED_TOKEN else f"the gateway refuses us ({error.code})"
            raise PlatformUnavailable(ended) from error
        except _TROUBLE as error:
            why = type(error).__name__
            raise PlatformUnavailable(f"{self.api_root} cannot be reached ({why})") from error


async def _either(task: asyncio.Future[None], event: asyncio.Event) -> bool:
    """Wait until the task is done or the event is set."""
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    return True


def _session(client: Client) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS),
        headers={"User-Agent": client.http.user_agent},
        cookie_jar=aiohttp.DummyCookieJar(),
    )
