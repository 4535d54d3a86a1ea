from hypothesis import given
from hypothesis import strategies as st

from digests.model import Block, BlockKind, Essay
from digests.pages import page_of, paginate

TEXT = st.text(alphabet="甲乙丙，。？！a b👩🏽‍🚀\n", min_size=1, max_size=120)
BLOCKS = st.builds(Block, st.sampled_from(BlockKind), TEXT)
ESSAYS = st.lists(BLOCKS, max_size=12).map(lambda blocks: Essay("题", tuple(blocks)))


@given(ESSAYS, st.integers(1, 200))
def test_nothing_lost(essay: Essay, size: int) -> None:
    """The pages together hold every character of every block once, in order."""
    pieces = [piece for page in paginate(essay, size) for piece in page.pieces]
    text = "".join(essay.blocks[piece.block].text[piece.start : piece.end] for piece in pieces)
    assert text == "".join(block.text for block in essay.blocks)
    assert pieces == sorted(pieces)


@given(ESSAYS, st.integers(1, 200))
def test_every_place_has_its_page(essay: Essay, size: int) -> None:
    """A place leads to the page that holds it."""
    pages = paginate(essay, size)
    for block, content in enumerate(essay.blocks):
        for start in range(len(content.text)):
            assert pages[page_of(pages, block, start)].holds(block, start)


def test_heading_stays_with_its_text() -> None:
    """A heading begins the page of what it heads."""
    blocks = (
        Block(BlockKind.PARAGRAPH, "甲" * 80 + "。"),
        Block(BlockKind.HEADING, "标题", 2),
        Block(BlockKind.PARAGRAPH, "乙" * 80 + "。"),
    )
    first, second = paginate(Essay("题", blocks), 100)
    assert [piece.block for piece in first.pieces] == [0]
    assert [piece.block for piece in second.pieces] == [1, 2]


def test_long_sentence() -> None:
    """A sentence longer than a page goes on behind a comma, and an emoji is never cut."""
    essay = Essay("题", (Block(BlockKind.PARAGRAPH, "一二三，四五六七八九十" + "👩🏽‍🚀" * 9),))
    texts = [
        "".join(essay.blocks[piece.block].text[piece.start : piece.end] for piece in page.pieces)
        for page in paginate(essay, 8)
    ]
    assert texts[0] == "一二三，"
    assert not any(text.startswith(("\u200d", "🏽")) for text in texts)


def test_no_blocks() -> None:
    """A title alone has no pages."""
    assert paginate(Essay("题", ())) == ()
