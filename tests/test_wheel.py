"""What is installed from a wheel works without the checkout."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def installed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the project's wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=checkout, capture_output=True, check=True)
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_contents(checkout: Path, installed: Path) -> None:
    """The wheel holds the code, its texts and migrations, the seeds byte for byte, and no tests."""
    for name in ("bot", "digests"):
        kept = {
            path.relative_to(checkout) for path in (checkout / name).rglob("*.*") if path.suffix != ".pyc"
        }
        assert {path for path in kept if not (installed / path).is_file()} == set()
    for seed in (checkout / "seeds").iterdir():
        assert (installed / "bot" / "seeds" / seed.name).read_bytes() == seed.read_bytes()
    assert not (installed / "tests").exists()


def test_default_essays(installed: Path, tmp_path: Path) -> None:
    """From anywhere, with nothing set, the essays that ship are there."""
    environ = {key: text for key, text in os.environ.items() if not key.startswith("DIGESTBOT_")}
    environ |= {"PYTHONPATH": str(installed), "DIGESTBOT_DATA": str(tmp_path / "data")}
    listing = [sys.executable, "-m", "bot", "essays", "list"]
    run = subprocess.run(listing, cwd=tmp_path, env=environ, capture_output=True, check=True)
    assert len(run.stdout.decode().splitlines()) >= 5
    where = "import bot.settings; print(bot.settings.seeds_folder())"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environ, capture_output=True, check=True
    )
    assert Path(found.stdout.decode().strip()) == installed / "bot" / "seeds"
