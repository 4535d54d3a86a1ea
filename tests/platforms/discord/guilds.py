"""What the bot may ask of servers and channels: who may do what, posts in forums, announcements."""

from typing import Any

from tests.platforms.discord import refusals
from tests.platforms.discord.calls import Call
from tests.platforms.discord.flags import ChannelType, MessageFlag, Permission
from tests.platforms.discord.objects import Channel, Guild
from tests.platforms.discord.refusals import Refused, Violation, not_found
from tests.platforms.discord.world import World

Json = dict[str, Any]

# What a guild object has besides, when it is asked for by itself.
_PLAIN: Json = {
    "icon": None,
    "description": None,
    "home_header": None,
    "splash": None,
    "discovery_splash": None,
    "banner": None,
    "application_id": None,
    "region": "",
    "afk_channel_id": None,
    "widget_enabled": False,
    "widget_channel_id": None,
    "max_presences": None,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "vanity_url_code": None,
    "premium_subscription_count": 0,
    "rules_channel_id": None,
    "safety_alerts_channel_id": None,
    "public_updates_channel_id": None,
    "premium_progress_bar_enabled": False,
    "nsfw": False,
    "incidents_data": None,
}
_ONLY_IN_EVENTS = ("channels", "threads", "members", "member_count")


def get_guild(world: World, call: Call) -> Json:
    """A server that the bot is in."""
    told = _guild(world, call).json(world.me)
    return _PLAIN | {name: value for name, value in told.items() if name not in _ONLY_IN_EVENTS}


def get_member(world: World, call: Call) -> Json:
    """The bot itself; it has no use for other members."""
    _guild(world, call)
    if call.path["user_id"] != world.me.id:
        raise Violation("the bot asks about other members")
    return world.me.member()


def active_threads(world: World, call: Call) -> Json:
    """The threads of a server that are not put away, and that the bot can see."""
    found = [
        channel.json()
        for channel in _guild(world, call).channels
        if channel.parent and not channel.archived and Permission.VIEW_CHANNEL in channel.permissions()
    ]
    return {"threads": found, "members": [], "has_more": False}


def create_thread(world: World, call: Call) -> Json:
    """A post in a forum, with its first message, whose number it shares."""
    forum = world.channel(call.path["channel_id"], Permission.SEND_MESSAGES)
    if forum.type is not ChannelType.FORUM or forum.guild is None:
        raise Violation("a thread without a post", refusals.NOT_ON_THIS_KIND)
    body, first = call.body, call.body["message"]
    if unknown := first.keys() & {"nonce", "enforce_nonce", "message_reference"}:
        raise Violation(f"a post knows no {sorted(unknown)}")
    if strange := set(body.get("applied_tags") or ()) - set(forum.tags):
        raise Violation(f"no tags of this forum: {sorted(strange)}")
    if forum.needs_tag and not body.get("applied_tags"):
        raise Refused(400, refusals.TAG_REQUIRED)
    thread = Channel(world.ids.new(), body["name"], ChannelType.THREAD, forum.guild, forum)
    thread.owner = world.me.id
    message = world.post(thread, first, call.files)
    message.id = thread.id
    forum.guild.channels.append(thread)
    world.channels[thread.id] = thread
    return thread.json() | {"message": message.json()}


def crosspost(world: World, call: Call) -> Json:
    """Let a message in a channel of announcements be seen where that is followed."""
    channel = world.channel(call.path["channel_id"], Permission.SEND_MESSAGES)
    message = world.message(channel, call.path["message_id"])
    if channel.type is not ChannelType.NEWS:
        raise Violation("no channel of announcements", refusals.NOT_ON_THIS_KIND)
    if MessageFlag.CROSSPOSTED in message.flags:
        raise Refused(400, refusals.ALREADY_CROSSPOSTED)
    message.flags |= MessageFlag.CROSSPOSTED
    return message.json()


def _guild(world: World, call: Call) -> Guild:
    guild = world.guilds.get(call.path["guild_id"])
    if guild is None or not guild.present:
        raise not_found(refusals.UNKNOWN_GUILD)
    return guild
