"""The loopback Discord is strict where the service is, as a bare bot on discord.py finds out."""

import asyncio
import io
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.platforms.discord import Discord, Person, Seat
from tests.platforms.discord.flags import ChannelType, Permission
from tests.platforms.discord.ids import shard_of
from tests.platforms.discord.spec import load_spec

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


@pytest.fixture
async def service(checkout: Path) -> AsyncIterator[Discord]:
    """Discord on this machine, which checks by the official description too where that is there."""
    async with Discord(load_spec(checkout)) as service:
        yield service


@pytest.fixture
def pointed(service: Discord) -> Iterator[None]:
    """discord.py, pointed at the loopback."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = service.root, yarl.URL(service.gateway_url)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(service: Discord, client: discord.Client) -> AsyncGenerator[None]:
    """The client, connected until the end of the block."""
    async with client, asyncio.TaskGroup() as tasks:
        tasks.create_task(client.start(service.token))
        await service.connected()
        await client.wait_until_ready()
        yield
        await client.close()


@pytest.fixture
async def bare(service: Discord, pointed: None) -> AsyncIterator[Bare]:
    """The bare bot, connected."""
    del pointed
    client = Bare()
    async with running(service, client):
        yield client


@pytest.fixture
def ming(service: Discord) -> Seat:
    """Ming, in the channel of the server."""
    return Person(service, "明").in_(service.channel)


@pytest.mark.usefixtures("bare")
async def test_talk(service: Discord, ming: Seat) -> None:
    """A command is answered, and all of it is lawful."""
    answer = await ming.slash("echo", text="你好").answer()
    assert answer.text == "你好"
    assert service.channel.messages == [answer]
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_thinking(service: Discord, ming: Seat) -> None:
    """The first follow-up takes the place of the thinking, and is as private as that was."""
    first, second = await ming.slash("think", private=True).answers(2)
    assert [first.text, second.text] == ["thought", "and more"]
    assert first.ephemeral
    assert second.ephemeral
    assert service.channel.messages == []
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_components(service: Discord, ming: Seat) -> None:
    """What is pressed changes the message, what is chosen is told to the one who chose."""
    shown = await ming.slash("menu").answer()
    assert shown.labels == ["Read"]
    assert shown.options[:2] == ["1. essay", "2. essay"]
    assert shown.colour == 0x336699
    assert await ming.press("Read", shown).answer() is shown
    assert shown.text == "pressed"
    chosen = await ming.choose("7.", shown).answer()
    assert (chosen.text, chosen.ephemeral) == ("chose 7", True)
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_autocomplete(service: Discord, ming: Seat) -> None:
    """What is offered while typing is what the bot offers."""
    assert await ming.types("echo", text="产业").choices() == ["产业!"]
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_context_menu(service: Discord, ming: Seat) -> None:
    """An entry of the menu of a message gets that message and its files."""
    said = ming.say("读一下", {"essay.md": b"# essay"})
    answer = await ming.context_menu("Count", said).answer()
    assert answer.text == "3 and 7"
    assert service.complaints() == []


async def test_privacy(bare: Bare, service: Discord, ming: Seat) -> None:
    """Messages in servers are empty unless they concern the bot, told or fetched; direct ones are not."""
    secret = ming.say("secret")
    mention = ming.say(f"<@{service.world.me.id}> hi")
    ming.say("and you?", reply_to=await ming.slash("echo", text="fine").answer())
    Person(service, "梅").private.say("direct")
    await ming.slash("echo", text="done").answer()
    assert [heard for heard in bare.heard if heard not in {"fine", "done"}] == [
        "",
        mention.content,
        "and you?",
        "direct",
    ]
    place = bare.get_partial_messageable(int(service.channel.id))
    assert (await place.fetch_message(int(secret.id))).content == ""


async def test_joining(bare: Bare, service: Discord) -> None:
    """The bot hears of a server that it is brought into, and finds where it may write."""
    guild = service.world.found("新", present=False)
    guild.channels[0].denied = Permission.SEND_MESSAGES
    talk = service.world.open(guild, "闲聊")
    service.invite(guild)
    await service.until(lambda: talk.messages, "a greeting")
    assert talk.messages[0].text == "hello"
    known = bare.get_guild(int(guild.id))
    assert known is not None
    await known.leave()
    assert not guild.present
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_places(service: Discord) -> None:
    """A command works in a thread, in a post of a forum, and in a direct chat."""
    world, guild = service.world, service.guild
    forum = world.open(guild, "论坛", ChannelType.FORUM)
    places = [
        world.open(guild, name, ChannelType.THREAD, parent)
        for name, parent in (("a", service.channel), ("b", forum))
    ]
    mei = Person(service, "梅", locale="zh-TW")
    for seat in [mei.in_(place) for place in places] + [mei.private]:
        assert (await seat.slash("echo", text="hi").answer()).channel is seat.channel
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_user_install(service: Discord) -> None:
    """Where the bot is no member, only a command that may be installed by people can be used."""
    elsewhere = service.world.found("别处", present=False)
    seat = Person(service, "梅", installed=True).in_(elsewhere.channels[0])
    with pytest.raises(AssertionError, match="not installed"):
        seat.slash("echo", text="hi")
    service.world.commands[""][0]["integration_types"] = [0, 1]
    assert (await seat.slash("echo", text="hi").answer()).text == "hi"
    assert service.complaints() == []


async def test_rights(bare: Bare, service: Discord) -> None:
    """What the bot may not do is refused with the code of the service."""
    world = service.world
    mute = world.open(service.guild, "静", denied=Permission.SEND_MESSAGES)
    hidden = world.open(service.guild, "密", denied=Permission.VIEW_CHANNEL)
    gone = world.open(service.guild, "旧")
    world.close(gone)
    closed = Person(service, "闭").private.channel
    closed.closed = True
    refusals = {mute: 50013, hidden: 50001, gone: 10003, closed: 50007}
    for channel, code in refusals.items():
        with pytest.raises(discord.HTTPException) as refused:
            await bare.get_partial_messageable(int(channel.id)).send("hi")
        assert refused.value.code == code
    place = bare.get_partial_messageable(int(service.channel.id))
    message = await place.send("hi")
    world.delete(service.channel.messages[0])
    with pytest.raises(discord.NotFound) as unknown:
        await message.edit(content="ho")
    assert unknown.value.code == 10008
    assert service.violations == []


async def test_limits(bare: Bare, service: Discord) -> None:
    """What is too long is refused, and remembered as the bot's fault."""
    place = bare.get_partial_messageable(int(service.channel.id))
    with pytest.raises(discord.HTTPException) as refused:
        await place.send("x" * 2001)
    assert refused.value.code == 50035
    with pytest.raises(discord.HTTPException) as empty:
        await place.send("")
    assert empty.value.code == 50006
    assert len(service.violations) == 2


