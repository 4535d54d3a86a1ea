"""The loopback Discord's gateway: sessions that break, resume and begin anew, tokens, shards."""

import asyncio

import discord
import pytest

from tests.platforms.bare import Bare, Sharded, running
from tests.platforms.discord import Discord, Seat
from tests.platforms.discord.ids import shard_of


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
