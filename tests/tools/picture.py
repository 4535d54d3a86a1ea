"""Draws the picture of a conversation in README.md (``make docs``): what the console really shows."""

import asyncio
import re
from html import escape
from io import StringIO
from pathlib import Path

from bot.console.adapter import Console
from bot.console.render import Style
from bot.texts import Language, speak
from tests.tools.stage import staged

PICTURE = Path(__file__).parents[1] / "stories" / "conversation.svg"
_SAID = ("/summary 4", "/points 5", "拼多多 下沉")
_COLUMNS = 58
_CELL, _LINE, _MARGIN = 7.7, 22, 20
_CODE = re.compile(r"\x1b\[(\d+)m")
# What terminal codes (ECMA-48 SGR) look like; those that end a style are not listed.
_LOOKS = {
    "1": 'font-weight="bold" fill="#ffffff"',
    "2": 'fill="#8b95a7"',
    "4": 'text-decoration="underline" fill="#ffd479"',
}
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" font-size="14" \
font-family="ui-monospace, Menlo, Consolas, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', monospace">
<title>A conversation: a summary, key points, a search</title>
<rect width="100%" height="100%" rx="10" fill="#1c2230"/>
{lines}</svg>
"""


def picture() -> str:
    """The picture as SVG."""
    lines = asyncio.run(_conversation()).rstrip().split("\n")
    drawn = "".join(_line(line, _MARGIN + (i + 1) * _LINE) for i, line in enumerate(lines))
    width, height = round(2 * _MARGIN + _COLUMNS * _CELL), 2 * _MARGIN + (len(lines) + 1) * _LINE
    return _FRAME.format(width=width, height=height, lines=drawn)


def _line(line: str, y: int) -> str:
    """One line of the screen: each stretch in its look, the spaces at its beginning as a distance."""
    parts = _CODE.split(line)
    plain = "".join(parts[::2])
    indent = len(plain) - len(plain.lstrip())
    looks = ["", *(_LOOKS.get(code, "") for code in parts[1::2])]
    spans = "".join(
        f"<tspan {look}>{escape(text)}</tspan>" if look else escape(text)
        for look, text in zip(looks, parts[::2], strict=True)
        if text
    )
    x = _MARGIN + indent * _CELL
    return f'<text x="{x:.1f}" y="{y}" fill="#d5dbe7" xml:space="preserve">{spans.lstrip()}</text>\n'


async def _conversation() -> str:
    screen = StringIO()
    async with staged() as bot:
        voice = speak(Language.ZH_HANS)
        console = Console(bot.desk, voice, output=screen, style=Style(colour=True), width=_COLUMNS)
        for line in _SAID:
            screen.write(f"{voice('console.prompt')}{line}\n")
            await console.say(line)
    return screen.getvalue()


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
