"""Reading: an essay's file becomes an Essay."""

import re
from datetime import date

from digests.errors import UnreadableEssay
from digests.model import Dropped, Essay
from digests.reading import (
    front_matter,
    hypertext,
    margins,
    markdown,
    notices,
    repair,
    statements,
    titles,
    verse,
    webpage,
)
from digests.reading.characters import clean, same
from digests.reading.encoding import decode
from digests.reading.front_matter import FrontMatter
from digests.reading.margins import Margins
from digests.reading.outline import Outline, Piece

# Room for a long book in any encoding.
MAX_BYTES = 10_000_000
# Two writings of one lead differ by at most a label, spaces and marks, and begin alike after the label.
_SLACK = 30
_START = 4

_HTML_START = re.compile(
    r"\s*<(?:!--|(?:div|p|article|section|main|h[1-6]|blockquote|table|ul|ol|span|figure|br|img|font|center|b|strong|header)\b)",
    re.IGNORECASE,
)
_MARKDOWN_LINE = re.compile(r"\n(?:#{1,6} |[-*+] |>|```|~~~|===|---|!?\[[^\]\n]*\]\()")
_MARKDOWN_MARKS = ("](http", "](/", "**", "![")


def read(data: bytes | str, name: str = "") -> Essay:
    """Read one essay: Markdown, HTML or plain text, with front matter or without.

    ``data`` is the whole file, ``name`` its file name (its ending tells HTML from Markdown in doubt).
    Raises UnreadableEssay, with ``reason`` one of ``"empty"``, ``"too-large"``, ``"binary"``,
    ``"encoding"``, ``"front-matter"`` and ``"no-text"``.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableEssay(
            "too-large", f"it is longer than {MAX_BYTES // 1_000_000} MB: split it into several files"
        )
    text, encoding = (data, "utf-8") if isinstance(data, str) else decode(data)
    text = clean(text)
    if not text.strip():
        raise UnreadableEssay("empty", "the file is empty: put the essay's text in it")
    matter = _split(text)
    pieces, dropped = _outline(matter.body, name)
    essay = _essay(matter, pieces, dropped, encoding)
    if not essay.title:
        raise UnreadableEssay("no-text", "there is no text in it, only markup or pictures")
    return essay


def _split(text: str) -> FrontMatter:
    if webpage.is_page(text):
        return webpage.split(text)
    return front_matter.split(text)


def _outline(body: str, name: str) -> tuple[list[Piece], list[Dropped]]:
    outline = Outline()
    if _is_html(body, name):
        hypertext.feed(outline, body)
    else:
        markdown.feed(outline, body)
    return outline.finish()


def _is_html(body: str, name: str) -> bool:
    if name.lower().endswith((".html", ".htm", ".xhtml")):
        return True
    if not _HTML_START.match(body) or any(mark in body for mark in _MARKDOWN_MARKS):
        return False
    return _MARKDOWN_LINE.search(body) is None


def _essay(matter: FrontMatter, pieces: list[Piece], dropped: list[Dropped], encoding: str) -> Essay:
    author = statements.names(matter.fields.get("author", matter.fields.get("authors", ())))
    pieces = _without_captions(pieces, dropped)
    around = Margins(list(pieces), known_author=author)
    margins.trim_end(around)
    title = _title(matter, around)
    if not title and pieces:
        # What looks like margins only is the essay itself.
        around = Margins(pieces)
        title = titles.opening(pieces)
    lead = _lead(matter, around, title)
    _drop_repeats(around, lead)
    blocks = repair.find_headings(repair.join_torn(verse.gather(around.pieces)))
    return Essay(
        title=title,
        blocks=tuple(piece.block for piece in blocks),
        author=_author(author, around),
        date=_date(matter, dropped) or around.day,
        source=_source(matter, author, around),
        lead=lead,
        rights="\n".join(around.rights) or _rights(matter),
        encoding=encoding,
        dropped=(*dropped, *around.dropped),
    )


def _without_captions(pieces: list[Piece], dropped: list[Dropped]) -> list[Piece]:
    kept = []
    for piece in pieces:
        if repair.is_caption(piece):
            dropped.append(Dropped(piece.text, "caption"))
        else:
            kept.append(piece)
    return kept


def _title(matter: FrontMatter, around: Margins) -> str:
    """The stated title, the heading on top, what it is said to be about, the first line or sentence."""
    around.title = " ".join((matter.first("title") or "").split())
    if page := matter.first("page title"):
        around.title = titles.without_site(around.title or page, around.pieces)
    margins.trim_start(around)
    if not around.title:
        around.title = (
            titles.take_heading(around.pieces)
            or matter.first("subject")
            or titles.take_line(around.pieces)
            or ""
        )
        margins.trim_start(around)
    return around.title or (titles.opening(around.pieces) if around.pieces else "")


def _lead(matter: FrontMatter, around: Margins, title: str) -> str | None:
    if around.lead:
        return around.lead
    stated = matter.first("description", "summary", "excerpt", "subtitle", "abstract")
    lead = notices.unlabelled(" ".join((stated or "").split()))
    return lead if same(lead) and same(lead) != same(title) else None


def _drop_repeats(around: Margins, lead: str | None) -> None:
    """Take out blocks that only say the lead again."""
    if not lead:
        return
    kept = []
    for piece in around.pieces:
        if _is_repeat(piece.text, lead):
            around.dropped.append(Dropped(piece.text, "repeat"))
        else:
            kept.append(piece)
    around.pieces = kept


def _is_repeat(text: str, lead: str) -> bool:
    if abs(len(text) - len(lead)) > _SLACK:
        return False
    text = notices.unlabelled(text)
    return text.startswith(lead[:_START]) and same(text) == same(lead)


def _author(stated: str | None, around: Margins) -> str | None:
    """The byline in the text, else who the front matter names, unless that is the site itself."""
    if around.author:
        return around.author
    if stated and (not around.source or same(stated) != same(around.source)):
        return stated
    return around.handle


def _source(matter: FrontMatter, author: str | None, around: Margins) -> str | None:
    """The publication by name, else the front matter's author where the text has another, else a host."""
    if around.source:
        return around.source
    if stated := matter.first("site", "site_name", "source", "publication", "publisher"):
        return statements.site(stated)
    if author and around.author and _are_different(author, around.author):
        return author
    return around.via or statements.host(matter.first("via", "original", "original_url") or "")


def _are_different(author: str, other: str) -> bool:
    return same(author) not in same(other) and same(other) not in same(author)


def _date(matter: FrontMatter, dropped: list[Dropped]) -> date | None:
    """The first stated date that is one; what is none is left out."""
    for name in ("date", "published", "publishdate", "publish_date", "pubdate", "created", "created_at"):
        if stated := matter.first(name):
            if day := statements.parse_date(stated):
                return day
            dropped.append(Dropped(stated, "date"))
    return None


def _rights(matter: FrontMatter) -> str | None:
    return matter.first("rights", "copyright", "license")
