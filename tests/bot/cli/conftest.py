"""The command line, run as people run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs ``digestbot`` with a data folder of its own; keyword arguments are settings."""

    def call(*arguments: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        environ = {name: text for name, text in os.environ.items() if not name.startswith("DIGESTBOT_")}
        environ |= {"DIGESTBOT_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        environ |= {f"DIGESTBOT_{name}": text for name, text in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=Path(__file__).parents[3],
            env={name: text for name, text in environ.items() if name not in {"LC_ALL", "LC_MESSAGES"}},
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two small essays."""
    essays = tmp_path / "essays"
    essays.mkdir()
    (essays / "bridge.md").write_text("# 桥\n\n桥是两岸的约定。没有约定，桥只是石头。\n", encoding="utf-8")
    (essays / "ferry.md").write_text("# 渡\n\n渡口教人等待。等待的人才看得见河。\n", encoding="utf-8")
    return essays
