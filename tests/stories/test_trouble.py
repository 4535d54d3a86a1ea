"""When something goes wrong, people get an answer and the operator the reason."""

import logging
from dataclasses import replace
from random import Random

import pytest

from bot.replies import Kind
from bot.wiring import Bot
from tests.stories.talk import Talk, text_of


class _BadLuck(Random):
    """Chance that fails, as only a mistake of ours would."""

    def random(self) -> float:
        """Nothing."""
        raise RuntimeError("no luck at all")


async def test_store_gone(bot: Bot, talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    """Without its database the bot says so, politely, in the reader's language; the operator gets a line."""
    await bot.store.close()
    with caplog.at_level(logging.ERROR):
        reply = await talk.say("/list")
    (record,) = caplog.records
    assert "the store is closed" in record.getMessage()
    assert record.exc_info is None
    assert reply.kind is Kind.ERROR
    assert "过一会儿再试" in text_of(reply)


async def test_unexpected_trouble(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """A mistake of ours gives an apology with a code, and the traceback under the same code."""
    talk = Talk(replace(bot.desk, choice=_BadLuck()))
    with caplog.at_level(logging.ERROR):
        reply = await talk.say("/random")
    assert reply.kind is Kind.ERROR
    (record,) = caplog.records
    code = str(record.args[0]) if isinstance(record.args, tuple) else ""
    assert len(code) == 6
    assert code in text_of(reply)
    assert "no luck" not in text_of(reply)
    assert "no luck at all" in caplog.text
