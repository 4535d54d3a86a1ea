from digests import derive, keywords
from digests.keywords import telling
from digests.model import Keyword
from tests.digests.written import BRIDGES, essay


def test_about() -> None:
    """What an essay speaks of from beginning to end comes first."""
    written = essay("石拱桥需要维护。石拱桥连接村庄。", "村民走过石拱桥。猫在石拱桥下睡觉。")
    assert keywords(written)[0] == "石拱桥"


def test_phrases() -> None:
    """Words that mostly stand together count as one."""
    written = essay(*["产业互联网改变生产。产业互联网需要技术。"] * 4)
    assert "产业互联网" in keywords(written)


def test_no_terms() -> None:
    """Numbers, numbers of things, stop words in traditional writing and plurals of a better one are none."""
    written = essay(*["一件石器 29.7 公斤，因為換得值得。"] * 4)
    assert not {"一件", "29.7", "因為", "換得"}.intersection(keywords(written))
    english = essay(
        "A bridge needs builders.", "Bridges outlive builders.", "The builder crosses the bridges."
    )
    assert sorted(keywords(english)) == ["bridges", "builders", "crosses", "outlive"]


def test_prefix() -> None:
    """A word and the prefix that turns it round are one."""
    written = essay(*["这个时代在去中心化。去中心化改变平台。去中心化需要技术。"] * 3)
    assert "去中心化" in keywords(written)
    assert "中心化" not in keywords(written)


def test_no_part() -> None:
    """What is part of a better keyword is none."""
    written = essay(
        *("产业互联网需要技术。", "产业互联网重塑工厂。", "产业互联网连接供给。"),
        *("互联网改变生活。", "产业互联网促进生产。"),
    )
    found = keywords(written)
    assert found[0] == "产业互联网"
    assert "互联网" not in found


def test_limit() -> None:
    """There are at most as many as asked for, each once."""
    found = keywords(BRIDGES, 5)
    assert len(found) == len(set(found)) == 5
    assert keywords(BRIDGES, 0) == ()
    assert keywords(essay()) == ()


def test_english() -> None:
    """English keywords are in the letters the essay mostly has them in, and no stop words."""
    written = essay("The Bridge is old. We love the bridge, and the bridge loves TiDB.")
    assert keywords(written)[0] == "bridge"
    assert "TiDB" in keywords(written)
    assert "the" not in keywords(written)


def test_names() -> None:
    """Names of several words are one, in Latin letters too; words parted by a mark are none."""
    written = essay(
        *("小宇宙改写了播客。小宇宙请来主播。", "小宇宙活着。Node.js 与 Open Source。", "阿里、京东修桥。"),
        *("Open source 在河边，Node.js 在桥上。阿里、京东退场。", "谁用 node.js？阿里、京东。Open source。"),
    )
    found = keywords(written, 24)
    assert {"小宇宙", "Node.js", "Open source", "阿里", "京东"} <= set(found)
    assert not {"宇宙", "阿里京东", "source"}.intersection(found)


def test_longer_names() -> None:
    """Three words that mostly stand together are one term."""
    written = essay(*(f"{verb}梯度下降法。" for verb in ("先学会", "再写出", "然后画", "最后忘记")))
    assert keywords(written)[0] == "梯度下降法"
    assert not {"梯度", "下降", "下降法"}.intersection(keywords(written))


def test_in_a_library() -> None:
    """What other essays are about as well tells less; alone, an essay is told by what it says most."""
    terms = (Keyword("桥", 3.0), Keyword("石拱", 2.0), Keyword("渡船", 1.9))
    assert telling(terms) == ("桥", "石拱", "渡船")
    assert telling(terms, 2, {"桥": 90, "石拱": 1, "渡船": 2}, 100) == ("石拱", "渡船")
    assert telling(terms, 1, {"桥": 2, "石拱": 2, "渡船": 2}, 2) == ("桥",)


def test_phrase_and_part() -> None:
    """A phrase takes the place of its part if it weighs about as much; else the part says it."""
    assert telling((Keyword("模型", 2.0), Keyword("线性模型", 1.9))) == ("线性模型",)
    assert telling((Keyword("模型", 2.0), Keyword("线性模型", 0.9))) == ("模型",)
    assert telling((Keyword("梯度下降", 2.0), Keyword("下降法", 1.9))) == ("梯度下降",)
    assert telling((Keyword("public bridges", 2.0), Keyword("public bridge", 1.9))) == ("public bridges",)


def test_enough_to_choose_from() -> None:
    """What keywords are chosen from is kept with the essay."""
    derived = derive(BRIDGES)
    assert set(derived.keywords) < {candidate.text for candidate in derived.candidates}
