"""``chat``, ``ask`` and ``digest``: the bot in the terminal."""

import argparse
import asyncio
import json
import os
import shlex
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.cli.session import opened, settings
from bot.clock import SystemClock
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
from bot.errors import BotError, FolderUnavailable, UsageError
from bot.ports import Clock
from bot.requests import Request
from bot.serving.locking import is_served
from bot.settings import Settings
from bot.texts import Language, Voice, language_of, speak
from bot.wiring import Bot


def chat(options: argparse.Namespace) -> int:
    """Talk until the person leaves."""
    if sys.stdin is None:
        raise BotError("there is no terminal to chat in; to ask once: digestbot ask MESSAGE")
    chosen = settings()
    stack = AsyncExitStack()
    with asyncio.Runner() as runner:
        bot = runner.run(stack.enter_async_context(opened(chosen)))
        try:
            console = Console(
                bot.desk,
                _voice(options, chosen),
                _language(options),
                lambda answer: runner.run(_up_to_date(bot, answer)),
                sys.stdout,
                terminal_style(sys.stdout, os.environ),
                terminal_width(),
            )
            console.chat()
        finally:
            runner.run(stack.aclose())
    return 0


async def _up_to_date(bot: Bot, answer: Coroutine[None, None, None]) -> None:
    """Answer once the library follows its folder; where that is gone, or a bot does, from what is known."""
    if not is_served(bot.settings.data):
        with suppress(FolderUnavailable):
            await bot.refresh()
    await answer


def ask(options: argparse.Namespace) -> int:
    """Answer one message; exit code 1 if the bot was in trouble."""
    if bool(options.message) == bool(options.press):
        raise UsageError("say something or press a button: digestbot ask MESSAGE, or ask --press ACTION")
    request = Request(ADDRESS, PERSON, options.message, options.press, _language(options))
    return asyncio.run(_answer(request, settings(), as_object=options.json))


def digest(options: argparse.Namespace) -> int:
    """Print the digest of a day."""
    chosen = settings()
    clock = _Noon(_day(options.date), chosen) if options.date else None
    request = Request(ADDRESS, PERSON, "/digest", language=_language(options))
    return asyncio.run(_answer(request, chosen, clock, as_object=options.json))


def hint(chosen: Settings) -> None:
    """How to chat, for whoever ran the main job without a terminal."""
    voice = speak(language_of(terminal_language(os.environ)) or chosen.language or Language.ZH_HANS)
    script = Path(sys.executable).with_name("digestbot")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "bot"]
    print(voice("console.hint", command=shlex.join([*command, "chat"])))


async def _answer(request: Request, chosen: Settings, clock: Clock | None = None, *, as_object: bool) -> int:
    async with opened(chosen, clock) as bot:
        reply = await bot.desk.answer(request)
    if as_object:
        print(json.dumps(as_json(reply), ensure_ascii=False))
    else:
        style = terminal_style(sys.stdout, os.environ)
        print(render(reply, terminal_width(), style).text)
    return 1 if reply.kind == "error" else 0


class _Noon(SystemClock):
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
