"""Which essay a chat is given on a day."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256


def essay_of_the_day(numbers: Sequence[int], day: date, chat: str) -> int | None:
    """The number whose turn it is: a fair turn through the library in the chat's own order.

    In any ``len(numbers)`` days that begin a new turn, each essay comes exactly once. The same
    library, day and chat give the same essay. ``None`` if there is none.
    """
    if not numbers:
        return None
    turn, position = divmod(day.toordinal(), len(numbers))
    return sorted(numbers, key=lambda number: _lot(chat, turn, number))[position]


def _lot(chat: str, turn: int, number: int) -> bytes:
    return sha256(f"{chat}\0{turn}\0{number}".encode()).digest()
