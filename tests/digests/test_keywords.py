from digests import keywords
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
    english = essay(*["A bridge needs builders. Bridges outlive builders, and the builder."] * 3)
    assert sorted(keywords(english)) == ["bridges", "builders", "outlive"]


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
    """English keywords are in lower case and no stop words."""
    written = essay("The Bridge is old. We love the bridge because bridges carry people.")
    assert keywords(written)[0] == "bridge"
    assert "the" not in keywords(written)
