"""A bare bot on discord.py, to find out about the loopback Discord."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands, ui

from tests.platforms.discord import Discord

Used = discord.Interaction[discord.Client]


class Bare(discord.Client):
    """A bot that does next to nothing, but everything a bot can do here."""

    def __init__(self, intents: discord.Intents | None = None, heartbeat_timeout: float = 60) -> None:
        plain = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(
            intents=intents or plain,
            guild_ready_timeout=0,
            max_messages=None,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []

        async def echo(use: Used, text: str) -> None:
            await use.response.send_message(text)

        async def think(use: Used, private: bool = False) -> None:  # noqa: FBT001, FBT002 - an option of the command
            await use.response.defer(ephemeral=private, thinking=True)
            await use.followup.send("thought")
            await use.followup.send("and more", ephemeral=private)

        async def menu(use: Used) -> None:
            await use.response.send_message(view=shelf())

        async def count(use: Used, message: discord.Message) -> None:
            data = b"".join([await attachment.read() for attachment in message.attachments])
            await use.response.send_message(f"{len(message.content)} and {len(data)}", ephemeral=True)

        async def offer(_: Used, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed}!", value=typed)]

        spoken: app_commands.Command[Any, ..., None] = app_commands.Command(
            name="echo", description="Say it again", callback=echo
        )
        spoken.autocomplete("text")(offer)
        self.tree.add_command(spoken)
        self.tree.add_command(app_commands.Command(name="think", description="Think first", callback=think))
        self.tree.add_command(app_commands.Command(name="menu", description="Show a shelf", callback=menu))
        self.tree.add_command(app_commands.ContextMenu(name="Count", callback=count))

    async def setup_hook(self) -> None:
        """Make the commands known."""
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait for five seconds between two sessions."""

    async def on_interaction(self, use: Used) -> None:
        """Answer presses by changing the message, choices by a message that only the asker sees."""
        if use.type is discord.InteractionType.component and use.data is not None:
            data: Any = use.data
            if data["component_type"] == 2:
                await use.response.edit_message(view=shelf("pressed"))
            else:
                await use.response.send_message(f"chose {data['values'][0]}", ephemeral=True)

    async def on_message(self, message: discord.Message) -> None:
        """Remember what can be read."""
        self.heard.append(message.content)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet where that is possible."""
        for channel in guild.text_channels:
            if channel.permissions_for(guild.me).send_messages:
                await channel.send("hello")
                return


class Sharded(discord.AutoShardedClient):
    """A bot with several connections, which remembers which server came over which of them."""

    available: list[tuple[int, int]]

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait for five seconds between two sessions."""

    async def on_ready(self) -> None:
        """Remember where the servers came from."""
        self.available = [(guild.id, guild.shard_id) for guild in self.guilds]


def shelf(heading: str = "a shelf") -> ui.LayoutView:
    """A message of components v2: a text with a button beside it, and a menu."""
    options = [discord.SelectOption(label=f"{number}. essay", value=str(number)) for number in range(1, 8)]
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(ui.Select(custom_id="choose", options=options))
    button: ui.Button[ui.LayoutView] = ui.Button(label="Read", custom_id="read:1")
    section: ui.Section[ui.LayoutView] = ui.Section(ui.TextDisplay(heading), accessory=button)
    return ui.LayoutView(timeout=None).add_item(ui.Container(section, row, accent_colour=0x336699))


@asynccontextmanager
async def running(service: Discord, client: discord.Client) -> AsyncGenerator[None]:
    """The client, connected until the end of the block."""
    async with client, asyncio.TaskGroup() as tasks:
        tasks.create_task(client.start(service.token))
        await service.connected()
        await client.wait_until_ready()
        yield
        await client.close()
