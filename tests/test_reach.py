"""What the code may reach, and what is claimed of that."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# The modules that may talk with other machines, or listen to them.
CONNECTING = {
    "bot/discord/adapter.py",
    "bot/discord/answering.py",
    "bot/discord/calls.py",
    "bot/discord/checking.py",
    "bot/discord/documents.py",
    "bot/discord/syncing.py",
    "bot/discord/venues.py",
    "bot/serving/proxies.py",
    "bot/serving/readiness.py",
    "bot/telegram/transport.py",
    "bot/serving/timekeeping.py",
    "bot/serving/web.py",
}
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request"}
# What starts other programs, or takes data for code.
FORBIDDEN = {"code", "ctypes", "marshal", "multiprocessing", "pickle", "pty", "shelve", "subprocess"}
# What sets the C library's heap, and calls nothing else.
ALLOWED = {"bot/serving/memory.py": {"ctypes"}}
CALLS = {"eval", "exec", "compile", "system", "popen", "spawnv", "execv", "fork", "mktemp", "unsafe_load"}
# Methods of a soup that take selectors.
SELECTING = {"css", "select", "select_one"}
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def modules(checkout: Path) -> Iterator[tuple[str, ast.Module]]:
    """The code of the program, by the names of its files."""
    for folder in ("bot", "digests"):
        for path in sorted((checkout / folder).rglob("*.py")):
            yield path.relative_to(checkout).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(module: ast.Module) -> set[str]:
    """What a module imports, by whole names and by the first part of each."""
    names = set[str]()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names | {name.partition(".")[0] for name in names}


def called(module: ast.Module) -> set[str]:
    """The names of what a module calls; of methods only where they are a module's of the library."""
    found = set[str]()
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os" | "tempfile" | "yaml"), attr=name)):
                found.add(name)
            case _:
                pass
    return found


def test_network(checkout: Path) -> None:
    """Few modules know of the network, none of the core: no address that somebody writes is ever fetched."""
    assert {name for name, module in modules(checkout) if imported(module) & NETWORK} == CONNECTING


def test_no_programs(checkout: Path) -> None:
    """No other program is started, and no data are taken for code: no name of a file reaches a shell."""
    found = {
        name: imported(module) & FORBIDDEN | called(module) & CALLS for name, module in modules(checkout)
    }
    assert {name: what for name, what in found.items() if what} == ALLOWED


def test_no_selectors(checkout: Path) -> None:
    """Nothing is looked for by CSS selectors, which endless documents make slow."""
    found = {
        name
        for name, module in modules(checkout)
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in SELECTING
    }
    assert found == set()
    assert all("soupsieve" not in imported(module) for _, module in modules(checkout))


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import os\nos.system('x')", "system"),
        ("eval('x')", "eval"),
        ("yaml.unsafe_load('x')", "unsafe_load"),
    ],
)
def test_calls_are_found(code: str, what: str) -> None:
    """The calls that the test above looks for are found."""
    assert called(ast.parse(code)) & CALLS == {what}


def test_claims(checkout: Path) -> None:
    """Every test that the page on security names is there."""
    named = NAMED.findall((checkout / "deploy" / "security.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    for path, test in named:
        text = (checkout / path).read_text(encoding="utf-8")
        assert f"def {test}(" in text or not test, f"{path}::{test}"
