"""Reads Discord's Markdown as its apps do, for tests and pictures: lines of stretches with their looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(r"(?<!\\)```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n].*?)\n*```", re.DOTALL | re.IGNORECASE)
_BLOCKS = (
    ("quote", re.compile(r"> ")),
    ("small", re.compile(r" *-# +")),
    ("heading1", re.compile(r" *# +")),
    ("heading2", re.compile(r" *## +")),
    ("heading3", re.compile(r" *### +")),
    ("item", re.compile(r" *(?:[-*]|[0-9]+\.) +")),
)
_LITERAL = re.compile(r"\\([^0-9A-Za-z\s])")
_ALONE = (
    ("link", re.compile(r"<(https?://[^ >]+)>")),
    ("mention", re.compile(r"(<(?:[@#/:]|a:|t:|id:)[^>\n]*>|@everyone|@here)")),
    ("preview", re.compile(r"(https?://[^\s<]+[^<.,:;\"'\]\s])")),
    ("masked", re.compile(r"(\[[^\]\n]+\]\([^)\n]+\))")),
    ("emoji", re.compile(r"(:[\w+~-]+:)", re.ASCII)),
    ("code", re.compile(r"`+(.+?)`+")),
)
_AROUND = (
    ("bold", re.compile(r"\*\*((?:\\.|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\.|[^\\])+?)__(?!_)")),
    ("italic", re.compile(r"[*_]((?:\\.|[^\\])+?)[*_](?![*_])")),
    ("struck", re.compile(r"~~((?:\\.|[^\\])+?)~~")),
    ("hidden", re.compile(r"\|\|((?:\\.|[^\\])+?)\|\|")),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text as it is shown, and its looks (``bold``, ``link``, ``mention``, …)."""

    text: str
    looks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it is: ``quote``, ``small``, ``heading2``, ``item``, ``listing``."""

    stretches: tuple[Stretch, ...]
    blocks: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The line as it is shown."""
        return "".join(stretch.text for stretch in self.stretches)


def read(markdown: str) -> list[Line]:
    """What is shown of a text."""
    lines: list[Line] = []
    parts = _CODE.split(markdown)
    for index, part in enumerate(parts):
        if index % 2:
            lines += [Line((Stretch(line),), frozenset({"listing"})) for line in part.split("\n")]
            continue
        text = part.removeprefix("\n") if index else part
        text = text.removesuffix("\n") if index < len(parts) - 1 else text
        if text or len(parts) == 1:
            lines += map(_line, text.split("\n"))
    return lines


def looks(markdown: str) -> set[str]:
    """All that is anything but plain text in it."""
    return {
        look
        for line in read(markdown)
        for look in (*line.blocks, *(k for s in line.stretches for k in s.looks))
    }


def plain(markdown: str) -> str:
    """The text as it is shown, without any looks."""
    return "\n".join(line.text for line in read(markdown))


def _line(text: str) -> Line:
    blocks: set[str] = set()
    for block, pattern in _BLOCKS:
        if found := pattern.match(text):
            blocks.add(block)
            text = text[found.end() :]
    return Line(tuple(_stretches(text, frozenset())), frozenset(blocks))


def _stretches(text: str, looks: frozenset[str]) -> Iterator[Stretch]:
    position = 0
    while position < len(text):
        if found := _LITERAL.match(text, position):
            yield Stretch(found[1], looks)
        elif alone := _first(_ALONE, text, position):
            look, found = alone
            yield Stretch(found[1], looks | {look})
        elif around := _first(_AROUND, text, position):
            look, found = around
            yield from _stretches(found[1], looks | {look})
        else:
            yield Stretch(text[position], looks)
            position += 1
            continue
        position = found.end()


def _first(
    rules: tuple[tuple[str, re.Pattern[str]], ...], text: str, position: int
) -> tuple[str, re.Match[str]] | None:
    for look, pattern in rules:
        if found := pattern.match(text, position):
            return look, found
    return None
