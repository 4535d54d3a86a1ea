"""Markdown into an outline, by the tokens of markdown-it-py (CommonMark 0.31 with tables).

Beyond CommonMark it knows what the essays of blogs are written in: notes and citations of Pandoc and
R Markdown, formulas, the tags of Liquid, Jekyll and Hugo, and bold text beside Chinese marks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from digests.reading import hypertext, verse
from digests.reading.characters import is_wide
from digests.reading.outline import Outline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
_HIGHLIGHT = re.compile(r"^\{%-?[ \t]*(?:end)?highlight\b[^{}\n]*%\}[ \t]*$", re.MULTILINE)
_DIV = re.compile(r" {0,3}:{3,}")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
# The marks of lists and quotations at the start of a line, and how much of them the parser is given.
_NESTING = re.compile(r"(?:[ \t]|[-*+>](?=[ \t>]|$)|\d{1,9}[.)](?=[ \t]|$))*+")
_DEEPEST = 40
_UNSPACED_HEADING = re.compile(r"(#{2,6})(?=[^#\s])")
_HIDDEN_CHUNK = re.compile(r"\{.*\b(?:echo|include) *= *F(?:ALSE)?\b")
_HIDDEN_BODY = re.compile(r"(?:#\|.*\n)*#\| *(?:echo|include): *false\b")

# A link around several paragraphs is no Markdown: converters leave it of a card that leads elsewhere.
_CARD = re.compile(
    r"^\[(?:!\[[^\]\n]*\]\([^)\n]*\))?[ ]*\n\n(?P<text>[^\[\]]{0,600})\n\n\]\(https?://[^)\s]*\)$",
    re.MULTILINE,
)

# Text that is said beside the sentence: notes, citations, cross references, tags of templates.
_ASIDE = re.compile(
    r"""
    \^\[(?P<note>(?:[^\[\]]|\[[^\[\]]*+\])*+)\]     # ^[a note]
  | \[\^[^\[\]\s]++\]                               # [^1]
  | \[-?@[^\[\]]*+\]                                # [@key]
  | \\@ref\([^()]*+\)                               # \@ref(key)
  | \{%[^{}]*%\} | \{\{[<%][^{}]*[%>]\}\}         # {% tag %}, {{< tag >}}
  | \{[#.][^{}\n]*+\}                               # {#name .class}
    """,
    re.VERBOSE,
)
_FORMULA = re.compile(r"\$\$[^$]++\$\$|\$(?![\s$])[^$\n]*+(?<![\s\\])\$(?!\d)")
_MARKUP = re.compile(r"[\\`*_\[\]<&^{~$]")
_BRACKET = re.compile(r"[\[\]]")
# More open brackets at once no author leaves: the parser reads on from each of them.
_MOST_OPEN = 20
_MOST_MARKS = 1000
# Four marks in bold text end one stretch and start the next.
_END_AND_START = 4
_ENDS_SENTENCE = tuple("。！？…”」』")
_LONGEST_WRAPPED_LINE = 100
_LEAST_FILLED = 0.8


def feed(outline: Outline, text: str) -> None:
    """Tell the outline what stands in this Markdown."""
    parser = _parser()
    env: dict[str, object] = {"notes": []}
    tokens = parser.parse("\n".join(_lines(outline, _prepared(outline, text))), env)
    inline = [token for token in tokens if token.type == "inline"]
    for token, content in zip(inline, _with_breaks([token.content for token in inline]), strict=True):
        token.content = content
    for token in tokens:
        _block(outline, parser, token, env)


def _block(outline: Outline, parser: "MarkdownIt", token: "Token", env: dict[str, object]) -> None:
    match token.type:
        case "inline":
            _inline(outline, parser, token.content, env)
        case "fence" | "code_block":
            _code(outline, token)
        case "html_block":
            hypertext.feed(outline, token.content)
        case _:
            _element(outline, token)


def _element(outline: Outline, token: "Token") -> None:
    if token.nesting >= 0:
        start = token.attrGet("start")
        outline.start(token.tag, start if isinstance(start, int) else None)
    if token.nesting <= 0:
        outline.end(token.tag)


def _code(outline: Outline, token: "Token") -> None:
    if token.type == "code_block" and _is_prose(token.content):
        outline.start("p")
        for line in token.content.splitlines():
            outline.text(line)
            outline.start("br")
        outline.end("p")
    elif _HIDDEN_CHUNK.match(token.info) or _HIDDEN_BODY.match(token.content):
        outline.drop(token.content, "hidden code")
    else:
        outline.start("pre")
        outline.text(token.content)
        outline.end("pre")


def _is_prose(text: str) -> bool:
    """Whether an indented listing is only text whose paragraphs were indented."""
    wide = sum(map(is_wide, text))
    return wide * 2 > len(text)


def _is_tangled(content: str) -> bool:
    """Whether too many brackets stand open somewhere."""
    depth = 0
    for bracket in _BRACKET.findall(content):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        if depth > _MOST_OPEN:
            return True
    return False


def _inline(outline: Outline, parser: "MarkdownIt", content: str, env: dict[str, object]) -> None:
    if not _MARKUP.search(content) or _is_tangled(content):
        _plain(outline, content)
        return
    children: list[Token] = []
    parser.inline.parse(content, parser, env, children)
    for child in children:
        match child.type:
            case "text" | "text_special" | "code_inline":
                outline.text(child.content)
            case "softbreak":
                outline.text("\n")
            case "html_inline":
                hypertext.feed(outline, child.content)
            case "note":
                outline.drop(child.content, "note")
            case "image":
                outline.start("img")
            case _:
                _element(outline, child)


def _plain(outline: Outline, content: str) -> None:
    """Text without any markup but breaks of lines."""
    first, *rest = re.split(r" {2,}\n", content)
    outline.text(first)
    for line in rest:
        outline.start("br")
        outline.text(line)


def _with_breaks(contents: Sequence[str]) -> Iterator[str]:
    """Lines of verse and lines that are whole paragraphs are parted; lines that only fill a width are not.

    Chinese plain text often has a paragraph on each line and no empty line between them.
    """
    paragraphs = [content.split("\n") for content in contents]
    plain = [[line.rstrip(" \\") for line in lines] for lines in paragraphs]
    for content, lines, is_verse in zip(contents, plain, verse.set_in_lines(plain), strict=True):
        yield "  \n".join(lines) if is_verse else _parted(content.split("\n"))


def _parted(lines: Sequence[str]) -> str:
    if len(lines) == 1 or _is_wrapped(lines):
        return "\n".join(lines)
    parted = [f"{line}  " if line.endswith(_ENDS_SENTENCE) else line for line in lines[:-1]]
    return "\n".join([*parted, lines[-1]])


def _is_wrapped(lines: Sequence[str]) -> bool:
    longest = max(map(len, lines))
    return longest <= _LONGEST_WRAPPED_LINE and all(
        len(line) >= _LEAST_FILLED * longest for line in lines[:-1]
    )


def _prepared(outline: Outline, text: str) -> str:
    """The text without cards, and with the listings of Liquid as those of Markdown."""
    for card in _CARD.finditer(text):
        outline.drop(card["text"], "advert")
    return _HIGHLIGHT.sub("```", _CARD.sub("", text))


def _lines(outline: Outline, text: str) -> Iterator[str]:
    """The lines, without what is no Markdown, and with no nesting deeper than the parser goes."""
    fence = ""
    in_note = after_tag = False
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            if after_tag and not fence:
                yield ""  # else the listing would be part of the HTML before it
            ends = mark[1].startswith(fence) and not mark[2].strip()
            fence = (fence, "")[ends] if fence else mark[1]
        if mark or fence:
            yield line
            continue
        after_tag = line.startswith("<")
        in_note = bool(_NOTE.match(line)) or (in_note and line.startswith(("  ", "\t")))
        if in_note:
            outline.drop(line, "note")
        else:
            yield from _line(line)


def _line(line: str) -> Iterable[str]:
    if _DIV.match(line):
        return ("",)
    if line.startswith("\u3000"):
        return ("", line.lstrip())
    if line.startswith("##"):
        return (_UNSPACED_HEADING.sub(r"\1 ", line, count=1),)
    nesting = _NESTING.match(line)
    if nesting and nesting.end() > _DEEPEST:
        return (f"{line[:_DEEPEST].rsplit(' ', 1)[0]} {line[nesting.end() :]}",)
    return (line,)


def _is_bold(state: "StateInline") -> bool:
    """Whether an odd number of marks for bold text stands before this place."""
    marks = [
        each
        for each in state.delimiters[:_MOST_MARKS]
        if each.marker == ord("*") and each.length == len("**")
    ]
    return len(marks) // len("**") % 2 == 1


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.before("escape", "aside", _aside)
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.inline.ruler.before("emphasis", "bold", _bold)
    return parser


def _aside(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - the form of a rule
    if state.src[state.pos] not in "^[\\{" or not (aside := _ASIDE.match(state.src, state.pos)):
        return False
    if not silent and aside["note"]:
        state.push("note", "", 0).content = aside["note"]
    state.pos = aside.end()
    return True


def _formula(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - the form of a rule
    if state.src[state.pos] != "$" or not (formula := _FORMULA.match(state.src, state.pos)):
        return False
    if not silent:
        state.push("text", "", 0).content = formula[0]
    state.pos = formula.end()
    return True


def _bold(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - the form of a rule
    """Emphasis beside Chinese text, where CommonMark wants spaces that Chinese has not.

    The amendment to the flanking rules that is known as CJK-friendly emphasis: a mark may stand
    between punctuation and a wide character.
    """
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    scanned = state.scanDelims(start, canSplitWord=True)
    if scanned.length == _END_AND_START and _is_bold(state):
        state.pos += scanned.length
        return True
    before = state.src[start - 1] if start else " "
    after = state.src[start + scanned.length : start + scanned.length + 1] or " "
    if not (is_wide(before) or is_wide(after)):
        return False
    from markdown_it.rules_inline.state_inline import Delimiter

    for _ in range(scanned.length):
        state.push("text", "", 0).content = "*"
        opens, ends = not after.isspace(), not before.isspace()
        state.delimiters.append(
            Delimiter(ord("*"), scanned.length, len(state.tokens) - 1, end=-1, open=opens, close=ends)
        )
    state.pos += scanned.length
    return True
