"""What Discord offers while somebody types."""

from hypothesis import given
from hypothesis import strategies as st

from bot.discord.offering import choices, zones
from bot.ports import Suggestion, SuggestionKind
from digests.query import parse
from tests.platforms.discord.limits import choices_problems

ESSAY = Suggestion(SuggestionKind.ESSAY, "产业互联网的深逻辑", 4)
AUTHOR = Suggestion(SuggestionKind.AUTHOR, "孟 永辉")


def test_essays() -> None:
    """For an essay essays are offered, by number and title; what is chosen is the number."""
    assert choices("essay", [AUTHOR, ESSAY]) == [{"name": "4. 产业互联网的深逻辑", "value": "4"}]


def test_words() -> None:
    """For words to search everything is offered, and an author is looked for as such."""
    offered = choices("words", [AUTHOR, ESSAY])
    assert [choice["name"] for choice in offered] == ["孟 永辉", "产业互联网的深逻辑"]
    assert parse(offered[0]["value"]).filters[0].field == "author"


@given(st.lists(st.text(min_size=1), max_size=25), st.sampled_from(["essay", "words"]))
def test_limits(texts: list[str], option: str) -> None:
    """Whatever is suggested, the service takes it."""
    suggested = [Suggestion(SuggestionKind.ESSAY, text, n) for n, text in enumerate(texts)]
    assert list(choices_problems(choices(option, suggested))) == []


def test_zones() -> None:
    """A city leads to its time zone, named in the reader's language."""
    offered = zones("台北", "zh-CN")
    assert "Asia/Taipei" in [choice["value"] for choice in offered]
    assert list(choices_problems(offered)) == []
