"""What is wrong with the bot itself: people get an apology with a code, the operator the trace under it."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random
from typing import cast

import pytest

from bot.clock import SystemClock
from bot.desk.desk import Desk
from bot.replies import Kind, Node, Reply
from bot.requests import Request
from bot.serving.web import WebServer
from bot.settings import Settings
from bot.wiring import assemble, platforms
from tests.platforms.discord import Discord, Person
from tests.platforms.discord.interactions import InteractionType
from tests.stories.discord.conftest import serving
from tests.stories.talk import FakeClock


class Confused(Desk):
    """A desk that answers with what no platform knows how to show."""

    async def answer(self, request: Request) -> Reply:
        """Nothing that makes sense."""
        del request
        return Reply(Kind.SUMMARY, (cast(Node, object()),))


@pytest.fixture
async def mei(discord: Discord, chosen: Settings) -> AsyncIterator[Person]:
    """Mei, who talks to a bot with a confused desk."""
    async with await assemble(chosen, FakeClock(), Random(7)) as bot:
        confused = Confused(bot.library, bot.store, bot.desk.outbox, bot.clock, Random(7))
        served = replace(bot, desk=confused, clock=SystemClock())
        async with serving(platforms(served, WebServer(("127.0.0.1", 0)))):
            await discord.connected()
            yield Person(discord, "梅", locale="zh-TW")


def code_in(caplog: pytest.LogCaptureFixture) -> str:
    """The code under which the log has the only trace."""
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info
    assert isinstance(record.args, tuple)
    return str(record.args[0])


async def test_answer_to_a_command(discord: Discord, mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where an answer cannot be shown, whoever used a command is told so in their language."""
    apology = await mei.in_(discord.channel).slash("summary", essay="4").answer()
    assert "抱歉" in apology.text
    assert code_in(caplog) in apology.text


async def test_answer_to_a_message(discord: Discord, mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """So is whoever wrote a message."""
    seat = mei.private
    seat.say("产业互联网的深逻辑")
    await discord.until(lambda: len(seat.channel.messages) > 1, "an apology")
    assert code_in(caplog) in seat.channel.messages[-1].text


async def test_not_understood(mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """What the bot cannot make sense of at all is answered with an apology too."""
    unheard_of = mei.private.interact(InteractionType.COMMAND, {"id": "1", "type": 1})
    apology = await unheard_of.answer()
    assert "抱歉" in apology.text
    assert code_in(caplog) in apology.text
