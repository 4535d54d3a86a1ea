"""``digestbot run`` killed while it posts a digest on Telegram."""

from pathlib import Path

import pytest

from bot.stores.sqlite import open_store
from bot.subscriptions.delivery import Filter, State
from tests.platforms.telegram import Person, Telegram
from tests.stories.telegram.running import running

ENDING = "要改或者退订"


@pytest.mark.parametrize("arrives", [True, False])
async def test_killed_on_the_way(telegram: Telegram, tmp_path: Path, *, arrives: bool) -> None:
    """Killed before the answer comes, it lists the digest and posts it again only when asked to."""
    ming = Person(telegram, "明")
    async with running(telegram, tmp_path) as bot:
        ming.private.say("/subscribe")
        await ming.private.reads("好，订阅了")
        held = telegram.hold("sendMessage", done=arrives, when=lambda asked: ENDING in asked["text"])
        ming.private.press("现在就发")
        await telegram.used()
        await bot.kill()
        held.set()
    async with running(telegram, tmp_path) as bot:
        await bot.tells("Telegram is ready")
        ming.private.say("/subscribe")
        shown = await ming.private.reads("每日摘要")
        assert await bot.stop() == 0
    assert await states(tmp_path) == [State.UNKNOWN]
    assert len([seen for seen in ming.private.chat.shown if ENDING in seen.text]) == arrives
    async with running(telegram, tmp_path) as bot:
        await bot.tells("Telegram is ready")
        await ming.private.sees(ming.private.press("现在就发", on=shown))
        await ming.private.reads(ENDING)
        assert await bot.stop() == 0
    assert await states(tmp_path) == [State.SENT]


async def states(data: Path) -> list[State]:
    """What became of all deliveries."""
    store = open_store(data / "digestbot.sqlite3")
    found = await store.deliveries(Filter())
    await store.close()
    return [one.state for one in found]
