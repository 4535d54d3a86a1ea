"""The bot among people: joining servers, who may press, who may set."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.clock import SystemClock
from bot.serving.web import WebServer
from bot.settings import Settings
from bot.wiring import Bot, assemble, platforms
from tests.platforms.discord import Channel, Discord, Person
from tests.platforms.discord.flags import ChannelType, Permission
from tests.stories.discord.conftest import serving

ESSAY = "产业互联网的深逻辑"


@pytest.mark.usefixtures("served")
async def test_greeting(discord: Discord) -> None:
    """Brought into a server it greets once, in the first place where it may write."""
    guild = discord.world.found("新", present=False)
    guild.channels[0].denied = Permission.SEND_MESSAGES
    talk = discord.world.open(guild, "闲聊")
    discord.invite(guild)
    await discord.until(lambda: talk.messages, "a greeting")
    assert "/digest" in talk.messages[0].text
    assert len(discord.called("create_message")) == 1


async def test_not_welcome(discord: Discord, chosen: Settings, tmp_path: Path) -> None:
    """In a server that is not on the operator's list it says one line and leaves."""
    allowed = replace(chosen, data=tmp_path, chats=frozenset({f"discord:{discord.guild.id}"}))
    async with await assemble(allowed, SystemClock(), Random(7)) as bot:
        await bot.refresh()
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.connected()
            other = discord.world.found("别处", present=False)
            discord.invite(other)
            await discord.until(lambda: not other.present, "its leaving")
            assert len(other.channels[0].messages) == 1
            assert discord.guild.present


async def test_not_welcome_any_more(discord: Discord, chosen: Settings, tmp_path: Path) -> None:
    """In a server where it was before, it says so at the start and leaves; one channel is enough to stay."""
    other, third = discord.world.found("别处"), discord.world.found("第三处")
    chats = frozenset({f"discord:{discord.guild.id}", f"discord:{third.channels[0].id}"})
    allowed = replace(chosen, data=tmp_path, chats=chats)
    async with await assemble(allowed, SystemClock(), Random(7)) as bot:
        await bot.refresh()
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.until(lambda: not other.present, "its leaving")
            assert ["没有在这里开放" in said.text for said in other.channels[0].messages] == [True]
            assert (discord.guild.present, third.present) == (True, True)
            assert discord.called("create_message") == discord.called("create_message")[:1]


async def test_settings_of_a_server(discord: Discord, ming: Person, mei: Person) -> None:
    """Only who manages the server may change how it is there."""
    refused = await mei.in_(discord.channel).slash("settings").answer()
    assert (refused.ephemeral, refused.labels) == (True, [])
    seat = ming.in_(discord.channel)
    shown = await seat.slash("settings").answer()
    assert "Language" in (await seat.press("English", shown).answer()).text
    assert "Key points" in (await mei.in_(discord.channel).slash("summary", essay="4").answer()).labels


async def test_asker_only(discord: Discord, ming: Person, mei: Person) -> None:
    """Where only the asker may press, others are told so, and the message stays as it is."""
    seat = ming.in_(discord.channel)
    shown = await seat.slash("settings").answer()
    label = next(label for label in shown.labels if "提问" in label)
    await seat.press(label, shown).answer()
    summary = await seat.slash("summary", essay="4").answer()
    before = summary.text
    refusal = await mei.in_(discord.channel).press("要点", summary).answer()
    assert refusal.ephemeral
    assert summary.text == before
    assert await seat.press("要点", summary).answer() is summary


async def test_asker_of_a_mention(discord: Discord, ming: Person, mei: Person) -> None:
    """An answer to a mention stays its asker's, also after they have pressed there."""
    seat = ming.in_(discord.channel)
    shown = await seat.slash("settings").answer()
    await seat.press(next(label for label in shown.labels if "提问" in label), shown).answer()
    seat.say(f"<@{discord.world.me.id}> /summary 4")
    await discord.until(lambda: len(discord.channel.messages) > 1, "an answer")
    answer = discord.channel.messages[-1]
    for label in ("要点", "摘要"):
        before = answer.text
        refusal = await mei.in_(discord.channel).press("读原文", answer).answer()
        assert (refusal.ephemeral, answer.text) == (True, before)
        assert await seat.press(label, answer).answer() is answer


async def test_thrown_out(discord: Discord, mei: Person) -> None:
    """After a server has thrown it out it goes on elsewhere."""
    discord.kick(discord.guild)
    answer = await mei.private.slash("summary", essay="4").answer()
    assert answer.text


@pytest.mark.parametrize("welcome", [True, False])
async def test_channel_right_after(
    discord: Discord, chosen: Settings, tmp_path: Path, *, welcome: bool
) -> None:
    """A channel that is made while the bot arrives is no second arrival: one word, and one leaving."""
    other = discord.world.found("别处", present=False)
    chats = frozenset(f"discord:{guild.id}" for guild in (discord.guild, other)[: 1 + welcome])
    settings = replace(chosen, data=tmp_path, chats=chats)
    async with await assemble(settings, SystemClock(), Random(7)) as bot:
        await bot.refresh()
        async with serving(platforms(bot, WebServer(("127.0.0.1", 0)))):
            await discord.connected()
            discord.invite(other)
            discord.world.open(other, "闲聊")
            await discord.until(lambda: other.channels[0].messages, "a word")
    assert len(discord.called("create_message")) == 1
    assert len(discord.called("leave_guild")) == 1 - welcome


@pytest.mark.usefixtures("served")
async def test_comes_back(discord: Discord) -> None:
    """Thrown out and brought in again it greets again; a new connection is no arrival."""
    guild = discord.world.found("新", present=False)
    discord.invite(guild)
    await discord.until(lambda: len(discord.called("create_message")) == 1, "a greeting")
    discord.gateway.invalidate(resumable=False)
    await discord.connected(times=2)
    discord.kick(guild)
    discord.invite(guild)
    await discord.until(lambda: len(discord.called("create_message")) == 2, "another greeting")


@pytest.mark.usefixtures("served")
async def test_no_channel_yet(discord: Discord) -> None:
    """In a server without a channel it greets in the first that is made, and in no other."""
    guild = discord.world.found("空", present=False)
    discord.world.close(guild.channels[0])
    discord.invite(guild)
    talk = discord.world.open(guild, "闲聊")
    await discord.until(lambda: talk.messages, "a greeting")
    discord.world.open(guild, "还有一个")
    assert len(discord.called("create_message")) == 1


@pytest.mark.parametrize("kind", [ChannelType.TEXT, ChannelType.GROUP_DM])
async def test_guest(discord: Discord, served: Bot, kind: ChannelType) -> None:
    """Used where it is no member, the bot keeps nothing of the place, and says where else to subscribe."""
    elsewhere = discord.world.found("别处", present=False).channels[0]
    group = Channel(discord.world.ids.new(), "", kind)
    place = elsewhere if kind is ChannelType.TEXT else group
    seat = Person(discord, "丽", manages=True, installed=True).in_(place)
    for command in ("subscribe", "settings", "pause"):
        refused = await seat.slash(command).answer()
        assert "私下和我聊" in refused.text
        assert ("oauth2/authorize" in refused.text) == (kind is ChannelType.TEXT)
        assert (refused.ephemeral, refused.labels) == (True, [])
    assert await served.desk.outbox.subscription(f"chat/discord:{place.id}") is None
    shown = await seat.slash("summary", essay="4").answer()
    assert ESSAY in shown.text
    assert "/订阅" not in (await seat.slash("help").answer()).text
