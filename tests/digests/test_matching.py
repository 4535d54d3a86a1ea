from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digests.matching import Needles, holds, likeness, marks, match, searched, share
from digests.model import Block, BlockKind, Essay, Place, Sentence, Span
from digests.query import parse


def sentence(text: str, block: int = 0) -> Sentence:
    """A sentence that is a block."""
    return Sentence(text, Place(block, 0, len(text)))


def needles(text: str) -> Needles:
    """What is looked for with a query."""
    return Needles.of(parse(text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(query: str, text: str) -> None:
    """Whatever is looked for, wherever: it never fails, and marks are in order and apart."""
    looked_for = needles(query)
    match(looked_for, text, [sentence(text)])
    spans = marks(looked_for, text)
    assert all(left.end < right.start for left, right in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_best_sentence() -> None:
    """The sentence that holds most of the words stands for the essay, its words marked as written."""
    texts = ("平台。", "流量歸平臺。", "别的。", "平台没有流量了。")
    found = match(needles("平台 流量"), "标题", [sentence(text, place) for place, text in enumerate(texts)])
    assert found.sentence == sentence("流量歸平臺。", 1)
    assert found.marks == (Span(0, 2), Span(3, 5))


def test_others() -> None:
    """Of the other sentences those count that hold all that the shown one holds."""
    texts = ("平台。", "流量歸平臺。", "别的。", "平台没有流量了。")
    assert (
        match(needles("平台 流量"), "", [sentence(text, place) for place, text in enumerate(texts)]).others
        == 1
    )


def test_as_typed() -> None:
    """What was typed in one piece is worth more than its words apart."""
    apart, together = sentence("产业在先，互联网在后。"), sentence("产业互联网。", 1)
    found = match(needles("产业互联网"), "", [apart, together])
    assert found.sentence == together
    assert found.marks == (Span(0, 5),)


def test_only_title() -> None:
    """Where no sentence holds a word, there is none to show."""
    assert match(needles("流量"), "流量", [sentence("平台。")]).sentence is None


def test_latin_words() -> None:
    """A Latin word is found as a word, not within another."""
    assert marks(needles("ai"), "Maid or ＡＩ在此") == (Span(8, 10),)


def test_english_nouns() -> None:
    """A noun is marked in the singular and in the plural, accents or not; a phrase as it stands."""
    assert marks(needles("bridge"), "Bridges; a bridge.") == (Span(0, 7), Span(11, 17))
    assert marks(needles("cafes"), "A Café.") == (Span(2, 6),)
    assert marks(needles('"a bridge"'), "Bridges; a bridge.") == (Span(9, 17),)


def test_phrase() -> None:
    """A phrase is marked and counted as it stands, blanks and signs aside, never the words of it alone."""
    texts = ("隐私，浏览。", "隐私。", "可以浏览。", "隱私瀏覽。")
    said = [sentence(text, block) for block, text in enumerate(texts)]
    found = match(needles("“隐私浏览”"), "", said)
    assert (found.marks, found.others) == ((Span(0, 5),), 1)
    assert marks(needles('"gpt-4 bridge"'), "GPT-4 bridge, gpt bridge") == (Span(0, 12),)
    assert marks(needles('"a bridge"'), "abridge a-bridge a bridges") == (Span(8, 16),)


def test_typed_as_one() -> None:
    """Two words typed as one are worth little apart: less than half of what they are together."""
    found = needles("机器学习 渡口")
    apart, together = found.found_in("机器，学习。"), found.found_in("机器学习。")
    assert found.value(apart) * 2 < found.value(together)
    assert found.value(found.found_in("机器。")) < found.value(found.found_in("渡口。"))


def test_compound() -> None:
    """A word is marked with the small word that belongs to it."""
    assert marks(needles("怎么做小程序"), "他写小程序。") == (Span(2, 5),)


def test_versions() -> None:
    """A number is marked beside letters, and as the beginning of a version, but not within another number."""
    text = "Go1.18 等了 1.18ms，1.18.2 不是 11.18、3.1.18 或 1.185。"
    assert [text[span.start : span.end] for span in marks(needles("1.18"), text)] == ["1.18"] * 3
    assert marks(needles("go 1.18"), text)[0] == Span(0, 6)
    assert marks(needles("go"), "Go1 goes") == ()
    found = match(needles('"python 2.6"'), "", [sentence("Python, 2.6.6")])
    assert found.marks == (Span(0, 11),)


def test_holds() -> None:
    """A phrase is held wherever the words of the text are cut, signs and writing aside."""
    assert holds("產業互聯網的，深邏輯。", parse('"网的深" 产业'))
    assert not holds("产业互联网的深逻辑。", parse('"网的深" 渡口'))
    assert not holds("产业互联网的深逻辑。", parse('"深的网"'))


def test_single_characters() -> None:
    """A single character is marked only if nothing longer was looked for, or is there."""
    beside = Needles.of(parse("b hi"))
    assert marks(beside, "从 B 端开始") == ()
    assert marks(beside.shorter, "从 B 端开始") == (Span(2, 3),)
    assert marks(needles("渡"), "渡口的渡。") == (Span(0, 1), Span(3, 4))
    assert marks(needles("“渡过大河”"), "渡过大河。渡。") == (Span(0, 4),)


def test_searched() -> None:
    """Headings can be shown as well as sentences, but not code, nor blocks without a word looked for."""
    essay = Essay(
        "题",
        (
            Block(BlockKind.HEADING, "渡口", 1),
            Block(BlockKind.PARAGRAPH, "等待。在渡口。"),
            Block(BlockKind.PARAGRAPH, "造桥。"),
            Block(BlockKind.CODE, "渡口 = 1"),
        ),
    )
    assert [found.text for found in searched(essay, needles("渡口"))] == ["等待。", "在渡口。", "渡口"]


def test_signs() -> None:
    """A name with a sign is marked with it, and is not the letter alone."""
    assert marks(needles("c++"), "C、Ｃ++和C#") == (Span(2, 5),)
    assert marks(needles("go语言 go"), "Go语言，Go，Django") == (Span(0, 4), Span(5, 7))


def test_likeness() -> None:
    """A title is like itself, a little like its pieces, and unlike what shares nothing."""
    assert likeness("产业互联网", "产业互联网") == 1
    assert 0 < likeness("产业", "产业互联网") < 1
    assert likeness("诗", "产业互联网") == 0
    assert share("产业", "产业互联网") == 1
    assert share("互联网桥", "产业互联网") == 2 / 3
    assert share("", "桥") == 0
