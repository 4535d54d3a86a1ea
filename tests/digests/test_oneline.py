"""An essay in one line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests import Length, OneLine, derive, sentences_of
from digests.analysis import measure
from digests.model import Essay, Place
from digests.oneline import CHARACTERS, WORDS
from digests.reading import read
from tests.digests.test_summary import ESSAYS
from tests.digests.written import BRIDGES, essay

PIECES = st.sampled_from(
    [
        "桥的意义不在于石头",
        "而在于人",
        "“走吧，别停下来等我们”是他的话",
        "桥长 1,284.6 米",
        "两岸的人年年往来",
        "（一半在地下，一半在账上）",
        "如果没有人走",
        "Small batches are cheap, he wrote",
        "修桥的人把名字刻在桥墩上面的石头里",
    ]
)
LONG = st.lists(PIECES, min_size=1, max_size=12).map(lambda pieces: "，".join(pieces) + "。")
ANY = ESSAYS | st.lists(LONG, max_size=4).map(lambda texts: essay(*texts, title="桥的意义"))


def line(*texts: str, title: str = "桥的意义") -> OneLine | None:
    """The line of an essay of these paragraphs."""
    return derive(essay(*texts, title=title)).line


@given(ANY)
def test_laws(written: Essay) -> None:
    """A line stands in one sentence, verbatim, within the limit, from break to break, and says what it is."""
    derived = derive(written)
    found = derived.line
    if found is None:
        return
    place = found.place
    block = written.blocks[place.block]
    assert block.text[place.start : place.end] == found.text
    around = next(
        one.place
        for one in sentences_of(written)
        if one.place.block == place.block and one.place.start <= place.start and place.end <= one.place.end
    )
    assert found.cut_before == (around.start < place.start)
    assert found.cut_after == (place.end < around.end)
    assert found.is_part == (place != around)
    assert not found.cut_before or block.text[: place.start].rstrip()[-1] in "，；,;"
    assert not found.cut_after or block.text[place.end] in "，；,;"
    assert all(found.text.count(one) == found.text.count(other) for one, other in ("“”", "（）"))
    if derived.language == "en":
        assert measure(found.text, "en") <= WORDS
    else:
        assert measure(found.shown, "zh") <= CHARACTERS


def test_whole_sentence() -> None:
    """A whole sentence is taken where a good one fits."""
    found = derive(BRIDGES).line
    assert found is not None
    assert found.text == "桥的意义不在于石头，而在于两岸的人愿意往来。"
    assert found.shown == found.text


def test_seeds(seeds: Path) -> None:
    """Each essay that ships has a line, of a sentence of its short summary."""
    for path in sorted(seeds.iterdir()):
        derived = derive(read(path.read_bytes(), path.name))
        assert derived.line is not None
        assert any(derived.line.text in one.text for one in derived.summary(Length.SHORT).sentences)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("桥的意义在于两岸的人愿意往来，{long}。", "桥的意义在于两岸的人愿意往来…"),
        ("{long}，桥的意义在于两岸的人愿意往来。", "…桥的意义在于两岸的人愿意往来。"),
        ("{long}有一个道理，即桥的意义在于人的往来。", "…即桥的意义在于人的往来。"),
        ("如果桥的意义在于两岸的人愿意往来，{long}。", None),
        ("有人认为{long}，桥的意义在于两岸的人愿意往来。", None),
        ("桥的意义在于两岸的人愿意往来，而{long}。", None),
        ("桥的意义在于“两岸的人愿意往来，{long}”。", None),
        ("桥的意义在于{long}。", None),
        ("在两岸的人愿意往来的最初阶段，{long}。", None),
        ("两岸的人往来得久了更重要的是，{long}。", None),
        ("{long}，对于两岸的人来往也才能长久一些。", None),
    ],
)
def test_clauses(text: str, shown: str | None) -> None:
    """Of a long sentence a clause is taken that says the same without the rest, and no other."""
    found = line(text.format(long="老人和孩子们一起走过的石头路" * 4))
    assert (found.shown if found else None) == shown


def test_english() -> None:
    """An English line is counted in words."""
    long = " ".join(["and the people of both banks walk over it"] * 3)
    found = line(f"A bridge means that people meet; {long}. The river is old and wide.", title="The bridge")
    assert found is not None
    assert found.text == "The river is old and wide."
    series = f"What the {'very ' * 14}old mayor wanted was small, cheap, and open bridges for all."
    assert line(series, title="The bridge") is None


def test_nothing_to_say() -> None:
    """Where there is no statement, there is no line."""
    assert line() is None
    assert line("# 标题") is None
    assert line("谁修了桥？") is None


def test_verse() -> None:
    """Lines of verse are shown as one, parted by a stroke."""
    line = OneLine("晚风把渡船推远，\n又把桨声送回来。", Place(0, 0, 17))
    assert line.shown == "晚风把渡船推远， / 又把桨声送回来。"
