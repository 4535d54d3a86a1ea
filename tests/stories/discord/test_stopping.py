"""What becomes of questions that are under way when the bot is stopped."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random

import pytest

from bot.clock import SystemClock
from bot.desk.desk import Desk
from bot.replies import Reply
from bot.requests import Request
from bot.serving.supervisor import Supervisor
from bot.serving.web import WebServer
from bot.settings import Settings
from bot.wiring import assemble, platforms
from tests.platforms.discord import Discord, Person

RESTART = "重新启动"


@dataclass(frozen=True, slots=True)
class Pensive(Desk):
    """A desk that does not come to an end with anything."""

    async def answer(self, request: Request) -> Reply:
        """Think about it."""
        await asyncio.Event().wait()
        return await super().answer(request)


@asynccontextmanager
async def stopped_after(discord: Discord, chosen: Settings) -> AsyncGenerator[Person]:
    """Ming, who asks a pensive bot; afterwards it is stopped."""
    async with await assemble(chosen, SystemClock(), Random(7)) as bot:
        desk = Pensive(bot.library, bot.store, bot.desk.outbox, bot.clock, Random(7))
        supervisor = Supervisor(SystemClock(), print)
        served = platforms(replace(bot, desk=desk), WebServer(("127.0.0.1", 0)))
        serving = asyncio.create_task(supervisor.serve(served))
        await discord.connected()
        yield Person(discord, "明")
        supervisor.stopping.set()
        await serving


async def test_told(discord: Discord, chosen: Settings) -> None:
    """Whoever waits is told to ask again: those who used a command, and those who wrote."""
    async with stopped_after(discord, chosen) as ming:
        uses = [ming.in_(discord.channel).slash("summary", essay=str(number)) for number in range(1, 6)]
        for use in uses:
            await use.acknowledged()
        ming.in_(discord.channel).say(f"<@{discord.world.me.id}> 你好")
        ming.private.say("你好")
        early = ming.private.slash("summary", essay="4")
        await early.acknowledged()
    said = [discord.channel.messages[-1], ming.private.channel.messages[-1]]
    assert all(RESTART in message.text for message in said)
    assert [RESTART in use.shown[-1].text for use in (*uses, early)] == [True] * 6


async def test_counted(discord: Discord, chosen: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """How many could not be told, the operator is."""
    gate = discord.hold("update_original_webhook_message", times=2)
    async with stopped_after(discord, chosen) as ming:
        for essay in "12":
            await ming.in_(discord.channel).slash("summary", essay=essay).acknowledged()
    gate.set()
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [line for line in told if "without an answer: 2" in line]
