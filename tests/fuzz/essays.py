"""Reading and digesting: whatever the bytes of a file are."""

from itertools import pairwise

import msgspec
from hypothesis import strategies as st

from bot.ports import Content
from bot.shelf.library import derive_content
from digests.derived import Derived
from digests.errors import UnreadableEssay
from digests.model import Block, Essay, Place
from digests.reading import read
from digests.sentences import of as sentences_of
from digests.sentences import split
from tests.fuzz import texts
from tests.fuzz.target import Bound, Target

_NAMES = st.sampled_from(["", "a.md", "a.html", "a.txt", "a.Rmd", "000.md"])


def _read(given: tuple[bytes, str]) -> Essay | None:
    try:
        return read(*given)
    except UnreadableEssay:
        return None


def _check_essay(_given: object, essay: Essay | None) -> None:
    if essay is None:
        return
    assert essay.title.strip()
    for block in essay.blocks:
        _check_block(block)


def _check_block(block: Block) -> None:
    assert block.text.strip()
    block.text.encode()
    spans = split(block.text)
    assert "".join(block.text[span.start : span.end] for span in spans) == block.text
    for span in block.emphasis:
        assert 0 <= span.start < span.end <= len(block.text)
    assert all(first.end < second.start for first, second in pairwise(block.emphasis))


def _derive(given: tuple[bytes, str]) -> Derived | None:
    data, name = given
    try:
        return derive_content(Content("", name, data))
    except UnreadableEssay:
        return None


def _check_derived(_given: object, derived: Derived | None) -> None:
    """All that is shown as the author's is the author's, whole, where it says, and in order."""
    if derived is None:
        return
    sentences = set(sentences_of(derived.essay))
    for summary in derived.summaries:
        assert sentences.issuperset(summary.sentences)
        assert list(summary.sentences) == sorted(summary.sentences, key=lambda one: one.place)
    said = [{sentence.text for sentence in summary.sentences} for summary in derived.summaries]
    assert all(some <= more for some, more in pairwise(said))
    for point in derived.points:
        assert point.text == _at(derived.essay, point.place)
    if derived.line is not None:
        assert derived.line.text == _at(derived.essay, derived.line.place)
    assert derived.minutes >= 1
    msgspec.json.decode(msgspec.json.encode(derived), type=Derived)


def _at(essay: Essay, place: Place) -> str:
    return essay.blocks[place.block].text[place.start : place.end]


def targets() -> list[Target]:
    """What they are."""
    files = st.tuples(texts.files(), _NAMES)
    warm = [("# 桥\n\n<p>桥是<b>约定</b>。</p>".encode(name, "replace"), "") for name in texts.ENCODINGS[:-1]]
    warm += [(b"caf\xe9 et th\xe9, d\xe9j\xe0 vu. " * 9, ""), (b"\x87", "")]
    return [
        Target("reading", files, _read, Bound(20_000, 300), _check_essay, warm),
        Target("digesting", files, _derive, Bound(100_000, 1_000), _check_derived, warm),
    ]
