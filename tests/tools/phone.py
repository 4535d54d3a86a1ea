"""Draws what Telegram shows of a conversation, as a phone does (``make docs``).

The pictures in README.md are PNG; each is made from the SVG beside it, which is what tests compare.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from bot.requests import Address, Request
from bot.telegram.render import Key, Message, render
from bot.telegram.rich import units
from tests.tools.drawing import write
from tests.tools.stage import staged

# For each picture what is said, and in which language; ``TAP`` is a tap on the first link of the last answer.
TAP = "/start"
CONVERSATIONS = {
    "telegram-summary": ("zh-CN", ("/summary 4",)),
    "telegram-place": ("zh-TW", ("/digest", TAP)),
    "telegram-search": ("en", ("拼多多",)),
}

_WIDTH, _BUBBLE, _PADDING, _EDGE = 390, 330, 11, 8
_SIZE, _LINE, _KEY = 15.5, 21, 36
_SHOWN_OF_FOLDED = 3
_WORD = re.compile(r"[ -~\u00a0-\u024f⁰¹²³⁴-⁹]")
_TOKEN = re.compile(r"[!-~\u00a1-\u024f⁰¹²³⁴-⁹]+|\s|.")
_CLOSING = "，。！？；：、）》」』】…”’,.!?;:)]⁰¹²³⁴⁵⁶⁷⁸⁹"
_NARROW = "iljtfr.,:;'!|()[] ⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOOKS = {
    "bold": 'font-weight="700"',
    "italic": 'font-style="italic"',
    "underline": 'text-decoration="underline"',
    "text_link": 'fill="#1b7fc4"',
    "bot_command": 'fill="#1b7fc4"',
    "code": 'font-family="Noto Sans Mono, monospace" fill="#a5533b" font-size="14"',
    "pre": 'font-family="Noto Sans Mono, monospace" font-size="13"',
}
_BARS = {"blockquote": "#3a8fd6", "expandable_blockquote": "#3a8fd6", "pre": "#8a94a0"}
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" \
font-size="{size}" font-family="'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif">
<title>{title}</title>
<rect width="100%" height="100%" fill="#cfdcc6"/>
{drawn}</svg>
"""


