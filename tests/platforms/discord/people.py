"""The people on the service: the commands they use, what they press, choose, type and say."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord.components import ComponentType, buttons, choices
from tests.platforms.discord.flags import ChannelType, Permission
from tests.platforms.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES
from tests.platforms.discord.interactions import Interaction, InteractionType
from tests.platforms.discord.limits import CHAT_INPUT, MESSAGE
from tests.platforms.discord.objects import ATTACHMENT_LIMIT, Account, Channel, Message
from tests.platforms.discord.server import Discord

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a server, as it is chosen."""

    shape: Json

    @property
    def mention(self) -> str:
        """How a message mentions it."""
        return f"<@&{self.shape['id']}>"


Value = str | int | float | bool | Channel | Role

_KINDS: Mapping[int, type | tuple[type, ...]] = {
    3: str,
    4: int,
    5: bool,
    7: Channel,
    8: Role,
    10: (int, float),
}
_GUILD, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2


@dataclass(slots=True)
class Seat:
    """A person in a channel. What people cannot do in the client fails as an ``AssertionError``."""

    discord: Discord
    account: Account
    channel: Channel

    def slash(self, name: str, **options: Value) -> Interaction:
        """Use a slash command, with these options filled in."""
        command = self._command(name, CHAT_INPUT)
        described = {option["name"]: option for option in command.get("options") or ()}
        needed = {option["name"] for option in described.values() if option.get("required")}
        assert needed <= options.keys() <= described.keys(), (
            f"/{name} wants {sorted(described)}, got {options}"
        )
        filled = [_filled(described[option], value) for option, value in options.items()]
        data = {**_called(command), "options": filled}
        if resolved := self._resolved(options.values()):
            data["resolved"] = resolved
        return self.interact(InteractionType.COMMAND, data)

    def types(self, name: str, **options: Value) -> Interaction:
        """Fill in options of a slash command; the last one is still being typed."""
        command = self._command(name, CHAT_INPUT)
        described = {option["name"]: option for option in command.get("options") or ()}
        *_, typed = options
        assert described[typed].get("autocomplete"), f"/{name} offers nothing for {typed}"
        filled: list[Json] = [
            {"name": option, "type": described[option]["type"], "value": value}
            for option, value in options.items()
        ]
        filled[-1]["focused"] = True
        return self.interact(InteractionType.AUTOCOMPLETE, {**_called(command), "options": filled})

    def context_menu(self, name: str, message: Message) -> Interaction:
        """Use an entry of the menu of a message."""
        command = self._command(name, MESSAGE)
        resolved = {"messages": {message.id: self.discord.world.told(message)}}
        return self.interact(
            InteractionType.COMMAND, {**_called(command), "target_id": message.id, "resolved": resolved}
        )

    def press(self, label: str, on: Message) -> Interaction:
        """Press the button with this label, or the only one whose label begins so."""
        shown = list(buttons(on.components))
        exact = [button for button in shown if button.get("label") == label]
        found = exact[:1] or [button for button in shown if button.get("label", "").startswith(label)]
        assert len(found) == 1, f"{len(found)} buttons are called {label!r} among {on.labels}"
        assert "custom_id" in found[0], f"{label!r} is a link"
        assert not found[0].get("disabled"), f"{label!r} cannot be pressed"
        return self._use(on, found[0], {})

    def choose(self, label: str, on: Message) -> Interaction:
        """Choose the option of a menu with this label, or the only one whose label begins so."""
        shown = list(choices(on.components))
        exact = [pair for pair in shown if pair[1]["label"] == label]
        found = exact[:1] or [pair for pair in shown if pair[1]["label"].startswith(label)]
        assert len(found) == 1, f"{len(found)} options are called {label!r} among {on.options}"
        menu, option = found[0]
        return self._use(on, menu, {"values": [option["value"]]})

    def say(
        self, text: str, files: Mapping[str, bytes] | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write a message."""
        world, channel = self.discord.world, self.channel
        attachments = [world.store(name, data) for name, data in (files or {}).items()]
        message = Message(
            world.ids.new(), channel, self.account, text, attachments=attachments, replies_to=reply_to
        )
        channel.all_messages.append(message)
        data = world.readable(message)
        if channel.guild is not None:
            data |= {"guild_id": channel.guild.id, "member": _without_user(self.account)}
        intent = DIRECT_MESSAGES if channel.guild is None else GUILD_MESSAGES
        self.discord.gateway.tell("MESSAGE_CREATE", data, channel.guild, intent=intent)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away."""
        self.discord.world.delete(message)

    def interact(self, kind: InteractionType, data: Json, pressed: Message | None = None) -> Interaction:
        """Use the bot with whatever data the client would send."""
        world = self.discord.world
        key = world.ids.new()
        now = asyncio.get_running_loop().time()
        interaction = Interaction(
            key,
            f"token-{key}",
            kind,
            self.account,
            self.channel,
            data,
            world.pulse,
            now,
            pressed,
            self._owners(),
        )
        world.interactions[interaction.token] = interaction
        guild = self.channel.guild
        told_guild = guild if guild and guild.present else None
        self.discord.gateway.tell("INTERACTION_CREATE", self._payload(interaction), told_guild)
        return interaction

    # -- helpers -----------------------------------------------------------------------------------

    def _command(self, name: str, kind: int) -> Json:
        guild = self.channel.guild.id if self.channel.guild else ""
        known = self.discord.world.commands
        listed = [*(known.get(guild, ()) if guild else ()), *known.get("", ())]
        found = (command for command in listed if (command["name"], command["type"]) == (name, kind))
        command: Json | None = next(found, None)
        assert command is not None, f"no {name!r} among {[command['name'] for command in listed]}"
        contexts = command["contexts"]
        assert contexts is None or self._context() in contexts, f"{name!r} cannot be used here"
        types = {int(owner) for owner in self._owners()}
        assert types & set(command["integration_types"]), f"{name!r} is not installed here"
        return command

    def _resolved(self, values: Iterable[Value]) -> Json:
        """What is told of the channels and roles that were chosen."""
        told: Json = {}
        for value in values:
            if isinstance(value, Channel):
                rights = str(int(value.permissions()))
                told.setdefault("channels", {})[value.id] = value.json() | {"permissions": rights}
            elif isinstance(value, Role):
                told.setdefault("roles", {})[value.shape["id"]] = value.shape
        return told

    def _use(self, message: Message, component: Json, values: Json) -> Interaction:
        data = {
            "custom_id": component["custom_id"],
            "component_type": int(component["type"]),
            "id": component["id"],
        }
        assert not message.deleted, "the message is gone"
        if component["type"] == ComponentType.SELECT:
            data |= values
        return self.interact(InteractionType.COMPONENT, data, message)

    def _payload(self, interaction: Interaction) -> Json:
        channel, guild = self.channel, self.channel.guild
        allowed = int(channel.permissions())
        own = allowed | (Permission.MANAGE_GUILD if self.account.manages else 0)
        payload: Json = {
            "id": interaction.id,
            "application_id": self.discord.world.me.id,
            "type": int(interaction.type),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "context": self._context(),
            "locale": self.account.locale,
            "channel_id": channel.id,
            "channel": {**channel.json(), "permissions": str(own)},
            "app_permissions": str(allowed),
            "authorizing_integration_owners": interaction.owners,
            "entitlements": [],
            "attachment_size_limit": ATTACHMENT_LIMIT,
        }
        if interaction.pressed is not None:
            payload["message"] = self.discord.world.told(interaction.pressed)
        if guild is None:
            return payload | {"user": self.account.json()}
        member = self.account.member(permissions=int(own))
        return payload | {
            "guild_id": guild.id,
            "guild": guild.partial(),
            "guild_locale": guild.locale,
            "member": member,
        }

    def _context(self) -> int:
        kinds = {ChannelType.DM: _BOT_DM, ChannelType.GROUP_DM: _PRIVATE_CHANNEL}
        return kinds.get(self.channel.type, _GUILD)

    def _owners(self) -> dict[str, str]:
        """Who has installed the application here: the server (or, in its direct chat, ``0``), the person."""
        guild = self.channel.guild
        owners = {"1": self.account.id} if self.account.installed else {}
        if self.channel.type is ChannelType.DM:
            owners["0"] = "0"
        elif guild is not None and guild.present:
            owners["0"] = guild.id
        return owners


@dataclass(slots=True)
class Person:
    """Somebody with an account."""

    discord: Discord
    name: str
    locale: str = "zh-CN"
    manages: bool = False
    installed: bool = False
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        world = self.discord.world
        self.account = Account(
            world.ids.new(), self.name, self.locale, manages=self.manages, installed=self.installed
        )
        world.people[self.account.id] = self.account

    @property
    def private(self) -> Seat:
        """The direct chat with the bot."""
        return Seat(self.discord, self.account, self.discord.world.direct(self.account))

    def in_(self, channel: Channel) -> Seat:
        """This person in a channel."""
        return Seat(self.discord, self.account, channel)


def _called(command: Json) -> Json:
    return {"id": command["id"], "name": command["name"], "type": command["type"]}


def _filled(option: Json, value: Value) -> Json:
    name, kind = option["name"], option["type"]
    assert isinstance(value, _KINDS[kind]), f"{name} cannot be {value!r}"
    if isinstance(value, Channel) and (kinds := option.get("channel_types")):
        assert int(value.type) in kinds, f"{name} cannot be a channel of kind {value.type!r}"
    if allowed := [choice["value"] for choice in option.get("choices") or ()]:
        assert value in allowed, f"{name} is one of {allowed}"
    if isinstance(value, Channel | Role):
        return {
            "name": name,
            "type": kind,
            "value": value.id if isinstance(value, Channel) else value.shape["id"],
        }
    size: float = len(value) if isinstance(value, str) else value
    for least in (option.get("min_length"), option.get("min_value")):
        assert least is None or least <= size, f"{name} is at least {least}"
    for most in (option.get("max_length"), option.get("max_value")):
        assert most is None or size <= most, f"{name} is at most {most}"
    return {"name": name, "type": kind, "value": value}


def _without_user(account: Account) -> Json:
    return {name: value for name, value in account.member().items() if name != "user"}
