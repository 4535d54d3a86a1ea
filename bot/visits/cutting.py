"""Where to cut a text that is too long for one message, so that nobody stumbles over it."""

import re

from wcwidth import grapheme_boundary_before

from digests.sentences import split

# The number a sentence leads to its place by stands behind it and stays with it.
_BEHIND = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s*")
# Behind white space and before an ideograph no word is cut.
_BETWEEN_WORDS = re.compile(r"(?<=\s)|(?=[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


def cut(text: str, start: int, end: int) -> int:
    """The best place to end a message that begins at ``start`` and has no room behind ``end``.

    That is between paragraphs, else behind a line, else behind a sentence, else between words, if more
    than half of the room is used then; else ``end``, or a little before it where it is within what is
    seen as one character (Unicode Standard Annex 29).
    """
    if end >= len(text):
        return len(text)
    least = (start + end) // 2
    for between in ("\n\n", "\n"):
        found = text.rfind(between, least, end)
        if found > start:
            return found + len(between)
    stop = _sentence(text, start, end)
    return _whole_character(text, start, stop if stop > least else _word(text, least, end))


def _sentence(text: str, start: int, end: int) -> int:
    """Where the last sentence that fits ends."""
    # A little further, for what belongs to the end of a sentence may stand behind the room.
    window = text[start : end + 2]
    ends = [_end(window, span.end) for span in split(window)[:-1]]
    return start + max((stop for stop in ends if start + stop <= end), default=0)


def _end(window: str, position: int) -> int:
    found = _BEHIND.match(window, position)
    return found.end() if found else position


def _word(text: str, least: int, end: int) -> int:
    """The last place between two words, else ``end``."""
    between = (found.start() for found in _BETWEEN_WORDS.finditer(text, least, end + 1))
    return max((place for place in between if least < place <= end), default=end)


def _whole_character(text: str, start: int, end: int) -> int:
    boundary = grapheme_boundary_before(text, end + 1)
    return boundary if boundary > start else end
