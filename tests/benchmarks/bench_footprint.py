"""What the bot takes while nobody asks: both platforms connected, a thousand essays."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import aiohttp

from bot.clock import SystemClock
from digests import read
from tests.benchmarks.harness import CHECKOUT, QUICK, Row
from tests.benchmarks.processes import cpu, resident
from tests.platforms.discord import Discord
from tests.platforms.telegram import Telegram
from tests.stories.process import Running, running
from tests.stories.telegram.test_process import free_port

_ESSAYS = 1_000
_PARAGRAPHS = 30
_SETTLING, _IDLE = (2.0, 5.0) if QUICK else (15.0, 60.0)
_LOOK_EVERY = 0.02
# Without what only developers have, and httpx loads where it is there.
_RUN = "import sys; sys.modules['click'] = None; from bot.cli import main; sys.exit(main(['run']))"
_COMMAND = (sys.executable, "-c", _RUN)


@dataclass(frozen=True, slots=True)
class _Measured:
    """CPU seconds of the first start and of a later one; then the share of a core, and MB."""

    first: float
    start: float
    share: float
    memory: float


def memory() -> Row:
    """What is resident after a while without a question."""
    held = _measured().memory
    name = f"memory of an idle bot, both platforms, {_ESSAYS:,} essays"
    return Row(name, held, f"{held:.0f} MB", unit="MB", at_most=140, note="resident, with rjieba")


def cpu_when_idle() -> Row:
    """What it takes to wait."""
    share = _measured().share
    return Row(f"CPU of it, over {_IDLE:.0f} s", share, f"{share:.2f} %", unit="% of a core", at_most=1)


def start() -> Row:
    """From the start until all of it is ready, the essays known."""
    measured = _measured()
    note = f"{measured.first:.1f} s the first time, when all are read"
    return Row(
        "its start until it is ready",
        measured.start,
        f"{measured.start:.2f} s",
        unit="s",
        at_most=2,
        note=note,
    )


@cache
def _measured() -> _Measured:
    with TemporaryDirectory() as folder:
        essays = Path(folder) / "essays"
        _write(essays)
        return asyncio.run(_measure(essays, Path(folder) / "data"))


async def _measure(essays: Path, data: Path) -> _Measured:
    clock = SystemClock()
    async with Telegram() as telegram, Discord() as discord:
        settings = discord.settings | {
            "telegram_token": telegram.token,
            "telegram_api_root": telegram.root,
            "essays": str(essays),
        }
        async with _ready(data, settings) as bot:
            first = cpu(bot.process)
            await bot.stop()
        async with _ready(data, settings) as bot:
            start = cpu(bot.process)
            await clock.sleep(_SETTLING)
            before, began = cpu(bot.process), clock.elapsed()
            await clock.sleep(_IDLE)
            share = 100 * (cpu(bot.process) - before) / (clock.elapsed() - began)
            held = resident(bot.process) / 1e6
            await bot.stop()
    return _Measured(first, start, share, held)


@asynccontextmanager
async def _ready(data: Path, settings: dict[str, str]) -> AsyncGenerator[Running]:
    """The bot, from when it says of itself that it is ready."""
    port, clock = free_port(), SystemClock()
    async with (
        running(data, _COMMAND, listen=f"127.0.0.1:{port}", **settings) as bot,
        aiohttp.ClientSession() as session,
    ):
        while not await _is_ready(session, f"http://127.0.0.1:{port}/readyz"):
            assert bot.process.returncode is None, bot.told
            await clock.sleep(_LOOK_EVERY)
        yield bot


async def _is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.ok
    except aiohttp.ClientConnectionError:
        return False


def _write(folder: Path) -> None:
    """Essays of paragraphs of the seeds, each in an order of its own."""
    folder.mkdir()
    chance = Random(8)
    seeds = [read(path.read_bytes(), path.name) for path in sorted((CHECKOUT / "seeds").iterdir())]
    paragraphs = [block.text for essay in seeds for block in essay.blocks]
    for number in range(_ESSAYS):
        text = "\n\n".join(chance.sample(paragraphs, _PARAGRAPHS))
        (folder / f"{number:04}.md").write_text(f"# 第{number}篇\n\n{text}\n", encoding="utf-8")


BENCHMARKS = (memory, cpu_when_idle, start)
