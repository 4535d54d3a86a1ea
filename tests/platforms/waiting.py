"""Waiting in tests for what another program will do, without looking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

_PATIENCE = 30.0


class Pulse:
    """Wakes those who wait for something each time that anything has happened."""

    def __init__(self) -> None:
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        """Wake whoever waits for something to happen."""
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def until(self, probe: Callable[[], Found | None], what: str, patience: float = _PATIENCE) -> Found:
        """What ``probe`` finds, as soon as it finds something. Fails when that takes too many seconds."""
        try:
            async with asyncio.timeout(patience):
                while (found := probe()) is None:
                    await self._stirred.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"in vain: {what}") from None
