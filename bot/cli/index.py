"""``index status|rebuild``: what the search goes by, from the operator's side."""

import argparse
import asyncio
import json
import sys

from bot.cli.progress import progress_bar
from bot.cli.session import settings
from bot.wiring import Bot, assemble


def status(options: argparse.Namespace) -> int:
    """How the index stands to the library; exit code 1 if it cannot be used."""
    return asyncio.run(_status(as_json=options.json))


def rebuild(_: argparse.Namespace) -> int:
    """Make the index anew; a bot that runs meanwhile goes on with the old one until it is done."""
    return asyncio.run(_rebuild())


async def _status(*, as_json: bool) -> int:
    async with await assemble(settings()) as bot:
        held, library = await bot.index.standing(), await bot.store.standing()
        facts = {
            "essays": library.essays,
            "indexed": held.essays if held is not None else 0,
            "in_step": held == library,
            "usable": held is not None,
            "bytes": await bot.index.size(),
        }
    if as_json:
        print(json.dumps(facts))
    else:
        print(f"{facts['indexed']} of {library.essays} essays, {facts['bytes'] / 1e6:.1f} MB: {_said(facts)}")
    return 0


def _said(facts: dict[str, int]) -> str:
    if facts["in_step"]:
        return "up to date"
    if facts["usable"]:
        return "behind the library; it is brought up to date with the next search"
    return "made by another version; it is made anew in the background, or now: digestbot index rebuild"


async def _rebuild() -> int:
    async with await assemble(settings()) as bot:
        try:
            with progress_bar("index", "essays") as progress:
                await bot.library.indexer.renew(progress)
        except asyncio.CancelledError:
            print("stopped; the search goes on with the index as it was", file=sys.stderr)
            raise
        print(await _summary(bot))
    return 0


async def _summary(bot: Bot) -> str:
    held = await bot.index.standing()
    return f"{held.essays if held else 0} essays, {await bot.index.size() / 1e6:.1f} MB"
