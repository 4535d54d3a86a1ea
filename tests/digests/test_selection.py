from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests import derive, read
from digests.derived import Derived, Length
from digests.model import KeyPoint
from digests.query import Filter, parse
from digests.repetition import pairs, repeats
from digests.selection import brief, choose, points_across, topics
from tests.digests.written import BRIDGES, essay

DAY = date(2026, 11, 21)
NUMBERS = st.lists(st.integers(1, 10_000), min_size=1, max_size=30, unique=True)
CHATS = st.text(max_size=20)
GIVEN = st.dictionaries(st.integers(1, 40), st.dates(date(2020, 1, 1), DAY), max_size=40)


def across(essays: list[Derived], length: Length = Length.SHORT) -> tuple[tuple[int, KeyPoint], ...]:
    """The points across essays whose summaries are of this length."""
    return points_across(essays, [one.summary(length) for one in essays])


def digests_of(numbers: list[int], days: int, chat: str, arriving: dict[int, list[int]]) -> list[list[int]]:
    """The essays of so many days in a library that grows: ``arriving`` are those that come on a day."""
    present, new, had = [*numbers], list[int](), dict[int, date]()
    digests = list[list[int]]()
    for day in range(days):
        present += arriving.get(day, [])
        new += arriving.get(day, [])
        chosen = choose(present, new, had, chat, 3)
        had |= dict.fromkeys(chosen, DAY + timedelta(day))
        digests.append([*chosen])
    return digests


@given(NUMBERS, CHATS, st.integers(1, 3))
def test_fair_turn(numbers: list[int], chat: str, turns: int) -> None:
    """With nothing new every day has one essay, and in each turn through the library each has its day."""
    days = digests_of(numbers, turns * len(numbers), chat, {})
    for start in range(0, len(days), len(numbers)):
        turn = days[start : start + len(numbers)]
        assert sorted(number for day in turn for number in day) == sorted(numbers)
        assert {len(day) for day in turn} == {1}


@given(st.integers(1, 5), st.dictionaries(st.integers(0, 9), st.integers(1, 8), max_size=4), CHATS)
def test_new_ones_first(count: int, growth: dict[int, int], chat: str) -> None:
    """What is new comes in its order, at most three a day and before all else, until none is left."""
    ids = iter(range(count + 1, 1_000))
    arriving = {day: [next(ids) for _ in range(growth[day])] for day in sorted(growth)}
    waiting = list[int]()
    for day, digest in enumerate(digests_of([*range(1, count + 1)], 40, chat, arriving)):
        waiting += arriving.get(day, [])
        assert digest == waiting[:3] or (not waiting and len(digest) == 1)
        del waiting[:3]
    assert waiting == []


@given(st.lists(st.integers(1, 40), max_size=30, unique=True), GIVEN, CHATS)
def test_none_again_before_the_others(numbers: list[int], had: dict[int, date], chat: str) -> None:
    """An essay of the backlog is one that was never given, or that was given longest ago."""
    chosen = choose(numbers, (), had, chat, 3)
    assert len(chosen) == min(len(numbers), 1)
    for number in chosen:
        assert had.get(number, date.min) == min(had.get(other, date.min) for other in numbers)


@given(NUMBERS, GIVEN, CHATS)
def test_order_does_not_matter(numbers: list[int], had: dict[int, date], chat: str) -> None:
    """The same library, past and chat give the same essay, in whichever order the essays are listed."""
    assert choose(numbers, (), had, chat, 3) == choose(sorted(numbers), (), had, chat, 3)


def test_own_place() -> None:
    """Different chats begin at different essays."""
    firsts = {choose(range(1, 101), (), {}, f"chat/test:{chat}", 3) for chat in range(50)}
    assert len(firsts) > 25


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("", ()),
        ('，、 " ”', ()),
        ("人工智能、零售", ("人工智能", "零售")),
        ("“消费 升级” 平台", ("“消费 升级”", "平台")),
        ("作者：孟永辉 author: Graham", ("作者：孟永辉", "author: Graham")),
        ("bridges -ships after:2020", ("bridges -ships after:2020",)),
        ("after:2020 -船 桥 路", ("桥 after:2020 -船", "路 after:2020 -船")),
    ],
)
def test_topics(text: str, queries: tuple[str, ...]) -> None:
    """Each word, quotation and filter is a topic; what is left out and dates narrow all of them."""
    assert topics(text) == tuple(map(parse, queries))


