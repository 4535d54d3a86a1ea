"""``run``, and what happens without a command."""

import argparse
import sys

from bot.cli import chat
from bot.cli.session import settings, warn
from bot.settings import Settings

_NOT_YET = "{tokens} will be served by a later version: neither Telegram nor Discord is there yet."


def main_job(options: argparse.Namespace) -> int:
    """Chat if there is a terminal, else print today's digest and how to chat."""
    chosen = settings()
    if tokens := _tokens(chosen):
        warn(f"{_NOT_YET.format(tokens=' and '.join(tokens))} The bot is here in the terminal:")
    options.language = None
    if sys.stdin is not None and sys.stdin.isatty():
        return chat.chat(options)
    options.json, options.date = False, None
    code = chat.digest(options)
    chat.hint(chosen)
    return code


def run(_: argparse.Namespace) -> int:
    """Say what is missing: no platform can be served yet."""
    stated = " and ".join(_tokens(settings())) or "DIGESTBOT_TELEGRAM_TOKEN or DIGESTBOT_DISCORD_TOKEN"
    warn(f"{_NOT_YET.format(tokens=stated)} To use the bot here in the terminal: digestbot chat")
    return 1


def _tokens(chosen: Settings) -> list[str]:
    tokens = {
        "DIGESTBOT_TELEGRAM_TOKEN": chosen.telegram_token,
        "DIGESTBOT_DISCORD_TOKEN": chosen.discord_token,
    }
    return [name for name, token in tokens.items() if token is not None]
