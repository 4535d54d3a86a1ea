"""What was found, made small: it stays mended."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from bot.requests import Setting
from digests import derive, read
from tests.fuzz import desk, discord, essays, telegram, words
from tests.fuzz.target import Bound, Target, TooSlow, Tried, run, size, try_one

_TANGLED = ["[", "![", "[![", "![# ", "[a](", "![a](b", "[[[[[[[[[[]]]]]]]]]]"]


@pytest.fixture(scope="module", name="targets")
def make_targets() -> Iterator[dict[str, Target]]:
    """All targets by their names."""
    made = {
        target.name: target
        for module in (essays, words, desk, telegram, discord)
        for target in module.targets()
    }
    yield made
    for target in made.values():
        target.close()


@pytest.mark.parametrize("unit", _TANGLED)
@pytest.mark.parametrize("length", [200, 1_000, 20_000])
def test_brackets(targets: dict[str, Target], unit: str, length: int) -> None:
    """Paragraph after paragraph of brackets is read in steps that grow with the text, and no faster."""
    paragraph = (unit * length)[:length]
    text = "\n\n".join([paragraph] * (20_000 // length)).encode()
    target = targets["reading"]
    for chosen in target.warm:
        target.attempt(chosen)
    assert try_one(target, Tried(), (text, "")) <= 1


def test_brackets_of_authors() -> None:
    """As many brackets as authors write are links, notes and intervals as before."""
    links = "、".join(f"[桥{number}](https://example.org/{number})" for number in range(300))
    assert (
        read(f"# 桥\n\n{links}。").blocks[0].text == "、".join(f"桥{number}" for number in range(300)) + "。"
    )
    intervals = "和".join(f"[0, {number})" for number in range(15))
    assert read(f"# 桥\n\n半开的是{intervals}，**都是**。").blocks[0].text == f"半开的是{intervals}，都是。"


def test_nothing_to_choose() -> None:
    """Where no passage can be chosen, a shorter summary still says nothing that the longer one does not."""
    broken, asking = "所以，" * 8, "桥在哪里，又是谁修的，为什么要修呢？" * 8
    essay = read("# 桥\n\n" + "\n\n".join((broken, asking, "谁？", "？？", "（图）。", broken, "12。" * 3)))
    said = [{sentence.text for sentence in summary.sentences} for summary in derive(essay).summaries]
    assert all(some <= more for some, more in pairwise(said))


@pytest.mark.parametrize("change", [{"date": 2**63}, {"date": -(2**63)}])
def test_dates(targets: dict[str, Target], change: dict[str, int]) -> None:
    """An update with a date that no calendar has is refused, like any other that is none."""
    said = {"message_id": 5, "date": 0, "chat": {"id": 10_001, "type": "private"}, "text": "/help"} | change
    assert try_one(targets["updates"], Tried(), {"update_id": 1, "message": said}) <= 1


def test_no_chat(targets: dict[str, Target]) -> None:
    """A message that is nowhere does not keep those behind it from being taken."""
    said = {"message_id": 5, "date": 0, "text": "/help"}
    target = targets["webhook"]
    assert target.attempt(b'{"update_id": 7001, "message": %s}' % str(said).replace("'", '"').encode()) == 200


@pytest.mark.parametrize("words", ["](x)\ud800", "author:\n\n", "a\x00b", "\u202e桥"])
def test_words(targets: dict[str, Target], words: str) -> None:
    """What no database can hold is looked for and answered all the same."""
    assert try_one(targets["search"], Tried(), words) <= 1
    assert try_one(targets["saying"], Tried(), (f"/search {words}", Setting.GROUP)) <= 1


def test_steps() -> None:
    """More steps than the bound are a finding, and it is made small."""
    from hypothesis import strategies as st

    slow = Target(
        "slow", st.text(max_size=30), lambda text: [ord(one) for one in text * len(text)], Bound(20, 2)
    )
    tried = run(slow, 5, 1)
    assert TooSlow.__name__ in tried.finding
    assert isinstance(tried.failing, str)
    assert len(tried.failing) < 30


def test_size() -> None:
    """The size of an input is that of all its texts."""
    assert size({"a": ["bc", b"def", 1], "g": ("h",)}) == 9
