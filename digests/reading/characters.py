"""Characters: what is cleaned before anything is read, and how lines of text come together.

Nothing here normalises letters or punctuation: what the author wrote stays as written.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from digests.model import Span

# The marks after which a sentence may end, and the quotes and brackets that stay with them.
_CLOSING = tuple("。！？!?…；;.：:”’」』）)】》〉\"'~～")

_LINE_ENDS = re.compile("\r\n?|[\v\x1c-\x1e\x85\u2028]")
_PAGE_ENDS = re.compile("[\f\u2029]")
_UNSEEN_SET = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\xad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff"
)
_UNSEEN = re.compile(f"[{_UNSEEN_SET}]")
# A joiner holds an emoji together; anywhere else it is unseen.
_LOOSE_JOINER = re.compile("(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ODD = re.compile(f"[\r\v\f\x1c-\x1e\x85\u2028\u2029\u200d\ud800-\udfff{_UNSEEN_SET}]")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
# Any white space but a single plain space inside a line.
_GAP = re.compile(r" \s+|[^\S ]\s*")
_WIDE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd]")
_WIDE_MARK = re.compile("[\u3000-\u303f\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")
_EITHER_WIDTH = "“”‘’…—·"


def clean(text: str) -> str:
    """The text with plain line ends and without what cannot be seen (controls, zero-width, bidi marks)."""
    if not _ODD.search(text):  # as in most texts
        return text
    text = _PAGE_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", _LOOSE_JOINER.sub("", _UNSEEN.sub("", text)))


def closes(text: str) -> bool:
    """Whether the text ends as a finished sentence, or a line that leads on to the next, does."""
    return text.endswith(_CLOSING)


def is_wide(character: str) -> bool:
    """Whether this is a character of Chinese or Japanese text, which has no spaces between words."""
    return _WIDE.match(character) is not None


def same(text: str) -> str:
    """The letters and digits alone, in lower case: equal for two writings of the same words."""
    return _NEITHER_LETTER_NOR_DIGIT.sub("", text.casefold())


def joint(before: str, after: str) -> str:
    """What stands between two lines that belong together: nothing in Chinese, else a space.

    The rule for segment breaks of CSS Text Module Level 3, section 4.1.3.
    """
    if _WIDE_MARK.match(before) or _WIDE_MARK.match(after):
        return ""
    if is_wide(before):
        return "" if is_wide(after) or after in _EITHER_WIDTH else " "
    return "" if is_wide(after) and before in _EITHER_WIDTH else " "


def tidy(raw: str, bold: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """The text with its white space settled, and where its bold stretches are then.

    White space at both ends goes, inside a line it becomes one space, and line ends are joined.
    """
    text = " ".join(raw.split())
    if text == raw.strip():  # as in most texts
        lead = len(raw) - len(raw.lstrip())
        return text, merged(text, [(span.start - lead, span.end - lead) for span in bold]) if bold else ()
    return _collapsed(raw, bold)


def _collapsed(raw: str, bold: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    origins, starts, length, here = [0], [0], 0, 0
    parts: list[str] = []
    for gap in _GAP.finditer(raw):
        part = raw[here : gap.start()]
        here = gap.end()
        if gap.start() > 0 and here < len(raw):
            part += joint(raw[gap.start() - 1], raw[here]) if "\n" in gap[0] else " "
        parts.append(part)
        length += len(part)
        origins.append(here)
        starts.append(length)
    parts.append(raw[here:])
    text = "".join(parts)
    ends = [*starts[1:], len(text)]

    def moved(position: int) -> int:
        index = bisect_right(origins, position) - 1
        return min(starts[index] + position - origins[index], ends[index])

    lead = len(text) - len(text.lstrip())
    text = text.strip()
    return text, merged(text, [(moved(span.start) - lead, moved(span.end) - lead) for span in bold])


def merged(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The stretches without white space at their ends, those that touch made one."""
    spans: list[Span] = []
    for start, end in stretches:
        inside = text[max(start, 0) : end]
        first = max(start, 0) + len(inside) - len(inside.lstrip())
        last = first + len(inside.strip())
        if first == last:
            continue
        if spans and not text[spans[-1].end : first].strip():
            first = spans.pop().start
        spans.append(Span(first, last))
    return tuple(spans)
