"""What happens on Discord, as requests: who asked what, where, and who is to see the answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import discord

from bot.desk.shown import essay_shown
from bot.discord.commands import CHANNEL, LABELLED, PRIVATE, ROLE, is_private
from bot.discord.documents import file_among, nothing, text_at, text_of
from bot.discord.inviting import to_a_server
from bot.discord.languages import Languages
from bot.discord.marking import mark_in, mark_of
from bot.discord.render import data_of
from bot.discord.venues import PLATFORM, address_of, finder
from bot.requests import Address, Request, Setting, Source, anybody
from bot.wishes.wish import option

Json = dict[str, Any]
_SOMEBODY_ELSE = "another"
_SAID = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and whether the answer to it is for the asker's eyes only."""

    request: Request
    private: bool = False


def of_command(client: discord.Client, interaction: discord.Interaction) -> Asked:
    """What a slash command asks, or the entry in the menu of a message: to digest that."""
    data = _data(interaction)
    if "target_id" in data:
        target: Json = data["resolved"]["messages"][data["target_id"]]
        own, essay = _own(client, target)
        quoted = None if own else text_of(client, target["content"], target["attachments"]) or nothing
        text = "/summary" if quoted or essay else ""
        asked = _request(client, interaction, text=text, quoted=quoted, replied_essay=essay)
        return Asked(replace(asked, read_once=not _is_readable(client, interaction, target)), private=True)
    options = {option["name"]: option["value"] for option in data.get("options", ())}
    wish = options.pop(PRIVATE, None)
    name = data["name"]
    text = " ".join([f"/{name}", *typed(options)])
    return Asked(_request(client, interaction, text=text), is_private(name, wish))


def of_press(client: discord.Client, interaction: discord.Interaction) -> Asked:
    """What a pressed button asks, or what was chosen in a menu."""
    data, message = _data(interaction), interaction.message
    pressed = data_of((data.get("values") or [data["custom_id"]])[0])
    if message is None:
        return Asked(_request(client, interaction, action=pressed))
    asker, quoted = _asker(message, interaction.user.id), _quoted(client, message)
    request = _request(client, interaction, action=pressed, asker=asker, quoted=quoted)
    return Asked(request, private=message.flags.ephemeral)


def of_typing(client: discord.Client, interaction: discord.Interaction) -> tuple[Request, str, str]:
    """Who types in which option of a command, and what there is so far."""
    focused = next(option for option in _data(interaction)["options"] if option.get("focused"))
    said = str(focused["value"])
    return _request(client, interaction, text=said), focused["name"], said


def of_anybody(client: discord.Client, interaction: discord.Interaction) -> Request:
    """Who used the bot and where, whatever was asked."""
    return _request(client, interaction)


def of_message(client: discord.Client, message: discord.Message, languages: Languages) -> Request | None:
    """What a message asks; ``None`` if it is not for the bot.

    In direct chats that is everything that people write; elsewhere what mentions the bot, as replies do.
    """
    me = client.user
    if me is None or message.author.bot or message.type not in _SAID:
        return None
    private = isinstance(message.channel, discord.DMChannel)
    if not (private or me in message.mentions):
        return None
    files = [file.to_dict() for file in message.attachments]
    home = _home(message)
    replied = _replied(message)
    to_bot = replied is not None and replied.author == me
    return Request(
        Address(PLATFORM, str(message.channel.id)),
        str(message.author.id),
        re.sub(rf"\s*<@!?{me.id}>\s*", " ", message.content).strip(),
        language=languages.of(message.author.id, int(home or 0)),
        setting=Setting.PRIVATE if private else Setting.GROUP,
        home=home,
        # A message does not tell what its author may do.
        may_manage=anybody if private else _nobody,
        replied_essay=essay_shown(_pressable(replied.components)) if replied and to_bot else None,
        attached=file_among(client, message.content, files),
        quoted=None if replied is None or to_bot else _readable_text(client, replied),
        # Only an interaction can be answered so that nobody else sees it.
        whispers=private,
    )


def of_arrival(guild: discord.Guild, channel: int) -> Request:
    """A request to greet a server."""
    return Request(
        Address(PLATFORM, str(channel)),
        str(guild.owner_id or ""),
        action="greet",
        language=str(guild.preferred_locale),
        setting=Setting.GROUP,
        home=str(guild.id),
    )