def test_only_left_out() -> None:
    """Where a text only says what is not wanted, anything else is."""
    (query,) = topics("-船")
    assert query.excluded
    assert not query.words
    assert topics("-author:孟永辉")[0].filters == (Filter("author", "孟永辉", excluded=True),)


@given(st.text('ab桥船 "“”「」-:：,，作者authorafter2020\n', max_size=60) | st.text(max_size=60))
def test_any_text_has_topics(text: str) -> None:
    """Any text gives topics, not too many, each of which can be looked for."""
    found = topics(text)
    assert len(found) <= 16
    assert all(found)


class Shelf(list[Derived]):
    """Essays that hypothesis can name in a few words."""

    def __repr__(self) -> str:
        return f"{len(self)} essays"


@pytest.fixture(scope="module")
def shelf(seeds: Path) -> Shelf:
    """The essays that ship, and one of the tests' own."""
    read_seeds = [read(path.read_bytes(), path.name) for path in sorted(seeds.iterdir())]
    return Shelf([*map(derive, read_seeds), derive(BRIDGES)])


def test_brief(shelf: Shelf) -> None:
    """Of an essay there are two or three sentences of its summaries, in their order, no series broken off."""
    for derived in shelf:
        length, shown = brief(derived, Length.SHORT)
        known = {*derived.summary(Length.SHORT).sentences, *derived.summary(Length.MEDIUM).sentences}
        assert len(shown.sentences) in {2, 3}
        assert known.issuperset(shown.sentences)
        assert [*shown.sentences] == sorted(shown.sentences, key=lambda one: one.place)
        assert length is Length.MEDIUM or not any(one.text.startswith("第") for one in shown.sentences)
        assert brief(derived, Length.LONG) == (Length.LONG, derived.summary(Length.LONG))


@given(st.lists(st.integers(0, 5), min_size=2, max_size=4, unique=True), st.sampled_from(Length))
def test_points_across(shelf: Shelf, places: list[int], length: Length) -> None:
    """At most three points, all their essays' own and in their order, none saying what is said already."""
    essays = [shelf[place] for place in places]
    found = across(essays, length)
    assert len(found) <= 3
    assert found or length is not Length.SHORT  # long summaries may say it all
    assert found == tuple(sorted(found, key=lambda one: (one[0], one[1].place)))
    said = [
        pairs(sentence.text, one.language) for one in essays for sentence in one.summary(length).sentences
    ]
    for position, point in found:
        assert point in essays[position].points
        own = pairs(point.text, essays[position].language)
        assert not repeats(own, said)
        said.append(own)


def test_each_essay_has_its_say(shelf: Shelf) -> None:
    """Of three essays that have something to add each has a point; of two, one has a second."""
    assert [position for position, _ in across(shelf[:3])] == [0, 1, 2]
    assert Counter(position for position, _ in across(shelf[:2])) in (
        {0: 2, 1: 1},
        {0: 1, 1: 2},
    )


def test_no_points(shelf: Shelf) -> None:
    """One essay alone has no points across; nor have essays that say nothing, or all say the same."""
    assert across(shelf[:1]) == ()
    assert across([]) == ()
    assert across([derive(essay()), derive(essay())]) == ()
    twice = across([shelf[0], shelf[0]])
    assert {position for position, _ in twice} <= {0, 1}
    assert len({point.text for _, point in twice}) == len(twice)


def test_handy_points() -> None:
    """What can be taken in at a glance is preferred to what is long or hangs in the air."""
    handy = ["桥要有人走。", "船可以靠岸。", "灯下有人等信。"]
    place = derive(BRIDGES).points[0].place
    points = tuple(KeyPoint(text, place) for text in ["所以路要修。", "长" * 51, "第二，水要清。", *handy])
    empty = derive(essay())
    essays = [empty, replace(empty, points=points)]
    assert [point.text for _, point in across(essays)] == handy
