"""``digestbot run`` as a process in Discord: start, stop, restart, trouble at the start, logs."""

from pathlib import Path

from tests.platforms.discord import Discord, Person
from tests.platforms.telegram import Person as TelegramPerson
from tests.platforms.telegram import Telegram
from tests.stories.process import running

ESSAY = "产业互联网的深逻辑"
READY = "Discord is ready"
WAITS = "Discord waits"


async def test_buttons_outlive_a_crash(discord: Discord, tmp_path: Path) -> None:
    """Buttons work after a restart; the commands are made known once only."""
    seat = Person(discord, "明").in_(discord.channel)
    async with running(tmp_path, **discord.settings) as bot:
        await bot.tells(READY)
        shown = await seat.slash("summary", essay="4").answer()
        await bot.kill()
    async with running(tmp_path, **discord.settings) as bot:
        await bot.tells(READY)
        assert await seat.press("要点", shown).answer() is shown
        assert await bot.stop(patience=5) == 0
    assert discord.world.syncs == 1
    assert "Traceback" not in bot.told


async def test_stops_in_time(discord: Discord, tmp_path: Path) -> None:
    """Told to stop it ends within five seconds, whatever is still under way."""
    async with running(tmp_path, **discord.settings) as bot:
        await bot.tells(READY)
        discord.rates.enabled = False
        for operation in ("update_original_webhook_message", "execute_webhook"):
            discord.hold(operation)
        use = Person(discord, "明").private.slash("summary", essay="4")
        await use.acknowledged()
        assert await bot.stop(patience=5) == 0
        assert "Traceback" not in bot.told


async def test_another_host(discord: Discord, tmp_path: Path) -> None:
    """Two processes that answer with one token are noticed: of five questions one of them loses three."""
    ming = Person(discord, "明")
    settings = discord.settings | {"admins": f"discord:{ming.account.id}"}
    async with running(tmp_path / "a", **settings) as bot, running(tmp_path / "b", **settings) as other:
        for one in (bot, other):
            await one.tells(READY)
        for _ in range(5):
            await ming.in_(discord.channel).slash("summary", essay="4").answer()
        await discord.until(lambda: ming.private.channel.messages, "a word to the operator")
        assert "token" in ming.private.channel.messages[0].text
        assert "another process answers with the same token" in bot.told + other.told
        for one in (bot, other):
            assert await one.stop() == 0


async def test_nothing_listens(discord: Discord, tmp_path: Path) -> None:
    """While Discord cannot be reached it waits, says so once, and serves as soon as it can."""
    await discord.stop()
    async with running(tmp_path, **discord.settings) as bot:
        await bot.tells(WAITS)
        await discord.start()
        await bot.tells(READY)
        assert ESSAY in (await Person(discord, "明").private.slash("summary", essay="4").answer()).text
        assert bot.told.count(WAITS) == 1
        assert "Traceback" not in bot.told


async def test_refused_token(discord: Discord, tmp_path: Path) -> None:
    """A token that opens nothing is named as the trouble; Telegram is served meanwhile."""
    settings = discord.settings | {"discord_token": "another"}
    async with Telegram() as telegram:
        both = settings | {"telegram_token": telegram.token, "telegram_api_root": telegram.root}
        async with running(tmp_path, **both) as bot:
            assert "token" in (await bot.tells(WAITS)).lower()
            ming = TelegramPerson(telegram, "明")
            ming.private.say("/summary 4")
            await ming.private.reads(ESSAY)
            assert await bot.stop() == 0
            assert "Traceback" not in bot.told


async def test_both_platforms(discord: Discord, tmp_path: Path) -> None:
    """One process serves both, and the same question gets the same sentences."""
    async with Telegram() as telegram:
        both = discord.settings | {"telegram_token": telegram.token, "telegram_api_root": telegram.root}
        async with running(tmp_path, **both) as bot:
            await bot.tells(READY)
            ming = TelegramPerson(telegram, "明")
            ming.private.say("/summary 4")
            here = await ming.private.reads(ESSAY)
            there = await Person(discord, "明").private.slash("summary", essay="4").answer()
            for sentence in there.options:
                assert sentence[2:12].strip() in here.text


async def test_token_is_never_logged(discord: Discord, tmp_path: Path) -> None:
    """Not even a log of everything has the token in it."""
    async with running(tmp_path, log_level="DEBUG", **discord.settings) as bot:
        await bot.tells(READY)
        await Person(discord, "明").private.slash("summary", essay="4").answer()
        discord.break_before("create_interaction_response")
        Person(discord, "明").private.slash("summary", essay="4")
        await bot.stop()
    discord.world.interactions.clear()
    assert discord.token not in bot.told
    assert "markdown_it" not in bot.told
