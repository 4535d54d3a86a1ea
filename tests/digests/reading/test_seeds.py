"""The essays that ship are read exactly."""

from datetime import date
from pathlib import Path

import pytest

from digests.model import BlockKind, Essay
from digests.reading import read

SITE = "人人都是产品经理"


@pytest.fixture
def essays(seeds: Path) -> list[Essay]:
    """The five essays in the order of their numbers."""
    return [read(path.read_bytes(), path.name) for path in sorted(seeds.glob("*.txt"))]


def headings(essay: Essay) -> list[str]:
    """The texts of the headings."""
    return [block.text for block in essay.blocks if block.kind is BlockKind.HEADING]


def emphasised(essay: Essay) -> list[str]:
    """The bold stretches."""
    return [block.text[span.start : span.end] for block in essay.blocks for span in block.emphasis]


def test_statements(essays: list[Essay]) -> None:
    """Title, author, source and date are those of each essay."""
    assert [(essay.title, essay.author, essay.source, essay.date) for essay in essays] == [
        ("回归，产业互联网的核心要义", "孟永辉", SITE, date(2021, 6, 10)),
        ("产业互联网是个烟雾弹", "孟永辉", SITE, date(2021, 9, 30)),
        ("深陷消费互联网迷途，产业互联网需锚定方向", None, None, None),
        ("产业互联网的深逻辑", "孟永辉", SITE, date(2021, 10, 29)),
        ("产业互联网，一场去中心化的革命", "孟永辉", SITE, date(2021, 3, 31)),
    ]


def test_headings(essays: list[Essay]) -> None:
    """Headings are the marked ones, and in the essay without marks the two that it has."""
    assert [headings(essay) for essay in essays] == [
        [
            "一、回归是在做消费互联网时代来不及做的事",
            "二、回归是一次对互联网的再认识与再思考",
            "三、回归是一次实体经济与虚拟经济的深度融合",
            "四、回归是一次供求两端的再度平衡与衔接",
        ],
        ["01", "02", "03", "04"],
        ["透支消费互联网，产业互联网难以破局", "十字路口，产业互联网的发展方向在哪？"],
        [],
        [
            "01 赋能不是建构中心，而是化整为零",
            "02 消费升级不是终极目的，消费平权才是",
            "03 互联网不是核心，产业才是",
            "04 结语",
        ],
    ]


def test_leads(essays: list[Essay]) -> None:
    """The lead stands without its label; one essay has none."""
    assert [essay.lead and essay.lead[:9] for essay in essays] == [
        "产业互联网是基于互",
        "当产业互联网的概念",
        None,
        "产业互联网刚被提出",
        "产业互联网是基于互",
    ]


def test_emphasis(essays: list[Essay]) -> None:
    """Claims in bold are whole, also where the bold is spread over adjacent tags."""
    for essay in (essays[1], essays[3]):
        for number in ("第一，", "第二，", "第三，"):
            (claim,) = (text for text in emphasised(essay) if text.startswith(number))
            assert claim.endswith(("。", "，"))
    assert len(emphasised(essays[4])) == 13


def test_page_breaks(essays: list[Essay]) -> None:
    """The three sentences that a page break parted are whole."""
    text = "\n".join(block.text for block in essays[2].blocks)
    for words in ("看成是产业互联网的一部分", "都是头部的互联网公司", "进入到产业互联网时代后"):
        assert words in text


def test_dropped(essays: list[Essay]) -> None:
    """Nothing of byline, rights, credit and tip is left, and all of it is listed."""
    for essay in essays:
        text = "\n".join(block.text for block in essay.blocks)
        assert not any(words in text for words in ("专栏作家", "转载", "题图", "打赏", "赞赏", "编辑导"))
    reasons = ["button", "tip", "credit", "byline", "byline"]
    assert [[drop.reason for drop in essay.dropped] for essay in essays] == [
        reasons,
        reasons,
        [],
        reasons,
        reasons,
    ]
    assert {essay.rights for essay in essays} == {None, f"本文原创发布于{SITE}，未经许可，禁止转载"}
