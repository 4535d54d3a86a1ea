"""What is kept from a stop to the next start."""

from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.stores.sqlite import open_store
from bot.telegram.leftovers import Leftovers, can_be_left, leave, pick_up
from tests.bot.telegram.test_updates import Service, message
from tests.stories.talk import START


@pytest.mark.parametrize(("away", "left"), [(timedelta(hours=23), True), (timedelta(days=2), False)])
async def test_expiry(tmp_path: Path, away: timedelta, *, left: bool) -> None:
    """What was left is picked up once after the next start, but not days later."""
    service = Service()
    store = open_store(tmp_path / "digestbot.sqlite3")
    async with Bot("7:x", request=service, get_updates_request=service) as bot:
        updates = [
            Update.de_json({"update_id": number, "message": message("/list")}, bot) for number in range(2)
        ]
        assert all(map(can_be_left, updates))
        kept = Leftovers(START, updates, [3, 5], [(501, 0.5)])
        await leave(store, bot, kept)
        assert await pick_up(store, bot, START + away) == (kept if left else None)
        assert await pick_up(store, bot, START) is None
    await store.close()
