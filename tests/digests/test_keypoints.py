from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests import key_points
from digests.model import Essay
from digests.reading import read
from tests.digests.test_summary import ESSAYS
from tests.digests.written import BRIDGES, essay

FILLER = "昨天河边有 3 个人说起天气和收成，后来就各自回家去了。"


def texts(written: Essay, limit: int = 8) -> list[str]:
    """The key points as texts."""
    return [point.text for point in key_points(written, limit)]


@pytest.fixture(scope="module")
def points(seeds: Path) -> dict[str, list[str]]:
    """The key points of each seed."""
    return {path.name[:3]: texts(read(path.read_bytes(), path.name)) for path in sorted(seeds.iterdir())}


@given(ESSAYS, st.integers(0, 12))
def test_laws(written: Essay, limit: int) -> None:
    """Key points stand in the essay at their places, in order, at most as many as asked for."""
    found = key_points(written, limit)
    for point in found:
        place = point.place
        assert point.text
        assert written.blocks[place.block].text[place.start : place.end] == point.text
    places = [point.place for point in found]
    assert places == sorted(set(places))
    assert len(found) <= limit


def test_numbered_claims(points: dict[str, list[str]]) -> None:
    """The three numbered claims of the second and the fourth seed are among their points."""
    assert [text for text in points["001"] if text[:1] == "第"] == [
        "第一，产业数字化并不存在传统意义上的中心。",
        "第二，产业数字化并不存在传统意义上的虚实对立，",
        "第三，产业数字化并不存在传统意义上的流量。",
    ]
    assert [text[:3] for text in points["003"] if text[:1] == "第"] == ["第一，", "第二，", "第三，"]


def test_every_section(seeds: Path) -> None:
    """In the first and the last seed every section has its point."""
    for name in ("000_9cec689176689b78.txt", "004_cf70f271b98bee4a.txt"):
        written = read((seeds / name).read_bytes(), name)
        headings = [i for i, block in enumerate(written.blocks) if block.kind == "heading"]
        blocks = [point.place.block for point in key_points(written)]
        for start, end in zip(headings, [*headings[1:], len(written.blocks)], strict=True):
            assert any(start <= block < end for block in blocks)


def test_claim_headings(points: dict[str, list[str]]) -> None:
    """A heading that states a claim is a point, without its number."""
    assert "回归是一次对互联网的再认识与再思考" in points["000"]
    assert "互联网不是核心，产业才是" in points["004"]


def test_run_in_headings(points: dict[str, list[str]]) -> None:
    """The seven run-in headings of the third seed are among its points."""
    assert {
        "改造对象出现了根本性的偏差。",
        "盈利方式并未真正改变。",
        "资本主导的发展模式并未真正改变。",
        "平台依然扮演着至关重要的作用。",
        "技术与产业的深度融合。",
        "重塑传统的生产要素和生产关系。",
        "供给与需求的再度平衡。",
    } <= set(points["002"])


def test_headings_of_points() -> None:
    """A point names the heading it stands under, a heading the one above it."""
    written = essay(
        *("# 上篇", FILLER, "## 修桥不是工程师的事", FILLER, "## 走桥才是要紧的事", FILLER),
        *("# 下篇", "桥的意义在于两岸的人愿意往来。", *[FILLER] * 60),
    )
    found = {point.text: point.heading for point in key_points(written)}
    assert found["修桥不是工程师的事"] == "上篇"
    assert found["桥的意义在于两岸的人愿意往来。"] == "下篇"


def test_lone_heading() -> None:
    """One heading that asserts something among others that do not is a label like them."""
    claim = "桥的意义在于两岸的人愿意往来。"
    written = essay(
        "# 桥的来历", FILLER, "# 修桥不是工程师的事", claim, "# 桥的长短", FILLER, "# 桥的将来", FILLER
    )
    assert texts(written) == [claim]


def test_heading_that_hangs() -> None:
    """A heading that refers to something before it is no claim."""
    written = essay("# 这不是工程师的事", FILLER, "# 它才是两岸的事", FILLER)
    assert texts(written) == [FILLER]


def test_story_is_no_point() -> None:
    """What happened yesterday, with its figures, is passed over for what the essay claims."""
    moral = "谁也没有想到，当时桥头的 3 个孩子后来都学了修桥。"
    claim = "修桥的关键在于两岸的人愿意往来。"
    assert texts(essay(moral, *[FILLER] * 5, claim, *[FILLER] * 5, title="修桥的关键"), 1) == [claim]


def test_announcement_is_no_point() -> None:
    """A sentence that announces what comes, or thanks its readers, is no point."""
    written = essay(
        *[FILLER] * 3, "接下来给大家介绍一下修桥的关键。", "感谢大家关注修桥的关键。", title="修桥的关键"
    )
    assert set(texts(written)) <= {FILLER}


def test_series_whole() -> None:
    """An enumeration that fits the limit is there with all its items or with none."""
    for limit in range(1, 9):
        found = [text[:2] for text in texts(BRIDGES, limit) if text[0] == "第"]
        assert found in ([], ["第一", "第二", "第三"])
    assert "第三，桥要有人记得。" in texts(BRIDGES)


def test_no_repetition() -> None:
    """A claim that two parts make in the same words is one point."""
    claim = "桥的意义不在于石头，而在于两岸的人愿意往来。"
    assert texts(essay("# 一", claim, "# 二", claim)) == [claim]


