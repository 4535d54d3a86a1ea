"""Draws what Discord shows of a conversation, as a phone does (``make docs``).

The pictures in README.md are PNG; each is made from the SVG beside it, which is what tests compare.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from wcwidth import wcswidth

from bot.discord.components import Button, ButtonRow, Component, File, Message, Section, Select, TextDisplay
from bot.discord.render import render
from bot.requests import Address, Request
from tests.tools.discord_markdown import Line, Stretch, read
from tests.tools.drawing import write
from tests.tools.stage import staged

# For each picture what is said, and in which language.
CONVERSATIONS = {
    "discord-summary": ("zh-CN", ("/summary 4",)),
    "discord-search": ("zh-CN", ("/search 拼多多 下沉",)),
}

_WIDTH, _LEFT, _RIGHT, _PADDING = 390, 62, 14, 13
_SIZES = {"heading2": 19.5, "heading3": 16.5, "small": 12.0, "listing": 13.0}
_SIZE = 15.0
_BUTTON = 32
_TOKEN = re.compile(r"[!-~\u00a1-\u024f]+|\s|.[，。！？；：、）》」』】…”’⁰¹²³⁴⁵⁶⁷⁸⁹]*")
_LOOKS = {
    "bold": 'font-weight="700"',
    "underline": 'text-decoration="underline"',
    "link": 'fill="#00a8fc"',
}
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" \
font-family="'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">
<title>{title}</title>
<rect width="100%" height="100%" fill="#1a1b1e"/>
{drawn}</svg>
"""


@dataclass(slots=True)
class _Canvas:
    """What is drawn so far, and where the next thing goes."""

    y: float = 10
    drawn: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 8) -> None:
        """A box with round corners."""
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}"'
        self.drawn.append(f'<rect {box} fill="{colour}"/>\n')

    def text(self, x: float, y: float, stretches: Iterable[Stretch], size: float, colour: str) -> None:
        """Text that begins at a place."""
        spans = ""
        for looks, group in groupby(stretches, lambda stretch: stretch.looks):
            attributes = " ".join(_LOOKS[look] for look in sorted(looks) if look in _LOOKS)
            said = escape("".join(stretch.text for stretch in group))
            spans += f"<tspan {attributes}>{said}</tspan>" if attributes else said
        place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}"'
        self.drawn.append(f'<text {place} fill="{colour}" xml:space="preserve">{spans}</text>\n')

    def message(self, message: Message) -> None:
        """One message: its box, then what is in it."""
        top, start, width = self.y, len(self.drawn), _WIDTH - _LEFT - _RIGHT
        self.y += _PADDING
        for child in message.container.children:
            self.component(child, _LEFT + _PADDING, width - 2 * _PADDING)
            self.y += 8
        self.y += _PADDING - 8
        over, self.drawn = self.drawn[start:], self.drawn[:start]
        self.rect(_LEFT, top, width, self.y - top, "#2b2d31")
        self.rect(_LEFT, top, 4, self.y - top, f"#{message.container.colour:06x}", 2)
        self.drawn += over
        self.y += 8

    def component(self, component: Component, x: float, width: float) -> None:
        """One part of a message."""
        match component:
            case TextDisplay(markdown):
                self.lines(read(markdown), x, width)
            case Section(markdown, accessory):
                top, beside = self.y, _button_width(accessory)
                self.button(accessory, x + width - beside)
                self.lines(read(markdown), x, width - beside - 12)
                self.y = max(self.y, top + _BUTTON)
            case ButtonRow(buttons):
                self.buttons(buttons, x, width)
            case Select(_, _, placeholder):
                self.rect(x, self.y, width, 38, "#1e1f22", 6)
                self.text(x + 12, self.y + 24, [Stretch(placeholder)], 14, "#949ba4")
                arrow = f"M{x + width - 24:.1f} {self.y + 17:.1f} l5 5 l5 -5"
                self.drawn.append(f'<path d="{arrow}" stroke="#dbdee1" stroke-width="2" fill="none"/>\n')
                self.y += 38
            case File(name):
                self.rect(x, self.y, width, 44, "#232428")
                self.text(x + 12, self.y + 27, [Stretch(name)], 14, "#00a8fc")
                self.y += 44

    def buttons(self, buttons: Sequence[Button], x: float, width: float) -> None:
        """Buttons in a row; those that have no room in it go below."""
        left = x
        for button in buttons:
            if left > x and left + _button_width(button) > x + width:
                left, self.y = x, self.y + _BUTTON + 8
            self.button(button, left)
            left += _button_width(button) + 8
        self.y += _BUTTON

    def button(self, button: Button, x: float) -> None:
        """A button; where the next thing goes stays as it was."""
        self.rect(x, self.y, _button_width(button), _BUTTON, "#4e5058")
        self.text(x + 14, self.y + 21, [Stretch(button.label)], 14, "#ffffff")

    def lines(self, lines: Iterable[Line], x: float, width: float) -> None:
        """Text, each line in its look."""
        for line in lines:
            kind = next((block for block in line.blocks if block in _SIZES), "")
            size = _SIZES.get(kind, _SIZE)
            height = round(size * 1.4)
            indent = {"quote": 14, "item": 18, "listing": 8}.get(next(iter(line.blocks - {"small"}), ""), 0)
            colour = "#949ba4" if kind == "small" else "#f2f3f5" if kind.startswith("heading") else "#dbdee1"
            bold = frozenset({"bold"}) if kind.startswith("heading") else frozenset[str]()
            stretches = [Stretch(part.text, part.looks | bold) for part in line.stretches]
            self.y += 4 if bold else 0
            for index, row in enumerate(_wrapped(stretches, size, width - indent)):
                if "quote" in line.blocks:
                    self.rect(x, self.y, 3, height, "#4e5058", 1.5)
                if "listing" in line.blocks:
                    self.rect(x, self.y, width, height, "#1e1f22", 0)
                if "item" in line.blocks and not index:
                    self.text(x + 5, self.y + size, [Stretch("•")], size, colour)
                self.text(x + indent, self.y + size * 1.05, row, size, colour)
                self.y += height
            self.y += 2 if bold else 0


