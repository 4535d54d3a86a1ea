import pytest
from hypothesis import given

from digests.analysis import analyse
from digests.derived import Length
from digests.deriving import derive
from digests.explaining import Judged, Outcome, explain, explain_line
from digests.faults import FAULTS, clean
from digests.model import Essay
from digests.ranking import rank
from tests.digests.test_summary import ESSAYS
from tests.digests.written import BRIDGES, essay


def explained(written: Essay, length: Length = Length.SHORT) -> tuple[Judged, ...]:
    """What became of the sentences of an essay."""
    return explain(derive(written), length)


@given(ESSAYS)
def test_tells_the_summary(written: Essay) -> None:
    """All sentences are explained, the shown ones are the summary, and a score is the sum of its parts."""
    derived = derive(written)
    for length in Length:
        judged = explain(derived, length)
        assert [one.sentence for one in judged] == list(analyse(written).sentences)
        assert tuple(one.sentence for one in judged if one.is_shown) == derived.summary(length).sentences
        for one in judged:
            assert sum(value for _, value in one.parts) == pytest.approx(one.score)


@given(ESSAYS)
def test_rules_are_the_rankers(written: Essay) -> None:
    """The rules that are named are those that the ranker goes by."""
    analysis = analyse(written)
    assert clean(analysis) == rank(analysis).clean


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("太短了。", "scrap"),
        ("长" * 200 + "。", "endless"),
        ("这座桥为什么活了下来，没有人知道吗？", "no statement"),
        ("要让一座桥活下去，大家请看下面几点：", "open end"),
        ("关于桥的历史，敬请期待我的下一篇文章。", "teaser"),
        ("修桥的老人对我说：“桥要有人走才行。”", "speech"),
        ("虽然修一座桥要花掉村里很多年的钱。", "concession"),
        ("反观没有桥的村子，尽管人们总能找到一些理由。", "concession"),
        ("受限于时间和能力，桥的历史没有写完整。", "teaser"),
        ("答：桥的意义不在于石头而在于人。", "dialogue"),
        ("修桥的人说过（没有人记得是哪一年。", "brackets"),
    ],
)
def test_faults(text: str, fault: str) -> None:
    """Each rule is named by the sentence that breaks it."""
    written = Essay("桥的意义", (*BRIDGES.blocks, *essay(text).blocks))
    judged = next(one for one in explained(written) if one.sentence.text == text)
    assert fault in judged.faults
    assert judged.outcome is Outcome.FAULTY
    assert judged.reason == f"not fit to be shown: {', '.join(judged.faults)}"


def test_fault_names_differ() -> None:
    """No two rules have the same name."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_repetition_is_told_with_its_place() -> None:
    """What says again what was taken names the sentence it repeats."""
    judged = explained(BRIDGES)
    repeating = [one for one in judged if one.outcome is Outcome.REPEATS]
    assert repeating
    for one in repeating:
        assert one.repeated is not None
        assert judged[one.repeated].is_shown
        assert one.reason.endswith(f": {one.repeated + 1}")


def test_points_are_told() -> None:
    """Key points are marked among the sentences."""
    derived = derive(BRIDGES)
    told = {one.sentence.place for one in explain(derived, Length.SHORT) if one.is_point}
    assert told == {point.place for point in derived.points}


def test_names_in_a_conversation() -> None:
    """Who opens three paragraphs or more with their name speaks; who does it once may be a subject."""
    said = [f"老桥匠：第{i}座桥要有人年年修补才活得下去。" for i in "甲乙丙"]
    judged = explained(essay(*said, "结论很简单：桥要有人年年修补和照看。", title="桥"))
    assert ["dialogue" in one.faults for one in judged] == [True, True, True, False]


def test_one_line() -> None:
    """The sentence of the one line is told, and that only a part of it was taken."""
    claim = "桥的意义在于两岸的人愿意年年往来和年年修补"
    derived = derive(essay(f"{claim}，{'两岸的老人和孩子' * 4}记得它就在那里很多年了。", title="桥的意义"))
    assert derived.line is not None
    assert derived.line.shown == f"{claim}…"
    assert [one.outcome for one in explain_line(derived)] == [Outcome.PART]
    whole = derive(BRIDGES)
    shown = [one for one in explain_line(whole) if one.is_shown]
    assert [(one.outcome, one.sentence.text) for one in shown] == [
        (Outcome.TAKEN, whole.line.text if whole.line else "")
    ]
    assert not any(one.is_shown for one in explain_line(derive(essay("# 标题"))))
