import pytest

from bot.commands.venues import split_venue


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("8:30 Berlin", "", "8:30 Berlin"),
        ("@reading 8:30", "@reading", "8:30"),
        ("https://t.me/reading 8:30", "@reading", "8:30"),
        ("<#42> 工作日", "42", "工作日"),
        ("-1001234567890", "-1001234567890", ""),
        ("8:30 @reading 工作日", "@reading", "8:30 工作日"),
        ("工作日 -1001234567890", "-1001234567890", "工作日"),
        ("@8:30", "", "@8:30"),
        ("Berlin @noon", "", "Berlin @noon"),
        ('"@reading"', "", '"@reading"'),
        ("topics:『<#42> @reading』", "", "topics:『<#42> @reading』"),
        ("a@reading.org", "", "a@reading.org"),
        ("-流量", "", "-流量"),
        ("-5", "", "-5"),
        ("", "", ""),
    ],
)
def test_split(words: str, name: str, rest: str) -> None:
    """A channel stands anywhere, and is told from times and topics."""
    assert split_venue(words) == (name, rest)
