"""What the service knows, and what becomes of messages that are posted, changed and deleted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from mimetypes import guess_type
from typing import Any

from tests.platforms.discord import refusals
from tests.platforms.discord.components import ATTACHED, media, stored, walk
from tests.platforms.discord.flags import NO_RIGHTS, ChannelType, MessageFlag, Permission
from tests.platforms.discord.ids import Ids
from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.limits import is_empty, message_problems, pings
from tests.platforms.discord.objects import ATTACHMENT_LIMIT, Account, Attachment, Channel, Guild, Message
from tests.platforms.discord.refusals import Refused, Violation, forbidden, not_found
from tests.platforms.waiting import Pulse

Json = dict[str, Any]
# A file that came with a call: its name and its bytes.
Upload = tuple[str, bytes]


@dataclass(slots=True)
class World:
    """Everything that is true on the service's side.

    ``root`` is where it is served, ``tell`` lets the bot know of an event.
    """

    ids: Ids
    me: Account
    pulse: Pulse
    root: str = ""
    gateway_url: str = ""
    tell: Callable[[str, Json, Guild | None], None] = lambda _event, _data, _guild: None
    # Seconds that an interaction waits for its first answer, and the shards that the service advises.
    deadline: float = 3.0
    shards: int = 1
    people: dict[str, Account] = field(default_factory=dict)
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    # Application commands by server; "" has the global ones.
    commands: dict[str, list[Json]] = field(default_factory=dict)
    syncs: int = 0
    files: dict[str, Attachment] = field(default_factory=dict)

    def found(self, name: str, *, locale: str = "zh-CN", present: bool = True) -> Guild:
        """A new server with one channel."""
        guild = Guild(self.ids.new(), name, locale, present)
        self.guilds[guild.id] = guild
        self.open(guild, "大厅")
        return guild

    def open(
        self,
        guild: Guild,
        name: str,
        kind: ChannelType = ChannelType.TEXT,
        parent: Channel | None = None,
        denied: Permission = NO_RIGHTS,
    ) -> Channel:
        """A new channel, or a thread within ``parent``; the bot hears of it."""
        channel = Channel(self.ids.new(), name, kind, guild, parent, denied=denied)
        guild.channels.append(channel)
        self.channels[channel.id] = channel
        self.tell("THREAD_CREATE" if parent else "CHANNEL_CREATE", channel.json(), guild)
        return channel

    def close(self, channel: Channel) -> None:
        """Take a channel away; the bot hears of it."""
        channel.gone = True
        if channel.guild is not None:
            channel.guild.channels.remove(channel)
        self.tell("CHANNEL_DELETE", channel.json(), channel.guild)

    def leave(self, guild: Guild) -> None:
        """The bot is no member any more."""
        guild.present = False
        self.tell("GUILD_DELETE", {"id": guild.id}, guild)
        self.pulse.stir()

    def channel(self, channel_id: str, needed: Permission = NO_RIGHTS) -> Channel:
        """The channel that the bot has these rights in, and can see. Raises ``Refused``."""
        channel = self.channels.get(channel_id)
        if channel is None or channel.gone:
            raise not_found(refusals.UNKNOWN_CHANNEL)
        if channel.type is ChannelType.GROUP_DM:
            raise forbidden(refusals.MISSING_ACCESS)
        if channel.guild is None:
            if channel.closed and Permission.SEND_MESSAGES in needed:
                raise forbidden(refusals.CANNOT_MESSAGE_USER)
            return channel
        allowed = channel.permissions()
        if not channel.guild.present or Permission.VIEW_CHANNEL not in allowed:
            raise forbidden(refusals.MISSING_ACCESS)
        if channel.type is ChannelType.THREAD and Permission.SEND_MESSAGES in needed:
            needed = needed & ~Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS
        if needed & ~allowed:
            raise forbidden(refusals.MISSING_PERMISSIONS)
        return channel

    def message(self, channel: Channel, message_id: str) -> Message:
        """The message that everybody sees. Raises ``Refused``."""
        if (message := channel.find(message_id)) is None:
            raise not_found(refusals.UNKNOWN_MESSAGE)
        return message

    def readable(self, message: Message) -> Json:
        """The message as the bot gets it, which is without its content unless it concerns the bot.

        That holds for what is fetched too (developer documentation, Message Content Intent).
        """
        shape, source = self.told(message), message.replies_to
        if source is not None:
            shape["referenced_message"] = None if source.deleted else self.readable(source)
        if shape["mentions"] or message.author is self.me or message.channel.guild is None:
            return shape
        return shape | {"content": "", "attachments": [], "embeds": [], "components": []}

    def told(self, message: Message) -> Json:
        """The message as an interaction tells of it: whole, but for what it replies to."""
        shape, source = message.json(), message.replies_to
        if f"<@{self.me.id}>" in message.content or (source and source.author is self.me):
            shape["mentions"] = [self.me.json()]
        return shape

    def direct(self, person: Account) -> Channel:
        """The chat of the bot with this person."""
        known = (c for c in self.channels.values() if c.recipient is person and c.type is ChannelType.DM)
        if (channel := next(known, None)) is None:
            channel = Channel(self.ids.new(), "", ChannelType.DM, recipient=person)
            self.channels[channel.id] = channel
        return channel

    def post(self, channel: Channel, body: Json, files: Mapping[str, Upload]) -> Message:
        """A new message of the bot. Raises ``Refused``."""
        _check(body, files)
        if is_empty(body, files):
            raise Violation("an empty message", refusals.EMPTY_MESSAGE)
        message = Message(self.ids.new(), channel, self.me, nonce=str(body.get("nonce") or ""))
        self._fill(message, body, files)
        channel.all_messages.append(message)
        if not message.ephemeral:
            self.tell("MESSAGE_CREATE", message.json(), channel.guild)
        self.pulse.stir()
        return message

    def change(self, message: Message, body: Json, files: Mapping[str, Upload]) -> None:
        """Change a message of the bot. Raises ``Refused``."""
        if message.deleted:
            raise not_found(refusals.UNKNOWN_MESSAGE)
        if message.author is not self.me:
            raise forbidden(refusals.NOT_THE_AUTHOR)
        _check(body, files, message)
        self._fill(message, body, files)
        message.flags &= ~MessageFlag.LOADING
        message.edits += 1
        self.pulse.stir()

    def delete(self, message: Message) -> None:
        """Take a message away."""
        message.deleted = True
        data = {"id": message.id, "channel_id": message.channel.id}
        self.tell("MESSAGE_DELETE", data, message.channel.guild)
        self.pulse.stir()

    def store(self, name: str, data: bytes) -> Attachment:
        """Keep a file, and serve it."""
        key = self.ids.new()
        kind = guess_type(name)[0] or "application/octet-stream"
        attachment = Attachment(key, name, data, f"{self.root}/attachments/{key}/{name}", kind)
        self.files[f"{key}/{name}"] = attachment
        return attachment

    def _fill(self, message: Message, body: Json, files: Mapping[str, Upload]) -> None:
        if "content" in body:
            message.content = body["content"] or ""
        if "embeds" in body:
            message.embeds = body["embeds"] or ()
        if "flags" in body:
            message.flags |= MessageFlag(body["flags"] or 0)
        message.attachments = self._attachments(message, body, files)
        if "components" in body:
            message.components = stored(body["components"] or (), _media(message.attachments))
        message.pings = [*message.pings, *pings(body)]

    def _attachments(self, message: Message, body: Json, files: Mapping[str, Upload]) -> Sequence[Attachment]:
        if "attachments" not in body and not files:
            return message.attachments
        wanted = {str(part.get("id")) for part in body.get("attachments") or ()}
        kept = [known for known in message.attachments if "attachments" not in body or known.id in wanted]
        return [*kept, *(self.store(name, data) for name, data in files.values())]


def _check(body: Json, files: Mapping[str, Upload], before: Message | None = None) -> None:
    if found := list(message_problems(body, before)):
        raise Violation("; ".join(found))
    sent = [name for name, _ in files.values()] + [
        kept.name for kept in (before.attachments if before else ())
    ]
    parts = walk(body.get("components") or ())
    shown = {url for part in parts for medium in media(part) if (url := medium["url"]).startswith(ATTACHED)}
    if missing := shown - {ATTACHED + name for name in sent}:
        raise Violation(f"did not come along: {sorted(missing)}")
    if sum(len(data) for _, data in files.values()) > ATTACHMENT_LIMIT:
        raise Refused(413, 40005)


def _media(attachments: Sequence[Attachment]) -> dict[str, Json]:
    """What components may show, by the address that a request gives it."""
    return {ATTACHED + attachment.name: attachment.json() for attachment in attachments}
