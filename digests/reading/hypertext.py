"""HTML into an outline: a scanner of tags, comments and text, in linear time whatever it is given.

The standard library's parser has quadratic corners and is slower than these expressions; a tree is not
needed, since an outline counts depths.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

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
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});")
_RAW_END = {tag: re.compile(rf"</{tag}\b[^<>]*>?", re.IGNORECASE) for tag in RAW}
_COUNTED = ("ol", "li")
_STATED_NUMBER = re.compile(r"""\b(?:start|value)\s*+=\s*+["']?(\d{1,9})(?!\d)""", re.IGNORECASE)
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
            outline.start(tag, _number(token["attributes"]) if tag in _COUNTED else None)
            if tag in RAW:
                content, here = _raw(text, here, tag)
                outline.text(content)
                outline.end(tag)
    if here < len(text):
        outline.text(plain(text[here:]))


def _number(attributes: str) -> int | None:
    stated = _STATED_NUMBER.search(attributes)
    return int(stated[1]) if stated else None


def is_known(tag: str) -> bool:
    """Whether this is an element's name; an unknown word in angle brackets is the author's text."""
    return tag in _KNOWN or "-" in tag or ":" in tag


def plain(text: str) -> str:
    """The text with its character references resolved."""
    if "&" not in text:
        return text
    # Python refuses to read numbers of thousands of digits, so only references of real length are resolved.
    return _ENTITY.sub(lambda entity: unescape(entity[0]), text)


def well_formed(text: str) -> str:
    """The same elements and text with nothing malformed left, for a builder of trees.

    Comments, declarations and scripts are left out, and what is no tag stands as text. This keeps the
    standard library's parser, on which BeautifulSoup builds, away from its quadratic corners.
    """
    return "".join(_well_formed(text))


def _well_formed(text: str) -> Iterator[str]:
    here = 0
    while token := _TOKEN.search(text, here):
        yield escape(plain(text[here : token.start()]))
        here = token.end()
        tag = (token["tag"] or "").lower()
        if tag and not is_known(tag):
            yield escape(plain(token[0]))
        elif tag and token["end"]:
            yield f"</{tag}>"
        elif tag in RAW:
            content, here = _raw(text, here, tag)
            yield f"<title>{escape(plain(content))}</title>" if tag == "title" else ""
        elif tag:
            yield f"<{tag}{_attributes(token['attributes'])}>"
    yield escape(plain(text[here:]))


def _attributes(source: str) -> str:
    return "".join(
        f' {name}="{escape(plain(quoted or single or bare))}"'
        for name, quoted, single, bare in _ATTRIBUTE.findall(source)
    )


def _comment(outline: Outline, comment: str | None) -> None:
    # This comment is a mark of blog systems for where the excerpt on the front page ends.
    if comment and comment.strip().lower() != "more":
        outline.drop(comment, "comment")


def _raw(text: str, here: int, tag: str) -> tuple[str, int]:
    """The content of an element that holds raw text, and where it ends: with the text, if it has no end."""
    end = _RAW_END[tag].search(text, here)
    return (text[here : end.start()], end.end()) if end else (text[here:], len(text))


_NOTE_END = re.compile(r"[^<>]{0,20}</a>", re.IGNORECASE)


def _skip_note(text: str, here: int) -> int:
    """Past the text of a link to a note."""
    end = _NOTE_END.match(text, here)
    return end.end() if end else here
