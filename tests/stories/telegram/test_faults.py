"""What is wrong with the bot itself: people get an apology with a code, the operator the trace under it."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import cast

import pytest

from bot.desk.desk import Desk
from bot.replies import Button, Kind, Node, Reply, Text
from bot.requests import Action, Request
from bot.settings import Settings
from bot.wiring import assemble
from tests.platforms.serving import serving
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group
from tests.stories.talk import FakeClock

MENU = Reply(Kind.HELP, (Text("菜单"),), ((Button("看看", Action("random"), "random"),),))


class Confused(Desk):
    """A desk that answers with what no platform knows how to show, or not at all."""

    async def answer(self, request: Request) -> Reply:
        """Nothing that makes sense but a menu."""
        if request.text == "菜单":
            return MENU
        if request.text == "坏":
            raise RuntimeError("the desk breaks down")
        return Reply(Kind.SUMMARY, (cast(Node, object()),))


@pytest.fixture
async def mei(telegram: Telegram, tmp_path: Path, seeds: Path) -> AsyncIterator[Person]:
    """Mei, who talks to a bot with a confused desk."""
    async with await assemble(Settings(essays=seeds, data=tmp_path), FakeClock(), Random(7)) as bot:
        confused = Confused(bot.library, bot.store, bot.desk.outbox, bot.clock, Random(7))
        async with serving(replace(bot, desk=confused), telegram):
            yield Person(telegram, "梅", language="zh-hant")


def code_in(caplog: pytest.LogCaptureFixture) -> str:
    """The code under which the log has the only trace."""
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info
    assert isinstance(record.args, tuple)
    return str(record.args[0])


async def test_answer(mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where an answer cannot be shown, whoever asked is told so in their language."""
    mei.private.say("/summary 4")
    apology = await mei.private.reads("出了點問題")
    assert code_in(caplog) in apology.text


async def test_answer_in_group(telegram: Telegram, mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """In a group too, under the question."""
    seat = mei.in_(group(telegram, "读书", mei))
    asked = seat.say("/summary 4")
    apology = await seat.reads("抱歉")
    assert apology.reply_to == asked
    assert code_in(caplog) in apology.text


async def test_answer_to_a_press(telegram: Telegram, mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """After a press the apology is a message of its own, and the button does not spin."""
    mei.private.say("菜单")
    menu = await mei.private.reads("菜单")
    query = mei.private.press("看看", on=menu)
    apology = await mei.private.reads("抱歉")
    await mei.private.sees(query)
    assert apology.id != menu.id
    assert code_in(caplog) in apology.text
    assert telegram.unanswered == []


async def test_no_answer(mei: Person, caplog: pytest.LogCaptureFixture) -> None:
    """Where there is not even an answer there is an apology; and the next question is answered."""
    mei.private.say("坏")
    apology = await mei.private.reads("抱歉")
    assert code_in(caplog) in apology.text
    mei.private.say("菜单")
    await mei.private.reads("菜单")
