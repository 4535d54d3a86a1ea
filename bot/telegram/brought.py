"""Updates that come again: the service brings one once more where it did not hear that it arrived."""

from collections.abc import Iterable, Sequence

_MOST_KNOWN = 2000


class Brought:
    """The numbers of the latest updates."""

    def __init__(self) -> None:
        self._numbers = dict[int, None]()

    @property
    def numbers(self) -> Sequence[int]:
        """From the oldest to the latest."""
        return [*self._numbers]

    def is_new(self, number: int) -> bool:
        """Whether the update of this number did not come yet; from now on it did."""
        if number in self._numbers:
            return False
        self._numbers[number] = None
        if len(self._numbers) > _MOST_KNOWN:
            del self._numbers[next(iter(self._numbers))]
        return True

    def recall(self, numbers: Iterable[int]) -> None:
        """Know these too, from an earlier process."""
        for number in numbers:
            self.is_new(number)
