"""What is looked at in the stories about subscriptions."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.jobs.ticking import tick
from bot.replies import Reply
from bot.subscriptions.delivery import Settlement, State
from bot.subscriptions.subscription import Subscription
from bot.wiring import Bot
from tests.stories.talk import START, FakeClock, text_of

TAIPEI = ZoneInfo("Asia/Taipei")


async def held(bot: Bot, chat: str = "1") -> Subscription:
    """What the chat has subscribed to."""
    found = await bot.desk.outbox.subscription(f"chat/test:{chat}")
    assert found is not None
    return found


async def posted(bot: Bot, clock: FakeClock) -> list[date]:
    """The dates of what a tick has posted now."""
    outbox, now = bot.desk.outbox, clock.now()
    await tick(outbox, "test", clock)
    epoch = await outbox.take("test", now)
    ready = await outbox.ready("test", now, START, 100)
    for delivery in ready:
        assert await outbox.begin(delivery.id, epoch, now)
        assert await outbox.settle(delivery.id, epoch, Settlement(State.SENT, now))
    return [delivery.day for delivery in ready]


def next_in(reply: Reply) -> list[str]:
    """The lines with the next posts."""
    lines = text_of(reply).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("接下来"))
    return lines[start + 1 : start + 4]
