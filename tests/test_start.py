"""A start loads only what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
    "asyncio",
    "bs4",
    "discord",
    "jieba",
    "markdown_it",
    "msgspec",
    "rjieba",
    "sqlalchemy",
    "sqlite3",
    "telegram",
}
# What only serves platforms.
SERVING = {"aiohttp", "apscheduler", "discord", "telegram", "watchfiles"}
LOADED = (
    "import sys, bot.cli\n"
    "try: sys.exit(bot.cli.main(sys.argv[1:]))\n"
    "except SystemExit: print('loaded', *sys.modules)"
)


def loaded(checkout: Path, *arguments: str) -> set[str]:
    """The modules that the program has loaded when it is done."""
    command = [sys.executable, "-c", LOADED, *arguments]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    return set(run.stdout.rpartition("loaded ")[2].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_light(checkout: Path, option: str) -> None:
    """Help and version load no platform's library, no segmenter, no database and no event loop."""
    modules = loaded(checkout, option)
    assert "argparse" in modules
    assert modules & HEAVY == set()


def test_console(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks on the console waits for nothing that only serves platforms."""
    monkeypatch.setenv("DIGESTBOT_DATA", str(tmp_path))
    modules = loaded(checkout, "ask", "/list")
    assert "sqlalchemy" in modules
    assert modules & SERVING == set()
