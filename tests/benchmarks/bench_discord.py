"""Two hundred people use a command in Discord at once; and what a server costs that has the bot."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO

from tests.benchmarks import answers
from tests.benchmarks.harness import ROUNDS, Row
from tests.benchmarks.loopback.discord import TOKEN, DiscordService
from tests.benchmarks.processes import OURS, memory, running

_SERVERS = 2000
# The simplest bot there can be, with the library's own ways of being asked and answering.
_ECHO = """
import os, discord, yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["DIGESTBOT_DISCORD_API_ROOT"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DIGESTBOT_DISCORD_GATEWAY"])
client = discord.Client(intents=discord.Intents(guilds=True))
tree = app_commands.CommandTree(client)

@tree.command(description="echo")
async def summary(interaction: discord.Interaction, essay: str):
    await interaction.response.send_message(essay)

client.run(os.environ["DIGESTBOT_DISCORD_TOKEN"], log_handler=None)
"""
# ``digestbot run`` beside a task that only looks at the clock, and writes down how late it comes to that.
_WATCHED = """
import asyncio, time
from bot.cli.serve import _serve
from bot.cli.session import settings

async def tick():
    last, spent = time.monotonic(), time.process_time()
    while True:
        await asyncio.sleep(0.001)
        now, cpu = time.monotonic(), time.process_time()
        print(now, min(now - last, cpu - spent))
        last, spent = now, cpu

async def watched():
    ticking = asyncio.create_task(tick())
    await _serve(settings())
    ticking.cancel()

asyncio.run(watched())
"""
_PEER = (sys.executable, "-c", _ECHO)
_OURS_WATCHED = (sys.executable, "-c", _WATCHED)


@asynccontextmanager
async def _bot(
    command: Sequence[str], servers: int = 0, output: BinaryIO | None = None
) -> AsyncGenerator[tuple[DiscordService, asyncio.subprocess.Process]]:
    service = DiscordService(servers)
    with TemporaryDirectory() as folder:
        async with service.listening():
            environ = {
                "DIGESTBOT_DATA": folder,
                "DIGESTBOT_DISCORD_TOKEN": TOKEN,
                "DIGESTBOT_DISCORD_API_ROOT": f"http://127.0.0.1:{service.port}",
                "DIGESTBOT_DISCORD_GATEWAY": service.gateway,
            }
            async with running(command, environ, output) as process:
                await service.ask(5)  # all five essays that ship are digested then
                yield service, process


@cache
def _answers() -> tuple[answers.Rounds, answers.Rounds]:
    return asyncio.run(_measure_answers())


async def _measure_answers() -> tuple[answers.Rounds, answers.Rounds]:
    async with _bot(OURS) as mine, _bot(_PEER) as other:
        return await answers.in_turn(mine, other)


async def _measure_gaps() -> list[float]:
    """For each round, in which many ask and a long text is digested, how long the loop was held at most."""
    rounds: list[tuple[float, float]] = []
    with TemporaryFile() as output:
        async with _bot(_OURS_WATCHED, output=output) as (service, _):
            for _round in range(ROUNDS):
                start = time.monotonic()
                await service.ask(answers.PEOPLE, document=True)
                rounds.append((start, time.monotonic()))
        output.seek(0)
        ticks = [tuple(map(float, line.split())) for line in output]
    return [max(gap for at, gap in ticks if start <= at <= end) for start, end in rounds]


async def _measure_servers(command: Sequence[str]) -> float:
    """Bytes of a process for each of many servers."""
    async with _bot(command, 1) as (_, process):
        few = memory(process)
    async with _bot(command, 1 + _SERVERS) as (_, process):
        return (memory(process) - few) / _SERVERS


def cost_of_an_answer() -> Row:
    """CPU time of the bot's process for one ``/summary``."""
    return answers.cost_of_an_answer("Discord", _answers(), "an echo command of discord.py")


def answers_in_a_second() -> Row:
    """How many answers a second, against a bot that only repeats what is said."""
    note = "both make one call for an answer; ours asks the store four times and draws it besides"
    return answers.answers_in_a_second(_answers(), "the echo command", note)


def longest_hold() -> Row:
    """How long nobody is heard, while many ask and somebody has a long text digested."""
    gaps = [gap * 1000 for gap in asyncio.run(_measure_gaps())]
    return Row(
        f"longest that the event loop is held while {answers.PEOPLE} people ask and 2 MB are digested",
        median(gaps),
        f"{median(gaps):.0f} ms",
        unit="ms",
        at_most=50,
        note=f"own CPU time, median of {ROUNDS} rounds; the longest of all {max(gaps):.0f} ms",
    )


def memory_of_a_server() -> Row:
    """Memory for each more server with 20 roles, 40 channels and 50 emojis."""
    mine, other = (asyncio.run(_measure_servers(command)) / 1000 for command in (OURS, _PEER))
    return Row(
        "memory for one more server on Discord",
        mine,
        f"{mine:.1f} kB",
        f"{other:.1f} kB",
        unit="kB",
        at_most=20,
        note="the other keeps what discord.py keeps unless told otherwise",
    )


BENCHMARKS = (cost_of_an_answer, answers_in_a_second, longest_hold, memory_of_a_server)
