import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.folding import characters, fold, letters, parts, words
from tests.tools import simplified


def test_simplified_is_fresh() -> None:
    """The table of traditional characters is what OpenCC says."""
    assert simplified.MODULE.read_text(encoding="utf-8") == simplified.module()


@given(st.text(max_size=100))
def test_keeps_places(text: str) -> None:
    """Folding changes characters, never how many there are, and what is folded stays as it is."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＡＢｃ１２", "abc12"), ("產業互聯網", "产业互联网"), ("裏裡", "里里"), ("ﬁ①", "ﬁ1"), ("İé", "ie"),
     ("Ｃａｆé Å", "cafe a"), ("がйỆ", "がйe"), ("其五○◯", "其五〇〇"), ("≠", "≠")],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    """Width, case, accents and traditional writing are set aside, where one character stays one."""
    assert fold(text) == folded


def test_letters() -> None:
    """Titles are compared without white space and punctuation."""
    assert letters("《產業互聯網，一場革命》 Ｖ2！") == "产业互联网一场革命v2"


def test_words() -> None:
    """A text in traditional characters has the words of the same text in simplified ones."""
    assert words("產業互聯網的革命") == words("产业互联网的革命") == ["产业", "互联网", "的", "革命"]


def test_parts() -> None:
    """A long word leads to the shorter ones in it; a short one and a foreign one have none."""
    assert parts("互联网") == ("互联", "联网")
    assert parts("网络") == parts("internet") == ()
    assert {"中华人民", "人民共和国", "共和国"} < {*parts("中华人民共和国")}


def test_versions() -> None:
    """A version leads to the shorter ones it begins with, and stands apart from the name before it."""
    assert parts("2.6.6") == ("2.6",)
    assert parts("2.6") == parts("192,000,000") == ()
    assert len(parts("1." * 100 + "1")) == 3
    assert words("Go1.18 和 k8s") == words("go 1.18 和 k8s") == ["go", "1.18", "和", "k8s"]


def test_characters() -> None:
    """Of a text each Chinese character counts once, as folded; nothing else does."""
    assert characters("語語言 Go，〇○") == ["〇", "言", "语"]
