"""``digestbot run`` as those see it who look after it: its pages, its port, its log."""

import asyncio
import json
import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.test_utils import unused_port

from tests.platforms.discord import Discord
from tests.platforms.telegram import Person, Telegram
from tests.stories import process
from tests.stories.telegram.running import running

READY = "Telegram is ready"
# Of the shapes that the platforms give out.
TELEGRAM_TOKEN = "7654321098:AAHq-0f_of-no-bot-at-all-0123456789ab"
DISCORD_TOKEN = "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.GabcdE.of-no-bot_at-all-0123456789abcdefghijkl"


async def page(port: int, path: str) -> tuple[int, str]:
    """Status and text of a page."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def parts(port: int) -> dict[str, Any]:
    """Which parts say that they do their work."""
    parts: dict[str, Any] = json.loads((await page(port, "/readyz"))[1])["parts"]
    return parts


async def until_well(port: int) -> None:
    """Come back once everything does its work."""
    async with asyncio.timeout(30):
        while not all((await parts(port)).values()):
            pass


async def test_watched(telegram: Telegram, tmp_path: Path) -> None:
    """Before it can reach Telegram it is alive and not ready; then it is ready, and counts what it does."""
    ming, port = Person(telegram, "明"), unused_port()
    await telegram.stop()
    async with running(telegram, tmp_path, listen=f"127.0.0.1:{port}") as bot:
        await bot.tells("Telegram waits")
        assert (await page(port, "/healthz"))[0] == 200
        assert (await page(port, "/readyz"))[0] == 503
        assert (await parts(port))["telegram"] is False
        await telegram.start()
        await bot.tells(READY)
        await until_well(port)
        assert set(await parts(port)) == {"database", "essays", "segmenter", "telegram", "telegram_ticks"}
        assert (await page(port, "/readyz"))[0] == 200
        told = (await page(port, "/metrics"))[1].splitlines()
        assert 'digestbot_answers_total{platform="telegram",kind="error"} 0' in told
        assert 'digestbot_too_many_calls_total{platform="telegram"} 0' in told
        telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        ming.private.say("/summary 4")
        await ming.private.reads("产业互联网的深逻辑")
        told = (await page(port, "/metrics"))[1].splitlines()
        for line in (
            'digestbot_updates_total{platform="telegram"} 1',
            'digestbot_answers_total{platform="telegram",kind="summary"} 1',
            'digestbot_answer_seconds_count{platform="telegram"} 1',
            'digestbot_too_many_calls_total{platform="telegram"} 1',
            'digestbot_well{part="telegram_ticks"} 1',
            "digestbot_essays{} 5",
            "digestbot_queue_age_seconds{} 0",
        ):
            assert line in told
        assert any(line.startswith("digestbot_last_backup_timestamp_seconds{}") for line in told)
        assert await bot.stop() == 0
        assert "Traceback" not in bot.told


async def test_reading(telegram: Telegram, tmp_path: Path) -> None:
    """While many essays are read for the first time it is alive, and says how far it is."""
    essays, port = tmp_path / "essays", unused_port()
    essays.mkdir()
    for number in range(300):
        text = f"# 第{number}座桥\n\n" + f"第{number}座桥是两岸的约定。没有约定，桥只是石头。\n" * 20
        (essays / f"{number}.md").write_text(text, encoding="utf-8")
    said = set[str]()
    settings = {"listen": f"127.0.0.1:{port}", "essays": str(essays)}
    async with running(telegram, tmp_path / "data", **settings) as bot:
        telling = asyncio.create_task(bot.tells(READY))
        while not telling.done():
            with suppress(aiohttp.ClientError):
                status, text = await page(port, "/readyz")
                if doing := json.loads(text).get("doing"):
                    assert status == 503
                    assert (await page(port, "/healthz"))[0] == 200
                    said.add(doing)
        await telling
        assert "doing" not in (await page(port, "/readyz"))[1]
        assert await bot.stop() == 0
    told = [match[1] for one in said if (match := re.fullmatch(r"reading the essays: (\d+) of 300", one))]
    assert len(told) > 1


async def test_opens_no_port(telegram: Telegram, tmp_path: Path) -> None:
    """Nobody asked for a port, so none is opened: it starts although the usual one is taken."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 8080))
        other.listen()
        async with running(telegram, tmp_path) as bot:
            await bot.tells(READY)
            assert await bot.stop() == 0


async def test_port_is_taken(telegram: Telegram, tmp_path: Path) -> None:
    """A port that was asked for and cannot be had ends it, with the name of the setting."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        async with running(telegram, tmp_path, listen=listen, log_format="json") as bot:
            assert await bot.ends() == 1
    assert "DIGESTBOT_LISTEN" in json.loads(bot.lines[-1])["message"]


async def test_log_in_json(telegram: Telegram, tmp_path: Path) -> None:
    """Asked for JSON, everything that it tells the operator is one object in a line."""
    async with running(telegram, tmp_path, log_format="json", log_level="DEBUG") as bot:
        await bot.tells(READY)
        telegram.break_before("getUpdates")
        Person(telegram, "明").private.say("/list")
        await telegram.used()
        assert await bot.stop() == 0
    told = [json.loads(line) for line in bot.lines]
    assert {"digestbot", "asyncio"} <= {line["logger"] for line in told}
    assert all({"time", "level", "logger", "message"} <= set(line) for line in told)


async def test_tokens_stay_hidden(tmp_path: Path) -> None:
    """Real tokens that are refused, on both platforms at once, are in no line at any level."""
    async with Telegram() as telegram, Discord() as discord:
        tokens = {"telegram_token": TELEGRAM_TOKEN, "discord_token": DISCORD_TOKEN}
        roots = discord.settings | {"telegram_api_root": telegram.root}
        async with process.running(tmp_path, log_level="DEBUG", **roots | tokens) as bot:
            await bot.tells("Telegram waits: the token is refused")
            await bot.tells("Discord waits: the token is refused")
            assert await bot.stop() == 0
    for token in (TELEGRAM_TOKEN, DISCORD_TOKEN):
        assert token not in bot.told
        assert token[-30:] not in bot.told
