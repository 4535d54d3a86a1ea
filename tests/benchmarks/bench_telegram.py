"""Two hundred people ask in Telegram at once: what an answer costs, and how many there are in a second."""

import asyncio
import sys
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryDirectory

from tests.benchmarks import answers
from tests.benchmarks.harness import Row
from tests.benchmarks.loopback.telegram import TOKEN, TelegramService
from tests.benchmarks.processes import OURS, running

_PATIENCE = 60.0
# The simplest bot there can be, with the library's own ways of asking and sending.
_ECHO = """
import os
from telegram.ext import Application, MessageHandler, filters

async def echo(update, context):
    await update.message.reply_text(update.message.text)

root = os.environ["DIGESTBOT_TELEGRAM_API_ROOT"]
application = (
    Application.builder().token(os.environ["DIGESTBOT_TELEGRAM_TOKEN"])
    .base_url(root + "/bot").base_file_url(root + "/file/bot").concurrent_updates(True).build()
)
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling(drop_pending_updates=False)
"""


@dataclass(slots=True)
class _Service(TelegramService):
    async def ask(self, people: int) -> float:
        """Let so many people ask at the same moment; seconds until all are answered."""
        start, goal = time.monotonic(), self.sent + people
        for person in range(1, people + 1):
            self.say(person, person % 5 + 1)
        self.stir()
        async with asyncio.timeout(_PATIENCE):
            while self.sent < goal:
                await self.stirred()
        return time.monotonic() - start


@asynccontextmanager
async def _bot(
    command: Sequence[str], environ: Mapping[str, str]
) -> AsyncGenerator[tuple[_Service, asyncio.subprocess.Process]]:
    service = _Service()
    async with service.listening():
        given = {"DIGESTBOT_TELEGRAM_TOKEN": TOKEN, "DIGESTBOT_TELEGRAM_API_ROOT": service.root}
        async with running(command, {**given, **environ}) as process:
            await service.ask(5)  # all five essays that ship are digested then
            yield service, process


@cache
def _measured() -> tuple[answers.Rounds, answers.Rounds]:
    return asyncio.run(_measure())


async def _measure() -> tuple[answers.Rounds, answers.Rounds]:
    with TemporaryDirectory() as folder:
        environ = {"DIGESTBOT_DATA": folder, "DIGESTBOT_TELEGRAM_PER_SECOND": "1000000"}
        async with _bot(OURS, environ) as mine, _bot([sys.executable, "-c", _ECHO], {}) as other:
            return await answers.in_turn(mine, other)


def cost_of_an_answer() -> Row:
    """CPU time of the bot's process for one ``/summary``."""
    return answers.cost_of_an_answer("Telegram", _measured(), "an echo bot of python-telegram-bot")


def answers_in_a_second() -> Row:
    """How many answers a second, against a bot that only repeats what is said."""
    return answers.answers_in_a_second(_measured(), "the echo bot")


BENCHMARKS = (cost_of_an_answer, answers_in_a_second)
