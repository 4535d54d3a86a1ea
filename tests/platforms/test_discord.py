"""The loopback Discord is strict where the service is, as a bare bot on discord.py finds out."""

import io

import discord
import pytest
from discord import ui

from tests.platforms.bare import Bare
from tests.platforms.discord import Discord, Person, Seat
from tests.platforms.discord.flags import ChannelType, Permission


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
