"""No token in anything that the program tells, whatever is at the other end."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.process import running

# Of the shapes that the platforms give out.
TELEGRAM = "7654321098:AAHq-0f_of-no-bot-at-all-0123456789ab"
DISCORD = "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.GabcdE.of-no-bot_at-all-0123456789abcdefghijkl"
ANSWERS = {
    "no HTTP": b"220 mail.example.org ESMTP\r\n\r\n",
    "no JSON": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
}


@pytest.fixture(params=ANSWERS)
async def settings(request: pytest.FixtureRequest) -> AsyncIterator[dict[str, str]]:
    """Both tokens, and roots at which something answers that is no platform."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(ANSWERS[request.param])
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield {
            "telegram_token": TELEGRAM,
            "telegram_api_root": root,
            "discord_token": DISCORD,
            "discord_api_root": f"{root}/api/v10",
        }


def shows_token(told: str) -> bool:
    """Whether any part of a token that is secret stands there."""
    return any(part[-16:] in told for part in (TELEGRAM, DISCORD))


async def told(folder: Path, settings: dict[str, str], *arguments: str) -> str:
    """All that a command tells."""
    environ = {name: text for name, text in os.environ.items() if not name.lower().endswith("_proxy")}
    environ |= {f"DIGESTBOT_{name.upper()}": text for name, text in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environ | {"DIGESTBOT_DATA": str(folder / "data"), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return said.decode()


async def test_looking(settings: dict[str, str], tmp_path: Path) -> None:
    """Setting up and looking for what is wrong name the trouble, and no token."""
    commands = (told(tmp_path, settings, command) for command in ("init", "doctor"))
    for said in await asyncio.gather(*commands):
        assert "cannot be reached" in said
        assert "Traceback" not in said
        assert not shows_token(said)


async def test_running(settings: dict[str, str], tmp_path: Path) -> None:
    """Nor does the log of everything."""
    async with running(tmp_path, log_level="DEBUG", **settings) as bot:
        await bot.tells("Telegram waits")
        await bot.tells("Discord waits")
        assert await bot.stop() == 0
    assert "DEBUG" in bot.told
    assert not shows_token(bot.told)


async def test_wrong_settings(tmp_path: Path) -> None:
    """A token that is wrong, or stands where it does not belong, is not shown."""
    wrong = {
        "telegram_token": f"{TELEGRAM} {TELEGRAM}",
        "discord_token": f"{DISCORD}\u202e",
        "telegram_api_root": f"http://{TELEGRAM}@127.0.0.1",
    }
    said = await told(tmp_path, wrong, "run")
    assert said.count("DIGESTBOT_") == len(wrong)
    assert not shows_token(said)