def picture(title: str, conversation: Iterable[tuple[str, Sequence[Message]]]) -> str:
    """What people said and the messages that came back, from top to bottom, as SVG."""
    canvas = _Canvas()
    for said, answers in conversation:
        canvas.text(_LEFT, canvas.y + 12, [Stretch(f"↱ {said}")], 12, "#949ba4")
        canvas.rect(14, canvas.y + 20, 36, 36, "#5865f2", 18)
        name = [Stretch("Essays", frozenset({"bold"}))]
        canvas.text(_LEFT, canvas.y + 33, name, 15, "#f2f3f5")
        canvas.y += 42
        for message in answers:
            canvas.message(message)
    drawn = "".join(canvas.drawn)
    return _FRAME.format(width=_WIDTH, height=round(canvas.y + 4), title=escape(title), drawn=drawn)


def _button_width(button: Button) -> float:
    return 28 + _advance(button.label, 14)


def _wrapped(stretches: Iterable[Stretch], size: float, width: float) -> Iterator[list[Stretch]]:
    """A line as lines that fit the width; no closing mark begins one."""
    signs = [Stretch(sign, part.looks) for part in stretches for sign in part.text]
    row: list[Stretch] = []
    position = 0
    for token in _TOKEN.findall("".join(sign.text for sign in signs)):
        part = signs[position : position + len(token)]
        position += len(token)
        if row and sum(_advance(sign.text, size, sign.looks) for sign in [*row, *part]) > width:
            yield row
            row = []
            if token.isspace():
                continue
        row += part
    yield row


def _advance(text: str, size: float, looks: frozenset[str] = frozenset()) -> float:
    """About how wide a text is."""
    return size * sum(map(_share, text)) * (1.06 if "bold" in looks else 1)


def _share(sign: str) -> float:
    """About how wide a character is, as a share of the size of the type."""
    if wcswidth(sign) > 1 or not (sign.isascii() or sign in "⁰¹²³⁴⁵⁶⁷⁸⁹"):
        return 1.0
    return (
        0.31 if sign in "iljtfr.,:;'!|()[] " else 0.86 if sign in "mwMW" else 0.66 if sign.isupper() else 0.56
    )


async def conversation(language: str, said: Iterable[str]) -> list[tuple[str, tuple[Message, ...]]]:
    """What was said, and the messages that answer it."""
    async with staged() as bot:
        return [(text, render(await bot.desk.answer(_request(text, language))).messages) for text in said]


def _request(text: str, language: str) -> Request:
    return Request(Address("discord", "1"), "1", text, language=language)


def svg(name: str) -> str:
    """One of the pictures in README.md."""
    language, said = CONVERSATIONS[name]
    return picture(f"Discord: {', '.join(said)}", asyncio.run(conversation(language, said)))


if __name__ == "__main__":
    write(CONVERSATIONS, svg)
