"""What Discord's gateway tells a bot of: servers, commands, a document."""

ME = {"id": "1", "username": "bench", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
# A text of 2 MB, as people may send one.
DOCUMENT = "\n\n".join(
    f"# {n}\n\n" + f"第{n}天，灯塔的看守人照旧点灯，因为他相信一盏灯的意义不在于有多少人看见它。" * 20
    for n in range(800)
).encode()[:2_000_000]


def in_menu(number: int, url: str) -> dict[str, object]:
    """The menu of a message with this document."""
    file = {"id": "1", "filename": "document.md", "size": len(DOCUMENT), "url": url, "proxy_url": url}
    message = {"id": "9", "author": {"id": "8"}, "content": "", "attachments": [file]}
    resolved = {"messages": {"9": message}}
    data = {"id": "6", "name": "Summarise", "type": 3, "target_id": "9", "resolved": resolved}
    return interaction(number, 0) | {"data": data}


def interaction(number: int, person: int) -> dict[str, object]:
    """A person's command for a summary, in private."""
    option = {"name": "essay", "type": 3, "value": str(person % 5 + 1)}
    user = {**ME, "id": str(1000 + person), "bot": False}
    return {
        "id": str(number),
        "application_id": "1",
        "type": 2,
        "token": f"token-{number}",
        "version": 1,
        "data": {"id": "7", "name": "summary", "type": 1, "options": [option]},
        "context": 1,
        "locale": "zh-CN",
        "channel_id": str(5000 + person),
        "channel": {"id": str(5000 + person), "type": 1, "recipients": [user]},
        "app_permissions": "0",
        "authorizing_integration_owners": {"0": "0"},
        "entitlements": [],
        "attachment_size_limit": 10_000_000,
        "user": user,
    }


def server(number: int) -> dict[str, object]:
    """A server as the gateway tells of it: 20 roles, 40 channels, 50 emojis."""
    base = number << 12
    roles = [_role(number if i == 0 else base + i, i) for i in range(20)]
    channels = [_channel(base + 100 + i, i) for i in range(40)]
    emojis = [
        {
            "id": str(base + 200 + i),
            "name": f"emoji_{i}",
            "roles": [],
            "require_colons": True,
            "managed": False,
        }
        | {"animated": False, "available": True}
        for i in range(50)
    ]
    me = {"user": ME, "roles": [str(base + 1)], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}
    return {
        "id": str(number),
        "name": f"server {number}",
        "unavailable": False,
        "owner_id": "2",
        "preferred_locale": "zh-CN",
        "features": ["COMMUNITY", "NEWS"],
        "member_count": 500,
        "members": [{**me, "deaf": False, "mute": False}],
        "roles": roles,
        "channels": channels,
        "emojis": emojis,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "afk_timeout": 300,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "verification_level": 1,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
        **{name: [] for name in ("threads", "voice_states", "presences", "stickers", "stage_instances")},
    }


def _role(key: int, position: int) -> dict[str, object]:
    return {
        "id": str(key),
        "name": f"role {position}",
        "permissions": "1071698660929",
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def _channel(key: int, position: int) -> dict[str, object]:
    overwrites = [{"id": str(key + i), "type": 0, "allow": "0", "deny": "1024"} for i in range(3)]
    return {
        "id": str(key),
        "type": 0,
        "name": f"channel-{position}",
        "topic": "what it is about",
        "position": position,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": overwrites,
        "rate_limit_per_user": 0,
        "last_message_id": str(key),
    }
