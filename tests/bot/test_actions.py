import re
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from bot import actions
from bot.requests import Action

WORDS = st.text(max_size=40)
ACTIONS = st.builds(
    Action,
    st.from_regex(r"[a-z]{1,10}", fullmatch=True),
    st.lists(WORDS, max_size=4).map(tuple),
    st.booleans(),
    st.sampled_from(["", "zh-Hans", "zh-Hant", "en"]),
)


def _without_empty_end(action: Action) -> Action:
    arguments = list(action.arguments)
    while arguments and not arguments[-1]:
        arguments.pop()
    return replace(action, arguments=tuple(arguments))


@given(ACTIONS)
@example(Action("search", ("为什么:",)))
def test_round_trip(action: Action) -> None:
    """An action read from its text form is the action, but for empty arguments at its end."""
    assert actions.decode(actions.encode(action)) == _without_empty_end(action)


@given(st.text(max_size=200))
def test_any_data(data: str) -> None:
    """Any text in a button reads as some action."""
    assert isinstance(actions.decode(data), Action)


@given(st.text(min_size=65, max_size=400))
def test_key(data: str) -> None:
    """What does not fit a button has a key that does, and that is known as a key."""
    key = actions.key_of(data)
    assert actions.fits(key)
    assert actions.is_key(key)
    assert not actions.fits(data)


@given(st.text(min_size=1, max_size=100))
def test_payload(data: str) -> None:
    """A link carries what a button means, or its key, in the signs and the length that Telegram allows."""
    payload = actions.payload(data)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    carried = actions.of_payload(payload)
    assert carried == (data if len(data.encode()) <= 48 else actions.key_of(data))


@given(st.text(max_size=80) | st.from_regex(r"[A-Za-z0-9_-]{0,70}", fullmatch=True))
def test_any_payload(text: str) -> None:
    """Any text behind a link reads as some data or as none."""
    assert isinstance(actions.of_payload(text), str | None)


def test_readable() -> None:
    """The text form reads as what it means."""
    assert actions.encode(Action("read", ("3", "12.40", "2"))) == "read:3:12.40:2"
    assert actions.encode(Action("search", ("a:b", ""))) == r"search:a\:b"
    assert actions.encode(Action("points", ("3",), anew=True)) == "+points:3"
    assert actions.encode(Action("points", ("3",), language="zh-Hans")) == "zh-Hans!points:3"
