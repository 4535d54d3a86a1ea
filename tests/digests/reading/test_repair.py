"""Torn sentences are joined and lost headings are found, and nothing else is touched."""

from digests.model import BlockKind
from digests.reading import read

LONG = (
    "清晨的集市总是从一碗热汤开始，卖菜的人和卖花的人都在这里坐下，说一说昨夜的雨和今天的价钱，"
    "然后各自走开，这一天才算真正来了。"
)
OTHER = (
    "黄昏的集市以一盏灯结束，收摊的人把剩下的菜分给邻居，把剩下的话留给明天，路灯一盏一盏亮起来，"
    "集市就又变回了一条普通的街道。"
)


def texts(source: str) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in read(source).blocks]


def headings(source: str) -> list[str]:
    """The texts of the headings."""
    return [block.text for block in read(source).blocks if block.kind is BlockKind.HEADING]


def test_torn() -> None:
    """A sentence that a page break parted is one again when its words occur elsewhere."""
    first, last = LONG[:-9], LONG[-9:]
    source = f"# 集市\n\n{LONG}\n\n{OTHER}\n\n{OTHER}\n\n{first}\n\n\n\n{last}\n\n{OTHER}"
    assert texts(source) == [LONG, OTHER, OTHER, LONG, OTHER]


def test_torn_english() -> None:
    """In English a paragraph that stops in mid-sentence goes on in lower case."""
    whole = "The market opens with a bowl of soup, and everyone who sells flowers sits down to eat it."
    source = f"# Market\n\n{whole}\n\n{whole[:60]}\n\n{whole[61:]}\n\n{whole}\n\n{whole}\n\n{whole}"
    assert texts(source) == [whole] * 5


def test_emphasis_in_torn() -> None:
    """Emphasis keeps its place when paragraphs are joined."""
    first, last = LONG[:-9], LONG[-9:]
    source = f"# 集市\n\n{LONG}\n\n{OTHER}\n\n{OTHER}\n\n{first}\n\n**{last}**\n\n{OTHER}"
    block = read(source).blocks[3]
    assert [block.text[span.start : span.end] for span in block.emphasis] == [last]


def test_unknown_words_stay_apart() -> None:
    """A paragraph without a closing mark whose words lead nowhere stays as it is."""
    source = (
        f"# 集市\n\n{LONG}\n\n{OTHER}\n\n{OTHER}\n\n这里少了一个句号但是下一段说的是完全不同的事情\n\n{LONG}"
    )
    assert len(texts(source)) == 5


def test_poem() -> None:
    """The lines of a poem are neither joined nor headings."""
    lines = ["山中的云走了一整天也没有走出山", "山中的云停了一整夜也没有停下来", "山中的云", "走了一整天"]
    source = "# 云\n\n" + "\n\n".join(lines)
    assert texts(source) == lines
    assert headings(source) == []


def test_plain_headings() -> None:
    """A short line without a closing mark, or a question, between long paragraphs is a heading."""
    source = f"# 集市\n\n{LONG}\n\n一碗热汤\n\n{OTHER}\n\n灯在哪里？\n\n{LONG}"
    assert headings(source) == ["一碗热汤", "灯在哪里？"]


def test_numbered_headings() -> None:
    """A numbered line on top of a long paragraph is a heading from the beginning on."""
    assert headings(f"集市\n\n一、早晨\n\n{LONG}\n\n二、黄昏\n\n{OTHER}") == ["一、早晨", "二、黄昏"]


def test_short_paragraphs() -> None:
    """Short sentences among short sentences are no headings, nor is one that ends with its mark."""
    assert headings("# 集市\n\n天亮了。\n\n汤在哪里？\n\n汤在锅里。") == []
    assert headings(f"# 集市\n\n{LONG}\n\n天亮了。\n\n{OTHER}") == []


def test_bold_headings() -> None:
    """A bold line without a closing mark heads the paragraph below it; a bold sentence is a sentence."""
    source = f"# 集市\n\n{LONG}\n\n**早晨**\n\n汤在锅里，人在路上。\n\n**第一，汤要热。**\n\n{OTHER}"
    assert headings(source) == ["早晨"]


def test_marked_headings() -> None:
    """An essay that marks its headings has no others."""
    assert headings(f"# 集市\n\n## 早晨\n\n{LONG}\n\n一碗热汤\n\n{OTHER}") == ["早晨"]