async def test_files(bare: Bare, service: Discord) -> None:
    """A file that a component shows comes along, and can be fetched."""
    place = bare.get_partial_messageable(int(service.channel.id))
    shown = ui.LayoutView().add_item(ui.File("attachment://data.json"))
    sent = await place.send(view=shown, file=discord.File(io.BytesIO(b"{}"), "data.json"))
    assert await sent.attachments[0].read() == b"{}"
    assert service.complaints() == []
    with pytest.raises(discord.HTTPException):
        await place.send(view=shown)
    assert service.violations == ["create_message: did not come along: ['attachment://data.json']"]


async def test_history(bare: Bare, service: Discord, ming: Seat) -> None:
    """The messages of a channel can be read back, the latest first, but for those only one person sees."""
    place = bare.get_partial_messageable(int(service.channel.id))
    for text in ("one", "two", "three"):
        await place.send(text)
    await ming.slash("think", private=True).answers(2)
    assert [message.content async for message in place.history(limit=2)] == ["three", "two"]
    first = service.channel.messages[0]
    assert (await place.fetch_message(int(first.id))).content == "one"


async def test_pings(bare: Bare, service: Discord) -> None:
    """A mention counts unless the sender has turned mentions off."""
    place = bare.get_partial_messageable(int(service.channel.id))
    await place.send("@everyone", allowed_mentions=discord.AllowedMentions.none())
    assert service.complaints() == []
    await place.send("@everyone")
    assert service.complaints() == ["a ping: ['@everyone']"]


@pytest.mark.usefixtures("bare")
async def test_deadline(service: Discord, ming: Seat) -> None:
    """An answer that comes too late is refused, and counts as missed."""
    service.world.deadline = -1
    use = ming.slash("echo", text="late")
    await service.until(lambda: use.late, "the late answer")
    assert service.missed == [use]
    assert service.channel.messages == []


async def test_second_answer(bare: Bare, service: Discord, ming: Seat) -> None:
    """A second first answer is the bot's fault; the same once more only asks whether it has arrived."""
    use = ming.slash("echo", text="hi")
    await use.answer()
    again = Route("POST", f"/interactions/{use.id}/{use.token}/callback")
    (first,) = service.called("create_interaction_response")
    faults = []
    for body in (first.content, {"type": 4, "data": {"content": "another"}}):
        with pytest.raises(discord.HTTPException) as refused:
            await bare.http.request(again, json=body)
        assert refused.value.code == 40060
        faults.append(len(service.violations))
    assert faults == [0, 1]


