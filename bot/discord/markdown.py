"""Discord's Markdown: text that is shown as it is, and the few styles that are used.

A backslash takes the meaning from the sign behind it (https://support.discord.com/hc/articles/210298617).
Only signs that need one get one, since whoever copies a message copies the backslashes too.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from bot.replies import Run

# Line ends that Discord does not know, what it refuses, and what turns the direction of the text around it.
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWELCOME = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|([\ud800-\udfff])")
# What means something wherever it stands, and mentions, :emoji: and what would turn into a link.
_INLINE = re.compile(r"[\\*_~`|\[<]|@(?=everyone|here)|:(?=//|[\w+~-]+:)", re.ASCII)
# Headings, small print, quotations and lists are told by how a line begins.
_BLOCK = re.compile(r"^([^\S\n]*)(?:(?=(?:#{1,3}|-#?|>{1,3})(?:\s|\Z))|([0-9]+)(?=\.\s))", re.MULTILINE)
# A web address that may be a link, for it says where it leads. Those of Discord show as something else, but
# for those that invite a bot.
_ADDRESS = re.compile(
    r"\bhttps?://(?!(?!discord\.com/oauth2/authorize\?)[\w.-]*discord)(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:/[\w./?=&%#~+-]{0,300})?"
    r"(?<![.?])(?![.?:!,;]{0,3}[\w/=&%#~+@*|-])",
    re.ASCII | re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text without what cannot be shown or would change how other text is shown."""
    if text.isprintable():  # as most texts are; all that is looked for below is not
        return text
    text = _LINE_END.sub("\n", text)
    return _UNWELCOME.sub(lambda found: "\ufffd" if found[1] else "", text)


def escape(text: str) -> str:
    """The text so that it is shown as it is; a plain web address is a link without a preview."""
    text, escaped, position = clean(text), "", 0
    for address in _ADDRESS.finditer(text):
        escaped += f"{_inert(text[position : address.start()])}<{address[0]}>"
        position = address.end()
    return _BLOCK.sub(r"\1\2\\", escaped + _inert(text[position:]))


def styled(runs: Iterable[Run], prefix: str = "") -> str:
    """The runs; what is marked or bold is bold, and what is marked is so in signs, for screen readers.

    ``prefix`` is what makes a line a heading, small print or a quotation; each line gets it.
    """
    lines = ((any(run.text.strip() for run in line), _line(line)) for line in _lines(runs))
    return "\n".join(prefix + line if visible else "" for visible, line in lines)


def listing(text: str) -> str:
    """Code as such; where it holds the signs that would end it, as plain text."""
    text = clean(text)
    return escape(text) if "```" in text or not text.strip() else f"```\n{text}\n```"


def _inert(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs line by line: no style goes on from one to the next."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = clean(run.text).split("\n")
        lines[-1].append(Run(first, run.marked, run.bold))
        lines += [[Run(text, run.marked, run.bold)] for text in others]
    return lines


def _line(runs: Iterable[Run]) -> str:
    """Neighbours of one style share its signs, since Discord takes ``****`` for no style at all."""
    groups = groupby((run for run in runs if run.text), lambda run: run.marked or run.bold)
    return "".join(_bold(_marked(group)) if strong else _marked(group) for strong, group in groups)


def _marked(runs: Iterable[Run]) -> str:
    groups = groupby(runs, lambda run: run.marked)
    texts = ((marked, escape("".join(run.text for run in group))) for marked, group in groups)
    return "".join(f"【{text}】" if marked else text for marked, text in texts)


def _bold(text: str) -> str:
    return f"**{text}**" if text.strip() else text
