import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests import sentences
from digests.sentences import QUOTATION_REACH, split
from tests.digests.written import essay

TEXT = st.text(alphabet="甲乙丙。！？…；，：“”「」（）\"' .;?!aB1\n　", max_size=80)


def parts(text: str) -> list[str]:
    """The sentences of a text as texts."""
    return [text[span.start : span.end] for span in split(text)]


@given(TEXT | st.text(max_size=80))
def test_nothing_lost(text: str) -> None:
    """The sentences joined are the text, and none is empty."""
    assert "".join(parts(text)) == text
    assert all(parts(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲来了。乙走了！丙呢？", ["甲来了。", "乙走了！", "丙呢？"]),
        ("真的？！是的……后来呢；完了", ["真的？！", "是的……", "后来呢；", "完了"]),
        ("原因有二：钱和人。", ["原因有二：钱和人。"]),
        ("他走了。  她没有。", ["他走了。  ", "她没有。"]),
        ("中文里的英文句点.也算.", ["中文里的英文句点.", "也算."]),
        ("什么?走吧!好;行", ["什么?", "走吧!", "好;", "行"]),
        ("版本3.14比2.7快。", ["版本3.14比2.7快。"]),
        ("他说：“一半在地下。”地下的是水。", ["他说：“一半在地下。”", "地下的是水。"]),
        ("他走了。等他回来，天黑了。", ["他走了。", "等他回来，天黑了。"]),
        ("他走了。的确，天黑了。", ["他走了。", "的确，天黑了。"]),
        ("“慢走。”地说了一句。", ["“慢走。”地说了一句。"]),
        ("“哇！”的一声，“走吧！”等话。", ["“哇！”的一声，“走吧！”等话。"]),
        ("看digests.read这个函数。", ["看digests.read这个函数。"]),
        ("", []),
        ("没有句号", ["没有句号"]),
    ],
)
def test_chinese(text: str, expected: list[str]) -> None:
    """A Chinese sentence ends at its mark and at no other."""
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left!", ["It rained. ", "We left!"]),
        ("Dr. J. Smith paid $3.14. Then he left.", ["Dr. J. Smith paid $3.14. ", "Then he left."]),
        ("Use a tool, e.g. a saw. Be careful.", ["Use a tool, e.g. a saw. ", "Be careful."]),
        ("See fig. 3 in the U.S. report.", ["See fig. 3 in the U.S. report."]),
        ("1. Read it. 2. Write it.", ["1. Read it. ", "2. Write it."]),
        ("Red; green; blue. Done.", ["Red; green; blue. ", "Done."]),
        ('"Stop. Now." he said. "Go." Then.', ['"Stop. Now." he said. ', '"Go." ', "Then."]),
        ("He bought apples (three, maybe.) and left.", ["He bought apples (three, maybe.) and left."]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    """A full stop ends a sentence unless it belongs to an abbreviation, an initial or a number."""
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“甲。乙。”然后走了。", ["他说：“甲。乙。”然后走了。"]),
        ("“来吧。”他说。“好。”她答。", ["“来吧。”他说。", "“好。”她答。"]),
        ("他说：“走。”天黑了。", ["他说：“走。”", "天黑了。"]),
        ("“一起去！”的口号响了。", ["“一起去！”的口号响了。"]),
        ("「甲。」「乙。」", ["「甲。」", "「乙。」"]),
        (
            "他来了（真的！）然后走了。（附记：甲。）乙。",
            ["他来了（真的！）然后走了。", "（附记：甲。）", "乙。"],
        ),
        ("“没有关上。第二句。", ["“没有关上。", "第二句。"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    """A quotation stays in its sentence, and what closes stays with what it closes."""
    assert parts(text) == expected


def test_long_quotation() -> None:
    """A quotation beyond the reach is split like other text, so that no mark swallows an essay."""
    text = "“" + "甲。" * QUOTATION_REACH + "”"
    assert len(split(text)) == QUOTATION_REACH


def test_places() -> None:
    """Every sentence stands at its place, without white space around it."""
    written = essay("# 标题。", "　甲来了。 乙走了。 ", "- 丙。", "> 丁。", "` 戊。", "   ")
    found = sentences.of(written)
    assert [sentence.text for sentence in found] == ["甲来了。", "乙走了。", "丙。", "丁。"]
    for sentence in found:
        place = sentence.place
        assert written.blocks[place.block].text[place.start : place.end] == sentence.text
