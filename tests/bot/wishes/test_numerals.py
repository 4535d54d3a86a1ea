import pytest

from bot.wishes.numerals import essay_number, number, ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8),
        ("08", 8),
        ("八", 8),
        ("两", 2),
        ("〇五", 5),
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("四十五", 45),
    ],
)
def test_number(text: str, value: int) -> None:
    """A number is read in digits and in Chinese."""
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("第2篇", 2), ("第二篇", 2), (" 第 １２ 篇 ", 12), ("第345篇文章", 345), ("第十一", 11)]
    + [("No. 7", 7), ("no 7", 7), ("№7", 7), ("编号 7", 7), ("編號7", 7), ("编号 7 · 共 402 篇", 7)]
    + [("Essay 7", 7), ("No. 7 · 402 in all", 7), ("No. 7 reasons", None)]
    + [(text, None) for text in ("2", "二", "第", "第篇", "第二章", "第2篇讲什么", "二篇")],
)
def test_ordinal(text: str, value: int | None) -> None:
    """The place of an essay is read in digits and in Chinese, and nothing else is."""
    assert ordinal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", 2), (" #2. ", 2), ("(２)", 2), ("第2篇", 2), ("9" * 30, int("9" * 30))]
    + [(text, None) for text in ("2.5", "2 3", "2a", "", "9" * 5000)],
)
def test_essay_number(text: str, value: int | None) -> None:
    """A number has no other signs within."""
    assert essay_number(text) == value


@pytest.mark.parametrize("text", ["", "百", "五六", "十十", "123", "8a", "-1"])
def test_no_number(text: str) -> None:
    """What is no number up to 99 is refused."""
    with pytest.raises(ValueError, match="no numeral"):
        number(text)
