"""The commands as they are made known, for every reader and within the service's limits."""

import pytest

from bot.commands import COMMANDS
from bot.discord.commands import is_private, tree
from tests.platforms.discord.limits import command_size, commands_problems

LOCALES = {"en-US", "zh-CN", "zh-TW"}
SLASH, MENU = 1, 3
BY_NAME = {command["name"]: command for command in tree() if command["type"] == SLASH}


def test_whole_table() -> None:
    """Every listed command but the one that opens a chat is there, and one entry in the menu of messages."""
    listed = {command.name for command in COMMANDS if command.listed}
    assert set(BY_NAME) == listed - {"start"}
    assert [command["name"] for command in tree() if command["type"] == MENU] == ["Summarise"]


def test_limits() -> None:
    """The service takes them all; the longest is far from 8000 characters in its longest translation."""
    assert list(commands_problems(tree())) == []
    assert max(map(command_size, tree())) < 8000


def test_translated() -> None:
    """Names and descriptions of everything are in every reader's language."""
    for command in tree():
        assert set(command["name_localizations"]) == LOCALES
        if command["type"] == MENU:
            continue
        assert set(command["description_localizations"]) == LOCALES
        for option in command["options"]:
            assert set(option["name_localizations"]) == set(option["description_localizations"]) == LOCALES
            assert all(set(choice["name_localizations"]) == LOCALES for choice in option.get("choices", ()))


@pytest.mark.parametrize("locale", sorted(LOCALES))
def test_own_names(locale: str) -> None:
    """No two commands bear the same name for a reader, nor two options of one command."""
    for siblings in (list(BY_NAME.values()), *(command["options"] for command in BY_NAME.values())):
        names = [one["name_localizations"][locale] for one in siblings]
        assert len(set(names)) == len(names)


def test_names() -> None:
    """Readers of Chinese find commands by Chinese names; readers of English by those the help has."""
    names = BY_NAME["settings"]["name_localizations"]
    assert names == {"en-US": "settings", "zh-CN": "设置", "zh-TW": "設定"}
    assert all(command["name_localizations"]["en-US"] == name for name, command in BY_NAME.items())


def test_everywhere() -> None:
    """They can be used in servers, direct chats and between people, installed by either."""
    for command in tree():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]


def test_private() -> None:
    """Shelves and settings are nobody else's business; of the rest one may choose."""
    assert is_private("saved", None)
    assert not is_private("summary", None)
    assert is_private("summary", wish=True)
    assert is_private("read", None)
    assert not is_private("read", wish=False)
    for name, command in BY_NAME.items():
        offered = "private" in [option["name"] for option in command["options"]]
        assert offered is not is_private(name, wish=False)


def test_managed() -> None:
    """What changes a whole server is offered to those who manage it."""
    managed = {name for name, command in BY_NAME.items() if "default_member_permissions" in command}
    assert managed == {"settings", "subscribe", "pause", "unsubscribe"}
    assert {BY_NAME[name]["default_member_permissions"] for name in managed} == {0x20}


def test_subscribing() -> None:
    """Everything about a subscription has an option; zones and topics are offered while one types."""
    options = {option["name"]: option for option in BY_NAME["subscribe"]["options"]}
    assert list(options) == ["time", "zone", "days", "topics", "role", "channel"]
    offered = {name for name, option in options.items() if option.get("autocomplete")}
    assert offered == {"zone", "topics"}
    assert {0, 5, 11, 15} <= set(options["channel"]["channel_types"])
