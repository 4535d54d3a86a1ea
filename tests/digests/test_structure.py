import json
from gzip import open as unzip
from pathlib import Path

import pytest

from digests import sentences
from digests.model import Block, BlockKind, Essay
from digests.reading import read
from digests.structure import (
    is_emphasised,
    run_in_headings,
    sections,
    series,
    states_claim,
    without_number,
)
from tests.digests.written import BRIDGES, essay

RUN_INS = (
    "城里的桥很多，多到没有人数得清它们，也没有人想去数一数。",
    (
        "修桥的钱并不够。每年开春的时候，镇上的人都要为修桥的钱吵上一回，吵到雨水把路泡软。"
        "钱不够，桥面上的洞就一年比一年大，走夜路的人只好绕到上游去过河。"
    ),
    (
        "管桥的人换得太快。去年一年就换了三个管桥的人，最后来的连桥的钥匙放在哪里都不知道。"
        "人换得快，账就没有人肯记，修过什么、欠着什么，问谁都说不清楚。"
    ),
    (
        "这是个老问题。老人们说，从他们小的时候起，河两岸的人就为了同一座桥年年吵架。"
        "吵到后来，谁也不记得当初为什么吵，只记得对岸的人不讲道理。"
    ),
)


@pytest.mark.parametrize(
    ("heading", "claims"),
    [
        ("一、修桥不是工程师的事", True),
        ("修桥的级别：1级", False),
        ("不想修/不会修/没钱修", False),
        ("02 桥才是城市的起点", True),
        ("透支旧桥，新桥难以落地", True),
        ("Bridges are made of people", True),
        ("01", False),
        ("结语", False),
        ("三、桥梁的历史背景", False),
        ("桥的方向在哪？", False),
        ("为什么桥会塌", False),
        ("Why bridges are hard", False),
        ("The old bridge", False),
        ("让桥活下去的秘诀", False),
        ("来自上游的石匠们", False),
        ("修桥的人应该注意什么", False),
    ],
)
def test_claims(heading: str, claims: bool) -> None:  # noqa: FBT001
    """A heading that asserts something is a claim; a number, a topic or a question is none."""
    assert states_claim(heading) is claims


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("一、桥", "桥"),
        ("01 桥", "桥"),
        ("（二）桥", "桥"),
        ("3.2 桥", "桥"),
        ("第三章 桥", "桥"),
        ("Part 2: Bridges", "Bridges"),
        ("2021年的桥", "2021年的桥"),
        ("3个问题", "3个问题"),
        ("桥", "桥"),
    ],
)
def test_numbers(heading: str, words: str) -> None:
    """The number of a heading can be left out; a number that says something stays."""
    assert heading[without_number(heading) :] == words


def test_sections() -> None:
    """Sections follow each other without a gap; what precedes the first heading is one."""
    found = sections(essay("甲。", "# 一", "乙。", "# 二"))
    assert [(part.heading, part.start, part.end) for part in found] == [(None, 0, 1), (1, 1, 3), (3, 3, 4)]
    assert sections(Essay("题", ())) == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("第一，甲。", "第二，乙。", "第三，丙。"),
        ("首先，甲。", "其次，乙。", "再次，丙。", "最后，丁。"),
        ("一是甲。", "二是乙。"),
        ("1. 甲。", "2. 乙。", "3. 丙。"),
        ("①甲。", "②乙。"),
        ("First, this.", "Second, that.", "Finally, all."),
    ],
)
def test_series(texts: tuple[str, ...]) -> None:
    """Numbered sentences of one style are one enumeration, also with others between them."""
    spread = [text for item in texts for text in (item, "旁的话。")]
    assert series(sentences.of(essay(*spread))) == (tuple(range(0, len(spread), 2)),)


def test_no_series() -> None:
    """A number alone, a gap, and words that only look like ordinals are no enumeration."""
    for texts in (
        ["第一，甲。"],
        ["第一，甲。", "第三，丙。"],
        ["第一次见面。", "第二天走了。"],
        ["第二，乙。"],
    ):
        assert series(sentences.of(essay(*texts))) == ()


def test_two_series() -> None:
    """A new first item begins a new enumeration."""
    texts = ["第一，甲。", "第二，乙。", "第一，丙。", "第二，丁。"]
    assert series(sentences.of(essay(*texts))) == ((0, 1), (2, 3))


def test_run_in_headings() -> None:
    """Short first sentences that title their paragraphs are run-in headings; 这是个老问题。 is none."""
    found = run_in_headings(essay(*RUN_INS))
    assert [sentence.text for sentence in found] == ["修桥的钱并不够。", "管桥的人换得太快。"]


def test_lone_run_in() -> None:
    """One such sentence without a sibling in its section is no run-in heading."""
    assert run_in_headings(essay(*RUN_INS[:2], "# 二", *RUN_INS[2:])) == ()


def test_run_in_headings_of_seeds(seeds: Path) -> None:
    """The third seed has its seven run-in headings, the others have none."""
    found = {
        path.name[:3]: [sentence.text for sentence in run_in_headings(read(path.read_bytes(), path.name))]
        for path in sorted(seeds.iterdir())
    }
    assert found.pop("002") == [
        "改造对象出现了根本性的偏差。",
        "盈利方式并未真正改变。",
        "资本主导的发展模式并未真正改变。",
        "平台依然扮演着至关重要的作用。",
        "技术与产业的深度融合。",
        "重塑传统的生产要素和生产关系。",
        "供给与需求的再度平衡。",
    ]
    assert not any(found.values())


def test_run_in_headings_are_rare(shared: Path) -> None:
    """Among a thousand essays few have run-in headings: the rule does not take any short sentence."""
    with unzip(shared / "eval" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body_paragraphs"] for line in lines]
    essays = [Essay("题", tuple(Block(BlockKind.PARAGRAPH, text) for text in body)) for body in texts]
    assert sum(bool(run_in_headings(one)) for one in essays) < 0.03 * len(essays)


def test_emphasis() -> None:
    """A sentence is emphasised if it is bold (nearly) whole, and not for one bold word."""
    found = sentences.of(BRIDGES)
    bold = [s.text for s in found if is_emphasised(BRIDGES.blocks[s.place.block], s)]
    assert bold == ["第一，桥要有人走。", "第二，桥要有人修。", "第三，桥要有人记得。"]
    one_word = essay("桥的**意义**不在于石头。")
    assert not is_emphasised(one_word.blocks[0], sentences.of(one_word)[0])
