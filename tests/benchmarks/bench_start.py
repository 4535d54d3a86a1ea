"""How fast the program starts, and what a waiting console holds in memory."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory

import pexpect

from bot.texts import Language, speak
from tests.benchmarks.harness import CHECKOUT, Row, Skipped, compare_commands, milliseconds

_BOT = (sys.executable, "-m", "bot")
_STANDARD = (sys.executable, "-c", "import argparse, sqlite3")
_JIEBA = (sys.executable, "-W", "ignore", "-c", "import jieba; jieba.setLogLevel(60); jieba.lcut('预热')")
_WITHOUT_RJIEBA = (
    "import sys; sys.modules['rjieba'] = None; from bot.cli import main; sys.exit(main(['chat']))"
)


def help_text() -> Row:
    """``--help`` against the bare interpreter with two modules of the standard library."""
    return _light("--help")


def version() -> Row:
    """``--version`` against the same."""
    return _light("--version")


def first_answer_cold() -> Row:
    """The first answer there ever is: the library is read and the database made on the way."""
    name = "first answer, nothing kept yet (against loading jieba and cutting one word)"
    return _first_answer(name, lambda data: (sys.executable, "-c", _FRESH.format(folder=data), *_BOT[1:]))


def first_answer_kept() -> Row:
    """The first answer of a later start."""
    return _first_answer("first answer of a later start (against the same)", lambda _: _BOT)


def _first_answer(name: str, bot: Callable[[str], Sequence[str]]) -> Row:
    with TemporaryDirectory() as folder:
        ask = (*bot(folder), "ask", "/summary 1")
        pair = compare_commands(ask, _JIEBA, {"DIGESTBOT_DATA": folder}, rounds=5)
    return Row(name, pair.ours_by_peer, milliseconds(pair.ours), milliseconds(pair.peer))


def memory_of_an_idle_console() -> Row:
    """What the console holds after its first answer, with rjieba."""
    held = _idle_memory([*_BOT[1:], "chat"])
    return Row("memory of an idle console, rjieba", held, f"{held:.0f} MB", unit="MB", at_most=95)


def memory_of_an_idle_console_with_jieba() -> Row:
    """The same with jieba standing in."""
    held = _idle_memory(["-c", _WITHOUT_RJIEBA])
    return Row("memory of an idle console, jieba", held, f"{held:.0f} MB", unit="MB")


_COUNT_MODULES = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(len(sys.modules))
"""
# Takes away what the round before has kept, then becomes the bot.
_FRESH = (
    "import os, shutil, sys; shutil.rmtree('{folder}', ignore_errors=True);"
    " os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


def _light(option: str) -> Row:
    pair = compare_commands((*_BOT, option), _STANDARD)
    return Row(
        f"`{option}` (against `import argparse, sqlite3`)",
        pair.ours_by_peer,
        milliseconds(pair.ours),
        milliseconds(pair.peer),
        at_most=5,
        note=f"imports {_imported(option)} modules",
    )


def _imported(option: str) -> int:
    command = [sys.executable, "-c", _COUNT_MODULES, option]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return int(run.stdout.split()[-1])


def _idle_memory(arguments: Sequence[str]) -> float:
    prompt = speak(Language.EN)("console.prompt")
    with TemporaryDirectory() as folder:
        environ = {"DIGESTBOT_DATA": folder, "LANG": "en_US.UTF-8", "TERM": "dumb", "PATH": "/usr/bin:/bin"}
        console = pexpect.spawn(
            sys.executable, list(arguments), env=environ, cwd=str(CHECKOUT), encoding="utf-8"
        )
        try:
            console.expect_exact(prompt)
            console.sendline("/summary 1")
            console.expect_exact(prompt)
            listing = ["ps", "-o", "rss=", "-p", str(console.pid)]
            return int(subprocess.run(listing, capture_output=True, text=True, check=True).stdout) / 1024
        except FileNotFoundError as error:
            raise Skipped("this system has no ps") from error
        finally:
            console.close(force=True)


BENCHMARKS = (
    help_text,
    version,
    first_answer_cold,
    first_answer_kept,
    memory_of_an_idle_console,
    memory_of_an_idle_console_with_jieba,
)