def of_stay(server: Json, place: str) -> Request:
    """A request from a place in a server that the bot is in, as the gateway tells of it."""
    owner = str(server.get("owner_id") or "")
    home = str(server["id"])
    return Request(Address(PLATFORM, place), owner, setting=Setting.GROUP, home=home)


def _request(
    client: discord.Client,
    interaction: discord.Interaction,
    **said: Any,  # noqa: ANN401 - fields of it
) -> Request:
    """A request of whoever used the bot, and the place where that was."""
    private = interaction.context.dm_channel
    may_manage = interaction.guild_id is None or interaction.permissions.manage_guild
    here = address_of(client, interaction)
    is_guest = not (private or interaction.is_guild_integration())

    async def is_manager() -> bool:
        return may_manage

    return Request(
        here,
        str(interaction.user.id),
        language=str(interaction.locale),
        setting=Setting.PRIVATE if private else Setting.GROUP,
        home=str(interaction.guild_id or ""),
        may_manage=is_manager,
        find_venue=finder(client, interaction, here, is_manager),
        awaited=True,
        is_guest=is_guest,
        invitation=to_a_server(interaction.application_id) if is_guest and interaction.guild_id else "",
        **said,
    )


def _data(interaction: discord.Interaction) -> Json:
    return cast(Json, interaction.data or {})


def _own(client: discord.Client, message: Json) -> tuple[bool, int | None]:
    """Whether a message is one of the bot's own, and which essay it shows then."""
    if client.user is None or message["author"]["id"] != str(client.user.id):
        return False, None
    return True, essay_shown(map(data_of, _custom_ids(message.get("components", ()))))


def _is_readable(client: discord.Client, interaction: discord.Interaction, message: Json) -> bool:
    """Whether the bot can read a message again, without the right to read what is not said to it.

    https://support-dev.discord.com/hc/articles/4404772028055
    """
    me = str(client.user.id) if client.user else ""
    return interaction.context.dm_channel or any(person["id"] == me for person in message["mentions"])


def _custom_ids(components: Sequence[Json]) -> Iterator[str]:
    for component in components:
        if "custom_id" in component:
            yield component["custom_id"]
        inner = component.get("components", ())
        accessory = component.get("accessory")
        yield from _custom_ids([*inner, accessory] if accessory else inner)


def _quoted(client: discord.Client, message: discord.Message) -> Source | None:
    """The text that an answer is about: of the message that it replies to, or was called upon."""
    reference, origin = message.reference, message.interaction_metadata
    number = (reference.message_id if reference else None) or (origin.target_message_id if origin else None)
    return text_at(client, message.channel.id, number) if number else None


def _asker(message: discord.Message, person: int) -> str:
    """Whom a message answered, by an interaction or by a reply; of a reply it shows only whether this one."""
    if message.interaction_metadata is not None:
        return str(message.interaction_metadata.user.id)
    if message.reference is None:
        return ""
    return str(person) if mark_in(message.components) == mark_of(person) else _SOMEBODY_ELSE


def _replied(message: discord.Message) -> discord.Message | None:
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None


def _readable_text(client: discord.Client, message: discord.Message) -> Source:
    """The text of a message; if it is kept from the bot, that turns out when it is read."""
    known = text_of(client, message.content, [file.to_dict() for file in message.attachments])
    return known or text_at(client, message.channel.id, message.id)


def _pressable(components: Sequence[discord.Component]) -> Iterator[str]:
    """The data of all buttons, wherever they are."""
    for component in components:
        match component:
            case discord.Button(custom_id=str(custom_id)):
                yield data_of(custom_id)
            case discord.ActionRow() | discord.Container():
                yield from _pressable(component.children)
            case discord.SectionComponent():
                yield from _pressable([component.accessory])
            case _:
                pass


def _home(message: discord.Message) -> str:
    """The server; of those nothing is kept, so that channels are known by their numbers only."""
    channel = message.channel
    guild = channel.guild_id if isinstance(channel, discord.PartialMessageable) else None
    return str(guild or "")


def typed(options: Json) -> Iterator[str]:
    """What one would type instead of filling in options; the place comes first, and is named there."""
    if channel := options.get(CHANNEL):
        yield f"<#{channel}>"
    for name, value in options.items():
        if name == ROLE:
            yield f"<@&{value}>"
        elif name in LABELLED:
            yield option(name, str(value))
        elif name != CHANNEL:
            yield str(value)


async def _nobody() -> bool:
    return False