def test_therefore(points: dict[str, list[str]]) -> None:
    """A claim that the essay also makes without a "therefore" is shown without it."""
    claim = "桥的意义不在于石头，而在于两岸的人愿意往来。"
    filler = [FILLER.replace("河", name) for name in "山湖海"]
    assert texts(essay(*filler, f"所以，{claim}", *filler, claim, title="桥的意义")).count(claim) == 1
    assert f"所以，{claim}" in texts(essay(*filler, f"所以，{claim}", *filler, title="桥的意义"))
    assert "回归，才是产业互联网的核心要义。" in points["000"]
    assert not [text for text in points["000"] if text.startswith("因此")]


def test_link_but_no_reference() -> None:
    """A claim may open with a "but" in a list; one that speaks of something named before may not."""
    claim = "但桥的意义不在于石头，而在于两岸的人愿意往来。"
    bare = "但它的意义不在于石头，而在于两岸的人愿意往来。"
    assert claim in texts(essay(*[FILLER] * 5, claim, *[FILLER] * 5, title="桥的意义"))
    assert bare not in texts(essay(*[FILLER] * 2, bare, *[FILLER] * 2, title="桥的意义"))


def test_weak_points() -> None:
    """What says far less than the best is left out, beyond the fewest; there is no point for its own sake."""
    claims = ["修桥的关键在于两岸的人愿意往来。", "所以，一定要让修桥的人年年都走这座桥。"]
    stories = (
        "那年 3 个孩子在渡口遇到过卖糖的老人。",
        "后来某天夜里有人听见磨坊塌了，跑出去看。",
        "记得 1986 年的冬天，山谷里下过 5 天的雪。",
        "昨天有些鸭子游到海滩上，被 2 条狗赶走了。",
        "小时候，很多人曾经在集市旁边的树下睡过。",
        "去年春天我坐船经过湖边，看见过 7 只白鹭。",
        "前段时间，某个木匠曾经搬去了南方的小镇。",
    )
    quoted = "> " + "桥是路的一个部分，路是桥的一个部分。" * 120
    found = texts(essay(*claims, *stories, quoted, title="修桥的关键"))
    assert set(claims) <= set(found)
    assert len(found) == 3


def test_back_reference_is_no_point() -> None:
    """A "therefore" does not excuse what points back to an example."""
    bare = "因此，在上面的例子中，修桥的关键只有石料。"
    assert bare not in texts(essay(*[FILLER] * 2, bare, *[FILLER] * 2, title="修桥的关键"))


def test_refrain_is_no_series() -> None:
    """Items that say the same over and over are claims only where the author set them in bold."""
    kinds = [f"第{i}种情况是桥和路都很{how}的情况。" for i, how in zip("一二三", "旧新长", strict=True)]
    plain = [text for kind in kinds for text in (kind, FILLER)]
    bold = [text for kind in kinds for text in (f"**{kind}**", FILLER)]
    assert len(set(texts(essay(*plain))) & set(kinds)) < len(kinds)
    assert set(kinds) <= set(texts(essay(*bold)))


def test_labels_are_no_claims() -> None:
    """Steps that are only named say nothing by themselves."""
    rest = "修桥的钱不多，难的是年年都修，停了三年就会比没有桥更危险。" * 2
    found = texts(essay("第一步：备料。", rest, "第二步：打桩。", rest))
    assert not [text for text in found if text.startswith("第")]


def test_no_cut() -> None:
    """An item that ends in a comma is a claim only where it is a whole bold paragraph."""
    rest = "修桥的钱不多，难的是年年都修，停了三年就会比没有桥更危险。" * 2
    bold = ["**第一，桥必须有人年年都走，**", rest, "**第二，桥必须有人年年都修，**", rest]
    assert {"第一，桥必须有人年年都走，", "第二，桥必须有人年年都修，"} <= set(texts(essay(*bold)))
    plain = [text.replace("**", "") for text in bold]
    heading = essay("# 桥必须有人走，", rest)
    assert not [text for text in texts(essay(*plain)) + texts(heading) if text.endswith("，")]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), []),
        (("# 标题",), []),
        (("桥老了。",), ["桥老了。"]),
        (("桥老了。河还年轻。",), ["桥老了。", "河还年轻。"]),
        (("谁修了桥？", "我修的。"), ["我修的。"]),
        (("Bridges are promises that people keep.",), ["Bridges are promises that people keep."]),
    ],
)
def test_short(blocks: tuple[str, ...], expected: list[str]) -> None:
    """A short essay's statements are its points; a title alone has none."""
    assert texts(essay(*blocks)) == expected


LIST = [
    "- 只收自己愿意读第二遍的书。收得杂，摊子就成了废品站。",
    "- 价格写在第一页。讲价讲掉的是下一次再来的兴致。",
    "- 留一个箱子给随手的人。",
    "- 记住熟客在找什么书。找到一本，胜过卖掉十本。",
]


def test_list() -> None:
    """The items of a list that the essay hangs on are its points, as the statements that they open with."""
    opened = [item[2:].partition("。")[0] + "。" for item in LIST]
    assert texts(essay("旧书摊又少了一家。", *LIST, "摊子才站得住。")) == opened


def test_no_list() -> None:
    """A list that holds a question, or of lines that nothing explains, is no series of claims."""
    asked = "- 为什么要留一个箱子？为了随手的人。"
    assert asked[2:11] not in "".join(texts(essay(*LIST, asked, FILLER)))
    bare = [f"{item.partition('。')[0]}。" for item in LIST]
    assert len(texts(essay(*bare, *[FILLER] * 20))) < len(bare)


def test_short_essay() -> None:
    """An essay of three hundred characters has three points, if it says three things."""
    claims = ["桥的意义不在于石头，而在于往来。", "路的价值才是走的人给的。", "渡口应该留给愿意等待的人。"]
    found = texts(essay(*(claim + FILLER * 3 for claim in claims), title="桥、路、渡口"))
    assert found == claims
