"""Reading an essay against BeautifulSoup's parse of the same bytes, which does less."""

from collections.abc import Callable
from html import escape

from bs4 import BeautifulSoup

from digests.model import Block, BlockKind, Essay
from digests.reading import read
from tests.benchmarks.harness import CHECKOUT, Row, compare, milliseconds

_SEEDS = [(path.name, path.read_bytes()) for path in sorted((CHECKOUT / "seeds").iterdir())]


def seeds_as_they_came() -> Row:
    """The seeds: front matter, a publishing platform's HTML, its clutter."""
    return _against_soup("the five essays as they came", _SEEDS, [text.decode() for _, text in _SEEDS])


def html() -> Row:
    """The same essays as clean HTML."""
    pages = [_essay(read(data, name), _html) for name, data in _SEEDS]
    return _against_soup("the five essays as HTML", [("a.html", page.encode()) for page in pages], pages)


def markdown() -> Row:
    """The same essays as Markdown; BeautifulSoup gets them as HTML."""
    essays = [read(data, name) for name, data in _SEEDS]
    texts = [("a.md", _essay(essay, _markdown).encode()) for essay in essays]
    return _against_soup("the five essays as Markdown", texts, [_essay(essay, _html) for essay in essays])


def _against_soup(name: str, ours: list[tuple[str, bytes]], peer: list[str]) -> Row:
    pair = compare(
        lambda: [read(data, file) for file, data in ours],
        lambda: [BeautifulSoup(page, "html.parser") for page in peer],
    )
    return Row(
        f"reading {name} (against BeautifulSoup's parse)",
        pair.peer_by_ours,
        f"{milliseconds(pair.ours / len(ours))} an essay",
        milliseconds(pair.peer / len(peer)),
        at_least=3,
    )


def _essay(essay: Essay, form: Callable[[Block], str]) -> str:
    title = Block(BlockKind.HEADING, essay.title, 1)
    return "\n\n".join(form(block) for block in (title, *essay.blocks)) + "\n"


def _html(block: Block) -> str:
    tag = f"h{block.level}" if block.kind is BlockKind.HEADING else "p"
    return f"<{tag}>{_bold(block, '<strong>', '</strong>', escape)}</{tag}>"


def _markdown(block: Block) -> str:
    mark = "#" * block.level + " " if block.kind is BlockKind.HEADING else ""
    return mark + _bold(block, "**", "**", str)


def _bold(block: Block, opening: str, closing: str, form: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for span in block.emphasis:
        pieces += [
            form(block.text[end : span.start]),
            opening,
            form(block.text[span.start : span.end]),
            closing,
        ]
        end = span.end
    return "".join([*pieces, form(block.text[end:])])


BENCHMARKS = (seeds_as_they_came, html, markdown)
