"""Updates that come again."""

from bot.telegram.brought import Brought


def test_brought() -> None:
    """An update is new once, also where an earlier process had it."""
    before, brought = Brought(), Brought()
    assert [before.is_new(number) for number in (5, 6, 5, 7, 6)] == [True, True, False, True, False]
    brought.recall(before.numbers)
    assert [brought.is_new(number) for number in (5, 6, 7, 8)] == [False, False, False, True]


def test_bounded() -> None:
    """Of very many the latest are known."""
    brought = Brought()
    for number in range(10_000):
        brought.is_new(number)
    assert len(brought.numbers) == 2000
    assert not any(map(brought.is_new, range(9000, 10_000)))
