"""The calls that the bot makes: their addresses, and what they do (API v10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.platforms.discord import guilds, refusals, webhooks
from tests.platforms.discord.calls import Call
from tests.platforms.discord.flags import ChannelType, Permission
from tests.platforms.discord.ids import time_of
from tests.platforms.discord.limits import commands_problems
from tests.platforms.discord.refusals import Refused, Violation, forbidden, not_found
from tests.platforms.discord.world import World

Json = dict[str, Any]

_HISTORY_PAGE = 50
# "The past few minutes".
_NONCE_HOLDS = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Operation:
    """A call: its method and path, the part of the path that has rate limits of its own, what it does."""

    name: str
    method: str
    path: str
    act: Callable[[World, Call], object]
    major: str = ""
    # The token is in the path.
    open: bool = False
    status: int = 200


def _me(world: World, _: Call) -> Json:
    return world.me.json() | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def _application(world: World, _: Call) -> Json:
    owner = {**world.me.json(), "id": "1", "username": "operator", "bot": False}
    counts = ("guild", "user_install", "user_authorization")
    return {
        "id": world.me.id,
        "name": world.me.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": owner,
        "bot_public": True,
        "bot_require_code_grant": False,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}, "1": {}},
        **{f"approximate_{what}_count": len(world.guilds) for what in counts},
    }


def _gateway(world: World, _: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 16}
    return {"url": world.gateway_url, "shards": world.shards, "session_start_limit": limit}


def _set_commands(world: World, call: Call) -> list[Json]:
    if found := list(commands_problems(call.items)):
        raise Violation("; ".join(found))
    guild = call.path.get("guild_id", "")
    known = {(command["type"], command["name"]): command["id"] for command in world.commands.get(guild, ())}
    world.commands[guild] = [_command(world, guild, known, command) for command in call.items]
    world.syncs += 1
    world.pulse.stir()
    return world.commands[guild]


def _command(world: World, guild: str, known: Mapping[tuple[int, str], str], given: Json) -> Json:
    kind = given.get("type", 1)
    rights = given.get("default_member_permissions")
    return {
        "contexts": None,
        "description": "",
        **given,
        "integration_types": given.get("integration_types") or [0],
        "default_member_permissions": None if rights is None else str(rights),
        "type": kind,
        "id": known.get((kind, given["name"])) or world.ids.new(),
        "application_id": world.me.id,
        "version": world.ids.new(),
        **({"guild_id": guild} if guild else {}),
    }


def _get_commands(world: World, call: Call) -> list[Json]:
    return world.commands.get(call.path.get("guild_id", ""), [])


def _get_channel(world: World, call: Call) -> Json:
    return world.channel(call.path["channel_id"]).json()


def _create_dm(world: World, call: Call) -> Json:
    person = world.people.get(str(call.body["recipient_id"]))
    if person is None:
        raise Refused(400, refusals.INVALID_RECIPIENT)
    return world.direct(person).json()


def _create_message(world: World, call: Call) -> Json:
    needed = Permission.SEND_MESSAGES
    if call.files:
        needed |= Permission.ATTACH_FILES
    channel = world.channel(call.path["channel_id"], needed)
    if channel.type is ChannelType.FORUM:
        raise Violation("a forum has posts", refusals.NO_TEXT_CHANNEL)
    if channel.locked:
        raise Refused(400, refusals.THREAD_LOCKED)
    channel.archived = False
    nonce = str(call.body.get("nonce") or "")
    if call.body.get("enforce_nonce") and nonce:
        since = world.ids.clock.now() - _NONCE_HOLDS
        same = (one for one in channel.messages if one.nonce == nonce and time_of(one.id) > since)
        if (known := next(same, None)) is not None:
            return known.json()
    reference = call.body.get("message_reference")
    source = channel.find(str(reference["message_id"])) if reference else None
    if reference and source is None and reference.get("fail_if_not_exists", True):
        raise Violation("message_reference: Unknown message")
    message = world.post(channel, call.body, call.files)
    message.replies_to = source
    return message.json()


def _get_message(world: World, call: Call) -> Json:
    channel = world.channel(call.path["channel_id"], Permission.READ_MESSAGE_HISTORY)
    return world.readable(world.message(channel, call.path["message_id"]))


def _list_messages(world: World, call: Call) -> list[Json]:
    """A page of messages: to those who may not read what was said there is nothing (Get Channel Messages)."""
    channel = world.channel(call.path["channel_id"])
    if channel.guild and Permission.READ_MESSAGE_HISTORY not in channel.permissions():
        return []
    after, before = int(call.query.get("after", 0)), int(call.query.get("before", 1 << 63))
    found = [message for message in channel.messages if after < int(message.id) < before]
    limit = int(call.query.get("limit", _HISTORY_PAGE))
    page = found[:limit] if after else found[-limit:]
    return [world.readable(message) for message in reversed(page)]


def _update_message(world: World, call: Call) -> Json:
    message = world.message(world.channel(call.path["channel_id"]), call.path["message_id"])
    world.change(message, call.body, call.files)
    return message.json()


def _delete_message(world: World, call: Call) -> None:
    message = world.message(world.channel(call.path["channel_id"]), call.path["message_id"])
    if message.author is not world.me:
        raise forbidden(refusals.MISSING_PERMISSIONS)
    world.delete(message)


def _typing(world: World, call: Call) -> None:
    world.channel(call.path["channel_id"], Permission.SEND_MESSAGES)


def _list_guilds(world: World, _: Call) -> list[Json]:
    return [guild.json(world.me) for guild in world.guilds.values() if guild.present]


def _leave_guild(world: World, call: Call) -> None:
    guild = world.guilds.get(call.path["guild_id"])
    if guild is None or not guild.present:
        raise not_found(refusals.UNKNOWN_GUILD)
    world.leave(guild)


_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
_MESSAGES = "/channels/{channel_id}/messages"
_ONE_MESSAGE = f"{_MESSAGES}/{{message_id}}"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_WEBHOOK}/messages/@original"
_FOLLOWUP = f"{_WEBHOOK}/messages/{{message_id}}"
_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"

OPERATIONS = (
    Operation("get_my_user", "GET", "/users/@me", _me),
    Operation("get_my_oauth2_application", "GET", "/oauth2/applications/@me", _application),
    Operation("get_my_application", "GET", "/applications/@me", _application),
    Operation("get_bot_gateway", "GET", "/gateway/bot", _gateway),
    Operation("list_my_guilds", "GET", "/users/@me/guilds", _list_guilds),
    Operation("leave_guild", "DELETE", "/users/@me/guilds/{guild_id}", _leave_guild),
    Operation("bulk_set_application_commands", "PUT", _COMMANDS, _set_commands),
    Operation("bulk_set_guild_application_commands", "PUT", _GUILD_COMMANDS, _set_commands, "guild_id"),
    Operation("list_application_commands", "GET", _COMMANDS, _get_commands),
    Operation("list_guild_application_commands", "GET", _GUILD_COMMANDS, _get_commands, "guild_id"),
    Operation("create_dm", "POST", "/users/@me/channels", _create_dm),
    Operation("get_guild", "GET", "/guilds/{guild_id}", guilds.get_guild, "guild_id"),
    Operation(
        "get_guild_member", "GET", "/guilds/{guild_id}/members/{user_id}", guilds.get_member, "guild_id"
    ),
    Operation(
        "get_active_guild_threads",
        "GET",
        "/guilds/{guild_id}/threads/active",
        guilds.active_threads,
        "guild_id",
    ),
    Operation(
        "create_thread",
        "POST",
        "/channels/{channel_id}/threads",
        guilds.create_thread,
        "channel_id",
        status=201,
    ),
    Operation("crosspost_message", "POST", f"{_ONE_MESSAGE}/crosspost", guilds.crosspost, "channel_id"),
    Operation("get_channel", "GET", "/channels/{channel_id}", _get_channel, "channel_id"),
    Operation("trigger_typing_indicator", "POST", "/channels/{channel_id}/typing", _typing, "channel_id"),
    Operation("create_message", "POST", _MESSAGES, _create_message, "channel_id"),
    Operation("list_messages", "GET", _MESSAGES, _list_messages, "channel_id"),
    Operation("get_message", "GET", _ONE_MESSAGE, _get_message, "channel_id"),
    Operation("update_message", "PATCH", _ONE_MESSAGE, _update_message, "channel_id"),
    Operation("delete_message", "DELETE", _ONE_MESSAGE, _delete_message, "channel_id"),
    Operation("create_interaction_response", "POST", _CALLBACK, webhooks.respond, open=True),
    Operation("execute_webhook", "POST", _WEBHOOK, webhooks.follow_up, "webhook_token", open=True),
    Operation(
        "get_original_webhook_message", "GET", _ORIGINAL, webhooks.original, "webhook_token", open=True
    ),
    Operation(
        "update_original_webhook_message", "PATCH", _ORIGINAL, webhooks.change, "webhook_token", open=True
    ),
    Operation(
        "delete_original_webhook_message", "DELETE", _ORIGINAL, webhooks.delete, "webhook_token", open=True
    ),
    Operation("get_webhook_message", "GET", _FOLLOWUP, webhooks.original, "webhook_token", open=True),
    Operation("update_webhook_message", "PATCH", _FOLLOWUP, webhooks.change, "webhook_token", open=True),
    Operation("delete_webhook_message", "DELETE", _FOLLOWUP, webhooks.delete, "webhook_token", open=True),
)
