"""A whole web page: which part of it is the essay, and what its head states."""

import re

from digests.reading import hypertext
from digests.reading.front_matter import FrontMatter

_PAGE = re.compile(
    r"\s*(?:(?:<\?xml[^>]*>|<!--.*?-->)\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>([^<]*)", re.IGNORECASE)
# The names of metadata that state what front matter would (Open Graph, Dublin Core, HTML).
_META = {
    "og:title": "title",
    "dc.title": "title",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "article:published_time": "date",
    "date": "date",
    "pubdate": "date",
    "dc.date": "date",
    "og:site_name": "site",
    "application-name": "site",
    "description": "description",
    "og:description": "description",
    "copyright": "copyright",
}


def is_page(text: str) -> bool:
    """Whether this is a whole page and not a fragment."""
    return _PAGE.match(text, 0) is not None


def split(text: str) -> FrontMatter:
    """What the page states, and the HTML of its essay: the longest article, the main part, or the body."""
    body = _BODY.search(text)
    head = text[: body.start()] if body else text
    fields: dict[str, tuple[str, ...]] = {}
    for token, _ in hypertext.tags(head, "meta"):
        stated = hypertext.attributes(token["attributes"])
        name = _META.get(stated.get("property", stated.get("name", "")).lower())
        if name and (content := stated.get("content", "").strip()):
            fields.setdefault(name, (content,))
    if title := _TITLE.search(head):
        fields["page title"] = (" ".join(hypertext.plain(title[1]).split()),)
    if "date" not in fields and (published := _published(text)):
        fields["date"] = (published,)
    page = text[body.end() :] if body else text
    return FrontMatter(fields, _longest(page, "article") or _longest(page, "main") or page)


def _published(text: str) -> str | None:
    """The first time that the page marks as a date."""
    times = (
        hypertext.attributes(token["attributes"]).get("datetime") for token, _ in hypertext.tags(text, "time")
    )
    return next(filter(None, times), None)


def _longest(page: str, name: str) -> str:
    """The longest outermost element of this name; without an end it reaches to the end of the page."""
    longest, depth, start = "", 0, 0
    for token, tag in hypertext.tags(page, name):
        if tag == name:
            start = start if depth else token.end()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and token.start() - start > len(longest):
                longest = page[start : token.start()]
    return longest if not depth else max(longest, page[start:], key=len)
