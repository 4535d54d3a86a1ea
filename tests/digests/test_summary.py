from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests import summarize
from digests.analysis import analyse, measure
from digests.cues import VERDICT
from digests.model import Block, BlockKind, Essay, Summary
from digests.ranking import rank
from digests.reading import read
from digests.repetition import pairs, repeats
from tests.digests.written import BRIDGES, essay

TEXT = st.lists(
    st.sampled_from(
        [
            "桥的意义不在于石头，而在于人。",
            "因此，桥要有人年年都去修。",
            "这就是全部的理由了，没有别的。",
            "第一，桥要有人走过去再走回来。",
            "第二，桥要有人年年修补和照看。",
            "为什么要修桥呢？",
            "甲走了；乙也走了；",
            "他说：“走。”",
            "The bridge is old but it stands. ",
        ]
    ),
    max_size=6,
).map("".join)
ESSAYS = st.lists(st.builds(Block, st.sampled_from(BlockKind), TEXT), max_size=8).map(
    lambda blocks: Essay("桥的意义", tuple(blocks))
)


def texts(written: Essay, max_chars: int = 200, max_words: int | None = None) -> list[str]:
    """The sentences of a summary as texts."""
    return [sentence.text for sentence in summarize(written, max_chars, max_words).sentences]


@given(ESSAYS, st.integers(0, 300))
def test_laws(written: Essay, budget: int) -> None:
    """A summary is sentences of the essay at their places, in order, within the budget unless it is one."""
    found = summarize(written, budget).sentences
    for sentence in found:
        place = sentence.place
        assert written.blocks[place.block].text[place.start : place.end] == sentence.text
        assert written.blocks[place.block].kind not in {BlockKind.HEADING, BlockKind.CODE}
    places = [sentence.place for sentence in found]
    assert places == sorted(set(places))
    assert len(found) == 1 or sum(measure(sentence.text, "zh") for sentence in found) <= budget
    assert bool(found) == bool(analyse(written).sentences)


@given(ESSAYS)
def test_same_input(written: Essay) -> None:
    """The same essay has the same summary."""
    assert summarize(written) == summarize(written)


def test_thesis() -> None:
    """The summary of a plain essay holds its thesis, once."""
    assert sum("桥的意义不在于石头" in text for text in texts(BRIDGES, 100)) == 1


def test_nothing_hangs(seeds: Path) -> None:
    """A sentence that refers to what precedes it comes with the sentence before, but for one "therefore"."""
    for path in sorted(seeds.iterdir()):
        written = read(path.read_bytes(), path.name)
        analysis = analyse(written)
        hanging = rank(analysis).hangs
        items = {position for positions in analysis.series for position in positions}
        for budget in (60, 120, 200, 400, 800):
            chosen = [analysis.sentences.index(some) for some in summarize(written, budget).sentences]
            alone = [i for i in chosen if hanging[i] and i - 1 not in chosen and i not in items]
            assert all(VERDICT.chinese.match(analysis.edges[i]) for i in alone)
            assert all(analysis.sentences[i].place.start == 0 for i in alone)
            assert len(alone) <= 1


def test_no_repetition(seeds: Path) -> None:
    """No two sentences of a summary say the same."""
    for path in sorted(seeds.iterdir()):
        found = [pairs(text, "zh") for text in texts(read(path.read_bytes(), path.name), 400)]
        neighbours = [not repeats(one, found[:i]) for i, one in enumerate(found)]
        assert all(neighbours)


def test_comma(seeds: Path) -> None:
    """One comma less leaves nineteen sentences of twenty as they were, wherever it stood."""
    for path in sorted(seeds.iterdir()):
        written = read(path.read_bytes(), path.name)
        before = summarize(written)
        shares = [
            _kept(before, summarize(_with(written, i, block.text.replace("，", "", 1))))
            for i, block in list(enumerate(written.blocks))[::4]
            if "，" in block.text
        ]
        assert fmean(shares) >= 0.95


def test_last_paragraph(seeds: Path) -> None:
    """Another last paragraph leaves half of the summary or more as it was."""
    for path in sorted(seeds.iterdir()):
        written = read(path.read_bytes(), path.name)
        changed = _with(written, len(written.blocks) - 1, "今天先写到这里，改天再说别的事。")
        assert _kept(summarize(written), summarize(changed)) >= 0.5


def _with(written: Essay, number: int, text: str) -> Essay:
    """The essay with another text in one block, of which nothing is bold."""
    blocks = list(written.blocks)
    blocks[number] = replace(blocks[number], text=text, emphasis=())
    return replace(written, blocks=tuple(blocks))


def _kept(before: Summary, after: Summary) -> float:
    """What share of two summaries they have in common, commas aside."""
    some, others = ({one.text.replace("，", "") for one in found.sentences} for found in (before, after))
    return len(some & others) / max(len(some), len(others))


def test_series_whole() -> None:
    """An enumeration of claims is in a summary with all its items or with none."""
    for budget in range(20, 200, 10):
        found = [text[:2] for text in texts(BRIDGES, budget) if text[0] == "第"]
        assert found in ([], ["第一", "第二", "第三"])


