"""Whatever is said, pressed, opened or sent, there is an answer, and links change nothing."""

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import actions
from bot.commands import COMMANDS
from bot.replies import Kind, Reply
from bot.requests import Action, Setting
from bot.settings import Settings
from bot.wiring import Bot, assemble
from tests.stories.talk import FakeClock, Talk, sent

T = TypeVar("T")

VERBS = st.sampled_from([command.name for command in COMMANDS])
PIECES = st.text(max_size=20) | st.sampled_from(
    ["1", "2", "99", "0.0", "1.0", "long", "en", "points", "~x", ""]
)
DATA = st.builds(Action, VERBS | st.text(max_size=9), st.lists(PIECES, max_size=5).map(tuple)).map(
    actions.encode
)
WORDS = st.text(max_size=600) | st.builds("/{} {}".format, VERBS, st.text(max_size=600) | PIECES)


class Stage:
    """A bot that is asked many things, one after the other."""

    def __init__(self, folder: Path, seeds: Path) -> None:
        self._runner = asyncio.Runner()
        chosen = Settings(essays=seeds, data=folder, requests_per_minute=0, group_requests_per_minute=0)
        self.bot: Bot = self._runner.run(assemble(chosen, FakeClock()))
        self._runner.run(self.bot.refresh())

    def wait(self, answer: Coroutine[Any, Any, T]) -> T:
        """What an answer comes to."""
        return self._runner.run(answer)

    def close(self) -> None:
        """Let go of everything."""
        self._runner.run(self.bot.close())
        self._runner.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Iterator[Stage]:
    """One stage for all that is tried here."""
    stage = Stage(tmp_path_factory.mktemp("stage"), seeds)
    yield stage
    stage.close()


def check(reply: Reply) -> None:
    """An answer is not empty, no failure, and its buttons fit."""
    assert reply.kind is not Kind.ERROR
    assert reply.nodes
    for row in reply.buttons:
        assert all(0 < len(button.data.encode()) <= 64 for button in row)
    if reply.share is not None:
        assert len(actions.payload(reply.share.data)) <= 64


@settings(max_examples=60)
@given(words=WORDS, setting=st.sampled_from(Setting))
def test_any_words(stage: Stage, words: str, setting: Setting) -> None:
    """Any message is answered."""
    check(stage.wait(Talk(stage.bot.desk, setting=setting).say(words)))


@settings(max_examples=80)
@given(data=DATA | st.text(min_size=1, max_size=80), setting=st.sampled_from(Setting))
def test_any_press(stage: Stage, data: str, setting: Setting) -> None:
    """Any button is answered, whoever made up what it holds."""
    check(stage.wait(Talk(stage.bot.desk, setting=setting).press_data(data or "x")))


@settings(max_examples=80)
@given(payload=DATA.map(actions.payload) | st.text(max_size=70))
def test_any_link(stage: Stage, payload: str) -> None:
    """Any link is answered, and leaves all that is kept of a person as it was."""
    talk = Talk(stage.bot.desk, "opener", "9")
    before = stage.wait(stage.bot.store.export(["person/test/opener"]))
    check(stage.wait(talk.say(f"/start {payload}")))
    assert stage.wait(stage.bot.store.export(["person/test/opener"])) == before


@settings(max_examples=50)
@given(
    data=st.binary(max_size=800) | st.text(max_size=800).map(str.encode),
    name=st.sampled_from(["", "a.md", "a.html", "a.txt", "a.pdf", "../x"]),
    text=st.sampled_from(["", "/points", "/summary"]),
)
def test_any_document(stage: Stage, data: bytes, name: str, text: str) -> None:
    """Any document is answered."""
    check(stage.wait(Talk(stage.bot.desk).say(text, attached=sent(data, name))))


@settings(max_examples=50)
@given(words=st.text(max_size=80), offset=st.text(max_size=12) | st.from_regex(r"\d{1,9}(\.\d{1,18})?"))
def test_anything_typed(stage: Stage, words: str, offset: str) -> None:
    """Whatever is typed, what is offered for it can be posted."""
    request = Talk(stage.bot.desk).request()
    for offer in stage.wait(stage.bot.desk.offers(request, words, offset)).offers:
        check(offer.reply)
    stage.wait(stage.bot.desk.suggest(replace(request, person="x"), words, 5))
