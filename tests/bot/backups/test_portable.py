"""Subscriptions as lines: what is written is read again, and nothing else is."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backups.portable import line, read
from bot.errors import UnusableFile
from bot.requests import Address
from bot.subscriptions.schedule import Quiet
from bot.subscriptions.subscription import Status, Subscription
from bot.texts import Language
from bot.wishes.terms import terms_of
from digests.derived import Length
from tests.essays import NOON, later
from tests.subscriptions import subscribing

MOMENTS = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))


def again(subscription: Subscription, language: Language | None = None) -> Subscription:
    """What is read of what was written of it, some minutes later."""
    (found,) = read([line(subscription, language)], "there", later(9))
    return found


@given(
    week=st.tuples(*[MOMENTS] * 7).filter(lambda week: any(moment is not None for moment in week)),
    topics=st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=100),
    essays=st.integers(1, 3),
    length=st.sampled_from(Length),
    language=st.none() | st.sampled_from(Language),
    silent=st.booleans(),
    quiet=st.none() | st.just(Quiet(time(22), time(7))),
    resumes=st.none() | st.dates(date(2026, 1, 1)),
)
def test_round(**chosen: Any) -> None:  # noqa: ANN401
    """All that people chose is there again, and waits."""
    before = subscribing("5", zone=ZoneInfo("Asia/Taipei"), mention="<@&7>", **chosen)
    after = again(before)
    assert (after.status, after.next_at, after.since) == (Status.WAITING, None, later(9))
    assert terms_of(replace(after, status=before.status)) == terms_of(before)
    assert (after.address, after.home, after.owner) == (before.address, before.home, before.owner)


def test_status() -> None:
    """What is paused stays so; what waits goes on waiting."""
    assert again(subscribing(status=Status.PAUSED)).status is Status.PAUSED
    assert again(subscribing(status=Status.WAITING)).status is Status.WAITING


def test_language() -> None:
    """The language of the place goes along, where none was chosen for the digests."""
    assert again(subscribing(), Language.EN).language is Language.EN
    assert again(subscribing(language=Language.ZH_HANT), Language.EN).language is Language.ZH_HANT


def test_places() -> None:
    """Topics of groups and channels of servers are addresses too."""
    topic = subscribing(address=Address("telegram", "-100", "4"), home="home/telegram:-100")
    assert again(topic).address == topic.address
    person = "person/discord/9"
    channel = subscribing(address=Address("discord", "7"), home="home/discord:8", owner=person)
    assert again(channel).home == "home/discord:8"
    assert again(replace(topic, owner="")).owner == ""


GOOD = json.loads(line(subscribing(), None))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "{" * 200,
        "x" * 20_000,
        json.dumps(GOOD | {"address": "console:1"}),
        json.dumps(GOOD | {"address": "telegram:1:2:3"}),
        json.dumps(GOOD | {"address": "telegram:1 telegram:2"}),
        json.dumps(GOOD | {"home": "person/discord/1"}),
        json.dumps(GOOD | {"owner": "somebody"}),
        json.dumps(GOOD | {"terms": {"zone": "../../etc/passwd"}}),
        json.dumps(GOOD | {"terms": {"week": "2599"}}),
        json.dumps(GOOD | {"terms": {"mention": "@everyone"}}),
        json.dumps(GOOD | {"terms": {"resumes": "soon"}}),
        json.dumps(GOOD | {"terms": {"colour": "red"}}),
    ],
)
def test_refused(text: str) -> None:
    """Anything else is refused, with its line."""
    with pytest.raises(UnusableFile, match=r"there, line 2: "):
        list(read([json.dumps(GOOD), text], "there", NOON))


@given(st.text())
def test_any_text(text: str) -> None:
    """No text does anything but be refused."""
    with pytest.raises(UnusableFile):
        list(read([text], "there", NOON))