def test_clauses_stay_together() -> None:
    """Clauses joined by semicolons are one thought: none is shown without the others."""
    thought = "桥要有人走，这样草长不起来；桥要有人修，这样洞大不起来；桥要有人记得，这样路断不了。"
    filler = [f"第{i}座桥边的人都在说天气，没有人再谈起那些旧事了。" for i in range(20)]
    found = texts(essay(thought, *filler, title="桥要有人走，要有人修"), 60)
    clauses = [text for text in found if text in thought]
    assert len(clauses) in {0, 3}


def test_quotation_is_no_summary() -> None:
    """What is quoted and what only heads is not summarised."""
    own = "路是人走出来的，桥却是人约出来的。" * 2
    written = essay("# 桥的意义", "> 桥的意义不在于石头，而在于两岸的人。", own, title="桥的意义")
    assert set(texts(written)) == {"路是人走出来的，桥却是人约出来的。"}


def test_english_words() -> None:
    """An English essay is measured in words if words are given, else in characters."""
    text = "Bridges are promises that people keep for each other every day. "
    written = essay(*(text.replace("Bridges", name) for name in ("Roads", "Walls", "Fords")), title="Roads")
    assert sum(len(one.split()) for one in texts(written, 200, max_words=25)) <= 25
    assert sum(measure(one, "zh") for one in texts(written, 120)) <= 120


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((), []),
        (("# 标题",), []),
        (("桥。",), ["桥。"]),
        (("桥老了。河还年轻。",), ["桥老了。", "河还年轻。"]),
        (("没有句号的一行",), ["没有句号的一行"]),
        (("> 只有引文。",), ["只有引文。"]),
        (("谁修了桥？",), ["谁修了桥？"]),
        (("桥老了。桥老了。",), ["桥老了。"]),
        (("床前一盏灯，", "灯下一本书。"), ["床前一盏灯，", "灯下一本书。"]),
    ],
)
def test_short(blocks: tuple[str, ...], expected: list[str]) -> None:
    """An essay no longer than its summary may be is shown whole, without repetition."""
    assert texts(essay(*blocks)) == expected


@pytest.mark.parametrize("budget", [3, 0, -5])
def test_only_longer(budget: int) -> None:
    """Where no sentence fits, the shortest statement is shown whole."""
    written = essay("桥的意义不在于石头，而在于人。河也一样老了。真的？", "一座桥，")
    assert texts(written, budget) == ["河也一样老了。"]
    english = essay("The old bridge stands where it stood. It is old.", title="The bridge")
    assert texts(english, 200, max_words=budget) == ["It is old."]


def test_no_cut(seeds: Path) -> None:
    """No sentence of a summary is cut off: after a semicolon its other half follows."""
    for path in sorted(seeds.iterdir()):
        written = read(path.read_bytes(), path.name)
        every = [sentence.text for sentence in analyse(written).sentences]
        for budget in (60, 120, 200, 400, 800):
            found = texts(written, budget)
            for text, following in zip(found, [*found[1:], ""], strict=True):
                assert text.endswith(("。", "！", "”")) or following == every[every.index(text) + 1]


def test_both_or_neither() -> None:
    """A sentence about "the two" comes with the sentence that names them."""
    named = "河上的桥与岸上的路，是一座城市的两条命脉。"
    bare = "当两者连成一片，两岸人的桥和路才算真正活了过来。"
    filler = [f"昨天第{i}个集市上有 3 个人说起天气，后来就各自回家去了。" for i in range(20)]
    found = texts(essay(*filler, named + bare, title="桥和路活了过来"), 60)
    assert found == [named, bare]
    assert bare not in texts(essay(*filler, named + bare, title="桥和路活了过来"), 40)


def test_reason() -> None:
    """A conclusion comes with the sentence it follows from, where that can be shown."""
    story = ["昨天桥上有 3 个人说起天气，后来就各自回家去了。"] * 9
    reason, claim = "跨河大桥的核心是两岸往来的人。", "所以，跨河大桥的关键在于行人走得勤。"
    assert texts(essay(*story, reason, claim, title="跨河大桥的关键"), 60) == [reason, claim]


def test_one_therefore() -> None:
    """Of conclusions that open with a "therefore" far from each other one is taken: two would seem linked."""
    story = ["昨天桥上有 3 个人说起天气，后来就各自回家去了。"] * 9
    ends = ("所以，桥的关键在于石头要选得好。", "因此，路的关键在于行人要走得勤。")
    found = texts(essay(*story, ends[0], *story, ends[1], title="桥和路的关键"), 60)
    assert len(set(found) & set(ends)) == 1


def test_title_may_come_again() -> None:
    """Sentences that share the title's words and say different things stand beside each other."""
    story = ["昨天桥上有 3 个人说起天气，后来就各自回家去了。"] * 9
    claims = ["跨河大桥的核心是石头够硬。", "跨河大桥的关键在于行人够多。"]
    assert texts(essay(*story, claims[0], *story, claims[1], title="跨河大桥"), 60) == claims


def test_best_that_fits() -> None:
    """Where the best sentence is too long for the budget, the best of those that fit is taken."""
    story = ["昨天桥上有 3 个人说起天气，后来就各自回家去了。"] * 9
    long = "跨河大桥的关键在于两岸的人愿意年年走、年年修、年年记得，" * 3 + "才是跨河大桥的意义。"
    claim = "跨河大桥的意义在于往来。"
    assert texts(essay(*story, long, *story, claim, title="跨河大桥的意义"), 30) == [claim]
