"""Every essay has a title, and its own words come first."""

import pytest

from digests.reading import read


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# 集市\n\n清晨。", "集市", ["清晨。"]),
        ("# 集市\n\n## 集市\n\n清晨。", "集市", ["清晨。"]),
        ("---\ntitle: 集市\n---\n# 集市\n\n清晨。", "集市", ["清晨。"]),
        ("---\ntitle: 集市\n---\n# 序\n\n清晨。", "集市", ["序", "清晨。"]),
        ("---\ntitle: 集市\n---\n集市\n\n清晨。", "集市", ["清晨。"]),
        ("引子的话说在前面。\n\n# 集市\n\n清晨。", "集市", ["引子的话说在前面。", "清晨。"]),
        ("集市\n\n清晨的集市总是从一碗热汤开始。", "集市", ["清晨的集市总是从一碗热汤开始。"]),
        (
            "集市是什么？\n\n清晨的集市总是从一碗热汤开始。",
            "集市是什么？",
            ["清晨的集市总是从一碗热汤开始。"],
        ),
        ("清晨的集市。黄昏的集市。", "清晨的集市", ["清晨的集市。黄昏的集市。"]),
        ("The market opens. It closes.", "The market opens", ["The market opens. It closes."]),
        ("集市", "集市", []),
        ("---\ntitle: 集市\n---\n", "集市", []),
        ("# 集市", "集市", []),
        ("---\ntitle: 2021\n---\n清晨。", "2021", ["清晨。"]),
    ],
)
def test_titles(text: str, title: str, rest: list[str]) -> None:
    """The title is what is stated, else the heading, the first line or the first sentence."""
    essay = read(text)
    assert (essay.title, [block.text for block in essay.blocks]) == (title, rest)


def test_long_opening() -> None:
    """A title made of a long first sentence ends where a clause ends, and the sentence stays whole."""
    sentence = "清晨的集市总是从一碗热得烫手的汤开始，" * 5 + "这话是老人说的。"
    essay = read(sentence)
    assert essay.title == "清晨的集市总是从一碗热得烫手的汤开始，清晨的集市总是从一碗热得烫手的汤开始"
    assert essay.blocks[0].text == sentence


def test_endless_opening() -> None:
    """A text without any mark still has a title of bearable length."""
    assert read("汤" * 5000).title == "汤" * 60 + "…"
