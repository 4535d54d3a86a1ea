from hypothesis import given
from hypothesis import strategies as st

from digests.model import Place, Sentence, Span
from digests.query import fold, likeness, marks, match, parse, split_up


def sentence(text: str, block: int = 0) -> Sentence:
    return Sentence(text, Place(block, 0, len(text)))


@given(st.text(max_size=300))
def test_any_text_is_a_query(text: str) -> None:
    """Any text gives words, and looking for them never fails."""
    words = parse(text)
    assert all(word == fold(word) for word in words)
    match(words, text, [sentence(text)])


@given(st.text(max_size=100))
def test_fold_keeps_places(text: str) -> None:
    """Folding changes characters, never how many there are."""
    assert len(fold(text)) == len(text)


def test_fold_width_and_case() -> None:
    """Full and half width, upper and lower case are alike."""
    assert fold("ＡＢｃ１２") == fold("abC12")


@given(st.lists(st.text("ab甲", min_size=1, max_size=3), min_size=1), st.text("ab甲c", max_size=40))
def test_marks(words: list[str], text: str) -> None:
    """Marks are in order and apart, and each begins with one of the words."""
    spans = marks(words, text)
    assert all(left.end < right.start for left, right in zip(spans, spans[1:], strict=False))
    assert all(text[span.start : span.end].startswith(tuple(words)) for span in spans)


def test_best_sentence() -> None:
    """The sentence that holds most of the words stands for the essay, its words marked."""
    found = match(
        ("平台", "流量"), "标题", [sentence("平台。"), sentence("流量归平台。", 1), sentence("别的。", 2)]
    )
    assert found is not None
    assert found.sentence == sentence("流量归平台。", 1)
    assert found.marks == (Span(0, 2), Span(3, 5))
    assert found.others == 1


def test_all_words() -> None:
    """An essay that lacks one of the words does not match; the title counts too."""
    assert match(("平台", "流量"), "标题", [sentence("平台。")]) is None
    found = match(("平台", "流量"), "流量", [sentence("平台。")])
    assert found is not None
    only_title = match(("流量",), "流量", [sentence("平台。")])
    assert only_title is not None
    assert only_title.sentence is None


def test_split_up() -> None:
    """Words written in one piece come apart."""
    assert split_up(("互联网革命",)) == ("互联网", "革命")


def test_likeness() -> None:
    """A title is like itself, a little like its pieces, and unlike what shares nothing."""
    assert likeness("产业互联网", "产业互联网") == 1
    assert 0 < likeness("产业", "产业互联网") < 1
    assert likeness("诗", "产业互联网") == 0
