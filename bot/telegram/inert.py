"""Text that stays what it is: in it the service finds nothing to tap that the writer did not mean so.

By itself it makes links of names of files and sites (``essay.md``), mentions, hashtags, cashtags and
commands (https://core.telegram.org/bots/api#messageentity). Inside ``code`` it does not, and so not one
character of the text has to be changed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.telegram.rich import CODE, FOLDED, QUOTE, Look, Span, span

# What has a scheme was meant as a link. Each pattern takes time linear in the length of the text.
_LINK = (
    r"(?P<link>\bhttps?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#:][!-~]*)?)|(?<![A-Za-z])[A-Za-z]+://[!-~]*"
)
_SITE = r"(?<![A-Za-z0-9_.@+-])[A-Za-z0-9_.@+-]*(?<=[\w-])\.[A-Za-z\u00c0-\u1fff]{2,}(?!\w)(?:[/?#:][!-~]*)?"
_MAIL = r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]*@[\w-]+(?:\.[\w-]+)+"
_NUMBERS = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
_TAGS = r"(?:@[A-Za-z0-9_]+|(?<![\w#])#\w+)(?:[.+@-]+\w+)*|(?<![\w$])\$[A-Z]{1,8}\b"
_COMMANDS = r"(?<![\w/@<>])/[A-Za-z0-9_]+(?:[/.+@-]+\w+)*"
_INVITING = re.compile(f"{_LINK}|{_MAIL}|{_SITE}|{_NUMBERS}|{_TAGS}")
_INVITING_OR_COMMAND = re.compile(f"{_INVITING.pattern}|{_COMMANDS}")

_QUOTES = frozenset({QUOTE, FOLDED})


def inert(text: str, *looks: Look, commands: bool = False) -> Iterator[Span]:
    """A stretch in which the service finds no links but those with a scheme; nor commands, unless wanted."""
    return inert_spans([span(text, *looks)], commands=commands)


def inert_spans(spans: Sequence[Span], *, commands: bool = False) -> Iterator[Span]:
    """The same for text of several looks, which the service reads as one.

    The looks are left away where ``code`` stands: it does not go with others but quotations.
    """
    text = "".join(span.text for span in spans)
    edges = _edges(text, _INVITING if commands else _INVITING_OR_COMMAND)
    position = 0
    for stretch in spans:
        end = position + len(stretch.text)
        within = edges[bisect_right(edges, position) : bisect_left(edges, end)]
        for start, stop in pairwise([position, *within, end]):
            is_code = bisect_right(edges, start) % 2
            yield Span(text[start:stop], stretch.looks & _QUOTES | {CODE} if is_code else stretch.looks)
        position = end


def _edges(text: str, inviting: re.Pattern[str]) -> list[int]:
    """Where what has to be code begins and ends, by turns."""
    return [edge for found in inviting.finditer(text) if found["link"] is None for edge in found.span()]
