"""discord.py's client, with nothing kept that the bot does not use."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Protocol

import discord
from discord.state import AutoShardedConnectionState

from bot.discord.languages import Languages
from bot.settings import Shards

_log = logging.getLogger(__name__)
_CONNECT_SECONDS = 30.0
# Nothing of the servers is waited for but those that the bot comes into at the very beginning.
_LAST_SERVER_SECONDS = 0.1


class Listener(Protocol):
    """Deals with what happens; none of it waits."""

    def use(self, interaction: discord.Interaction) -> None:
        """Somebody used a command or a component, or is typing."""
        ...

    def hear(self, message: discord.Message) -> None:
        """Somebody said something."""
        ...

    def may_stay(self, server: dict[str, Any]) -> bool:
        """Whether the bot may stay in a server where it has been; if not it arrives there once more."""
        ...

    def arrive(self, guild: discord.Guild) -> bool:
        """The bot has just come into a server. False to be asked again when there is another channel."""
        ...


class Client(discord.AutoShardedClient):
    """A connection, or several (shards), to the gateway.

    ``connected`` is set while there is at least one, ``cut_off`` after the last was lost.
    """

    def __init__(self, shards: Shards | None, proxy: str | None) -> None:
        self.languages = Languages()
        # What the library would warn of: it can do without voice.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            # None of them is privileged: what is said in servers stays empty unless it is said to the bot.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            shard_connect_timeout=_CONNECT_SECONDS,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=_LAST_SERVER_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(),
            proxy=proxy,
        )
        self._automatic = shards is None
        if shards is not None:
            self.shard_count, self.shard_ids = shards.count, list(shards.ids)
        self.connected, self.cut_off = asyncio.Event(), asyncio.Event()
        self._up = set[int]()
        self._told: Listener | None = None
        self._announce: Callable[[], None] | None = None

    async def login(self, token: str) -> None:
        """Sign in. Raises ``discord.DiscordException``, also if it is not the service that answers."""
        try:
            await super().login(token)
        except (KeyError, TypeError, ValueError) as error:
            raise discord.ClientException("the answer is not the service's") from error

    def tell_of(self, listener: Listener, ready: Callable[[], None]) -> None:
        """Whom to tell what happens, and once, that the bot has come up."""
        self._told, self._announce = listener, ready
        self._memory.may_stay = listener.may_stay

    async def hang_up(self) -> None:
        """End all connections to the gateway."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))

    async def setup_hook(self) -> None:
        """Ask how many shards to have, unless that is set; the address of the gateway is ours to choose."""
        if self._automatic:
            self.shard_count, _, _ = await self.http.get_bot_gateway()

    async def on_shard_connect(self, shard: int) -> None:
        """Note that the gateway can be reached."""
        self._up.add(shard)
        self.cut_off.clear()
        self.connected.set()

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that it can be reached again."""
        await self.on_shard_connect(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that a connection is lost."""
        self._up.discard(shard)
        if not self._up:
            self.connected.clear()
            self.cut_off.set()

    async def on_ready(self) -> None:
        """Say so, but not again after a connection was lost."""
        if self._announce is not None:
            self._announce()
        self._announce = None

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Pass it on."""
        if self._told is not None:
            self._told.use(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Pass it on."""
        if self._told is not None:
            self._told.hear(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Pass it on, unless it was dealt with before its turn came."""
        known = self.get_guild(guild.id) is not None
        if known and self._told is not None and self._told.arrive(guild):
            self._memory.forget(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Pass it on: those where the bot has been are not told of."""
        await self.on_guild_join(guild)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """Pass it on: only of servers that are not forgotten yet one hears that."""
        await self.on_guild_join(channel.guild)

    async def on_error(self, event_method: str, /, *_: object, **__: object) -> None:
        """Tell the operator of trouble; the connection goes on."""
        _log.exception("trouble with %s", event_method)

    def _get_state(self, **options: Any) -> "_Forgetful":  # noqa: ANN401 - as the library has it
        self._memory = _Forgetful(
            self.languages,
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            **options,
        )
        return self._memory


class _Forgetful(AutoShardedConnectionState[Client]):
    """Keeps the numbers and languages of servers, and nothing else of them: each event brings what is needed.

    Only those that the bot has just come into are kept, until they are to be forgotten.
    """

    def __init__(self, languages: Languages, **options: Any) -> None:  # noqa: ANN401 - as the library has it
        super().__init__(**options)
        self.languages = languages
        self.servers = set[int]()
        self.may_stay: Callable[[dict[str, Any]], bool] = lambda _: True

    def parse_guild_create(self, data: Any) -> None:  # noqa: ANN401 - as the library has it
        """Look only at those that the bot comes into, or may not stay in."""
        number = int(data["id"])
        if number not in self.servers or not (data.get("unavailable") or self.may_stay(data)):
            super().parse_guild_create(data)
        if not data.get("unavailable"):
            self.servers.add(number)
            self.languages.server_speaks(number, data["preferred_locale"])

    def parse_guild_update(self, data: Any) -> None:  # noqa: ANN401 - as above
        """Note which language is preferred from now on."""
        self.languages.server_speaks(int(data["id"]), data["preferred_locale"])
        super().parse_guild_update(data)

    def parse_guild_delete(self, data: Any) -> None:  # noqa: ANN401 - as above
        """Note that the bot is no member any more, unless there is only an outage."""
        if not data.get("unavailable"):
            self.servers.discard(int(data["id"]))
            self.languages.forget_server(int(data["id"]))
        super().parse_guild_delete(data)

    def forget(self, guild: discord.Guild) -> None:
        """Keep nothing more of a server."""
        self._remove_guild(guild)

    def _add_guild(self, guild: discord.Guild) -> None:
        if guild.unavailable:
            self.servers.add(guild.id)
        else:
            super()._add_guild(guild)
