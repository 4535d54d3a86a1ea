"""HTML into an outline: a scanner of tags, comments and text, in linear time whatever it is given.

The standard library's parser has quadratic corners and is slower than these expressions; a tree is not
needed, since an outline counts depths.
"""

import re
from collections.abc import Iterator
from html import unescape

from digests.reading.outline import BLOCK, INLINE, RAW, SKIPPED, Outline

_TOKEN = re.compile(
    r"""
    <!--(?P<comment>.*?)(?:-->|\Z)
  | <(?P<end>/?)(?P<tag>[a-zA-Z][^\s/><]*+)
    (?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+|[^<>]*+)>
  | <[!?][^<>]*+>
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});")
_RAW_END = {tag: re.compile(rf"</{tag}\b[^<>]*>?", re.IGNORECASE) for tag in RAW}
_KNOWN = BLOCK | INLINE | SKIPPED.keys()
# A link to a note, or back from it, as the common renderers of Markdown write it.
_NOTE_LINK = re.compile(
    r"""href\s*=\s*["']?#(?:fn|footnote|_?ftn|cite_note|user-content-fn)""", re.IGNORECASE
)


def feed(outline: Outline, text: str) -> None:
    """Tell the outline what stands in this HTML, which may be a fragment."""
    here = 0
    while token := _TOKEN.search(text, here):
        if here < token.start():
            outline.text(plain(text[here : token.start()]))
        here = token.end()
        if (tag := token["tag"]) is None:
            _comment(outline, token["comment"])
            continue
        tag = tag.lower()
        if not is_known(tag):
            if not outline.is_skipping:
                outline.text(plain(token[0]))
        elif token["end"]:
            outline.end(tag)
        elif tag == "a" and _NOTE_LINK.search(token["attributes"]):
            here = _skip_note(text, here)
        else:
            outline.start(tag)
            if tag in RAW:
                here = _skip_raw(outline, text, here, tag)
    if here < len(text):
        outline.text(plain(text[here:]))


def is_known(tag: str) -> bool:
    """Whether this is an element's name; an unknown word in angle brackets is the author's text."""
    return tag in _KNOWN or "-" in tag or ":" in tag


def plain(text: str) -> str:
    """The text with its character references resolved."""
    if "&" not in text:
        return text
    # Python refuses to read numbers of thousands of digits, so only references of real length are resolved.
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def attributes(source: str) -> dict[str, str]:
    """The attributes of a tag by their names in lower case."""
    return {
        name.lower(): plain(quoted or single or bare)
        for name, quoted, single, bare in _ATTRIBUTE.findall(source)
    }


def tags(text: str, *names: str) -> Iterator[tuple[re.Match[str], str]]:
    """The tags of these names, with each its name, and a slash before it for the end of an element."""
    for token in _TOKEN.finditer(text):
        if (name := (token["tag"] or "").lower()) in names:
            yield token, f"{token['end']}{name}"


def _comment(outline: Outline, comment: str | None) -> None:
    # This comment is a mark of blog systems for where the excerpt on the front page ends.
    if comment and comment.strip().lower() != "more":
        outline.drop(comment, "comment")


def _skip_raw(outline: Outline, text: str, here: int, tag: str) -> int:
    """Past an element that holds raw text; one without an end reaches to the end of the text."""
    end = _RAW_END[tag].search(text, here)
    outline.text(text[here : end.start() if end else len(text)])
    outline.end(tag)
    return end.end() if end else len(text)


_NOTE_END = re.compile(r"[^<>]{0,20}</a>", re.IGNORECASE)


def _skip_note(text: str, here: int) -> int:
    """Past the text of a link to a note."""
    end = _NOTE_END.match(text, here)
    return end.end() if end else here
