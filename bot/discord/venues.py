"""Places on Discord that digests can be posted to: found by number, and what is allowed there.

Kinds and rights: https://discord.com/developers/docs/resources/channel#channel-object-channel-types and
https://discord.com/developers/docs/topics/permissions#permissions
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
import discord
from discord import ChannelType, Permissions

from bot.requests import Address, FindVenue, Right, Venue

PLATFORM = "discord"
ANNOUNCEMENTS = frozenset({ChannelType.news.value})
FORUMS = frozenset({ChannelType.forum.value})
THREADS = frozenset(
    {ChannelType.news_thread.value, ChannelType.public_thread.value, ChannelType.private_thread.value}
)
# Where digests can be posted, but for direct chats.
PLACES = sorted({ChannelType.text.value, ChannelType.voice.value} | ANNOUNCEMENTS | FORUMS | THREADS)

Json = Mapping[str, Any]
_TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


def address_of(client: discord.Client, interaction: discord.Interaction) -> Address:
    """Where the bot was used; a post that the bot itself made in a forum is a part of the forum."""
    channel = interaction.channel
    own = isinstance(channel, discord.Thread) and client.user and channel.owner_id == client.user.id
    number = channel.parent_id if own and isinstance(channel, discord.Thread) else interaction.channel_id
    return Address(PLATFORM, str(number or ""))


def finder(
    client: discord.Client,
    interaction: discord.Interaction,
    here: Address,
    may_manage: Callable[[], Awaitable[bool]],
) -> FindVenue:
    """Finds places in the server where the bot was used: what holds for all of it are the asker's rights."""
    home = str(interaction.guild_id or "")

    async def missing_here() -> tuple[Right, ...]:
        own_forum = here.chat != str(interaction.channel_id)
        return (*_missing_here(interaction, own_forum=own_forum), *_missing_mention(interaction))

    async def find(name: str) -> Venue | None:
        if name in {"", here.place}:
            return Venue(here, home=home, may_manage=may_manage, missing=missing_here)
        found = await _look(client, interaction, name) if home and _is_number(name) else None
        if found is None:
            return None

        async def missing_there() -> tuple[Right, ...]:
            return (*found.missing, *_missing_mention(interaction))

        return Venue(Address(PLATFORM, name), f"#{found.name}", home, may_manage, missing_there)

    return find


@dataclass(frozen=True, slots=True)
class _Found:
    """What a channel is called, and what the bot lacks to post there."""

    name: str
    missing: tuple[Right, ...]


def _missing_here(interaction: discord.Interaction, *, own_forum: bool) -> tuple[Right, ...]:
    if interaction.guild_id is None:
        return ()
    channel = interaction.channel
    kind = ChannelType.forum if own_forum or channel is None else channel.type
    return _missing(kind.value, interaction.app_permissions)


def _missing_mention(interaction: discord.Interaction) -> tuple[Right, ...]:
    """The right to mention the role that was chosen, which without it would be notified of nothing."""
    roles = _resolved(interaction, "roles").values()
    may = interaction.app_permissions.mention_everyone or all(role["mentionable"] for role in roles)
    return () if may else (Right.MENTION,)


def _resolved(interaction: discord.Interaction, things: str) -> Mapping[str, Json]:
    """What is told of the roles, or the channels, that were chosen."""
    data = cast(Json, interaction.data or {})
    found: Mapping[str, Json] = data.get("resolved", {}).get(things, {})
    return found


async def _look(client: discord.Client, interaction: discord.Interaction, number: str) -> _Found | None:
    """The channel of that number in the server; ``None`` if there is none, or nothing is known of it."""
    chosen = _resolved(interaction, "channels").get(number)
    try:
        guild = await client.fetch_guild(interaction.guild_id or 0, with_counts=False)
    except _TROUBLE:
        return _Found(chosen["name"], (Right.JOIN,)) if chosen else None
    try:
        channel = await guild.fetch_channel(int(number))
        rights = await _rights(guild, channel, client.user.id if client.user else 0)
    except discord.InvalidData:
        # It is in another server.
        return None
    except _TROUBLE:
        return _Found(chosen["name"], (Right.VIEW,)) if chosen else None
    return (
        _Found(channel.name, _missing(channel.type.value, rights)) if channel.type.value in PLACES else None
    )


async def missing(client: discord.Client, number: int) -> tuple[Right, ...]:
    """What the bot lacks to post in a channel, whichever server that is in.

    Raises ``discord.NotFound`` for one that is gone, and whatever else discord.py raises.
    """
    try:
        channel = await client.fetch_channel(number)
    except discord.Forbidden:
        return (Right.VIEW,)
    if isinstance(channel, discord.abc.PrivateChannel):
        return ()
    try:
        guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    except (discord.Forbidden, discord.NotFound):
        return (Right.JOIN,)
    found = await guild.fetch_channel(number)
    return _missing(found.type.value, await _rights(guild, found, client.user.id if client.user else 0))


async def _rights(
    guild: discord.Guild, channel: discord.abc.GuildChannel | discord.Thread, person: int
) -> Permissions:
    """What somebody may do in a channel; a thread has the rights of what it is in."""
    member = await guild.fetch_member(person)
    if not isinstance(channel, discord.Thread):
        return channel.permissions_for(member)
    parent = await guild.fetch_channel(channel.parent_id)
    return Permissions() if isinstance(parent, discord.Thread) else parent.permissions_for(member)


def _missing(kind: int, rights: Permissions) -> tuple[Right, ...]:
    """What the bot lacks to post in a channel of this kind."""
    needed = {Right.VIEW: rights.view_channel}
    if kind in FORUMS:
        needed[Right.OPEN] = rights.send_messages
    elif kind not in THREADS:
        needed[Right.POST] = rights.send_messages
    if kind in FORUMS | THREADS:
        needed[Right.THREADS] = rights.send_messages_in_threads
    return tuple(right for right, granted in needed.items() if not granted)


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit()
