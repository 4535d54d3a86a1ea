"""The links that bring the bot to people."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.discord.inviting import application_of, to_a_person, to_a_server


@pytest.mark.parametrize("token", ["", "abc", "MTIz!.x.y", "é.x.y", "YWJj.x.y", "////.x"])
def test_no_token(token: str) -> None:
    """What is no token names no application."""
    assert application_of(token) is None


def test_application() -> None:
    """The first part of a token names the application, with or without padding."""
    assert application_of("MTIzNDU2Nzg5.AbCdEf.of-no-bot") == 123456789
    assert application_of("MTI.AbCdEf.of-no-bot") == 12


def test_links() -> None:
    """A server gets bot and commands, a person the commands alone."""
    server, person = (parse_qs(urlsplit(link(12)).query) for link in (to_a_server, to_a_person))
    assert server["scope"] == ["bot applications.commands"]
    assert person["scope"] == ["applications.commands"]
    assert server["client_id"] == person["client_id"] == ["12"]
