"""Chatting with the desk on a terminal: what is typed becomes a request, the reply is printed."""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TextIO

from wcwidth import wrap

from bot.console.render import WIDTH, Style, render
from bot.desk.desk import Desk
from bot.replies import Button, Reply
from bot.requests import Address, Document, Request, Source
from bot.texts import Voice

ADDRESS = Address("console", "local")
PERSON = "local"
_LEAVE = frozenset({"/quit", "/exit", "quit", "exit", "/bye"})


@dataclass(slots=True)
class Console:
    """One person's conversation on a terminal.

    ``language`` is the language tag the terminal reports, ``wait`` runs an answer to its end,
    ``width`` is the terminal's width in columns.
    """

    desk: Desk
    voice: Voice
    language: str = ""
    wait: Callable[[Coroutine[None, None, None]], None] = asyncio.run
    output: TextIO = field(default_factory=lambda: sys.stdout)
    style: Style = Style()
    width: int = WIDTH
    _buttons: Sequence[Button] = ()
    _pasted: Source | None = None

    def chat(self) -> None:
        """Answer line by line until the person leaves (Ctrl-D, Ctrl-C or ``quit``)."""
        self.wait(self.say("/start"))
        with suppress(ImportError):  # where the system has it, input() gets arrow keys and a history
            import_module("readline")
        for hint in wrap(self.voice("console.welcome"), self.width):
            self._print(self.style.quiet(hint))
        while (line := self._line()) is not None:
            self.wait(self.say(line))
        self._print(self.voice("console.bye"))

    async def say(self, line: str) -> None:
        """Answer one line; while there are buttons above, a number presses one of them."""
        line = line.strip()
        if not line:
            return
        number = int(line[:9]) if line.isdecimal() else None
        if number is None or not self._buttons:
            await self._answer(self._request(text=line))
        elif 0 < number <= len(self._buttons):
            await self._answer(self._request(action=self._buttons[number - 1].data))
        else:
            self._print(self.voice("console.press", number=number))

    async def _answer(self, request: Request) -> None:
        reply = await self.desk.answer(request)
        if reply.about_source and request.text:
            self._pasted = _document(request.text)
        self.show(reply)

    def show(self, reply: Reply) -> None:
        """Print a reply and remember its buttons."""
        screen = render(reply, self.width, self.style)
        self._buttons = screen.buttons
        self._print("\n" + screen.text + "\n")

    def _request(self, text: str = "", action: str = "") -> Request:
        quoted = self._pasted if action else None
        return Request(ADDRESS, PERSON, text, action, self.language, quoted=quoted)

    def _line(self) -> str | None:
        try:
            line = input(self.voice("console.prompt"))
        except (EOFError, KeyboardInterrupt):
            self._print("")
            return None
        return None if line.strip().lower() in _LEAVE else line

    def _print(self, text: str) -> None:
        print(text, file=self.output, flush=True)


def _document(text: str) -> Source:
    async def typed() -> Document:
        return Document("", text.encode("utf-8", "replace"))

    return typed


def terminal_style(output: TextIO, environ: Mapping[str, str]) -> Style:
    """Colours on a terminal that can show them, unless NO_COLOR is set (https://no-color.org)."""
    return Style(output.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb")


def terminal_width() -> int:
    """The width to write in: the terminal's, but never so wide that lines are hard to read."""
    return max(24, min(shutil.get_terminal_size((WIDTH, 24)).columns, 92))


def terminal_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the locale, as POSIX looks it up; ``""`` if it says nothing."""
    return next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
