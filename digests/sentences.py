"""Text to sentences, each with its place; joined again they are the text, to the character."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from digests.model import BlockKind, Essay, Place, Sentence, Span

# A quotation within a sentence keeps it together up to this many characters; one that is longer
# or never closed is read like any other text, so a lost mark cannot swallow the essay.
QUOTATION_REACH = 200

_CLOSERS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    '"': '"',
    "（": "）",
    "(": ")",
    "【": "】",
    "《": "》",
}
_BRACKETS = "（(【《"
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SIGN = re.compile(r"[“‘「『\"（(【《]|[。！？!?…；;.．｡]+")
_END_MARKS = "。！？!?….．｡"
_TAIL = re.compile(r"(?:[”’」』）)】》\]]|\"(?=\s|$))*")
_SPACE = re.compile(r"\s*")
_LINE_END = re.compile(r"\n\s*(?=\S)")
_LONGEST_STANZA = 4
# Particles that go on with what was said; 的确, 地下 or 等他来 begin something new.
_PARTICLE = (
    "的(?!确)|地(?![下上面方点铁球区])|得(?![了到出知益意])"
    "|等(?=[，、。；：等的各多几两三四五六七八九十话语词句字类人\\d])"
)
_AFTER_MARK = re.compile(rf"\s*[，、：,:]|(?<![。；])(?:{_PARTICLE})")
_AFTER_QUOTATION = re.compile(
    rf"\s*[，、；：,;:）)]|{_PARTICLE}|然后|随后|接着|[^\s。！？!?…，；：“”「」]{{0,8}}[说道问喊答写][。！？，：]"
)
_LAST_WORD = re.compile(r"[\w.]+$")
_INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*\.?")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st vs no vol fig figs eq ch sec pp ed eds cf al approx dept est inc ltd co corp"
    " gen gov rep sen rev hon jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def of(essay: Essay, telling: Callable[[str], bool] = bool) -> tuple[Sentence, ...]:
    """The sentences of paragraphs, list items and quotations, in order, without white space around them.

    With ``telling``, only those of the blocks whose text it holds true of.
    """
    kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE)
    return tuple(
        sentence
        for index, block in enumerate(essay.blocks)
        if block.kind in kinds and telling(block.text)
        for span in split(block.text)
        if (sentence := _trimmed(block.text, index, span)) is not None
    )


def split(text: str) -> tuple[Span, ...]:
    """Where the sentences of a text are: contiguous spans from its first character to its last.

    A sentence ends with 。！？!?…；, with a full stop that is none of an abbreviation, an initial
    or a number, and with ``;`` among Chinese characters. Closing quotes and brackets and the white
    space behind belong to it. Nothing ends inside a quotation or bracket of at most
    ``QUOTATION_REACH`` characters. Verse is parted at the ends of lines alone: where a sentence ends there,
    and if none does for more than four lines, into couplets. Linear in the length of the text.
    """
    return tuple(_of_verse(text) if "\n" in text else _of_prose(text))


def _of_verse(text: str) -> Iterator[Span]:
    lines = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text)]
    ends = {span.end for span in _of_prose(text)}
    first = 0
    for last in range(1, len(lines)):
        if lines[last] in ends or last == len(lines) - 1:
            yield from _couplets(lines[first : last + 1])
            first = last


def _couplets(lines: Sequence[int]) -> Iterator[Span]:
    """Lines that no sentence ends in, by where they begin; a single one that is left stays with the last."""
    if len(lines) - 1 <= _LONGEST_STANZA:
        yield Span(lines[0], lines[-1])
        return
    stops = [*lines[:-2:2], lines[-1]]
    yield from (Span(start, end) for start, end in pairwise(stops))


def _of_prose(text: str) -> list[Span]:
    spans: list[Span] = []
    start = position = 0
    while sign := _SIGN.search(text, position):
        position = _resume(text, sign)
        if _ends(text, start, sign, position):
            end = _space_end(text, position)
            spans.append(Span(start, end))
            start = position = end
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def _trimmed(text: str, block: int, span: Span) -> Sentence | None:
    raw = text[span.start : span.end]
    start = span.start + len(raw) - len(raw.lstrip())
    words = raw.strip()
    return Sentence(words, Place(block, start, start + len(words))) if words else None


def _resume(text: str, sign: re.Match[str]) -> int:
    """Where reading goes on: behind the end mark with what closes after it, or behind the quotation."""
    closer = _CLOSERS.get(sign[0])
    if closer is None:
        tail = _TAIL.match(text, sign.end())
        return tail.end() if tail else sign.end()
    closed = text.find(closer, sign.end(), sign.end() + QUOTATION_REACH)
    return sign.end() if closed < 0 else closed + 1


def _ends(text: str, start: int, sign: re.Match[str], end: int) -> bool:
    """Whether a sentence that began at ``start`` ends at ``end``."""
    if sign[0] in _CLOSERS:
        return _quotation_ends(text, start, sign, end)
    if _AFTER_MARK.match(text, end):
        return False
    if sign[0].isascii() or sign[0][0] == "．":
        return _ascii_mark_ends(text, start, sign, end)
    return True


def _quotation_ends(text: str, start: int, sign: re.Match[str], end: int) -> bool:
    """A quoted full sentence ends the sentence around it, unless that goes on (“来吧。”他说。)."""
    if end == sign.end() or text[end - 2] not in _END_MARKS:
        return False
    if sign[0] in _BRACKETS and text[start : sign.start()].strip():
        return False
    if text[end - 2] == "." and _lower_next(text, end):
        return False
    return not _AFTER_QUOTATION.match(text, end) and not _lower_next(text, end)


def _ascii_mark_ends(text: str, start: int, sign: re.Match[str], end: int) -> bool:
    mark, before, after = sign[0], text[sign.start() - 1 : sign.start()], text[end : end + 1]
    if _is_han(before) and (mark != "." or not after.strip() or _is_han(after)):
        return True
    if mark.startswith(";"):
        return False
    if after and not after.isspace():
        return _is_han(after) and mark != "." and not before.isspace()
    if _lower_next(text, end):
        return False
    return mark != "." or not _is_abbreviation(text, start, sign.start())


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it: an initial, a title, a list number."""
    found = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if found is None:
        return False
    word = found[0]
    if word.isdigit():
        return not text[start : found.start()].strip()
    return bool(_INITIALS.fullmatch(word)) or word.lower() in _ABBREVIATIONS


def _is_han(character: str) -> bool:
    return bool(_HAN.match(character))


def _lower_next(text: str, position: int) -> bool:
    """Whether the next character that is not white space is a small letter: the sentence goes on."""
    following = _space_end(text, position)
    return text[following : following + 1].islower()


def _space_end(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position
