"""Making the commands known to the service, whenever they are not what was made known before."""

import json
import logging
from hashlib import sha256

import aiohttp
import discord

from bot.discord.commands import Json, tree
from bot.ports import Store

_log = logging.getLogger(__name__)
# Where the store remembers what was made known: the application, the server it was for, and what.
_SCOPE, _NAME = "platform/discord", "commands"


async def publish(client: discord.Client, store: Store, guild: int | None) -> None:
    """Make the commands known everywhere, or (for development: at once) in one server only."""
    wanted = _mark(client, guild)
    known = (await store.preferences(_SCOPE)).get(_NAME, "")
    if known == wanted:
        return
    try:
        await _set(client, guild, tree())
        await _clear_former(client, known, guild)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("the commands cannot be made known now, but at the next start: %s", error)
    else:
        await store.prefer(_SCOPE, _NAME, wanted)


def _mark(client: discord.Client, guild: int | None) -> str:
    """What tells this state of things from others."""
    said = json.dumps(tree(), ensure_ascii=False, sort_keys=True)
    return f"{client.application_id}:{guild or ''}:{sha256(said.encode()).hexdigest()[:16]}"


async def _set(client: discord.Client, guild: int | None, commands: list[Json]) -> None:
    application = client.application_id or 0
    if guild is None:
        await client.http.bulk_upsert_global_commands(application, commands)
    else:
        await client.http.bulk_upsert_guild_commands(application, guild, commands)


async def _clear_former(client: discord.Client, known: str, guild: int | None) -> None:
    """Commands known everywhere, or in one server, and now elsewhere, would be there twice."""
    application, former, _ = known.split(":") if known else ("", "", "")
    if application != str(client.application_id):
        former = ""
    if former != str(guild or ""):
        await _set(client, int(former) if former else None, [])
