from digests import derive, read
from digests.derived import Derived
from digests.matching import Needles
from digests.query import parse
from digests.topic import statements

FERRY = """\
# 渡口

渡口教会两岸的人们耐心等待。

没有桥的地方，等待就是唯一的路。

河水只管往东流去，从来不问船夫。
"""
BRIDGE = """\
# 桥

造桥的人相信等待可以被石头缩短。

桥墩之间的河水流得更急一些。

没有桥的地方，等待就是唯一的路！
"""


def essay(text: str) -> Derived:
    """An essay, digested."""
    return derive(read(text))


def said(words: str, limit: int = 9) -> list[tuple[int, str]]:
    """What both essays say on a topic, each sentence with the position of its essay."""
    found = statements(Needles.of(parse(words)), [essay(FERRY), essay(BRIDGE)], limit)
    return [(statement.essay, statement.sentence.text) for statement in found]


def test_from_several_essays() -> None:
    """Sentences of several essays are given, in the essays' order and verbatim, and none is said twice."""
    found = said("等待")
    assert {number for number, _ in found} == {0, 1}
    assert [number for number, _ in found] == sorted(number for number, _ in found)
    assert [text for _, text in said("唯一的路")] == ["没有桥的地方，等待就是唯一的路。"]
    assert all(text in (FERRY, BRIDGE)[number] for number, text in found)


def test_one_each() -> None:
    """Of several essays each says one thing, one alone two, and there are never more than asked for."""
    assert [number for number, _ in said("河水 等待")] == [0, 1]
    alone = statements(Needles.of(parse("河水 等待")), [essay(BRIDGE)], 9)
    assert len(alone) == 2
    assert len(said("等待", 1)) == 1


def test_half_of_it() -> None:
    """A sentence with half of the words is about something else."""
    assert [text for _, text in said("河水 桥墩")] == ["桥墩之间的河水流得更急一些。"]


def test_nothing() -> None:
    """On a topic that nobody mentions, nothing is said."""
    assert said("量子") == []
    assert statements(Needles.of(parse("等待")), [], 5) == ()


def test_about() -> None:
    """An essay that is about the topic is asked before one that mentions it, and whole sentences first."""
    about = essay("# 河\n\n芦苇在河边一年一年地长起来。\n\n芦苇和风说了一整夜的话。\n\n芦苇记得水的高低。")
    things = ("马车", "石头", "车夫", "灰尘", "村庄", "磨坊", "面粉", "钟声", "铁匠")
    road = "\n\n".join(f"路上有{thing}，{thing}走得慢，{thing}不说话。" for thing in things)
    passing = essay(f"# 路\n\n路边有石头，路上有芦苇和马车。\n\n{road}")
    told = statements(Needles.of(parse("芦苇")), [passing, about], 1)
    assert [statement.essay for statement in told] == [1]
    torn = essay("# 河\n\n芦苇（见第一篇）：芦苇与渡船的往事\n\n芦苇在河边一年一年地长起来。")
    assert [one.sentence.text[-1] for one in statements(Needles.of(parse("芦苇")), [torn], 1)] == ["。"]
