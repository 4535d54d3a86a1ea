"""How long an answer may take before it is promised."""

from datetime import timedelta

from bot.discord.answering import patience
from tests.stories.talk import START


def test_patience() -> None:
    """It is reckoned from when the service was asked: who waits in a queue does not wait twice."""
    assert patience(START, START) == 1.2
    assert 0.19 < patience(START, START + timedelta(seconds=1)) < 0.21
    assert patience(START, START + timedelta(seconds=2)) == 0


def test_clocks() -> None:
    """Where the clocks are too far apart for that, from when the bot hears of it."""
    for apart in (-60, -0.1, 3.5, 3600):
        assert patience(START, START + timedelta(seconds=apart)) == 1.2
