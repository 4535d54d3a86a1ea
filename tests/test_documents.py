"""The documentation is true: what is made from the code is fresh, and the examples run."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from bot import __version__
from bot.settings import load
from tests.conftest import CHECKOUT
from tests.tools import documents

CORE = CHECKOUT / "digests"
MODULES = [
    ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(CORE.rglob("*.py"))
]


def test_readme_is_fresh(checkout: Path) -> None:
    """The tables of the README and the conversations it shows are what the code gives now."""
    page = (checkout / "README.md").read_text(encoding="utf-8")
    assert documents.readme(page) == page


def test_shown_command() -> None:
    """A command of the README is shown with what it prints."""
    page = "a\n<!-- made: digestbot --version -->\nold\n<!-- end -->\nb\n"
    shown = f"```console\n$ digestbot --version\ndigestbot {__version__}\n```\n"
    assert documents.readme(page) == page.replace("old\n", shown)


def test_example_env_is_fresh(checkout: Path) -> None:
    """The example of an ``.env`` names every setting and sets none."""
    path = checkout / "deploy" / "example.env"
    assert path.read_text(encoding="utf-8") == documents.example_env()
    assert load({}, path) == load({})


def test_readme_examples(checkout: Path) -> None:
    """The Python examples of the README give what they show."""
    assert doctest.testfile(str(checkout / "README.md"), module_relative=False).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    """The examples in the docstrings of the core give what they show."""
    assert doctest.testmod(import_module(name)).failed == 0
