"""A bot with another token takes over who was subscribed: in processes, as an operator does it."""

import asyncio
import os
import sys
from pathlib import Path

from bot.stores.sqlite import open_store
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group
from tests.stories.telegram.running import running
from tests.subscriptions import subscribing

CHECKOUT = Path(__file__).parents[3]


async def digestbot(data: Path, *arguments: str) -> str:
    """What a command prints."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("DIGESTBOT_")}
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=CHECKOUT,
        env=environ | {"DIGESTBOT_DATA": str(data), "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await other.communicate()
    assert other.returncode == 0
    return told.decode()


async def test_taken_over(telegram: Telegram, tmp_path: Path) -> None:
    """Brought in beside the bot that runs, each goes on with the first word, in private and in a group."""
    ming, hua = Person(telegram, "明"), Person(telegram, "华")
    chat = group(telegram, "读书会", ming, hua)
    old, new, file = tmp_path / "old", tmp_path / "new", str(tmp_path / "e")
    store = open_store(old / "digestbot.sqlite3")
    for one in (ming, hua):
        await store.keep_subscription(subscribing(str(one.id)))
    place = subscribing(str(chat.id))
    await store.keep_subscription(subscribing(str(chat.id), home=f"home/{place.address}"))
    await store.close()
    async with running(telegram, new) as bot:
        await bot.tells("Telegram is ready")
        await digestbot(old, "export", file)
        assert "3 subscriptions wait" in await digestbot(new, "import", file)
        ming.private.say("/start")
        await ming.private.reads("接着发")
        hua.in_(chat).say("/help")
        await hua.in_(chat).reads("接着发")
        assert await bot.stop() == 0
    listed = (await digestbot(new, "subscriptions")).splitlines()
    assert [line.split("  ")[1] for line in listed] == ["active", "waiting", "active"]
