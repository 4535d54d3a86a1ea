"""``export`` and ``import``: subscriptions on their way to another bot."""

import argparse
import asyncio
import os
from pathlib import Path

from bot.backups import portable
from bot.cli.session import settings
from bot.errors import UnusableFile
from bot.logs import printable
from bot.permissions import why
from bot.subscriptions.subscription import Status, Subscription
from bot.texts import Language
from bot.visits.waking import lay_down
from bot.wiring import Bot, assemble

_PAGE = 1000
_WANTED = frozenset({Status.ACTIVE, Status.PAUSED, Status.WAITING})


def export(options: argparse.Namespace) -> int:
    """Write who gets what and when, a line each."""
    return asyncio.run(_export(Path(options.file)))


def import_job(options: argparse.Namespace) -> int:
    """Keep what was exported, to begin once somebody turns to the bot."""
    return asyncio.run(_import(Path(options.file)))


async def _export(path: Path) -> int:
    async with await assemble(settings()) as bot:
        lines = [portable.line(one, await _language(bot, one)) for one in await _all(bot)]
    _write(path, "".join(f"{line}\n" for line in lines))
    print(printable(f"{path}: {len(lines)} subscriptions"))
    return 0


async def _all(bot: Bot) -> list[Subscription]:
    found: list[Subscription] = []
    while page := await bot.desk.outbox.subscriptions(len(found), _PAGE, _WANTED):
        found.extend(page)
    return found


async def _language(bot: Bot, subscription: Subscription) -> Language | None:
    chosen = (await bot.store.preferences(subscription.home)).get("language")
    return Language(chosen) if chosen else None


def _write(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UnusableFile(f"{path} is there already: name another file") from error
    except OSError as error:
        raise UnusableFile(f"{path}: cannot be written ({why(error, path)})") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


async def _import(path: Path) -> int:
    async with await assemble(settings()) as bot:
        try:
            with path.open(encoding="utf-8") as file:
                # A longer line comes in pieces, of which the first is refused.
                lines = iter(lambda: file.readline(portable.LONGEST + 1), "")
                found = list(portable.read(lines, str(path), bot.clock.now()))
        except OSError as error:
            raise UnusableFile(f"{path}: cannot be read ({why(error)})") from error
        except UnicodeDecodeError as error:
            raise UnusableFile(f"{path}: cannot be read ({error})") from error
        kept = [await lay_down(bot.store, bot.desk.outbox, one) for one in found]
    print(f"{sum(kept)} subscriptions wait until somebody there turns to the bot")
    if not all(kept):
        print(f"{len(kept) - sum(kept)} places have one already, which stays as it is")
    return 0
