"""The loopback Discord's deadlines, floods and failures."""

import asyncio

import aiohttp
import discord
import pytest
from discord.http import Route

from tests.platforms.bare import Bare
from tests.platforms.discord import Discord, Seat


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