async def test_expired(bare: Bare, service: Discord, ming: Seat) -> None:
    """After a quarter of an hour there is nothing more to be said to an interaction."""
    use = ming.slash("echo", text="hi")
    await use.answer()
    use.expire()
    webhook = discord.Webhook.partial(int(service.world.me.id), use.token, client=bare)
    with pytest.raises(discord.HTTPException) as expired:
        await webhook.send("more")
    assert expired.value.code == 50027


async def test_floods(bare: Bare, service: Discord, ming: Seat) -> None:
    """429 is waited for, in a bucket and overall, but a ban is an error at once."""
    place = bare.get_partial_messageable(int(service.channel.id))
    service.flood("create_message")
    service.flood("create_message", overall=True)
    await place.send("hi")
    assert len(service.called("create_message")) == 3
    service.ban("create_message")
    with pytest.raises(discord.HTTPException, match="429"):
        await place.send("hi")
    assert service.invalid == ["429 create_message"] * 3
    assert service.floods == []
    assert (await ming.slash("echo", text="ok").answer()).text == "ok"


async def test_breaks(bare: Bare, service: Discord) -> None:
    """A call may fail before or after it is done; with a nonce the second try does not double it."""
    place = bare.get_partial_messageable(int(service.channel.id))
    service.break_before("create_message", 503)
    with pytest.raises(discord.DiscordServerError):
        await place.send("hi")
    assert service.channel.messages == []
    service.break_after("create_message")
    with pytest.raises(aiohttp.ClientError):
        await place.send("hi", nonce="slot-1")
    await place.send("hi", nonce="slot-1")
    assert len(service.channel.messages) == 1


async def test_hold(bare: Bare, service: Discord) -> None:
    """A call can be held up until the test lets it go on."""
    gate = service.hold("create_message")
    sending = asyncio.create_task(bare.get_partial_messageable(int(service.channel.id)).send("hi"))
    await service.until(lambda: service.called("create_message"), "the call")
    assert service.channel.messages == []
    gate.set()
    await sending
    assert service.channel.messages[0].text == "hi"


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("trouble", ["opcode 7", "opcode 9, resumable", "cut", "closed"])
async def test_resuming(service: Discord, ming: Seat, trouble: str) -> None:
    """After a break of the connection the bot resumes, and hears of what has happened meanwhile."""
    gateway = service.gateway
    match trouble:
        case "opcode 7":
            gateway.ask_to_reconnect()
        case "cut":
            gateway.cut()
        case "closed":
            gateway.close(4000)
        case _:
            gateway.invalidate(resumable=True)
    use = ming.slash("echo", text="still there")
    assert (await use.answer()).text == "still there"
    await service.until(lambda: gateway.resumed, "a resumption")
    assert gateway.identified == 1
    assert service.complaints() == []


@pytest.mark.usefixtures("pointed")
async def test_silence(service: Discord) -> None:
    """When its heartbeats are not answered the bot connects anew, and resumes."""
    service.gateway.heartbeat_ms, service.gateway.mute = 100, True
    async with running(service, Bare(heartbeat_timeout=0.2)):
        await service.until(lambda: service.gateway.resumed, "a resumption")
        service.gateway.mute = False
    assert service.complaints() == []


@pytest.mark.usefixtures("bare")
async def test_new_session(service: Discord, ming: Seat) -> None:
    """After its session has become invalid the bot identifies itself anew."""
    service.gateway.invalidate(resumable=False)
    await service.connected(times=2)
    assert (await ming.slash("echo", text="anew").answer()).text == "anew"
    assert service.complaints() == []


@pytest.mark.usefixtures("pointed")
async def test_token(service: Discord) -> None:
    """A wrong token is refused, and counts towards a ban."""
    async with Bare() as client:
        with pytest.raises(discord.LoginFailure):
            await client.start("wrong")
    assert service.invalid == ["401 get_my_user"]


@pytest.mark.usefixtures("pointed")
async def test_privileged_intents(service: Discord) -> None:
    """The content of messages has to be asked for, and is not given."""
    intents = discord.Intents(guilds=True, message_content=True)
    async with Bare(intents) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(service.token)
    assert service.violations == ["gateway: privileged intents"]


@pytest.mark.usefixtures("pointed")
async def test_shards(service: Discord) -> None:
    """Each shard hears of its own servers only."""
    other = service.world.found("隔壁")
    client = Sharded(intents=discord.Intents(guilds=True), shard_count=2, guild_ready_timeout=0)
    async with client, asyncio.TaskGroup() as tasks:
        tasks.create_task(client.start(service.token))
        await service.until(lambda: len(service.gateway.connected) == 2, "two shards")
        await client.wait_until_ready()
        await client.close()
    assert sorted(client.available) == sorted(
        (int(guild.id), shard_of(guild.id, 2)) for guild in (service.guild, other)
    )
