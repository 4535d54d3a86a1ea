"""The servers, channels, people and messages of the loopback Discord, in the shapes of its API (v10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord.components import buttons, choices, texts
from tests.platforms.discord.flags import EVERYONE, NO_FLAGS, NO_RIGHTS, ChannelType, MessageFlag, Permission
from tests.platforms.discord.ids import EPOCH, moment

Json = dict[str, Any]

_REQUIRES_TAG = 1 << 4
ATTACHMENT_LIMIT = 10 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Account:
    """A person or a bot. ``manages`` tells whether they have Manage Server where they are."""

    id: str
    name: str
    locale: str = "zh-CN"
    is_bot: bool = False
    manages: bool = False
    # Whether this person has installed the application for themselves.
    installed: bool = False

    def json(self) -> Json:
        """The user object."""
        return {
            "id": self.id,
            "username": self.name,
            "discriminator": "0000" if self.is_bot else "0",
            "global_name": None if self.is_bot else self.name,
            "avatar": None,
            "bot": self.is_bot,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }

    def member(self, *, permissions: int | None = None) -> Json:
        """The member object, with permissions where it is sent with an interaction."""
        member: Json = {
            "user": self.json(),
            "roles": [],
            "nick": None,
            "avatar": None,
            "joined_at": EPOCH.isoformat(),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "premium_since": None,
            "communication_disabled_until": None,
            "banner": None,
        }
        return member if permissions is None else {**member, "permissions": str(permissions)}


def role(number: str, name: str, rights: Permission = NO_RIGHTS, *, mentionable: bool = False) -> Json:
    """The role object."""
    return {
        "id": number,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(int(rights)),
        "managed": False,
        "mentionable": mentionable,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


@dataclass(slots=True, eq=False)
class Guild:
    """A server. ``present`` tells whether the bot is a member."""

    id: str
    name: str
    locale: str = "zh-CN"
    present: bool = True
    channels: list["Channel"] = field(default_factory=list)
    roles: list[Json] = field(default_factory=list)

    def json(self, me: Account) -> Json:
        """The guild object of ``GUILD_CREATE``."""
        plain = [channel for channel in self.channels if channel.type is not ChannelType.THREAD]
        threads = [channel for channel in self.channels if channel.type is ChannelType.THREAD]
        return {
            "id": self.id,
            "name": self.name,
            "preferred_locale": self.locale,
            "owner_id": "1",
            "member_count": 2,
            "features": [],
            "roles": [role(self.id, "@everyone", EVERYONE), *self.roles],
            "channels": [channel.json() for channel in plain],
            "threads": [thread.json() for thread in threads],
            "members": [me.member()],
            "emojis": [],
            "stickers": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_id": self.channels[0].id if self.channels else None,
            "system_channel_flags": 0,
            "afk_timeout": 300,
        }

    def partial(self) -> Json:
        """The guild object of an interaction."""
        return {"id": self.id, "locale": self.locale, "features": []}


@dataclass(slots=True, eq=False)
class Channel:
    """A place for messages. ``denied`` are the rights that nobody has here.

    A thread can be ``archived`` (the next message brings it back) and ``locked``, a forum may have ``tags``,
    of which its posts may need one.
    """

    id: str
    name: str
    type: ChannelType = ChannelType.TEXT
    guild: Guild | None = None
    parent: "Channel | None" = None
    recipient: Account | None = None
    denied: Permission = NO_RIGHTS
    gone: bool = False
    # A person who takes no messages from the bot.
    closed: bool = False
    archived: bool = False
    locked: bool = False
    tags: Sequence[str] = ()
    needs_tag: bool = False
    # Who began a thread.
    owner: str = "1"
    all_messages: list["Message"] = field(default_factory=list)

    @property
    def messages(self) -> list["Message"]:
        """What everybody sees here, in order."""
        return [message for message in self.all_messages if not (message.deleted or message.ephemeral)]

    def permissions(self) -> Permission:
        """What members, the bot among them, may do here."""
        denied = self.denied | (self.parent.denied if self.parent else NO_RIGHTS)
        return EVERYONE & ~denied

    def find(self, message_id: str) -> "Message | None":
        """The message everybody sees that has this id."""
        return next((message for message in self.messages if message.id == message_id), None)

    def json(self) -> Json:
        """The channel object."""
        shape: Json = {
            "id": self.id,
            "type": int(self.type),
            "flags": 0,
            "last_message_id": self.all_messages[-1].id if self.all_messages else None,
        }
        if self.guild is None:
            recipients = [self.recipient.json()] if self.recipient else []
            return {**shape, "recipients": recipients, "name": None}
        shape |= {"guild_id": self.guild.id, "name": self.name, "nsfw": False, "rate_limit_per_user": 0}
        if self.parent is not None:
            return shape | self._thread(self.parent)
        deny = {"id": self.guild.id, "type": 0, "allow": "0", "deny": str(int(self.denied))}
        forum: Json = {
            "flags": _REQUIRES_TAG if self.needs_tag else 0,
            "available_tags": [
                {"id": tag, "name": "摘要", "moderated": False, "emoji_id": None, "emoji_name": None}
                for tag in self.tags
            ],
            "default_reaction_emoji": None,
            "default_sort_order": None,
        }
        return {
            **shape,
            **(forum if self.type is ChannelType.FORUM else {}),
            "position": 0,
            "parent_id": None,
            "topic": None,
            "permission_overwrites": [deny] if self.denied else [],
        }

    def _thread(self, parent: "Channel") -> Json:
        return {
            "parent_id": parent.id,
            "owner_id": self.owner,
            "message_count": len(self.messages),
            "total_message_sent": len(self.all_messages),
            "member_count": 1,
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": EPOCH.isoformat(),
                "locked": self.locked,
            },
        }


@dataclass(slots=True, eq=False)
class Attachment:
    """A file of a message, served under ``url``: so many ``times`` over, which its size does not tell.

    ``served`` counts how often that was done.
    """

    id: str
    name: str
    data: bytes
    url: str
    content_type: str = "application/octet-stream"
    times: int = 1
    served: int = 0

    def json(self) -> Json:
        """The attachment object."""
        return {
            "id": self.id,
            "filename": self.name,
            "size": len(self.data),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }


@dataclass(slots=True, eq=False)
class Message:
    """A message as it is now. ``edits`` counts how often it was changed."""

    id: str
    channel: Channel
    author: Account
    content: str = ""
    flags: MessageFlag = NO_FLAGS
    components: Sequence[Json] = ()
    embeds: Sequence[Json] = ()
    attachments: Sequence[Attachment] = ()
    pings: Sequence[str] = ()
    nonce: str = ""
    replies_to: "Message | None" = None
    # The parts of the interaction that this message answers.
    origin: Mapping[str, Any] | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether only the asker sees it."""
        return MessageFlag.EPHEMERAL in self.flags

    @property
    def loading(self) -> bool:
        """Whether it only says that the bot is thinking."""
        return MessageFlag.LOADING in self.flags

    @property
    def text(self) -> str:
        """All that can be read in it, as markdown, from top to bottom."""
        embedded = [part for embed in self.embeds for part in _embed_texts(embed)]
        return "\n".join(part for part in (self.content, *texts(self.components), *embedded) if part)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons."""
        return [button.get("label", "") for button in buttons(self.components)]

    @property
    def options(self) -> list[str]:
        """The labels of what can be chosen in its menus."""
        return [option["label"] for _, option in choices(self.components)]

    @property
    def colour(self) -> int | None:
        """The colour of its container or embed."""
        shown = [*self.components, *self.embeds]
        return next(
            (c for part in shown if (c := part.get("accent_color", part.get("color"))) is not None), None
        )

    def json(self) -> Json:
        """The message object."""
        shape: Json = {
            "id": self.id,
            "type": 0,
            "channel_id": self.channel.id,
            "author": self.author.json(),
            "content": self.content,
            "timestamp": moment(self.id),
            "edited_timestamp": moment(self.id) if self.edits else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [attachment.json() for attachment in self.attachments],
            "embeds": [{"type": "rich", **embed} for embed in self.embeds],
            "pinned": False,
            "flags": int(self.flags),
            "components": list(self.components),
        }
        if self.nonce:
            shape["nonce"] = self.nonce
        if self.origin:
            shape |= {"interaction_metadata": self.origin, "webhook_id": self.author.id}
        if self.replies_to:
            shape["type"] = 19
            shape["message_reference"] = {
                "channel_id": self.channel.id,
                "message_id": self.replies_to.id,
                "type": 0,
            }
        return shape


def _embed_texts(embed: Json) -> Iterator[str]:
    yield embed.get("title", "")
    yield embed.get("description", "")
    for part in embed.get("fields", ()):
        yield f"{part['name']}\n{part['value']}"
    yield embed.get("footer", {}).get("text", "")
