"""What goes wrong on the way between the bot and Discord, and how people get their answers all the same."""

import asyncio
from random import Random

import pytest

from bot.errors import PlatformUnavailable
from bot.serving.web import WebServer
from bot.settings import Settings
from bot.wiring import assemble, platforms
from tests.platforms.discord import Discord, Person
from tests.stories.talk import FakeClock

ESSAY = "产业互联网的深逻辑"


@pytest.mark.parametrize("trouble", ["asked to reconnect", "invalid, resumable", "cut", "closed"])
async def test_resumes(discord: Discord, ming: Person, trouble: str) -> None:
    """What is asked while the connection is broken is answered when it is back."""
    gateway = discord.gateway
    match trouble:
        case "asked to reconnect":
            gateway.ask_to_reconnect()
        case "cut":
            gateway.cut()
        case "closed":
            gateway.close(4000)
        case _:
            gateway.invalidate(resumable=True)
    assert ESSAY in (await ming.private.slash("summary", essay="4").answer()).text
    await discord.until(lambda: gateway.resumed, "a resumption")


async def test_flood(discord: Discord, ming: Person, mei: Person) -> None:
    """An answer that is held back by 429 arrives once; others are answered meanwhile."""
    for operation in ("execute_webhook", "update_original_webhook_message", "create_interaction_response"):
        discord.flood(operation)
    slow = ming.in_(discord.channel).slash("summary", essay="4")
    quick = mei.private.slash("summary", essay="4")
    assert ESSAY in (await quick.answer()).text
    assert ESSAY in (await slow.answer()).text
    assert len(discord.channel.messages) == 1


@pytest.mark.parametrize("status", [None, 500, 502])
async def test_lost_answer(discord: Discord, ming: Person, status: int | None) -> None:
    """When the answer to its call is lost, a person does not get the same twice."""
    for operation in ("execute_webhook", "update_original_webhook_message"):
        discord.break_after(operation, status)
    assert ESSAY in (await ming.in_(discord.channel).slash("summary", essay="4").answer()).text
    again = await ming.in_(discord.channel).slash("points", essay="4").answer()
    assert again.text
    assert len(discord.channel.messages) == 2


async def test_pressed_message_gone(discord: Discord, ming: Person) -> None:
    """A press whose message is deleted at that moment harms nobody."""
    seat = ming.in_(discord.channel)
    shown = await seat.slash("summary", essay="4").answer()
    seat.press("要点", shown)
    seat.delete(shown)
    assert ESSAY in (await seat.slash("summary", essay="4").answer()).text


async def test_interaction_unknown(discord: Discord, ming: Person) -> None:
    """When an acknowledgement is refused, the next question is answered all the same."""
    discord.refuse("create_interaction_response", 404, 10062)
    seat = ming.in_(discord.channel)
    unheard = seat.slash("summary", essay="4")
    await discord.until(lambda: discord.called("create_interaction_response"), "an acknowledgement")
    assert ESSAY in (await seat.slash("summary", essay="4").answer()).text
    # The service will have told Ming that the bot did not respond.
    discord.world.interactions.pop(unheard.token)


async def test_no_place_to_greet(discord: Discord, ming: Person) -> None:
    """A greeting that is refused is no reason to stop."""
    discord.refuse("create_message", 403, 50013)
    discord.invite(discord.world.found("静", present=False))
    await discord.until(lambda: discord.called("create_message"), "a greeting")
    assert ESSAY in (await ming.private.slash("summary", essay="4").answer()).text


@pytest.mark.parametrize("status", [None, 502])
async def test_acknowledgement_fails(discord: Discord, ming: Person, status: int | None) -> None:
    """An acknowledgement that the service has lost is made again, in time; the answer is there once."""
    discord.break_before("create_interaction_response", status)
    assert ESSAY in (await ming.in_(discord.channel).slash("summary", essay="4").answer()).text
    assert len(discord.channel.messages) == 1


async def test_acknowledgement_lost(discord: Discord, ming: Person) -> None:
    """One that the service has heard, but not confirmed, is no trouble when it is made again."""
    discord.break_after("create_interaction_response", 500)
    assert ESSAY in (await ming.in_(discord.channel).slash("summary", essay="4").answer()).text
    assert len(discord.channel.messages) == 1


@pytest.mark.parametrize("operation", ["create_interaction_response", "create_message"])
async def test_ban(discord: Discord, ming: Person, operation: str) -> None:
    """A ban is no limit: what is refused so is not tried again; afterwards people are answered."""
    discord.ban(operation)
    seat = ming.private
    unheard = seat.slash("summary", essay="4") if operation == "create_interaction_response" else None
    if unheard is None:
        seat.say(ESSAY)
    await discord.until(lambda: len(discord.invalid) == 1, "a refusal")
    assert ESSAY in (await seat.slash("summary", essay="4").answer()).text
    assert discord.invalid == [f"429 {operation}"]
    if unheard is not None:
        # The service will have told Ming that the bot did not respond.
        discord.world.interactions.pop(unheard.token)


async def test_stopped_by_the_firewall(discord: Discord, ming: Person) -> None:
    """An answer to a message that did not get through the firewall arrives when it may."""
    discord.ban("create_message", after=0.05)
    seat = ming.private
    seat.say(ESSAY)
    await discord.until(lambda: len(seat.channel.messages) > 1, "an answer")
    assert ESSAY in seat.channel.messages[-1].text


async def test_no_gateway(discord: Discord, chosen: Settings) -> None:
    """Where the gateway cannot be reached from the start, that is the trouble that is named."""
    discord.gateway.down = True
    async with await assemble(chosen, FakeClock(), Random(7)) as bot:
        (platform,) = platforms(bot, WebServer(("127.0.0.1", 0)))
        with pytest.raises(PlatformUnavailable, match="the gateway cannot be reached"):
            await platform.serve(asyncio.Event(), lambda _: None)


@pytest.mark.parametrize("trouble", ["cut", "asked to reconnect"])
async def test_reconnects_in_a_crowd(discord: Discord, ming: Person, trouble: str) -> None:
    """When the connection breaks while many ask, each is answered once, whoever asked before and after."""
    del ming
    discord.rates.enabled = False
    people = [Person(discord, f"people {number}") for number in range(30)]
    before = [person.private.slash("summary", essay="4") for person in people[:15]]
    await before[0].answer()
    if trouble == "cut":
        discord.gateway.cut()
    else:
        discord.gateway.ask_to_reconnect()
    after = [person.private.slash("points", essay="4") for person in people[15:]]
    await asyncio.gather(*(use.answer() for use in (*before, *after)))
    assert [len(person.private.channel.messages) for person in people] == [1] * 30
