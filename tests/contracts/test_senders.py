"""Every platform posts digests alike, and says alike what became of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.jobs.senders import Withdrawn
from bot.replies import Heading, Kind, Reply, Text, Title
from bot.subscriptions.delivery import Delivery, State
from bot.subscriptions.outcomes import Gone, Outcome, Sent, TryLater
from tests.contracts.kinds import Everything
from tests.contracts.senders import STAGES, Stage
from tests.essays import NOON
from tests.stories.jumping import JumpingClock
from tests.subscriptions import subscribing

WORDS = "灯塔看守人每天点灯。"
DIGEST = Reply(Kind.DIGEST, (Heading("今日一篇"), Title("灯塔"), Text(WORDS)))


@pytest.fixture
async def stage(request: pytest.FixtureRequest, store: Everything) -> AsyncIterator[Stage]:
    """A sender of this kind."""
    async with STAGES[request.param](JumpingClock(), store) as stage:
        yield stage


each = pytest.mark.parametrize("stage", STAGES, indirect=True)


def pending(stage: Stage) -> Delivery:
    """Today's digest for the chat."""
    subscription = replace(subscribing(), address=stage.address)
    return Delivery(1, subscription, date(2026, 3, 1), 1, State.PENDING, NOON, NOON)


async def deliver(stage: Stage, leaving: list[int] | None = None) -> Outcome:
    """Post the first part of the digest; how much was there when it left is noted."""

    async def left() -> None:
        if leaving is not None:
            leaving.append(len(stage.posted()))

    delivery = pending(stage)
    return await stage.sender.deliver(delivery, stage.sender.parts(delivery.subscription, DIGEST)[0], left)


@each
async def test_parts(stage: Stage) -> None:
    """The same digest makes the same messages, one at least, on the platform that it says it is."""
    subscription = pending(stage).subscription
    first, second = (list(stage.sender.parts(subscription, DIGEST)) for _ in range(2))
    assert first
    assert first == second
    assert stage.sender.platform == stage.address.platform


@each
async def test_sent(stage: Stage) -> None:
    """A digest is posted once it has left, and by what it is called it can be told from others."""
    leaving: list[int] = []
    before = len(stage.posted())
    outcomes = [await deliver(stage, leaving)]
    assert leaving == [before]
    assert WORDS in stage.posted()[-1]
    assert isinstance(outcomes[0], Sent)
    assert outcomes[0].message


@each
async def test_withdrawn(stage: Stage) -> None:
    """What is called back at the last moment is not posted."""

    async def leaving() -> None:
        raise Withdrawn

    before, delivery = list(stage.posted()), pending(stage)
    with pytest.raises(Withdrawn):
        await stage.sender.deliver(delivery, stage.sender.parts(delivery.subscription, DIGEST)[0], leaving)
    assert stage.posted() == before
    assert isinstance(await deliver(stage), Sent)


@each
async def test_closed(stage: Stage) -> None:
    """Whoever takes no messages from the bot is gone."""
    stage.close()
    assert isinstance(await deliver(stage), Gone)


@each
async def test_flood(stage: Stage) -> None:
    """Asked to wait, it does not, but says how long; until then nothing goes there."""
    stage.flood(30)
    outcome = await deliver(stage)
    assert isinstance(outcome, TryLater)
    assert outcome.seconds == pytest.approx(30, abs=1)


@each
async def test_unreachable(stage: Stage) -> None:
    """Once there is no connection nothing is posted, and no other message has better chances."""
    await stage.break_off()
    # A connection that was open may break while it is used.
    await deliver(stage)
    outcome = await deliver(stage)
    assert isinstance(outcome, TryLater)
    assert outcome.everywhere


@each
async def test_nothing_to_find(stage: Stage) -> None:
    """Nobody says that a message has arrived which was never sent."""
    began = replace(pending(stage), began_at=NOON - timedelta(hours=1))
    assert not isinstance(await stage.sender.find(began), Sent)
