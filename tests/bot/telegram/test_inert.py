"""Nothing in an essay turns into something to tap."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.inert import inert, inert_spans
from bot.telegram.rich import BOLD, CODE, QUOTE, Span, messages

PIECES = [*"ab看的 ，。\n/@#$-_+1():?é…", "essay", ".md", ".", "USD", "x.com", "127.0.0.1", "help", "рф"]


def coded(text: str, *, commands: bool = False) -> list[str]:
    """What is set as code in the text."""
    return [span.text for span in inert(text, commands=commands) if CODE in span.looks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请看essay.md。", ["essay.md"]),
        ("Use Node.js, e.g. main.py.", ["Node.js", "main.py"]),
        ("见 example.com/path?x=1，或写信给 a.b@example.com", ["example.com/path?x=1", "a.b@example.com"]),
        ("中文.com", [".com"]),
        ("写给我@看.中国", ["@看.中国"]),
        ("打到 127.0.0.1 上", ["127.0.0.1"]),
        ("问 @someone，说 #产业互联网 和 $USD", ["@someone", "#产业互联网", "$USD"]),
        ("发 /forgetme 试试，在 /usr/bin 里", ["/forgetme", "/usr/bin"]),
        ("等等...and so on, 3.14 km/h, 24/7, C#, 50%, @我", []),
        ("见 https://example.com/essay.md", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Names of files and sites, mentions, tags and commands are code; links with a scheme stay links."""
    assert coded(text) == expected


def test_own_commands() -> None:
    """In the bot's own words a command can be tapped."""
    assert coded("发 /help 或 essay.md", commands=True) == ["essay.md"]


def test_looks() -> None:
    """Code stands in a quotation, but not in bold text."""
    assert [span.looks for span in inert("看 a.md", BOLD, QUOTE)][:2] == [{BOLD, QUOTE}, {QUOTE, CODE}]


def test_across_looks() -> None:
    """A name of which a part is bold is one name all the same."""
    spans = list(inert_spans([Span("见 "), Span("essay", frozenset({BOLD})), Span(".md。")]))
    assert [span.text for span in spans if CODE in span.looks] == ["essay", ".md"]
    assert [span.looks for span in spans] == [frozenset(), {CODE}, {CODE}, frozenset()]


@given(st.text("a.@/#$:-看 \n", max_size=60))
def test_nothing_is_changed(text: str) -> None:
    """The text stays as it is, character for character."""
    assert "".join(span.text for span in inert(text)) == text


@pytest.mark.parametrize("unit", ["a", "a.", "a.bb", "@", "a@", "#", "/", "/a", "a-", "://", "a://", "1."])
def test_long_runs(unit: str) -> None:
    """Long runs of what links are made of cost no more than their length."""
    text = unit * 50_000
    assert "".join(span.text for span in inert(text)) == text


@pytest.fixture(scope="session")
def service(shared: Path) -> ModuleType:
    """A stand-in for what the service itself finds in a text."""
    sys.path.append(str(shared / "rig"))
    try:
        return import_module("tg_text")
    finally:
        sys.path.remove(str(shared / "rig"))


@given(text=st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_as_the_service_sees_it(service: ModuleType, text: str) -> None:
    """The service finds nothing to tap in it."""
    for shown, entities in messages(inert(text)):
        given_ones = [{"type": e.type, "offset": e.offset, "length": e.length} for e in entities]
        assert service.detect(shown, given_ones) == given_ones
