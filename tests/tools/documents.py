"""Writes the parts of README.md that are made from the code, and ``deploy/example.env`` (``make docs``).

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``. ``NAME`` is ``commands``,
``settings``, or a command line of ``digestbot`` whose output is shown.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import settings
from bot.commands import COMMANDS, Command
from bot.discord.commands import NOT_HERE
from bot.texts import Language, Voice, speak

CHECKOUT = Path(__file__).parents[2]
_PART = re.compile(r"(<!-- made: (?P<name>[^\n]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def readme(text: str) -> str:
    """The README with every made part made anew."""
    return _PART.sub(lambda part: f"{part[1]}{_make(part['name'])}{part[3]}", text)


def example_env() -> str:
    """An ``.env`` with every setting, each commented out."""
    lines = ["# Copy this to .env and set what you need; the real environment wins over it.\n"]
    lines += [f"# {row.meaning} Unset: {row.unset}.\n#{row.key}=\n" for row in settings.table()]
    return "\n".join(lines).replace("`", "")


def commands() -> str:
    """What people can say, as a table."""
    voice = speak(Language.EN)
    listed = [command for command in COMMANDS if command.listed]
    rows = [(_typed(one, voice), voice(f"command.{one.name}") + _where(one)) for one in listed]
    return _table(("say", "and get"), rows)


def _where(command: Command) -> str:
    """Where one cannot say it."""
    places = {"on Discord": command.name in NOT_HERE, "in the console": command.posts}
    return "".join(f" (not {place})" for place, missing in places.items() if missing)


def settings_table() -> str:
    """What the operator can set, as a table."""
    rows = [(f"`{row.key}`", row.meaning, row.unset) for row in settings.table()]
    return _table(("setting", "meaning", "when unset"), rows)


def output(command_line: str) -> str:
    """What a ``digestbot`` command prints on the essays that ship, in a data folder of its own."""
    arguments = shlex.split(command_line)[1:]
    with TemporaryDirectory() as folder:
        environ = {"DIGESTBOT_DATA": folder, "LANG": "en_US.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "100"}
        run = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=CHECKOUT,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    return f"```console\n$ {command_line}\n{run.stdout.rstrip()}\n```\n"


def _make(name: str) -> str:
    if name == "commands":
        return commands()
    return settings_table() if name == "settings" else output(name)


def _typed(command: Command, voice: Voice) -> str:
    argument = f" {voice(f'argument.{command.argument}')}" if command.argument else ""
    return f"`/{command.name}{argument}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main() -> None:
    """Write both files."""
    page = CHECKOUT / "README.md"
    page.write_text(readme(page.read_text(encoding="utf-8")), encoding="utf-8")
    (CHECKOUT / "deploy" / "example.env").write_text(example_env(), encoding="utf-8")


if __name__ == "__main__":
    main()
