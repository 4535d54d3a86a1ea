from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digests.digest import essay_of_the_day

NUMBERS = st.lists(st.integers(1, 10_000), min_size=1, max_size=30, unique=True)
DAYS = st.dates(date(1970, 1, 1), date(2100, 1, 1))


@given(NUMBERS, DAYS, st.text(max_size=20))
def test_fair_turn(numbers: list[int], day: date, chat: str) -> None:
    """In one turn through the library every essay has its day."""
    first = day - timedelta(day.toordinal() % len(numbers))
    turn = [essay_of_the_day(numbers, first + timedelta(n), chat) for n in range(len(numbers))]
    assert sorted(number for number in turn if number is not None) == sorted(numbers)


@given(NUMBERS, DAYS)
def test_order_does_not_matter(numbers: list[int], day: date) -> None:
    """The same library gives the same essay, in whichever order it is listed."""
    assert essay_of_the_day(numbers, day, "a") == essay_of_the_day(sorted(numbers), day, "a")


def test_no_essay() -> None:
    """An empty library gives nothing."""
    assert essay_of_the_day([], date(2026, 1, 1), "a") is None