@dataclass(frozen=True, slots=True)
class _Sign:
    """One character and the types of the entities it is in."""

    text: str
    looks: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a bubble, and the block (quotation or listing) it belongs to."""

    signs: tuple[_Sign, ...]
    block: str = ""
    folded: bool = False


def picture(title: str, conversation: Iterable[tuple[str, Sequence[Message]]]) -> str:
    """What people said and the messages that came back, from top to bottom, as SVG."""
    drawn, y = "", 12
    for said, answers in conversation:
        bubble, y = _bubble(Message(said), y, own=True)
        drawn += bubble
        for message in answers:
            bubble, y = _bubble(message, y, own=False)
            keys, y = _keyboard(message.keyboard, y)
            drawn += bubble + keys
    return _FRAME.format(width=_WIDTH, height=y + 4, size=_SIZE, title=escape(title), drawn=drawn)


def _bubble(message: Message, y: int, *, own: bool) -> tuple[str, int]:
    rows = list(_rows(message))
    wide = message.keyboard or any(row.block for row in rows)
    inner = max(sum(map(_advance, row.signs)) for row in rows)
    width = _BUBBLE if wide else min(_BUBBLE, round(inner) + 2 * _PADDING + 2)
    x = _WIDTH - _EDGE - width if own else _EDGE
    height = len(rows) * _LINE + 2 * _PADDING - 4
    colour = "#e2fbc8" if own else "#ffffff"
    drawn = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="13" fill="{colour}"/>\n'
    top = y + _PADDING - 2
    drawn += "".join(_bars(rows, x + _PADDING, top, width - 2 * _PADDING))
    for i, row in enumerate(rows):
        indent = 10 if row.block else 0
        drawn += _text(row, x + _PADDING + indent, top + i * _LINE + 16)
    return drawn, y + height + 5


def _bars(rows: Sequence[_Row], x: int, top: int, width: int) -> Iterator[str]:
    """The tinted ground and the bar of every quotation."""
    position = 0
    for block, group in groupby(rows, lambda row: row.block):
        lines = list(group)
        y, height = top + position * _LINE, len(lines) * _LINE
        if block:
            colour = _BARS[block]
            place = f'x="{x}" y="{y}" height="{height}" fill="{colour}"'
            yield f'<rect {place} width="{width}" rx="4" opacity="0.1"/>\n'
            yield f'<rect {place} width="3" rx="1.5"/>\n'
        if lines[-1].folded:
            down = f"M{x + width - 16} {y + height - 12} l4 4 l4 -4"
            yield f'<path d="{down}" fill="none" stroke="{_BARS[block]}" stroke-width="1.6"/>\n'
        position += len(lines)


def _text(row: _Row, x: int, y: int) -> str:
    spans = ""
    for looks, group in groupby(row.signs, lambda sign: sign.looks):
        attributes = " ".join(_LOOKS[look] for look in sorted(looks) if look in _LOOKS)
        text = escape("".join(sign.text for sign in group))
        spans += f"<tspan {attributes}>{text}</tspan>" if attributes else text
    return f'<text x="{x}" y="{y}" fill="#16191d" xml:space="preserve">{spans}</text>\n'


def _rows(message: Message) -> Iterator[_Row]:
    lines: list[list[_Sign]] = [[]]
    for sign in _signs(message):
        if sign.text == "\n":
            lines.append([])
        else:
            lines[-1].append(sign)
    for block, group in groupby(lines, _block):
        rows = [_Row(tuple(row), block) for line in group for row in _wrapped(line, block)]
        if block == "expandable_blockquote" and len(rows) > _SHOWN_OF_FOLDED:
            yield from rows[: _SHOWN_OF_FOLDED - 1]
            yield _Row(rows[_SHOWN_OF_FOLDED - 1].signs[:-2], block, folded=True)
        else:
            yield from rows


def _block(line: Sequence[_Sign]) -> str:
    return next((block for block in _BARS if line and block in line[0].looks), "")


def _signs(message: Message) -> Iterator[_Sign]:
    offset = 0
    commands = [found.span() for found in re.finditer(r"(?<![\w/])/[a-z]+", message.text)]
    for i, text in enumerate(message.text):
        looks = {e.type for e in message.entities if e.offset <= offset < e.offset + e.length}
        if not looks & {"code", "pre"} and any(start <= i < end for start, end in commands):
            looks.add("bot_command")
        yield _Sign(text, frozenset(looks))
        offset += units(text)


def _wrapped(line: Sequence[_Sign], block: str) -> Iterator[list[_Sign]]:
    """The line as lines that fit the bubble; no closing mark begins one."""
    room = _BUBBLE - 2 * _PADDING - (30 if block else 10)
    row: list[_Sign] = []
    position = 0
    for token in _TOKEN.findall("".join(sign.text for sign in line)):
        signs = line[position : position + len(token)]
        position += len(token)
        full = sum(map(_advance, [*row, *signs])) > room
        if row and full and token not in _CLOSING:
            yield row
            row = []
            if token.isspace():
                continue
        row.extend(signs)
    yield row


def _advance(sign: _Sign) -> float:
    """About how wide a character is, in units of the picture."""
    if not _WORD.match(sign.text):
        share = 1.0
    elif sign.text in _NARROW:
        share = 0.31
    else:
        share = 0.66 if sign.text.isupper() else 0.56
    return share * _SIZE * (1.05 if "bold" in sign.looks else 1.0)


def _keyboard(rows: Iterable[Sequence[Key]], y: int) -> tuple[str, int]:
    drawn = ""
    for row in rows:
        width = (_BUBBLE - 4 * (len(row) - 1)) / len(row)
        for i, key in enumerate(row):
            drawn += _key(key, _EDGE + i * (width + 4), y, width)
        y += _KEY + 4
    return drawn, y + 8


def _key(key: Key, x: float, y: int, width: float) -> str:
    arrow = f"M{x + width - 12:.1f} {y + 12} l5 -5 m-4 0 l4 0 l0 4"
    opens = f'<path d="{arrow}" stroke="#fff" fill="none"/>' if key.url else ""
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_KEY}" rx="8" fill="#6f8f62"/>{opens}\n'
        f'<text x="{x + width / 2:.1f}" y="{y + 23}" font-size="14" text-anchor="middle" fill="#ffffff">'
        f"{escape(key.label)}</text>\n"
    )


async def conversation(language: str, lines: Iterable[str]) -> list[tuple[str, tuple[Message, ...]]]:
    """What is said, and the messages that answer it."""
    shown: list[tuple[str, tuple[Message, ...]]] = []
    async with staged() as bot:
        for line in lines:
            text = f"{TAP} {_first_link(shown[-1][1])}" if line == TAP else line
            request = Request(Address("telegram", "1"), "1", text, language=language)
            shown.append((line, render(await bot.desk.answer(request), "essays_bot").messages))
    return shown


def _first_link(messages: Iterable[Message]) -> str:
    """What opening the first link in the messages says to the bot."""
    return next(e.url for message in messages for e in message.entities if e.url).partition("=")[2]


def svg(name: str) -> str:
    """One of the pictures in README.md."""
    language, lines = CONVERSATIONS[name]
    return picture(f"Telegram: {', '.join(lines)}", asyncio.run(conversation(language, lines)))


if __name__ == "__main__":
    write(CONVERSATIONS, svg)
