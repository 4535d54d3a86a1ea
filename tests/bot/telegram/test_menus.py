"""What is shown of the bot, within what the service shows."""

import re

import pytest

from bot.telegram.menus import LISTED, menu
from bot.texts import Language, speak

# https://core.telegram.org/bots/api#setmyname, #setmydescription and #setmyshortdescription
_LIMITS = {"name": 64, "description": 512, "short": 120}


@pytest.mark.parametrize("language", Language)
def test_menu(language: Language) -> None:
    """Every command has a name and a description that a menu can have."""
    commands = menu(LISTED, language)
    assert [command.command for command in commands] == LISTED
    for command in commands:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.command)
        assert 1 <= len(command.description) <= 256


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("part", _LIMITS)
def test_profile(language: Language, part: str) -> None:
    """The bot's name and descriptions are as long as they may be at most."""
    assert 0 < len(speak(language)(f"profile.{part}")) <= _LIMITS[part]
