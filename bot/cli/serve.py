"""``run``, and what happens without a command."""

import argparse
import sys

from bot.cli import chat
from bot.cli.session import settings
from bot.settings import Settings


def main_job(options: argparse.Namespace) -> int:
    """Serve if there is a token, chat if there is a terminal, else print today's digest."""
    chosen = settings()
    if _tokens(chosen):
        return run(options)
    options.language = None
    if sys.stdin.isatty():
        return chat.chat(options)
    options.json, options.date = False, None
    code = chat.digest(options)
    chat.hint(chosen)
    return code


def run(_: argparse.Namespace) -> int:
    """Say what is missing: no platform can be served yet."""
    stated = _tokens(settings())
    tokens = f"{' and '.join(stated)} found, but " if stated else ""
    print(
        f"digestbot: {tokens}this version serves neither Telegram nor Discord yet."
        " To use the bot here in the terminal: digestbot chat",
        file=sys.stderr,
    )
    return 1


def _tokens(chosen: Settings) -> list[str]:
    tokens = {
        "DIGESTBOT_TELEGRAM_TOKEN": chosen.telegram_token,
        "DIGESTBOT_DISCORD_TOKEN": chosen.discord_token,
    }
    return [name for name, token in tokens.items() if token is not None]
