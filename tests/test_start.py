"""A start loads only what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "alembic",
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
LOADED = (
    "import sys, bot.cli\ntry: bot.cli.main(sys.argv[1:])\nexcept SystemExit: print('loaded', *sys.modules)"
)


def loaded(checkout: Path, *arguments: str) -> set[str]:
    """The modules that the program has loaded when it is done."""
    command = [sys.executable, "-c", LOADED, *arguments]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    return set(run.stdout.rpartition("loaded ")[2].split())


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_light(checkout: Path, option: str) -> None:
    """Help and version load no platform's library, no segmenter and no database."""
    modules = loaded(checkout, option)
    assert "argparse" in modules
    assert modules & HEAVY == set()
