"""A whole web page: which part of it is the essay, and what its head states."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digests.reading import hypertext
from digests.reading.front_matter import FrontMatter

if TYPE_CHECKING:
    from bs4 import Tag

_PAGE = re.compile(
    r"\s*(?:(?:<\?xml[^>]*>|<!--.*?-->)\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
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
    from bs4 import BeautifulSoup

    page = BeautifulSoup(hypertext.well_formed(text), "html.parser")
    fields: dict[str, tuple[str, ...]] = {}
    for stated in page.find_all("meta", content=True):
        name = _META.get(str(stated.get("property") or stated.get("name") or "").lower())
        if name and (content := str(stated["content"]).strip()):
            fields.setdefault(name, (content,))
    if page.title:
        fields["page title"] = (" ".join(page.title.get_text().split()),)
    if published := page.find("time", datetime=True):
        fields.setdefault("date", (str(published["datetime"]),))
    parts = [*_outermost(page, "article")] or [*_outermost(page, "main")] or [page.body or page]
    return FrontMatter(fields, max(parts, key=lambda part: len(part.get_text())).decode_contents())


def _outermost(page: "Tag", name: str) -> Iterator["Tag"]:
    """The elements of this name that stand in no other of it."""
    within: set[int] = set()
    for part in page.find_all(name):
        if id(part) not in within:
            within.update(map(id, part.find_all(name)))
            yield part
