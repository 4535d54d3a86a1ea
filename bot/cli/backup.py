"""``backup`` and ``restore``: the database in one file, from the operator's side."""

import argparse
import asyncio
from pathlib import Path

from bot.backups.backup import back_up
from bot.backups.restoring import Restored, restore
from bot.cli.session import settings, warn
from bot.clock import SystemClock
from bot.logs import printable
from bot.wiring import database_of


def backup(options: argparse.Namespace) -> int:
    """Write a backup, beside a bot that runs."""
    file = Path(options.file)
    label = back_up(database_of(settings()), file, SystemClock().now())
    size = file.stat().st_size / 1e6
    print(printable(f"{file}: {size:.1f} MB, schema {label.revision}, checked; SHA-256 {label.sha256}"))
    return 0


def restore_job(options: argparse.Namespace) -> int:
    """Go back to a backup; exit code 1 if that cannot be, with everything as it was."""
    database, file = database_of(settings()), Path(options.file)
    restored = asyncio.run(restore(file, database, SystemClock(), moved=options.moved))
    print(printable(f"restored into {database.parent}: {_summary(restored)}"))
    if restored.aside:
        print(printable(f"what was there before is in {restored.aside}: delete it when you need it no more"))
    if restored.in_doubt:
        warn(
            f"since the backup was made, digests came due that may have been posted ({restored.in_doubt}). "
            "They are not posted again by themselves; `digestbot deliveries --state unknown` lists them, and "
            "`digestbot resend NUMBER` posts them"
        )
    return 0


def _summary(restored: Restored) -> str:
    label = restored.label
    made = f", as of {label.made_at:%Y-%m-%d %H:%M} UTC (version {label.version})" if label else ""
    return f"{restored.essays} essays and {restored.subscriptions} subscriptions{made}"
