"""``chat``, ``ask`` and ``digest``: the bot in the terminal."""

import argparse
import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time

from bot.cli.session import opened, settings
from bot.console.adapter import (
    ADDRESS,
    PERSON,
    Console,
    terminal_language,
    terminal_style,
    terminal_width,
)
from bot.console.asjson import as_json
from bot.console.render import render
from bot.errors import BotError
from bot.ports import Clock
from bot.requests import Request
from bot.settings import Settings
from bot.texts import Language, Voice, language_of, speak


def chat(options: argparse.Namespace) -> int:
    """Talk until the person leaves."""
    chosen = settings()
    stack = AsyncExitStack()
    with asyncio.Runner() as runner:
        bot = runner.run(stack.enter_async_context(opened(chosen)))
        try:
            console = Console(
                bot.desk,
                _voice(options, chosen),
                _language(options),
                runner.run,
                sys.stdout,
                terminal_style(sys.stdout, os.environ),
                terminal_width(),
            )
            console.chat()
        finally:
            runner.run(stack.aclose())
    return 0


def ask(options: argparse.Namespace) -> int:
    """Answer one message; exit code 1 if the bot was in trouble."""
    return asyncio.run(_answer(options, options.message, settings()))


def digest(options: argparse.Namespace) -> int:
    """Print the digest of a day."""
    chosen = settings()
    clock = _Noon(_day(options.date), chosen) if options.date else None
    return asyncio.run(_answer(options, "/digest", chosen, clock))


def hint(chosen: Settings) -> None:
    """How to chat, for whoever ran the main job without a terminal."""
    voice = speak(language_of(terminal_language(os.environ)) or chosen.language or Language.ZH_HANS)
    print(voice("console.hint", command=f"{sys.executable} -m bot chat"))


async def _answer(
    options: argparse.Namespace, message: str, chosen: Settings, clock: Clock | None = None
) -> int:
    async with opened(chosen, clock) as bot:
        reply = await bot.desk.answer(Request(ADDRESS, PERSON, message, language=_language(options)))
    if options.json:
        print(json.dumps(as_json(reply), ensure_ascii=False))
    else:
        style = terminal_style(sys.stdout, os.environ)
        print(render(reply, terminal_width(), style).text)
    return 1 if reply.kind == "error" else 0


class _Noon:
    """A clock that stands at noon of a day, in the set time zone."""

    def __init__(self, day: date, chosen: Settings) -> None:
        self._noon = datetime.combine(day, time(12), chosen.timezone).astimezone(UTC)

    def now(self) -> datetime:
        return self._noon


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BotError(f"{text!r} is not a date; write it like 2026-01-31") from error


def _voice(options: argparse.Namespace, chosen: Settings) -> Voice:
    return speak(language_of(_language(options)) or chosen.language or Language.ZH_HANS)


def _language(options: argparse.Namespace) -> str:
    return options.language or terminal_language(os.environ)
