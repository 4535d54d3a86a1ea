"""Essays of a store, by their numbers."""

from collections.abc import Sequence

from bot.ports import (
    EssayRecord,
)


def numbers(records: Sequence[EssayRecord]) -> list[int]:
    """The numbers of the essays, in their order."""
    return [record.number for record in records]
